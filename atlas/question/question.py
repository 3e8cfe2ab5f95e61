"""The question to the atlas, one row a part: the same for page, link, file and command line.

A row says how its part is read and written, what it is when nothing is said, whether it changes answers, which page
looks at it, and its option on the command line. Address, session, defaults, command line and tests are loops over rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from atlas.question.choices import BY_DISTANCE, DETOUR, PROVINCE, RESIDENTS, Choices
from atlas.question.composed import Changes, Form, Layers, added_ids
from atlas.question.parameters import Day, Flag, OneOf, Parameter, Problem, Several, Text, Whole, row
from atlas.question.pinned import Pinned
from atlas.question.usual import briefs_of, no, nobody, none, nothing, periods_of, province, usual_period
from data.defaults import defaults
from geo.scenario import LONGEST_NAME
from geo.signs import without_control

SMALLEST_RADIUS_KM = defaults().smallest_radius_km
USUAL_RADIUS_KM = defaults().usual_radius_km
LARGEST_RADIUS_KM = defaults().largest_radius_km


def _parts(other: Question) -> dict[str, str]:
    """The parts of a pinned question by their names in an address."""
    return {each.name: each.kind.write(getattr(other, each.field)) for each in COMPARED}


def _compared(parts: Mapping[str, str], choices: Choices) -> tuple[Question, list[str]]:
    """The pinned question of these parts, and the parts that could not be used."""
    names = {each.name for each in COMPARED}
    question, problems = from_params({name: text for name, text in parts.items() if name in names}, choices)
    unknown = [f"{name}={text}" for name, text in parts.items() if name not in names]
    return question.pinned(), [*unknown, *(f"{each.name}={each.given}" for each in problems)]


@dataclass(frozen=True)
class Question:
    """One complete question to the atlas.

    access      the access definition that shades the map;  radius_km, kinds, ignore_borders  what counts as in reach
    distance    how road distances are counted (atlas.ways)
    weight      what reach is weighed by (atlas.weights); definitions never take one
    wrong, confirmed  records assumed wrong, or confirmed: a what-if, never data; what is wrong cannot be confirmed
    zone, measure, other_measure, clusters, regions, prefecture, scoreboard, siting, brief   what the desks look at:
                gap list, comparison, own prefecture, plan, the question of the siting page as text
                (atlas.siting.question), and which brief
    prefecture, scoreboard    "" while it is open which; a page about one of them then offers them all, without numbers
    against     the question it is compared with (atlas.difference), None for none
    scenario    bodies added, moved, closed or at another stage, as the line of geo.scenario_text: a what-if, never data
    """

    as_of: date = row(
        Parameter(
            "date",
            Day(),
            lambda choices, _: choices.last_day,
            option="--as-of",
            about="the day asked about, YYYY-MM-DD (default: the date of the data)",
        )
    )
    definition: str = row(
        Parameter(
            "definition",
            OneOf(lambda choices, _: choices.definitions),
            lambda choices, _: choices.default_definition,
            option="--definition",
            about="id of a definition of the plan (default: the plan's)",
        )
    )
    layers: tuple[str, ...] = row(
        Parameter(
            "layers",
            Layers(),
            lambda choices, asked: choices.begin(choices, asked),
            answers=False,
            follows=True,
            option="--layers",
            about="layers that are on (default: the overview's)",
            verbs=("map",),
        ),
        default=(),
    )
    indicator: str = row(
        Parameter(
            "indicator",
            OneOf(lambda choices, _: choices.indicators),
            lambda choices, _: choices.default_indicator,
            shades=True,
        ),
        default="",
    )
    period: str = row(Parameter("period", OneOf(periods_of), usual_period, shades=True), default="")
    scenario: str = row(Parameter("scenario", Changes(), nothing), default="")
    scenario_name: str = row(Parameter("scenario-name", Text(LONGEST_NAME), nothing, answers=False), default="")
    selected: str = row(
        Parameter(
            "selected",
            OneOf(lambda choices, so_far: choices.features | added_ids(so_far["scenario"])),
            nothing,
            answers=False,
        ),
        default="",
    )
    industry: str = row(
        Parameter(
            "industry",
            OneOf(lambda choices, _: choices.industries),
            nothing,
            option="--industry",
            about="only bodies approved for this industry",
        ),
        default="",
    )
    confirmed_only: bool = row(
        Parameter(
            "evidence",
            Flag("confirmed", "all"),
            no,
            option="--confirmed-only",
            about="only confirmed records (A1, A2)",
        ),
        default=False,
    )
    literal: bool = row(
        Parameter(
            "dates",
            Flag("literal", "plan"),
            no,
            option="--literal",
            about="only bodies proven by their own dates, not by the plan's count",
        ),
        default=False,
    )
    card: str = row(
        Parameter("card", OneOf(lambda choices, _: choices.cards), nothing, answers=False),
        default="",
    )
    access: str = row(
        Parameter(
            "access",
            OneOf(lambda choices, _: choices.access),
            lambda choices, _: next(iter(choices.access), ""),
            shades=True,
        ),
        default="",
    )
    radius_km: int = row(
        Parameter(
            "radius",
            Whole(SMALLEST_RADIUS_KM, LARGEST_RADIUS_KM),
            lambda _choices, _: USUAL_RADIUS_KM,
            option="--radius-km",
            about=f"estimated road distance, {SMALLEST_RADIUS_KM} to {LARGEST_RADIUS_KM} ({USUAL_RADIUS_KM})",
        ),
        default=USUAL_RADIUS_KM,
    )
    distance: str = row(
        Parameter(
            "distance",
            OneOf(lambda choices, _: choices.ways),
            lambda choices, _: choices.ways[0],
            option="--distance",
            about=f"how roads are estimated: {DETOUR} (the default, straight × {defaults().detour}) or {BY_DISTANCE}",
        ),
        default=DETOUR,
    )
    kinds: tuple[str, ...] = row(
        Parameter(
            "kinds",
            Several(lambda choices, _: choices.kinds, empty="none"),
            lambda choices, _: tuple(choices.usual_kinds),
            option="--kinds",
            about="kinds of bodies (default: the plan's definition)",
        ),
        default=(),
    )
    ignore_borders: bool = row(
        Parameter(
            "borders",
            Flag("ignore", "keep"),
            no,
            option="--ignore-borders",
            about="a body serves everybody, not its prefecture only",
        ),
        default=False,
    )
    weight: str = row(
        Parameter(
            "weight",
            OneOf(lambda choices, _: choices.weights),
            lambda choices, _: choices.weights[0],
            option="--weight",
            about="what reach is weighed by, such as gdp (default: residents)",
        ),
        default=RESIDENTS,
    )
    wrong: tuple[str, ...] = row(
        Parameter(
            "wrong",
            Several(lambda choices, _: choices.bodies, sort=True),
            none,
            option="--wrong",
            about="what if these records were wrong",
        ),
        default=(),
    )
    confirmed: tuple[str, ...] = row(
        Parameter(
            "confirmed",
            Several(lambda choices, _: choices.bodies, sort=True),
            none,
            option="--confirmed",
            about="what if these records were confirmed",
        ),
        default=(),
    )
    zone: str = row(
        Parameter(
            "zone",
            OneOf(lambda choices, _: choices.zones),
            nothing,
            answers=False,
            page="coverage",
            option="--zone",
            about="only the gaps of one zone of the plan, such as north",
            verbs=("gaps",),
        ),
        default="",
    )
    measure: str = row(
        Parameter(
            "measure",
            OneOf(lambda choices, _: choices.measures),
            lambda choices, _: next(iter(choices.measures), ""),
            shades=True,
            option="--measure",
            about="what to rank by: reach, bodies, or an indicator (default: reach)",
            verbs=("compare",),
        ),
        default="",
    )
    other_measure: str = row(
        Parameter(
            "other-measure",
            OneOf(lambda choices, _: choices.measures),
            nothing,
            shades=True,
            option="--other-measure",
            about="a second measure that the first is set against (default: none)",
            verbs=("compare",),
        ),
        default="",
    )
    clusters: bool = row(
        Parameter(
            "clusters",
            Flag("found", "none"),
            no,
            shades=True,
            option="--clusters",
            about="where neighbouring prefectures are alike in the measure (Moran's I and its local parts)",
            verbs=("compare",),
        ),
        default=False,
    )
    regions: tuple[str, ...] = row(
        Parameter(
            "regions",
            Several(lambda choices, _: choices.regions),
            none,
            answers=False,
            page="compare",
            option="--regions",
            about="zones of the plan or adcodes of prefectures",
            verbs=("compare",),
        ),
        default=(),
    )
    prefecture: str = row(
        Parameter(
            "id",
            OneOf(lambda choices, _: choices.prefectures, or_none=True),
            nothing,
            answers=False,
            page="prefecture",
        ),
        default="",
    )
    scoreboard: str = row(
        Parameter(
            "board",
            OneOf(lambda choices, _: choices.boards, or_none=True),
            lambda choices, _: next(iter(choices.boards), ""),
            answers=False,
            page="plan",
        ),
        default="",
    )
    siting: str = row(
        Parameter("siting", Form(), nothing, answers=False, page="siting", also=("briefing",)), default=""
    )
    brief: str = row(Parameter("brief", OneOf(briefs_of), province, answers=False, page="briefing"), default=PROVINCE)
    against: Question | None = row(Parameter("against", Pinned(_compared, _parts), nobody), default=None)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scenario_name", without_control(self.scenario_name))  # typed on a page, read nowhere

    def with_changes(self, **changes: object) -> Question:
        """The same question with some parts replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def supposes(self) -> bool:
        """Whether the question assumes what no record says: a scenario, records taken as wrong or as confirmed."""
        return bool(self.scenario or self.wrong or self.confirmed)

    def without_suppositions(self) -> Question:
        """The same question of the records as they are; filters and the rest stay."""
        return replace(self, scenario="", scenario_name="", wrong=(), confirmed=()) if self.supposes else self

    def pinned(self) -> Question:
        """The part of the question that another can be compared with: who is reached and what counts."""
        return replace(self, **_NOT_COMPARED)

    def for_answers(self) -> Question:
        """The part of the question that changes what is known and drawn; selection, what a desk looks at and the name
        of a scenario do not.
        """
        return replace(self, **_LOOKED_AT)


