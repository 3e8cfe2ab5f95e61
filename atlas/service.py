"""What other programs may ask (`/api/v1`): each verb is the function that the command line calls, each page the numbers
of its link, so that all three give the same.

A question is asked in the words of a link (`date=2023-12-31&radius=80`). Nothing is replaced: what cannot be used is
refused in one sentence, as on the command line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from atlas.atlas import Atlas
from atlas.comparison_answer import compare_answer
from atlas.corrections.at_hand import unknown
from atlas.gaps import gaps_told
from atlas.ledger import coverage_answer, plain_question
from atlas.link_answer import page_answer
from atlas.locate import locate_points
from atlas.map_state import layers_answer
from atlas.pages import PAGES
from atlas.plan import default_definition
from atlas.prefecture import prefecture_answer
from atlas.question.choices import Choices
from atlas.question.parameters import Problem
from atlas.question.question import PARAMETERS, Question, from_params
from atlas.records import records_answer
from atlas.scoreboard import plan_answer
from atlas.typed_question import day_or_last, refuse
from geo.datums import DATUMS
from geo.typed import day, folded, number

Said = Mapping[str, str]
Pairs = Sequence[tuple[str, str]]


class NothingHereError(LookupError):
    """There is no such verb, page or prefecture."""


@dataclass(frozen=True)
class Known:
    """The data as a server holds them. usual_plan  where none is said;  plans  that can be shown

    atlas    of a plan in a language, at the data version that is asked for, "" for the present one; at the present one
             where nothing answers from that
    choices  what may be asked of a plan at such a version
    """

    usual_plan: str
    plans: Sequence[str]
    atlas: Callable[[str, str, str], Atlas]
    choices: Callable[[str, str], Choices]


@dataclass(frozen=True)
class Verb:
    """A verb. about  what it answers;  takes  names of the parts of a question;  own  further names: what they mean"""

    about: str
    answer: Callable[[Atlas, Choices, Said], Any]
    takes: tuple[str, ...]
    own: Mapping[str, str]


def _takes(verb: str, *names: str) -> tuple[str, ...]:
    """The parts of a question that the command line's verb takes as options; names  of those it takes, () for all."""
    return tuple(
        each.name
        for each in PARAMETERS
        if each.option and (not each.verbs or verb in each.verbs) and (not names or each.name in names)
    )


def _question(said: Said, choices: Choices) -> Question:
    question, problems = from_params(said, choices)
    refuse(problems)
    return question


def _day(said: Said) -> date:
    return day_or_last(day(said["date"]) if said.get("date") else None)


def _coverage(atlas: Atlas, _choices: Choices, said: Said) -> Any:
    definition = folded(said.get("definition") or default_definition(atlas.plan))
    return coverage_answer(atlas, plain_question(atlas, definition, _day(said)))


def _records(atlas: Atlas, _choices: Choices, said: Said) -> Any:
    if said.get("dates", "literal") != "literal":
        refuse([Problem("dates", said["dates"], "")])
    if said.get("dates") and not said.get("date"):
        raise ValueError("expected date beside dates: without a day all records are told")
    on = _day(said) if said.get("date") else None
    return records_answer(atlas, folded(said.get("kind", "")), on, literal=bool(said.get("dates")))


def _locate(atlas: Atlas, _choices: Choices, said: Said) -> Any:
    datum = said.get("datum") or "wgs84"
    if datum not in DATUMS or not said.get("lon") or not said.get("lat"):
        raise ValueError(f"expected lon, lat and perhaps a datum of {', '.join(DATUMS)}")
    return locate_points([number(said["lon"])], [number(said["lat"])], datum, atlas.world)[0]


def _plan(atlas: Atlas, _choices: Choices, said: Said) -> Any:
    return plan_answer(atlas, said.get("plan") or atlas.plan.about["id"], _day(said))


def _prefecture(atlas: Atlas, choices: Choices, said: Said) -> Any:
    adcode = folded(said["adcode"])
    if adcode not in atlas.prefectures:
        raise NothingHereError(f"prefecture {adcode[:20]!r} is not known; expected an adcode such as 440500")
    return prefecture_answer(atlas, _question(_without(said, "adcode"), choices), adcode)


