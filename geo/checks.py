"""Preconditions at the public door: faults are gathered, then one error says what was expected, what came, what to do.

A check returns a list of faults; `need` raises them all at once. `need_columns` does both for the usual case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.errors import BadValueError, CrsError, GeoError, MissingColumnError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

SHOWN = 5
QUOTED = 80


@dataclass(frozen=True)
class Fault:
    """One thing that is not as described: the error it deserves and what says so.

    message  in English, with placeholders where it has parts: such a one is said by other rooms in their own language
    """

    error: type[GeoError]
    message: str
    parts: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What says so, in English."""
        return self.message.format(**self.parts) if self.parts else self.message


def told_fault(error: type[GeoError], message: str, **parts: object) -> Fault:
    """A fault that readers are told of; the catalogues know its message."""
    return Fault(error, message, parts)


def quoted(came: object) -> str:
    """What came, as a told_fault repeats it: in quotes, at most 80 characters of it, none that steers a terminal."""
    text = str(came)
    return repr(text if len(text) <= QUOTED else f"{text[:QUOTED]}…")


def need(*found: Iterable[Fault]) -> None:
    """Raise all faults as one error of the kind of the first; return quietly when there is none. One alone keeps its
    parts, to be said in another language.
    """
    faults = [fault for each in found for fault in each]
    if len(faults) == 1:
        raise faults[0].error(faults[0].message, **faults[0].parts)
    if faults:
        raise faults[0].error("; ".join(fault.sentence for fault in faults))


def need_columns(frames: Mapping[str, tuple[pd.DataFrame, Sequence[str]]]) -> None:
    """Raise one MissingColumnError for all frames that lack a column: `need_columns({"bodies": (bodies, ["id"])})`."""
    need(*(missing_columns(name, frame, columns) for name, (frame, columns) in frames.items()))


def missing_columns(name: str, frame: pd.DataFrame, columns: Sequence[str]) -> list[Fault]:
    """A fault when `frame`, called `name` in the message, lacks any of `columns`."""
    missing = [column for column in columns if column not in frame.columns]
    if not missing:
        return []
    came = ", ".join(map(str, frame.columns)) or "no column at all"
    sentence = f"{name}: expected the column(s) {', '.join(missing)}, got {came}; add them or rename yours"
    return [Fault(MissingColumnError, sentence)]


def wrong_crs(name: str, frame: gpd.GeoDataFrame, epsg: int = 4326) -> list[Fault]:
    """A fault when `frame` is not in EPSG:`epsg`, says nothing about its system, or has no geometry at all."""
    if getattr(frame, "_geometry_column_name", None) not in frame.columns:
        return [Fault(CrsError, f"{name}: expected places, got a frame without geometry; use a GeoDataFrame")]
    if frame.crs is None:
        sentence = f"{name}: expected EPSG:{epsg}, got no coordinate reference system; declare it with set_crs({epsg})"
        return [Fault(CrsError, sentence)]
    came = frame.crs.to_epsg()
    if came == epsg:
        return []
    label = f"EPSG:{came}" if came else frame.crs.name
    return [Fault(CrsError, f"{name}: expected EPSG:{epsg}, got {label}; convert with to_crs({epsg})")]


def other_values(name: str, values: pd.Series, allowed: Sequence[str]) -> list[Fault]:
    """A fault when `values`, called `name` in the message, holds anything but `allowed`; the strangers are named."""
    if set(values) <= set(allowed):
        return []
    strangers = values[~values.isin(list(allowed))].drop_duplicates().to_list()
    sentence = f"{name}: expected one of {', '.join(allowed)}, got {_listed(strangers)}; correct the cells"
    return [Fault(BadValueError, sentence)]


def repeated_values(name: str, values: Iterable[object]) -> list[Fault]:
    """A fault when a value that must be unique comes more than once; the repeated ones are named."""
    seen: set[object] = set()
    twice: dict[object, None] = {}
    for value in values:
        if value in seen:
            twice[value] = None
        seen.add(value)
    if not twice:
        return []
    return [Fault(BadValueError, f"{name}: expected each once, got {_listed(list(twice))} more than once; keep one")]


def _listed(values: Sequence[object]) -> str:
    """Some values in words; a message about a thousand cells names five."""
    shown = ", ".join(quoted(value) for value in values[:SHOWN])
    return shown if len(values) <= SHOWN else f"{shown} and {len(values) - SHOWN} more"
