"""The question that the parts of a text ask on a page, and the parts that go into no question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from atlas.asked.meant import NO_WEIGHT
from atlas.asked.page import ANSWERS, COMPARE, COVERAGE, LANDS, PLACES, PREFECTURE, USES, has_a_kind
from atlas.asked.parts import REACHED, SITING, Clause, Part
from atlas.asked.spoken import spoken
from atlas.asked.written import DAY, YEAR
from atlas.atlas import Atlas
from atlas.question.choices import Choices
from atlas.question.question import PARAMETERS, Question, from_params
from atlas.siting.question import MOST_SITES
from atlas.words import Say
from geo.regions import prefecture_of

# Roles that are parameters by their name in an address.
DIRECT = frozenset(each.name for each in PARAMETERS)
SEVERAL = ("kinds",)
# What is asked of siting, beside its topics.
ASKS_SITING = ("count", "next", "share", "prefectures", "id", "zone")
NUMBER_OF_BODIES = "bodies"
# What a number is called in the question of siting, by what is asked, in the order in which it is looked for.
NUMBERS_OF: Mapping[str, Mapping[str, str]] = {
    "site-frontier": {"count": "most"},
    "site-rule": {"prefectures": "k", "share": "share"},
    "site-most": {"count": "p", "next": "p"},
}
# Reckoned of the whole province wherever new centres may stand: no land changes what must be reached.
OF_THE_PROVINCE = ("site-all", "site-rule")
# What changes nothing of a measure: of an indicator, which hangs on no record; of a number of bodies or kilometres.
NOTHING_TO_INDICATORS = frozenset({"date", "industry", "evidence", "dates", "radius", "kinds", "borders"})
NOTHING_TO_NUMBERS = frozenset({"radius", "weight"})
COUNTY = "c{}"  # how the map calls a county


@dataclass
class Settled:
    """What comes of the parts of a clause on a page.

    params  of an address;  unused  parts that changed nothing;  notes  sentences for the reader
    """

    page: str
    params: dict[str, str] = field(default_factory=dict)
    used: list[Part] = field(default_factory=list)
    unused: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def put(self, part: Part, **params: str) -> None:
        """A part is used, and says these parameters."""
        self.params |= params
        self.used.append(part)

    def leave(self, part: Part, note: str = "") -> None:
        """A part is not used."""
        self.unused.append(part)
        self.notes += [note] if note else []


def settle(clause: Clause, page: str, atlas: Atlas, choices: Choices, say: Say) -> Settled:
    """Every part of a clause put to use on a page, or told as not used."""
    found = Settled(page)
    for role in dict.fromkeys(each.role for each in clause.parts):
        for number, part in enumerate(clause.of(role)):
            _settle_part(part, number, found, clause, _There(atlas, choices, say))
    if page == PLACES and clause.of(*ASKS_SITING, "topic"):
        _siting(clause, found, atlas, choices, say)
    if page == COMPARE and ("missing" in clause.topics or has_a_kind(clause)) and "measure" not in found.params:
        found.params["measure"] = NUMBER_OF_BODIES
    elif page == COMPARE and (clause.topics & REACHED or clause.of("radius")) and not clause.of("measure"):
        # Said, so that a measure of the question before does not stay.
        found.params["measure"] = "reach"
    return found


def problem_of(part: Part, choices: Choices) -> bool:
    """Whether the value of a parameter is beyond what there is."""
    return bool(part.role in DIRECT and from_params({part.role: part.value}, choices)[1])


@dataclass(frozen=True)
class _There:
    atlas: Atlas
    choices: Choices
    say: Say


def _settle_part(part: Part, number: int, found: Settled, clause: Clause, there: _There) -> None:
    pages = ANSWERS.get(part.role, {}).get(part.value)
    first = clause.of(part.role)[0]
    if _changes_nothing(part, clause, found.page, there):
        found.leave(part)
    elif part.role in ANSWERS:
        fits = pages is not None and found.page in pages
        found.put(part) if fits else found.leave(part)
    elif part.role in ("page", "whole"):
        found.put(part) if part.role == "whole" or part.value == found.page else found.leave(part)
    elif part.role not in USES.get(found.page, ()):
        counts = _counts_a_zone(part, clause, there)
        found.put(part) if counts else found.leave(part, _why_not(part, there))
    elif number and part.value == first.value:
        found.put(part)
    elif number and not _may_be_several(part, found.page):
        found.leave(part, there.say("only one at a time: {text} was left out").format(text=part.text))
    else:
        _PUT.get(part.role, _direct)(part, found, clause, there)


def _changes_nothing(part: Part, clause: Clause, page: str, there: _There) -> bool:
    """Whether a page looks at this in general, but what is asked for hangs on nothing of it."""
    measures = clause.of("measure")
    if page == COVERAGE and part.role == "extreme":
        # The page tells what is worst of lands; which body reaches most it does not.
        return part.value == "most" and not clause.of("per")
    if page != COMPARE or not measures:
        return False
    if part.role == "topic":
        return part.value in REACHED
    of_indicator = measures[0].value in there.choices.indicators
    return part.role in (NOTHING_TO_INDICATORS if of_indicator else NOTHING_TO_NUMBERS)


def _why_not(part: Part, there: _There) -> str:
    if part.role != NO_WEIGHT:
        return ""
    beside = part.value in there.choices.weights
    text = "only one at a time: {text} was left out" if beside else "reach cannot be weighed by {text}"
    return there.say(text).format(text=part.text)


def _counts_a_zone(part: Part, clause: Clause, there: _There) -> bool:
    """Whether a number of prefectures only says how many a zone has: 粤北5市."""
    zones = clause.of("zone")
    return part.role == "prefectures" and any(str(len(there.atlas.members(each.value))) == part.value for each in zones)


def _may_be_several(part: Part, page: str) -> bool:
    return part.role in SEVERAL or (part.role in ("id", "zone") and page in (COMPARE, PLACES))


def _direct(part: Part, found: Settled, _clause: Clause, there: _There) -> None:
    """A parameter as it is named; what is beyond what there is, is told with what there is."""
    if problem_of(part, there.choices):
        found.leave(part, _beyond(part, there))
        return
    before = found.params.get(part.role, "")
    value = f"{before} {part.value}" if part.role in SEVERAL and before else part.value
    found.put(part, **{part.role: value})


def _beyond(part: Part, there: _There) -> str:
    choices, say = there.choices, there.say
    if part.role == DAY:
        text = say("{text} is outside the clock: {first} to {last}")
        return text.format(text=part.text, first=choices.first_day, last=choices.last_day)
    row = next(each for each in PARAMETERS if each.name == part.role)
    least, most = getattr(row.kind, "least", None), getattr(row.kind, "most", None)
    if least is not None:
        text = say("{text} cannot be used: whole numbers from {least} to {most}")
        return text.format(text=part.text, least=least, most=most)
    return say("{text} cannot be used here").format(text=part.text)


def _year(part: Part, found: Settled, clause: Clause, there: _There) -> None:
    """A year: that of an indicator where one is asked for and has it, else its last day on the clock."""
    measures = [each.value for each in clause.of("measure") if each.value in there.choices.indicators]
    if not measures or found.page != COMPARE:
        _direct(replace(part, meaning=replace(part.meaning, role=DAY)), found, clause, there)
        # As it was said: the chip is that of the year.
        if found.used and found.used[-1].start == part.start:
            found.used[-1] = part
        return
    periods = there.choices.indicators[measures[0]]
    year = part.value[:4]
    if year in periods:
        found.put(part, indicator=measures[0], period=year)
    else:
        text = there.say("no figures of {year} for this indicator; there are those of {periods}")
        found.leave(part, text.format(year=year, periods=there.say("list separator").join(periods)))


def _land(part: Part, found: Settled, clause: Clause, there: _There) -> None:
    """A prefecture, county or zone: what the page is about, what it compares, or what the map selects."""
    if part.meaning.note:
        found.notes.append(part.meaning.note)
    if found.page == PREFECTURE:
        _about(part, found, clause, there)
    elif found.page == COMPARE:
        before = found.params.get("regions", "")
        found.put(part, regions=f"{before} {' '.join(_compared(part, clause, there))}".strip())
    elif found.page == PLACES:
        found.put(part)
    elif part.role == "zone":
        _direct(part, found, clause, there)
    else:
        found.put(part, **_selected(part) if part.role == "county" else {"selected": part.value})


def _compared(part: Part, clause: Clause, there: _There) -> tuple[str, ...]:
    """What is compared: the prefectures of a zone where it is all that is named, for there is no other to compare."""
    alone = part.role == "zone" and "rank" in clause.topics and not clause.of("whole")
    alone = alone and {each.value for each in clause.of("id", "zone")} == {part.value}
    alone = alone and not any(each.value == "zone" for each in clause.of("per"))
    return tuple(there.atlas.members(part.value)) if alone else (part.value,)


def _about(part: Part, found: Settled, clause: Clause, there: _There) -> None:
    """The one prefecture that a page is about: that of the county where one is named, else the first that is."""
    home, of_county = _home(part), part.role == "county"
    others = {_home(each) for each in clause.of("id", "county")} - {home}
    taken = found.params.get("id", home) != home
    not_first = bool(others) and not of_county and part != clause.of("id")[0]
    if taken or not_first:
        found.leave(part, there.say("only one at a time: {text} was left out").format(text=part.text))
    else:
        found.put(part, id=home, **(_selected(part) if of_county else {}))


def _home(part: Part) -> str:
    """The prefecture in which a land lies, or which it is."""
    return prefecture_of(part.value)


def _selected(county: Part) -> dict[str, str]:
    return {"selected": COUNTY.format(county.value)}


_PUT: Mapping[str, Callable[[Part, Settled, Clause, _There], None]] = {
    YEAR: _year,
    "id": _land,
    "county": _land,
    "zone": _land,
    "next": lambda part, found, _clause, _there: found.put(part),
    "count": lambda part, found, _clause, _there: found.put(part),
    "share": lambda part, found, _clause, _there: found.put(part),
    "prefectures": lambda part, found, _clause, _there: found.put(part),
}


def _siting(clause: Clause, found: Settled, atlas: Atlas, choices: Choices, say: Say) -> None:
    """The question of the siting page: how many, by which rule, and where new centres may stand."""
    kinds = ("site-all", *NUMBERS_OF)
    kind = next((each for each in kinds if each in clause.topics & SITING), "site-most")
    taken = NUMBERS_OF.get(kind, {})
    numbers = {taken[part.role]: part.value for part in _numbers_taken(clause, found, taken)}
    where = {} if _is_of_the_province(kind, clause, found, say) else _where(clause, atlas)
    if "p" in numbers and clause.of("per"):
        where |= _one_each(clause, found, numbers)
    if kind == "site-most" and not numbers:
        found.notes.append(say("how many was not said: {n} are taken").format(n=choices.siting.usual.p))
    parts = {"question": kind.removeprefix("site-"), **numbers, **where}
    if kind == "site-all":
        parts["aim"] = "lscp"
    text = " ".join(f"{name}:{value}" for name, value in parts.items())
    siting, unusable = choices.siting.read(f"{text} sites:{choices.siting.usual.sites}")
    found.params["siting"] = choices.siting.write(siting)
    for part in [each for each in found.used if each.role in taken]:
        if f"{taken[part.role]}:{numbers[taken[part.role]]}" in unusable:
            found.used.remove(part)
            found.leave(part, say("{text} cannot be used here").format(text=part.text))


def _numbers_taken(clause: Clause, found: Settled, taken: Mapping[str, str]) -> list[Part]:
    """The numbers that the question has a place for, the first of each; the others are told as not used."""
    numbers = dict[str, Part]()
    for part in [each for each in clause.of("count", "next", "share", "prefectures") if each in found.used]:
        if numbers.setdefault(taken.get(part.role, part.role), part) is not part or part.role not in taken:
            found.used.remove(part)
            found.leave(part)
    return [part for part in numbers.values() if part.role in taken]


def _is_of_the_province(kind: str, clause: Clause, found: Settled, say: Say) -> bool:
    """Whether everybody of the province is counted; then a land that is named is told as not used."""
    if kind not in OF_THE_PROVINCE:
        return False
    for part in [each for each in found.used if each.role in LANDS]:
        found.used.remove(part)
        text = say("{text} was left out: this is reckoned for the whole province")
        found.leave(part, text.format(text=part.text))
    return True


def _is_of_what_is_named(per: Part) -> bool:
    """Whether it says "each" alone, of the lands beside it: 各县 is of lands that are not named."""
    words = spoken().words["per"]
    return per.text.lower() in words["each"] and not any(per.text in words[each] for each in words if each != "each")


def _one_each(clause: Clause, found: Settled, numbers: dict[str, str]) -> dict[str, str]:
    """So many in each of the prefectures that are named, which makes `numbers` as many as they are; {} where it is not
    prefectures alone that are named, and what asks it stays told as not used.
    """
    lands, each = list(dict.fromkeys(part.value for part in clause.of("id"))), clause.of("per")
    one = numbers["p"]
    if int(one) * len(lands) > MOST_SITES:
        return {}
    if not lands or clause.of("zone", "county") or not all(map(_is_of_what_is_named, each)):
        return {}
    found.unused = [part for part in found.unused if part not in each]
    found.used += each
    numbers["p"] = str(int(one) * len(lands))
    return {"least": ",".join(f"{land}={one}" for land in lands)}


def _where(clause: Clause, atlas: Atlas) -> dict[str, str]:
    """New centres only where a land is named: nowhere else any."""
    lands = [member for each in clause.of("id", "zone") for member in atlas.members(each.value)]
    return {"up-to": ",".join(f"{each}=0" for each in atlas.prefectures if each not in lands)} if lands else {}


def question_of(found: Settled, base: Mapping[str, str], choices: Choices) -> Question:
    """The question: what is kept from before, and over it what was said."""
    question, _ = from_params({**base, **found.params}, choices)
    return question