def _without(said: Said, *names: str) -> Said:
    return {name: value for name, value in said.items() if name not in names}


VERBS: Mapping[str, Verb] = {
    "coverage": Verb(
        "k of the 21 prefectures under a definition at a date", _coverage, _takes("coverage", "date", "definition"), {}
    ),
    "gaps": Verb(
        "residents within a road distance of bodies, and the counties and parks left out",
        lambda atlas, choices, said: gaps_told(atlas, _question(said, choices)),
        _takes("gaps"),
        {},
    ),
    "compare": Verb(
        "zones and prefectures side by side, ranking, inequality of reach",
        lambda atlas, choices, said: compare_answer(atlas, _question(said, choices)),
        _takes("compare"),
        {},
    ),
    "plan": Verb(
        "every quantity of a plan, its latest known value, a dated conclusion", _plan, _takes("plan", "date"), {}
    ),
    "prefecture": Verb("what is known of one prefecture", _prefecture, _takes("prefecture"), {}),
    "records": Verb(
        "service bodies of a kind, at a date only those drawn then",
        _records,
        _takes("records", "date", "dates"),
        {"kind": "such as protection_centre; default: all"},
    ),
    "layers": Verb(
        "number of features of each layer at a date",
        lambda atlas, choices, said: layers_answer(atlas, _question(said, choices)),
        _takes("layers"),
        {},
    ),
    "locate": Verb(
        "prefecture and county of a point",
        _locate,
        (),
        {"lon": "longitude in degrees", "lat": "latitude in degrees", "datum": f"{', '.join(DATUMS)} (wgs84)"},
    ),
}


def answer_of(path: Sequence[str], pairs: Pairs, known: Known) -> Any:
    """The answer at an address below /api/v1, as `cli.py` prints it with --json. path  its parts;  pairs  its question

    The siting page is not solved here. Raises NothingHereError; ValueError, LookupError, DataError for what cannot be
    used, in one sentence.
    """
    need_address(path)
    if path[0] == "pages":
        return page_answer(
            path[1],
            pairs,
            known.plans,
            known.usual_plan,
            lambda address: (
                known.atlas(address.plan, address.language, address.data),
                known.choices(address.plan, address.data),
            ),
            solve=False,
        )
    verb = VERBS[path[0]]
    said = _said(pairs, {*verb.takes, *verb.own, "plan", "data"})
    plan, data = said.get("plan", ""), said.get("data", "")
    shown = plan if plan in known.plans else known.usual_plan
    if plan not in ("", shown) and path[0] != "plan":
        raise ValueError(f"plan {plan[:40]!r} is not known; expected one of: {', '.join(known.plans)}")
    own = {"adcode": path[1]} if path[0] == "prefecture" else {}
    asked = _without(said, "data") if path[0] == "plan" else _without(said, "data", "plan")
    atlas = known.atlas(shown, "zh", data)
    if data not in ("", atlas.version):
        raise unknown(data)
    return verb.answer(atlas, known.choices(shown, data), {**asked, **own})


def need_address(path: Sequence[str]) -> None:
    """Raise NothingHereError for an address at which nothing is."""
    parts = {"pages": 2, "prefecture": 2}.get(path[0] if path else "", 1)
    known = path and (path[0] == "pages" or path[0] in VERBS) and len(path) == parts
    if not known or (path[0] == "pages" and path[1] not in PAGES):
        raise NothingHereError("there is nothing at this address; see openapi.json for what can be asked")


def _said(pairs: Pairs, names: set[str]) -> dict[str, str]:
    """What a question says, each name once. Raises ValueError for names that are not known, or say two things."""
    said: dict[str, str] = {}
    problems = []
    for name, value in pairs:
        if name not in names:
            problems.append(Problem(name, value, ""))
        elif value:
            if said.get(name, value) != value:
                problems.append(Problem(name, value, "", repeated=True))
            said[name] = value
    refuse(problems)
    return said