PARAMETERS: tuple[Parameter, ...] = tuple(
    replace(each.metadata["parameter"], field=each.name) for each in fields(Question)
)
LAYERS = next(each for each in PARAMETERS if each.follows)
# Every name that a question has in an address.
NAMES_ASKED = frozenset(each.name for each in PARAMETERS)
_LOOKED_AT: dict[str, Any] = {
    each.name: each.default for each in fields(Question) if not each.metadata["parameter"].answers
}
COMPARED = tuple(each for each in PARAMETERS if each.answers and not each.shades and not isinstance(each.kind, Pinned))
_NOT_COMPARED: dict[str, Any] = {
    each.name: each.default for each in fields(Question) if each.name not in {part.field for part in COMPARED}
}


def default_question(choices: Choices) -> Question:
    """What is shown to somebody who brings no link."""
    return from_params({}, choices)[0]


def from_params(params: Mapping[str, str], choices: Choices) -> tuple[Question, list[Problem]]:
    """The question a link asks, and a problem for each part of it that could not be used."""
    read, problems = dict[str, Any](), list[Problem]()
    for each in sorted(PARAMETERS, key=lambda each: each.follows):
        given, usual = params.get(each.name, ""), each.usual(choices, read)
        if not given:
            read[each.field] = usual
            continue
        reading = each.kind.read(given, usual, choices, read)
        read[each.field] = reading.value
        if reading.unusable:
            used, expected = each.kind.write(reading.value), each.kind.expected(choices, read)
            problems += [Problem(each.name, part, used, expected) for part in reading.unusable]
    wrong = [each for each in read["confirmed"] if each in read["wrong"]]
    if wrong:
        read["confirmed"] = tuple(each for each in read["confirmed"] if each not in wrong)
        expected = "records that are not assumed wrong as well"
        problems.append(Problem("confirmed", " ".join(wrong), " ".join(read["confirmed"]), expected))
    return Question(**read), problems


def layers_begun(question: Question, choices: Choices) -> tuple[str, ...]:
    """The layers that a question would have if it named none."""
    found: tuple[str, ...] = LAYERS.usual(choices, {each.field: getattr(question, each.field) for each in PARAMETERS})
    return found


def to_params(question: Question, choices: Choices) -> dict[str, str]:
    """The shortest parameters that give the same question back; whatever is at its default is left out."""
    usual = as_params(default_question(choices)) | {"layers": LAYERS.kind.write(layers_begun(question, choices))}
    return {name: value for name, value in as_params(question).items() if value and value != usual[name]}


def as_params(question: Question) -> dict[str, str]:
    """Every part of a question by its name in an address; "" where it asks nothing special."""
    return {each.name: each.kind.write(getattr(question, each.field)) for each in PARAMETERS}
