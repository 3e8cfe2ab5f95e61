"""The question of siting, as page, link and command line ask it: one type, and one short readable text for links.

Radius, kinds, industry, date and borders are those of the whole question (`atlas.question.question.Question`). What a
reader loaded from a file (candidates, weights) is in no link; the question only says that it is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from typing import Any

from geo import typed
from geo.typed import folded

QUESTIONS = ("most", "rule", "all", "frontier")
AIMS = ("lscp", "p-median", "p-center")
PROBLEMS = ("mclp", "rule", *AIMS)
PARKS, COUNTIES, PLACES, OWN = "parks", "counties", "places", "own"
SETS = (PARKS, COUNTIES, PLACES, OWN)
DEMANDS = (PLACES, COUNTIES)
LIMITS_S = (10, 30, 60, 180)
MOST_SITES = 60
SITES = "sites"  # the part of a text that says the candidates
USUAL_FAIR = Fraction(1, 2)
# What parts of the text are told apart by cannot be in an id; nor what a page could mistake for its own.
ID = re.compile(r"[^\s,:=<>&\"']{1,40}")
EXACT = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
NOTHING = "none"


@dataclass(frozen=True)
class SitingQuestion:
    """What is asked.

    question  most (p centres, most residents) | rule (fewest by the plan's rule) | all (everybody, least mean or least
              worst distance: `aim`) | frontier (what each further centre buys)
    p, most   new centres; the frontier goes up to `most`;  k, share  prefectures, and the share of their residents
    floors    zone -> prefectures;  sites  candidates;  demand  where residents are counted
    lock, ban ids of candidates;  least, up_to  prefecture -> new centres;  fair  region -> share that must be in reach
    own_weights  a loaded table, not residents, which are a proxy for demand;  limit_s  seconds
    """

    question: str = "rule"
    aim: str = "lscp"
    p: int = 3
    most: int = 12
    k: int = 1
    share: Fraction = Fraction(1)
    floors: Mapping[str, int] = field(default_factory=dict)
    sites: str = COUNTIES
    demand: str = PLACES
    lock: tuple[str, ...] = ()
    ban: tuple[str, ...] = ()
    least: Mapping[str, int] = field(default_factory=dict)
    up_to: Mapping[str, int] = field(default_factory=dict)
    fair: Mapping[str, Fraction] = field(default_factory=dict)
    own_weights: bool = False
    limit_s: float = 30

    def with_changes(self, **changes: Any) -> SitingQuestion:
        """The same question with some parts replaced."""
        return replace(self, **changes)

    @property
    def problem(self) -> str:
        """The problem by the field's name, one of PROBLEMS; a frontier is many of maximal covering."""
        return {"most": "mclp", "rule": "rule", "all": self.aim, "frontier": "mclp"}[self.question]

    @property
    def quotas(self) -> dict[str, tuple[int, int | None]]:
        """Prefecture -> at least and at most so many new centres, None for no limit."""
        regions = sorted(self.least.keys() | self.up_to.keys())
        return {each: (self.least.get(each, 0), self.up_to.get(each)) for each in regions}

    @property
    def equity(self) -> Mapping[str, Fraction]:
        """The least shares in reach, where the problem has them."""
        return self.fair if self.problem == "mclp" else {}

    @property
    def centres(self) -> int | None:
        """How many new centres are asked for, at most; None where that is what is looked for."""
        return {"most": self.p, "frontier": self.most, "all": None if self.aim == "lscp" else self.p}.get(self.question)


def question_of(problem: str, usual: SitingQuestion, **parts: Any) -> SitingQuestion:
    """The question of a problem by the field's name. usual  says what `parts` do not; a part that is None says nothing

    quotas  prefecture -> (least, most or None), beside the parts of SitingQuestion. Raises LookupError for an unknown
    problem.
    """
    if problem not in PROBLEMS:
        raise LookupError(f"problem {problem!r} is not known; expected one of: {', '.join(PROBLEMS)}")
    kind = {"mclp": {"question": "most"}, "rule": {"question": "rule"}}.get(problem, {"question": "all"})
    aim = {"aim": problem} if problem in AIMS else {}
    quotas: Mapping[str, tuple[int, int | None]] = parts.pop("quotas", {})
    least = {each: low for each, (low, _) in quotas.items() if low}
    up_to = {each: high for each, (_, high) in quotas.items() if high is not None}
    said = {name: value for name, value in parts.items() if value is not None}
    return usual.with_changes(**kind, **aim, least=least, up_to=up_to, **said)


