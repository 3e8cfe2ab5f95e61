"""An office's own network of roads out of an OpenStreetMap extract (.osm.pbf): the one place that opens one.

The reader is the package osmium (requirements-roads.txt), which nothing else of the atlas needs. A file is gone through
twice: the ways that may be driven, then the points of their nodes, so that memory follows the roads and not the rest of
the map.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Self

import numpy as np
from pydantic import Field, model_validator

from data.catalog import ROOT
from data.errors import TableError
from data.ferries import UNKNOWN, crossing_minutes, is_ferry
from data.limits import ROAD_FILE_BYTES, ROAD_NODES
from data.rule_types import Number, Table, Words, read_whole
from geo.distance import Floats, distance_m
from geo.roads import Flags, Roads, roads_of_ways

SPEEDS = ROOT / "roads" / "speeds.toml"
MISSING = (
    "reading .osm.pbf needs the package osmium: .venv/bin/python -m pip install -r requirements-roads.txt "
    "(on a machine without network from a wheelhouse)"
)
NO_ROADS = "{file}: expected roads that may be driven, found none"
ELSEWHERE = "{file}: expected roads in the province, found none there; is it an extract of another place?"
NO_FERRY_SPEED = "expected ferry_kmh above 0 in the speeds, for ferries whose time is not known"
UNREADABLE = "{file}: expected an OpenStreetMap extract (.osm.pbf) that can be read to its end: {why}"
# Box of WGS-84 degrees: west, south, east, north.
Box = tuple[float, float, float, float]
CLOSED = {"no", "private"}
YES, BACK = {"yes", "true", "1"}, {"-1", "reverse"}
ROUND = {"roundabout", "circular"}
UNKNOWN_DAY = ""
# Among the classes of roads; OpenStreetMap has no highway of this name.
FERRY = "ferry"

Positive = Annotated[Number, Field(gt=0)]


class Speeds(Table):
    """data/roads/speeds.toml: kilometres an hour by class, and how places are joined to the roads.

    ferry_kmh  of a crossing whose time is not known; 0: no ferries can be read
    """

    join_kmh: Positive
    ferry_kmh: Annotated[Number, Field(ge=0)] = 0
    farthest_km: Positive
    cell_degrees: Positive
    no_stopping: Words
    kmh: dict[str, Number]

    @model_validator(mode="after")
    def _driven(self) -> Self:
        if not self.kmh or not all(0 < each <= 300 for each in self.kmh.values()):
            raise ValueError("kmh: expected speeds above 0 and at most 300 for some classes of roads")
        return self


@dataclass(frozen=True)
class Extract:
    """What a file says of itself: its name, its bytes as SHA-256, and the day of its data, "" where it does not say;
    and how many ferries were read.
    """

    file: str
    sha256: str
    date: str
    ferries: int = 0


@dataclass(frozen=True, eq=False)
class _Ways:
    """The ways that may be driven: their nodes by OSM id, one after the other, where each begins, and one of each.

    minutes  of the whole of a ferry, NaN where only a speed is known
    """

    refs: np.ndarray[Any, np.dtype[np.int64]]
    starts: np.ndarray[Any, np.dtype[np.int64]]
    kmh: Floats
    minutes: Floats
    ferry: Flags
    forward: Flags
    backward: Flags
    stop: Flags


def read_speeds(path: Path = SPEEDS) -> Speeds:
    """The speeds of a file. Raises MissingSetError, and DataError with a sentence a fault."""
    return read_whole(Speeds, path)


def read_roads(path: Path, speeds: Speeds, area: Box, *, ferries: bool = False) -> tuple[Roads, Extract]:
    """The network of a file within a box, node by node, and what the file says of itself.

    ferries  with those that take cars: by the time of a crossing where it is known, else by their speed

    Ways closed to everybody or to cars are left out, and so is what the file cuts off. Raises TableError with one
    sentence for a file that is broken, no such extract, without roads, of another place, or too large; and where
    osmium is not installed.
    """
    osmium = _osmium()
    if ferries and not speeds.ferry_kmh:
        raise TableError(NO_FERRY_SPEED)
    with _told(path):
        size = path.stat().st_size
        if size > ROAD_FILE_BYTES.most:
            raise TableError(ROAD_FILE_BYTES.sentence, file=path, most=ROAD_FILE_BYTES.told)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        source = osmium.io.File(str(path), "pbf")
        day = osmium.io.Reader(source).header().get("osmosis_replication_timestamp")[:10]
        ways = _ways(osmium, source, speeds, path, ferries=ferries)
        ids = np.unique(ways.refs)
        if len(ids) > ROAD_NODES.most:
            raise TableError(ROAD_NODES.sentence, file=path, most=ROAD_NODES.told)
        lon, lat = _points(osmium, source, ids)
    roads = _inside(_timed(ways, ids, lon, lat), ids, lon, lat, area)
    if not len(roads.tail):
        raise TableError(ELSEWHERE if len(ids) else NO_ROADS, file=path)
    return roads, Extract(path.name, sha256, day or UNKNOWN_DAY, int(ways.ferry.sum()))


def _osmium() -> Any:
    try:
        import osmium  # noqa: PLC0415
    except ImportError:
        raise TableError(MISSING) from None
    return osmium


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What osmium or the system says of a file, as one sentence."""
    try:
        yield
    except (RuntimeError, OSError) as error:
        why = getattr(error, "strerror", None) or " ".join(str(error).split()) or type(error).__name__
        raise TableError(UNREADABLE, file=path, why=why) from None


