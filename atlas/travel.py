"""A matrix of travel that a reader loads: kilometres or minutes from places to bodies, and where they come from.

A table with a heading `id` and the ids of bodies; below it lines that say of the whole `#unit` (km or minutes),
`#source`, `#date`, `#licence`, `#method`, and perhaps the `#capacity` of each body; then a line a place. Nothing, or
inf, is no way. `cli.py roads matrix`
writes one; an office may bring its own.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np

from atlas.faults import FaultError
from data.errors import TableError
from data.limits import TRAVEL_BYTES, TRAVEL_CELLS
from data.tables_in import blank, read_file, read_rows
from geo import typed
from geo.checks import quoted
from geo.distance import Floats
from geo.errors import BadValueError
from geo.signs import readable, without_control
from geo.typed import folded

HEADER = ("unit", "source", "date", "licence", "method")
NEEDED = ("unit", "source", "licence")
UNITS = ("km", "minutes")
FREE_FLOW, WITH_FERRIES = "free flow", "free flow, with ferries"
OWN = "own-"
LONGEST = 200


@dataclass(frozen=True, eq=False)
class Travel:
    """A loaded matrix. name  of its file;  unit, source, date, licence, method  as it says, "" where it does not
    costs  rows places, columns bodies, inf for no way;  capacities  one a body, in a unit of their own; None: not told
    """

    name: str
    unit: str
    source: str
    date: str
    licence: str
    method: str
    places: tuple[str, ...]
    bodies: tuple[str, ...]
    costs: Floats
    capacities: Floats | None = None

    @cached_property
    def id(self) -> str:
        """What a link calls it: the same for the same numbers that say the same of themselves, and for no others."""
        told = "\0".join([self.unit, self.source, self.date, self.licence, self.method, *self.places, "", *self.bodies])
        able = b"" if self.capacities is None else self.capacities.tobytes()
        return OWN + hashlib.sha256(told.encode() + self.costs.tobytes() + able).hexdigest()[:12]

    @property
    def named(self) -> Travel:
        """What it says of itself alone, without places, bodies and numbers."""
        return replace(self, places=(), bodies=(), costs=np.empty((0, 0)), capacities=None)

    def between(self, places: Sequence[str], bodies: Sequence[str]) -> Floats:
        """The costs of these places and bodies, inf for one it does not know."""
        rows, columns = _numbers(self.places, places), _numbers(self.bodies, bodies)
        known = np.full((len(self.places) + 1, len(self.bodies) + 1), np.inf)
        known[:-1, :-1] = self.costs
        return known[np.ix_(rows, columns)]

    def capacities_of(self, bodies: Sequence[str]) -> Floats | None:
        """The capacities of these bodies, 0 for one it does not know; None where it tells none."""
        if self.capacities is None:
            return None
        return np.append(self.capacities, 0.0)[_numbers(self.bodies, bodies)]

    def lacking(self, places: Sequence[str], bodies: Sequence[str]) -> tuple[int, int]:
        """How many of these places and bodies it does not know."""
        return len(set(places) - set(self.places)), len(set(bodies) - set(self.bodies))


# The matrices that sessions hold, by id: a question names one, and who holds it is asked for it. Gone with its session.
_KNOWN: WeakValueDictionary[str, Travel] = WeakValueDictionary()


def known(found: Travel) -> Travel:
    """The same matrix, which a question may name from now on as long as somebody holds it."""
    return _KNOWN.setdefault(found.id, found)


def named(travel_id: str) -> Travel:
    """The matrix of this id. Raises LookupError where nobody holds it."""
    found = _KNOWN.get(travel_id)
    if found is None:
        raise LookupError(f"the matrix {travel_id!r} is not loaded here; load its file")
    return found


@contextmanager
def held(travels: Iterable[Travel]) -> Iterator[tuple[Travel, ...]]:
    """Let questions name these matrices as long as this lasts: they came with a work to a process that holds none."""
    # One that an earlier work left may go at any moment, so that what answers to the name is kept here.
    kept = tuple(known(each) for each in travels)
    yield kept


def travel_file(path: Path) -> Travel:
    """`travel` of a file on the command line."""
    try:
        return travel(read_file(path, limit=TRAVEL_BYTES), str(path))
    except FaultError:
        raise
    except TableError as error:
        raise FaultError.of(error) from None


def is_travel(path: Path) -> bool:
    """Whether a file begins as a matrix of travel does; plain numbers, or what cannot be read, do not."""
    try:
        first = next(iter(read_rows(read_file(path, limit=TRAVEL_BYTES), str(path), limit=TRAVEL_BYTES)), (0, [""]))
    except TableError:
        return False
    return bool(first[1]) and folded(first[1][0]).strip().casefold() == "id"


def travel(content: bytes, name: str) -> Travel:
    """A matrix of travel as a table. Raises FaultError in one sentence that names the file, and the row."""
    try:
        rows = [(place, cells) for place, cells in read_rows(content, name, limit=TRAVEL_BYTES) if not blank(cells)]
    except TableError as error:
        raise FaultError.of(error) from None
    bodies = _heading(rows, name)
    told = _said(rows, name)
    lines = [(place, cells) for place, cells in rows[1:] if not cells[0].strip().startswith("#")]
    if not lines:
        raise FaultError("{file}: expected a line for each place, found none below the heading", file=name)
    if len(lines) * len(bodies) > TRAVEL_CELLS.most:
        raise FaultError(TRAVEL_CELLS.sentence, file=name, most=TRAVEL_CELLS.told)
    seen: dict[str, int] = {}
    for place, cells in lines:
        own = folded(cells[0]).strip()
        if not own or seen.setdefault(own, place) != place:
            text = "{file}, row {row}: expected the id of a place that no other row has, found {found}"
            raise FaultError(text, file=name, row=place, found=quoted(own))
    costs = np.array([_line(name, place, cells[1:], len(bodies)) for place, cells in lines])
    capacities = _capacities(rows, name, len(bodies))
    return Travel(readable(name), **told, places=tuple(seen), bodies=tuple(bodies), costs=costs, capacities=capacities)


def _heading(rows: Sequence[tuple[int, list[str]]], name: str) -> list[str]:
    heading = [folded(cell).strip() for cell in rows[0][1]] if rows else []
    while heading and not heading[-1]:
        heading.pop()
    bodies = heading[1:]
    if not heading or heading[0].casefold() != "id" or not bodies or len(set(bodies)) < len(bodies) or "" in bodies:
        raise FaultError(
            "{file}: expected id and then the id of each body once in the first line, found {found}",
            file=name,
            found=quoted(", ".join(heading))[1:-1] or "nothing",
        )
    return bodies


def _said(rows: Sequence[tuple[int, list[str]]], name: str) -> dict[str, str]:
    """What the lines that begin with # say of the whole."""
    told = dict.fromkeys(HEADER, "")
    for _, cells in rows[1:]:
        key = folded(cells[0]).strip().casefold()
        if key.startswith("#") and key[1:] in told:
            told[key[1:]] = without_control(cells[1]).strip()[:LONGEST] if len(cells) > 1 else ""
    told["unit"] = folded(told["unit"]).casefold()
    lacking = [f"#{key}" for key in NEEDED if not told[key]]
    if lacking:
        text = "{file}: expected lines that say {keys}: what a figure rests on stands beside it"
        raise FaultError(text, file=name, keys=", ".join(lacking))
    if told["unit"] not in UNITS:
        raise FaultError("{file}: expected #unit km or minutes, found {found}", file=name, found=quoted(told["unit"]))
    return told


