"""What if bodies stood elsewhere (设想方案)? Centres added, moved, closed, or at another stage: a new table of bodies.

A scenario is an ordered list of changes; a later one may change what an earlier one added. The data never changes.
The text of a scenario, for links, is in geo.scenario_text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from geo.checks import Fault, need, need_columns, quoted, repeated_values, told_fault
from geo.errors import BadValueError, UnknownIdError
from geo.existence import COLUMNS
from geo.locate import Locator
from geo.partial_dates import first_days, last_days
from geo.regions import prefecture_of
from geo.signs import has_half, without_control

if TYPE_CHECKING:
    import geopandas as gpd

Status = Literal["operating", "approved"]

STATUSES = ("operating", "approved")
# What is written into the cells of changed bodies, in English; a page hands its own words.
WORDS = {
    "assumed": "assumed",
    "added": "assumed: not in the data",
    "moved": "assumed: point moved",
    "operating": "assumed: operates",
    "approved": "assumed: approved, does not operate",
}
BODY_COLUMNS = (
    "id",
    "kind",
    "subkind",
    "level",
    "serves",
    "prefecture",
    "county",
    "lon",
    "lat",
    "position_km",
    *COLUMNS,
)
ID, NEW_ID, KIND = re.compile(r"[A-Za-z0-9._-]+"), re.compile(r"new-[1-9][0-9]{0,8}"), re.compile(r"[a-z_]+")
DECIMALS = 6
LONGEST_NAME = 120
MOST_CHANGES = 200


@dataclass(frozen=True)
class Add:
    """A new body of a kind at a point. id  new-1, new-2, …;  lon, lat  WGS-84 degrees, kept to 6 decimals (0.1 m)
    name  at most 120 signs, may be empty; a space stands for a control sign. Raises BadValueError for a part that
    cannot be.
    """

    id: str
    kind: str
    name: str
    lon: float
    lat: float

    def __post_init__(self) -> None:
        _refuse_unless(
            NEW_ID.fullmatch(self.id), "expected the id of a new body such as new-1, got {given}", given=quoted(self.id)
        )
        text = "expected a kind of body such as {example}, got {given}"
        _refuse_unless(KIND.fullmatch(self.kind), text, example="protection_centre", given=quoted(self.kind))
        _refuse_unless(
            len(self.name) <= LONGEST_NAME and not has_half(self.name),
            "expected a name of at most {most} readable signs, got {found}: {given}",
            most=LONGEST_NAME,
            found=len(self.name),
            given=repr(self.name[:20]),
        )
        object.__setattr__(self, "name", without_control(self.name))
        _settle_point(self)


@dataclass(frozen=True)
class Move:
    """A body, of the data or added before, at another point. lon, lat as in `Add`. Raises BadValueError."""

    id: str
    lon: float
    lat: float

    def __post_init__(self) -> None:
        _check_id(self.id)
        _settle_point(self)


@dataclass(frozen=True)
class Close:
    """A body that is not there. Raises BadValueError."""

    id: str

    def __post_init__(self) -> None:
        _check_id(self.id)


@dataclass(frozen=True)
class SetStatus:
    """A body that surely operates, or is surely approved and does not operate. Raises BadValueError."""

    id: str
    status: Status

    def __post_init__(self) -> None:
        _check_id(self.id)
        text, known = "expected a status of {known}, got {given}", ", ".join(STATUSES)
        _refuse_unless(self.status in STATUSES, text, known=known, given=quoted(self.status))


Change = Add | Move | Close | SetStatus


@dataclass(frozen=True)
class Scenario:
    """Changes in their order, at most 200, with a name that changes no number; a space stands for a control sign in it.
    Raises BadValueError for more.
    """

    name: str = ""
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        text = "expected at most {most} changes, got {found}"
        _refuse_unless(len(self.changes) <= MOST_CHANGES, text, most=MOST_CHANGES, found=len(self.changes))
        object.__setattr__(self, "name", without_control(self.name))


@dataclass(frozen=True)
class Refused:
    """A change that cannot be made on these bodies, and the fault that says why."""

    change: Change
    fault: Fault


@dataclass(frozen=True)
class Sifted:
    """A scenario parted in what can be made on some bodies and what cannot.

    usable   the changes that can be made, in their order;  counties  for each of them the adcode its point is in, ""
    for a change without a point;  refused  the others
    """

    usable: Scenario
    counties: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()


def sift(bodies: pd.DataFrame, scenario: Scenario, counties: gpd.GeoDataFrame | Locator) -> Sifted:
    """What of a scenario can be made on `bodies`; it hangs on no date.

    bodies    columns id and kind; may be empty: then no kind is known;  counties  polygons with adcode, WGS-84, or
    their Locator, which is the better choice when asked often
    Refused are: an unknown id or kind, a body closed before, an id added twice, a point in no county. What hangs on a
    refused change is refused too. Raises MissingColumnError, CrsError.
    """
    need_columns({"bodies": (bodies, ("id", "kind"))})
    found = _counties_of(scenario.changes, counties)
    there, kinds = dict.fromkeys(bodies["id"], True), dict.fromkeys(bodies["kind"])
    usable, homes, refused = list[Change](), list[str](), list[Refused]()
    for change, county in zip(scenario.changes, found, strict=True):
        fault = _fault(change, county, there, kinds)
        if fault is not None:
            refused.append(Refused(change, fault))
            continue
        there[change.id] = not isinstance(change, Close)
        usable.append(change)
        homes.append(county)
    return Sifted(Scenario(scenario.name, tuple(usable)), tuple(homes), tuple(refused))


def apply(
    bodies: pd.DataFrame,
    scenario: Scenario,
    counties: gpd.GeoDataFrame | Locator,
    *,
    as_of: date,
    pattern: str = "national",
    words: Mapping[str, str] = WORDS,
) -> pd.DataFrame:
    """The bodies under a scenario: a new frame with the same columns; those kept in their order, then those added.

    bodies    BODY_COLUMNS and whatever else; each id once. May be empty.
    added     serves its prefecture, operates exactly since `as_of`, evidence A2, no industries, position exact; its
              subkind and level are those of the first body of its kind at the level `pattern`, or, where there is none,
              those most bodies of its kind have. Notes and sources say that it is assumed (设想).
    words     what notes, sources and point_source say of changed bodies: the keys of WORDS
    moved     stands in the prefecture and county of its new point, which is exact; whom it serves stays as it is
    operating the body exists, evidence A2 where it was weaker, and operates by `as_of`; earlier dates are kept
    approved  likewise, but it does not operate; a date of operation that has passed becomes one of approval
    Raises MissingColumnError; BadValueError for repeated ids; UnknownIdError or BadValueError naming every change that
    cannot be made (see `sift`).
    """
    need_columns({"bodies": (bodies, BODY_COLUMNS)})
    need(repeated_values("ids of bodies", bodies["id"]))
    found = sift(bodies, scenario, counties)
    need([each.fault for each in found.refused])
    return _Table.of(bodies, as_of, pattern, words).after(found)


@dataclass
class _Table:
    """The rows as they change: id -> cells, in order, each with its label of the index."""

    bodies: pd.DataFrame
    as_of: date
    pattern: str
    words: Mapping[str, str]
    rows: dict[str, dict[Hashable, Any]]
    labels: dict[str, Hashable]

    @classmethod
    def of(cls, bodies: pd.DataFrame, as_of: date, pattern: str, words: Mapping[str, str]) -> _Table:
        return cls(bodies, as_of, pattern, words, {}, dict(zip(bodies["id"], bodies.index, strict=True)))

    def after(self, found: Sifted) -> pd.DataFrame:
        self.rows = dict(zip(self.bodies["id"], self.bodies.to_dict("records"), strict=True))
        for change, county in zip(found.usable.changes, found.counties, strict=True):
            match change:
                case Add():
                    self._add(change, county)
                case Move():
                    self.rows[change.id] |= _at(change, county, self.words)
                    self._note(change.id, "moved")
                case Close():
                    del self.rows[change.id]
                case SetStatus():
                    self.rows[change.id] |= _in_status(self.rows[change.id], change.status, self.as_of)
                    self._note(change.id, change.status)
        labels = [self.labels[each] for each in self.rows]
        table = pd.DataFrame(list(self.rows.values()), columns=self.bodies.columns, index=pd.Index(labels))
        return table.astype(self.bodies.dtypes.to_dict())

    def _add(self, change: Add, county: str) -> None:
        empty = {name: float("nan") if kind.kind == "f" else "" for name, kind in self.bodies.dtypes.items()}
        named = dict.fromkeys(("name_zh", "name_en"), change.name or change.id)
        day = self.as_of.isoformat()
        row = empty | named | _sort_of(self.bodies, change.kind, self.pattern) | _at(change, county, self.words)
        row |= {"id": change.id, "kind": change.kind, "serves": "prefecture", "record_type": "body"}
        row |= {"approved": day, "approved_bound": "exact", "operating": day, "operating_bound": "exact"}
        row |= {"status": "in_operation", "evidence": "A2"}
        row |= {"notes": self.words["added"], "sources": self.words["assumed"]}
        self.rows[change.id] = {name: row[name] for name in self.bodies.columns}
        taken = [label for label in self.labels.values() if isinstance(label, int)]
        self.labels[change.id] = max(taken, default=-1) + 1

    def _note(self, body: str, what: str) -> None:
        """Say in the notes of a body what is assumed of it."""
        if "notes" in self.bodies:
            before = self.rows[body]["notes"]
            known = isinstance(before, str) and before != ""
            self.rows[body]["notes"] = f"{self.words[what]} · {before}" if known else self.words[what]


def _fault(change: Change, county: str, there: Mapping[str, bool], kinds: Mapping[str, None]) -> Fault | None:
    """Why a change cannot be made; None when it can. there  ids known so far, False for those closed"""
    if isinstance(change, Add):
        if change.id in there:
            text = "{id} is added twice; give every new body an id of its own"
            return told_fault(BadValueError, text, id=change.id)
        if change.kind not in kinds:
            text = "{id}: kind {kind} is not known; expected one of: {known}"
            return told_fault(
                BadValueError,
                text,
                id=change.id,
                kind=quoted(change.kind),
                known=", ".join(kinds) or "none, as there is no body",
            )
    elif change.id not in there:
        return told_fault(
            UnknownIdError, "{id} is not the id of a body; take it from the table of bodies", id=change.id
        )
    elif not there[change.id]:
        return told_fault(BadValueError, "{id} is closed; it cannot be changed any more", id=change.id)
    if isinstance(change, Add | Move) and not county:
        return told_fault(
            BadValueError,
            "{id}: the point {point} is in no county of the province; give longitude first, then latitude, such as "
            "113.26,23.13",
            id=change.id,
            point=f"{change.lon:g},{change.lat:g}",
        )
    return None


def _counties_of(changes: Sequence[Change], counties: gpd.GeoDataFrame | Locator) -> list[str]:
    places = [change for change in changes if isinstance(change, Add | Move)]
    if not places:
        return [""] * len(changes)
    locator = counties if isinstance(counties, Locator) else Locator(counties)
    told = iter(locator.locate([each.lon for each in places], [each.lat for each in places]))
    return [str(next(told)) if isinstance(change, Add | Move) else "" for change in changes]


def _sort_of(bodies: pd.DataFrame, kind: str, pattern: str) -> dict[Hashable, Any]:
    """Subkind and level of a new body of a kind; of equally frequent ones the first in the table."""
    mine = bodies[bodies["kind"] == kind]
    alike = mine[(mine["level"] == pattern) & (mine["record_type"] == "body")]
    sorts = list(zip(mine["subkind"], mine["level"], strict=True))
    first = (alike["subkind"].iloc[0], pattern) if len(alike) else max(sorts, key=sorts.count)
    return dict(zip(("subkind", "level"), first, strict=True))


def _at(change: Add | Move, county: str, words: Mapping[str, str]) -> dict[Hashable, Any]:
    """The cells that say where a body is."""
    return {
        "lon": change.lon,
        "lat": change.lat,
        "prefecture": prefecture_of(county),
        "county": county,
        "position": "assumed",
        "position_km": 0.0,
        "point_source": words["assumed"],
        "place_zh": "",
        "address": "",
    }


def _in_status(row: Mapping[Hashable, Any], status: Status, as_of: date) -> dict[Hashable, Any]:
    """The cells that make a body surely operate, or be surely approved only, by `as_of`."""
    approved, operating = _passed(row, "approved", as_of), _passed(row, "operating", as_of)
    today = (as_of.isoformat(), "exact")
    told: dict[Hashable, Any] = {"record_type": "body"}
    if row["evidence"] not in ("A1", "A2"):
        told["evidence"] = "A2"
    if not pd.isna(first := first_days(pd.Series([row["not_before"]])).iloc[0]) and first.date() > as_of:
        told["not_before"] = ""
    told |= _dates("approved", approved or operating or today)
    if status == "operating":
        return told | {"status": "in_operation"} | _dates("operating", operating or today)
    return told | {"status": "approved"} | _dates("operating", ("", "unknown"))


def _dates(stage: str, dated: tuple[str, str]) -> dict[Hashable, Any]:
    return dict(zip((stage, f"{stage}_bound"), dated, strict=True))


def _passed(row: Mapping[Hashable, Any], stage: str, as_of: date) -> tuple[str, str] | None:
    """The date of a stage with its bound, when it is known to have passed by `as_of`."""
    bound = row[f"{stage}_bound"]
    last = last_days(pd.Series([row[stage]])).iloc[0]
    known = bound in ("exact", "not_later_than") and not pd.isna(last) and last.date() <= as_of
    return (row[stage], bound) if known else None


def _settle_point(change: Add | Move) -> None:
    """Keep a point to 6 decimals, so that its text gives it back; refuse what is no place on earth."""
    lon, lat = float(change.lon), float(change.lat)
    on_earth = math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
    _refuse_unless(
        on_earth,
        "{id}: the point {point} is no place on earth; give longitude first, then latitude, such as 113.26,23.13",
        id=change.id,
        point=f"{lon:g},{lat:g}",
    )
    # Adding 0.0 turns a negative zero into a plain one.
    object.__setattr__(change, "lon", round(lon, DECIMALS) + 0.0)
    object.__setattr__(change, "lat", round(lat, DECIMALS) + 0.0)


def _check_id(body: str) -> None:
    text = "expected the id of a body such as protection-centre-foshan, got {given}"
    _refuse_unless(ID.fullmatch(body), text, given=quoted(body))


def _refuse_unless(usable: object, message: str, **parts: object) -> None:
    if not usable:
        raise BadValueError(message, **parts)