def _ways(osmium: Any, source: Any, speeds: Speeds, path: Path, *, ferries: bool) -> _Ways:
    refs, starts, kmh, directions, stop = array("q"), array("q"), array("d"), bytearray(), bytearray()
    minutes, afloat = array("d"), bytearray()
    slow, unstopped = dict(speeds.kmh), {*speeds.no_stopping, FERRY}
    keys = ("highway", "route") if ferries else ("highway",)
    if ferries:
        slow[FERRY] = speeds.ferry_kmh
    driven = osmium.FileProcessor(source, osmium.osm.WAY).with_filter(osmium.filter.KeyFilter(*keys))
    for way in driven:
        tags = way.tags
        road = FERRY if ferries and is_ferry(tags) else tags.get("highway")
        if road not in slow or _closed(tags):
            continue
        afloat.append(road == FERRY)
        minutes.append(crossing_minutes(tags) if road == FERRY else UNKNOWN)
        starts.append(len(refs))
        refs.extend(node.ref for node in way.nodes)
        kmh.append(slow[road])
        directions.append(_directions(tags, road))
        stop.append(road not in unstopped)
        if len(refs) > 4 * ROAD_NODES.most:
            raise TableError(ROAD_NODES.sentence, file=path, most=ROAD_NODES.told)
    told = np.frombuffer(directions, dtype=np.uint8)
    return _Ways(
        np.array(refs, dtype=np.int64),
        np.array(starts, dtype=np.int64),
        np.array(kmh, dtype=float),
        np.array(minutes, dtype=float),
        np.frombuffer(afloat, dtype=np.uint8) > 0,
        (told & 1) > 0,
        (told & 2) > 0,
        np.frombuffer(stop, dtype=np.uint8) > 0,
    )


def _timed(ways: _Ways, ids: np.ndarray[Any, np.dtype[np.int64]], lon: Floats, lat: Floats) -> _Ways:
    """The same with the speed of each ferry whose time is known, from its whole length; one that the file cuts off
    keeps the usual speed.
    """
    kmh, ends = ways.kmh.copy(), np.append(ways.starts, len(ways.refs))
    for way in np.flatnonzero(np.isfinite(ways.minutes)):
        at = np.searchsorted(ids, ways.refs[ends[way] : ends[way + 1]])
        km = float(distance_m(lon[at[:-1]], lat[at[:-1]], lon[at[1:]], lat[at[1:]]).sum()) / 1000
        if km > 0:
            kmh[way] = km / ways.minutes[way] * 60
    return replace(ways, kmh=kmh)


def _closed(tags: Any) -> bool:
    """Whether a way is no road for cars; what is said of cars goes before what is said of everybody."""
    for key in ("motorcar", "motor_vehicle", "vehicle", "access"):
        said = tags.get(key)
        if said is not None:
            return str(said) in CLOSED
    return str(tags.get("area")) == "yes"


def _directions(tags: Any, road: str) -> int:
    """1 forward, 2 backward, 3 both. Motorways and roundabouts are one-way unless they say otherwise."""
    said = tags.get("oneway")
    if said in BACK:
        return 2
    if said in YES or (said is None and (road == "motorway" or tags.get("junction") in ROUND)):
        return 1
    return 3


def _points(osmium: Any, source: Any, ids: np.ndarray[Any, np.dtype[np.int64]]) -> tuple[Floats, Floats]:
    """Longitude and latitude of nodes by their sorted ids, NaN for one the file does not hold."""
    lon, lat = np.full(len(ids), np.nan), np.full(len(ids), np.nan)
    if not len(ids):
        return lon, lat
    numbers, places = array("q"), array("d")
    for node in osmium.FileProcessor(source, osmium.osm.NODE).with_filter(osmium.filter.IdFilter(ids.tolist())):
        point = node.location
        if point.valid():
            numbers.append(node.id)
            places.append(point.lon)
            places.append(point.lat)
    at = np.searchsorted(ids, np.array(numbers, dtype=np.int64))
    lon[at], lat[at] = np.array(places)[::2], np.array(places)[1::2]
    return lon, lat


def _inside(ways: _Ways, ids: np.ndarray[Any, np.dtype[np.int64]], lon: Floats, lat: Floats, area: Box) -> Roads:
    """The network between the nodes that lie in the box; a way that leaves it is cut there."""
    west, south, east, north = area
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    nodes = np.searchsorted(ids, ways.refs)
    way = np.repeat(np.arange(len(ways.starts)), np.diff(np.append(ways.starts, len(nodes))))
    usable = inside[nodes]
    # A new piece begins with each way, and after each node that is left out.
    begins = np.append(True, (np.diff(way) != 0) | ~usable[:-1]) if len(nodes) else usable
    starts = np.flatnonzero(begins[usable])
    piece = way[usable][starts]
    number = np.cumsum(inside) - 1
    return roads_of_ways(
        lon[inside],
        lat[inside],
        number[nodes[usable]],
        starts,
        kmh=ways.kmh[piece],
        forward=ways.forward[piece],
        backward=ways.backward[piece],
        stop=ways.stop[piece],
    )