def _capacities(rows: Sequence[tuple[int, list[str]]], name: str, wide: int) -> Floats | None:
    """What the line #capacity says of each body, None without one. Every body needs a number."""
    for place, cells in rows[1:]:
        if folded(cells[0]).strip().casefold() == "#capacity":
            found = _line(name, place, cells[1:], wide)
            if math.inf in found:
                raise FaultError("{file}, row {row}: expected a capacity for every body", file=name, row=place)
            return np.array(found)
    return None


def _line(name: str, place: int, cells: Sequence[str], wide: int) -> list[float]:
    if not blank(cells[wide:]):
        text = "{file}, row {row}: expected {most} cells like the heading, found {found}"
        raise FaultError(text, file=name, row=place, most=wide + 1, found=len(cells) + 1)
    told = [_cell(name, place, each) for each in cells[:wide]]
    return told + [math.inf] * (wide - len(told))


def _cell(name: str, place: int, text: str) -> float:
    came = folded(text).strip()
    if came.casefold() in ("", "inf"):
        return math.inf
    try:
        found = typed.number(came)
    except BadValueError:
        found = -1.0
    if not found >= 0:
        text_id = "{file}, row {row}: expected a number of 0 or more or nothing, found {found}"
        raise FaultError(text_id, file=name, row=place, found=quoted(text))
    return found


def _numbers(known: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """The place of each of `wanted` in `known`, -1 (the row of inf) for an unknown one."""
    at: Mapping[str, int] = {each: number for number, each in enumerate(known)}
    return [at.get(each, -1) for each in wanted]