@dataclass(frozen=True)
class SitingChoices:
    """What may be asked of an atlas, and the reading and writing of it.

    usual  what a text does not say;  first  what is asked where there is no text, `usual` unless told
    zones  zone of the partition -> how many prefectures it has
    regions  zones and prefectures that a least share may be asked for
    """

    usual: SitingQuestion = field(default_factory=SitingQuestion)
    zones: Mapping[str, int] = field(default_factory=dict)
    prefectures: Sequence[str] = ()
    regions: Collection[str] = ()
    first: SitingQuestion | None = None

    @property
    def ranges(self) -> Mapping[str, tuple[int, int]]:
        """The least and the greatest of each number of a text; of a share in per cent."""
        return {"p": (1, MOST_SITES), "most": (2, MOST_SITES), "k": (1, len(self.prefectures)), "share": (1, 100)}

    def write(self, siting: SitingQuestion) -> str:
        """What differs from the usual question, as `name:value` with spaces between; "" for the first one.

        A text that says anything says its candidates too: one without them is of the time when they were the seats.
        """
        if siting == (self.first or self.usual):
            return ""
        text = to_text(siting, self.usual) or f"question:{siting.question}"
        return f"{text} {SITES}:{siting.sites}" if siting.sites == self.usual.sites else text

    def read(self, text: str) -> tuple[SitingQuestion, list[str]]:
        """The question that a text asks for, and the parts that could not be used: unknown, said twice, or beyond what
        there is. Full-width signs are read as the plain ones. A text that names no candidates means the seats; no text
        means the first question.
        """
        if not folded(text).strip():
            return self.first or self.usual, []
        parts, unusable = dict[str, Any](), list[str]()
        for part in folded(text).split():
            name, _, value = part.partition(":")
            name = name.replace("-", "_")
            try:
                if name in parts or name not in _READ:
                    raise ValueError(part)
                parts[name] = _READ[name](value, self)
            except ValueError:
                unusable.append(part)
        unusable += _together(folded(text).split(), parts)
        if not any(part.partition(":")[0] == SITES for part in folded(text).split()):
            parts[SITES] = COUNTIES
        return replace(self.usual, **parts), unusable


def _together(told: Sequence[str], parts: dict[str, Any]) -> list[str]:
    """Links once said one share for all regions, apart from them; it is unusable beside shares of their own."""
    share = parts.pop("fair_share", None)
    if share is None:
        return []
    if parts.get("fair") and not any(each.startswith("fair:") and "=" in each for each in told):
        parts["fair"] = dict.fromkeys(parts["fair"], share)
        return []
    return [each for each in told if each.replace("-", "_").startswith("fair_share:")]


def to_text(siting: SitingQuestion, usual: SitingQuestion) -> str:
    """What differs between two questions, as `SitingChoices.write` says it."""
    parts = []
    for each in fields(SitingQuestion):
        value = getattr(siting, each.name)
        if value != getattr(usual, each.name):
            parts.append(f"{each.name.replace('_', '-')}:{_written(value)}")
    return " ".join(parts)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        per_cent = value * 100
        return str(per_cent if per_cent.denominator == 1 else value)
    if isinstance(value, Mapping):
        return ",".join(f"{name}={_written(number)}" for name, number in sorted(value.items())) or NOTHING
    if isinstance(value, tuple):
        return ",".join(value) or NOTHING
    return f"{value:g}" if isinstance(value, float) else str(value)


Read = Callable[[str, SitingChoices], Any]


def _one_of(allowed: Collection[Any]) -> Read:
    told = {str(each): each for each in allowed}

    def read(value: str, _there: SitingChoices) -> Any:
        if value not in told:
            raise ValueError(value)
        return told[value]

    return read


def _number(value: str, least: int, most: int) -> int:
    return typed.whole(value, least, most)


def _share(value: str) -> Fraction:
    """Whole per cent, or a share such as 2/3; above 0, at most 1."""
    exact = EXACT.fullmatch(value)
    if exact is None:
        return Fraction(_number(value, 1, 100), 100)
    above, below = map(int, exact.groups())
    if not 0 < above <= below:
        raise ValueError(value)
    return Fraction(above, below)


def _ids(value: str, _there: SitingChoices) -> tuple[str, ...]:
    found = () if value == NOTHING else tuple(dict.fromkeys(value.split(",")))
    if not all(ID.fullmatch(each) for each in found):
        raise ValueError(value)
    return found


def _pairs(value: str) -> dict[str, str]:
    pairs = [] if value == NOTHING else [each.partition("=") for each in value.split(",")]
    found = {name: told for name, _, told in pairs}
    if len(found) < len(pairs):
        raise ValueError(value)
    return found


def _floors(value: str, there: SitingChoices) -> dict[str, int]:
    """Prefectures of zones: no more than each has."""
    return {zone: _number(told, 0, there.zones.get(zone, -1)) for zone, told in _pairs(value).items()}


def _centres(value: str, there: SitingChoices) -> dict[str, int]:
    """New centres of prefectures; whether there are so many candidates is only known with them (see `search`)."""
    return {
        each: _number(told, 0, MOST_SITES if each in there.prefectures else -1) for each, told in _pairs(value).items()
    }


def _fair(value: str, there: SitingChoices) -> dict[str, Fraction]:
    """Shares of regions; one without a number has the usual one."""
    found = _pairs(value)
    if not set(found) <= set(there.regions):
        raise ValueError(value)
    return {each: _share(told) if told else USUAL_FAIR for each, told in found.items()}


def _yes_or_no(value: str, there: SitingChoices) -> bool:
    return bool(_one_of(("yes", "no"))(value, there) == "yes")


_READ: Mapping[str, Read] = {
    "question": _one_of(QUESTIONS),
    "aim": _one_of(AIMS),
    "p": lambda value, there: _number(value, *there.ranges["p"]),
    "most": lambda value, there: _number(value, *there.ranges["most"]),
    "k": lambda value, there: _number(value, *there.ranges["k"]),
    "share": lambda value, _there: _share(value),
    "floors": _floors,
    "sites": _one_of(SETS),
    "demand": _one_of(DEMANDS),
    "lock": _ids,
    "ban": _ids,
    "least": _centres,
    "up_to": _centres,
    "fair": _fair,
    "fair_share": lambda value, _there: _share(value),
    "own_weights": _yes_or_no,
    "limit_s": _one_of(LIMITS_S),
}
