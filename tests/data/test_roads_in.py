"""Networks out of extracts: a real one read anew by loops, and ways by hand for every rule of the road."""

from __future__ import annotations

import hashlib
import heapq
import sys
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from math import inf
from pathlib import Path

import numpy as np
import osmium
import pytest
from pyproj import Geod

from data import roads_in
from data.errors import DataError, TableError
from data.limits import ROAD_FILE_BYTES, ROAD_NODES
from data.road_files import Meta, read_network, write_network
from data.roads_in import read_roads, read_speeds
from geo.distance import distance_m
from geo.roads import Roads, contract, largest_part, travel
from tests.data.extracts import KOTKA, PROVINCE, REAL, edges_by_place, write_extract

SPEEDS = read_speeds()
STREET = {each: (113 + each / 100, 23.0) for each in range(6)}


def read(path: Path) -> Roads:
    return read_roads(path, SPEEDS, PROVINCE)[0]


def street(path: Path, tags: Mapping[str, str]) -> list[tuple[float, float]]:
    """The edges of a street of three nodes beside one that is always open."""
    ways = [([0, 1, 2], tags), ([4, 5], {"highway": "service"})]
    found = edges_by_place(read(write_extract(path / "street.osm.pbf", STREET, ways)))
    return [each for each in found if each[0] < 113.03]


FORWARD = [(113.0, 113.01), (113.01, 113.02)]
BACKWARD = [(113.01, 113.0), (113.02, 113.01)]


@pytest.mark.parametrize(
    ("tags", "edges"),
    [
        ({"highway": "primary"}, FORWARD + BACKWARD),
        ({"highway": "primary", "oneway": "yes"}, FORWARD),
        ({"highway": "primary", "oneway": "-1"}, BACKWARD),
        ({"highway": "motorway"}, FORWARD),
        ({"highway": "motorway", "oneway": "no"}, FORWARD + BACKWARD),
        ({"highway": "tertiary", "junction": "roundabout"}, FORWARD),
        ({"highway": "footway"}, []),
        ({"highway": "construction"}, []),
        ({"highway": "service", "area": "yes"}, []),
        ({"highway": "primary", "access": "no"}, []),
        ({"highway": "primary", "access": "private", "motor_vehicle": "yes"}, FORWARD + BACKWARD),
        ({"highway": "primary", "motorcar": "no"}, []),
        ({"railway": "rail"}, []),
    ],
    ids=str,
)
def test_a_street_is_driven_as_its_tags_say(
    tags: Mapping[str, str], edges: list[tuple[float, float]], tmp_path: Path
) -> None:
    assert sorted(street(tmp_path, tags)) == sorted(edges)


def test_minutes_are_those_of_the_class_and_no_journey_begins_on_a_motorway(tmp_path: Path) -> None:
    ways = [([0, 1], {"highway": "motorway", "oneway": "no"}), ([1, 2], {"highway": "residential"})]
    roads = read(write_extract(tmp_path / "two.osm.pbf", STREET, ways))
    assert roads.stops.tolist() == [False, True, True]
    km = distance_m([113.0], [23.0], [113.01], [23.0])[0] / 1000
    minutes = travel(roads, [0], [1, 2], "minutes")[0]
    fast, slow = SPEEDS.kmh["motorway"], SPEEDS.kmh["residential"]
    assert minutes.tolist() == pytest.approx([km / fast * 60, km / fast * 60 + km / slow * 60], rel=1e-6)


FERRIES: list[tuple[str, float | None]] = [
    ("20", 20.0),
    ("00:20", 20.0),
    ("1:05:30", 65.5),
    ("PT1H5M", 65.0),
    ("00:00", None),
    ("about an hour", None),
    ("", None),
]


@pytest.mark.parametrize(("said", "minutes"), FERRIES)
def test_a_ferry_takes_the_time_that_it_says_and_else_goes_at_its_speed(
    tmp_path: Path, said: str, minutes: float | None
) -> None:
    """Two streets with water between them, crossed over a third node; nobody boards in the middle of it."""
    tags = {"route": "ferry"} | ({"duration": said} if said else {})
    ways = [([0, 1], {"highway": "service"}), ([1, 2, 3], tags), ([3, 4], {"highway": "service"})]
    path = write_extract(tmp_path / "strait.osm.pbf", STREET, ways)
    without, _ = largest_part(read(path))
    assert without.n == 2
    roads, about = read_roads(path, SPEEDS, PROVINCE, ferries=True)
    assert about.ferries == 1
    km = sum(float(distance_m([STREET[a][0]], [23.0], [STREET[b][0]], [23.0])[0]) / 1000 for a, b in ((1, 2), (2, 3)))
    places = {round(lon, 2): number for number, lon in enumerate(roads.lon)}
    ends = [places[113.01]], [places[113.03]]
    assert travel(roads, *ends)[0, 0] == pytest.approx(minutes or km / SPEEDS.ferry_kmh * 60)
    assert travel(roads, *ends[::-1])[0, 0] == pytest.approx(minutes or km / SPEEDS.ferry_kmh * 60)
    assert travel(roads, *ends, "km")[0, 0] == pytest.approx(km)
    assert not roads.stops[places[113.02]]
    small, kept = contract(roads)
    assert places[113.02] not in kept
    assert travel(small, [0], [small.n - 1])[0, 0] == pytest.approx(
        travel(roads, [places[113.0]], [places[113.04]])[0, 0]
    )


@pytest.mark.parametrize("tags", [{"motor_vehicle": "no"}, {"access": "private"}, {"motorcar": "no"}], ids=str)
def test_a_ferry_that_takes_no_cars_is_none(tmp_path: Path, tags: Mapping[str, str]) -> None:
    ways = [([0, 1], {"highway": "service"}), ([1, 2], {"route": "ferry", **tags})]
    path = write_extract(tmp_path / "strait.osm.pbf", STREET, ways)
    roads, about = read_roads(path, SPEEDS, PROVINCE, ferries=True)
    assert (roads.n, about.ferries) == (2, 0)


def test_a_ferry_that_the_file_cuts_off_goes_at_its_speed(tmp_path: Path) -> None:
    ways = [([0, 1], {"highway": "service"}), ([1, 2, 99], {"route": "ferry", "duration": "20"})]
    path, speeds = write_extract(tmp_path / "cut.osm.pbf", STREET, ways), SPEEDS.model_copy(update={"ferry_kmh": 11})
    roads, _ = read_roads(path, speeds, PROVINCE, ferries=True)
    kmh = {round(float(each), 6) for each in roads.km / roads.minutes * 60}
    assert kmh == {SPEEDS.kmh["service"], 11}


def test_speeds_without_one_for_ferries_refuse_them_in_one_sentence(tmp_path: Path) -> None:
    path = write_extract(tmp_path / "a.osm.pbf", STREET, [([0, 1], {"highway": "service"})])
    with pytest.raises(TableError, match="ferry_kmh above 0"):
        read_roads(path, SPEEDS.model_copy(update={"ferry_kmh": 0}), PROVINCE, ferries=True)


def test_a_way_is_cut_where_it_leaves_the_province_or_the_file(tmp_path: Path) -> None:
    points = STREET | {7: (130.0, 23.0)}
    ways = [([0, 1, 7, 2, 3, 99, 4, 5], {"highway": "primary", "oneway": "yes"})]
    roads = read(write_extract(tmp_path / "cut.osm.pbf", points, ways))
    assert edges_by_place(roads) == [(113.0, 113.01), (113.02, 113.03), (113.04, 113.05)]


def test_the_file_says_its_day_and_is_known_by_its_bytes(tmp_path: Path) -> None:
    ways = [([0, 1], {"highway": "primary"})]
    path = write_extract(tmp_path / "dated.osm.pbf", STREET, ways, date="2026-10-31")
    _, about = read_roads(path, SPEEDS, PROVINCE)
    assert (about.file, about.date) == ("dated.osm.pbf", "2026-10-31")
    assert about.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_roads(write_extract(path, STREET, ways), SPEEDS, PROVINCE)[1].date == ""


def by_loops() -> tuple[dict[int, tuple[float, float]], dict[int, list[tuple[int, float]]]]:
    """Nodes and one-way stretches of the real extract, in geodesic kilometres."""
    geod, ways, points = Geod(ellps="WGS84"), [], dict[int, tuple[float, float]]()
    for each in osmium.FileProcessor(str(REAL)):
        if each.is_node():
            points[each.id] = (each.location.lon, each.location.lat)
        if each.is_way() and each.tags.get("highway") in SPEEDS.kmh:
            ways.append(([node.ref for node in each.nodes], dict(each.tags)))
    found: dict[int, list[tuple[int, float]]] = {}
    for nodes, tags in ways:
        said = {tags.get(key) for key in ("motorcar", "motor_vehicle", "vehicle", "access")}
        assert len(said & {"no", "private"}) == 0 or "yes" not in said
        if said & {"no", "private"}:
            continue
        one_way = tags.get("oneway") == "yes" or ("oneway" not in tags and tags["highway"] == "motorway")
        assert tags.get("oneway") in (None, "yes", "no")
        assert "junction" not in tags
        for a, b in pairwise(nodes):
            if a in points and b in points:
                km = geod.inv(*points[a], *points[b])[2] / 1000
                found.setdefault(a, []).append((b, km))
                if not one_way:
                    found.setdefault(b, []).append((a, km))
    return points, found


def test_a_real_extract_is_the_network_that_loops_read_and_its_ways_are_as_long() -> None:
    points, stretches = by_loops()
    roads, about = read_roads(REAL, SPEEDS, KOTKA)
    told = sorted((points[a], points[b]) for a, ends in stretches.items() for b, _ in ends)
    edges = zip(roads.tail, roads.head, strict=True)
    nodes = list(zip(roads.lon.tolist(), roads.lat.tolist(), strict=True))
    assert sorted((nodes[a], nodes[b]) for a, b in edges) == told
    assert about.sha256 in (REAL.parent / "LICENCE.txt").read_text(encoding="utf-8")
    part, share = largest_part(roads)
    small, _ = contract(part)
    assert 0.5 < share <= 1
    assert small.n < part.n / 2
    number = {place: node for node, place in points.items()}
    source = number[float(small.lon[0]), float(small.lat[0])]
    found, waiting = dict[int, float](), [(0.0, source)]
    while waiting:
        far, node = heapq.heappop(waiting)
        if node in found:
            continue
        found[node] = far
        for other, km in stretches.get(node, []):
            heapq.heappush(waiting, (far + km, other))
    slowly = [found.get(number[float(lon), float(lat)], inf) for lon, lat in zip(small.lon, small.lat, strict=True)]
    # The arc is that of 23 degrees north; up here a metre is 0.4 % longer.
    assert travel(small, [0], range(small.n), "km")[0].tolist() == pytest.approx(slowly, rel=0.005)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "that can be read to its end"),
        (b"id,lon,lat\n1,113,23\n", "that can be read to its end"),
        (REAL.read_bytes()[:-500], "that can be read to its end"),
        (REAL.read_bytes()[:20_000] + b"\xff" * 300 + REAL.read_bytes()[20_300:], "that can be read to its end"),
        (REAL.read_bytes(), "is it an extract of another place?"),
    ],
    ids=["empty", "a table", "cut off", "damaged", "of another country"],
)
def test_a_file_that_is_no_extract_of_the_province_is_refused_in_one_sentence(
    content: bytes, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "mine.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(TableError) as refused:
        read(path)
    assert str(refused.value).startswith(f"{path}: expected ")
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_or_has_no_roads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="No such file"):
        read(tmp_path / "none.osm.pbf")
    with pytest.raises(TableError, match="expected roads that may be driven, found none"):
        read(write_extract(tmp_path / "rails.osm.pbf", STREET, [([0, 1], {"railway": "rail"})]))


def test_without_osmium_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(TableError, match=r"needs the package osmium.*requirements-roads\.txt"):
        read(REAL)


@pytest.mark.parametrize("name", ["ROAD_FILE_BYTES", "ROAD_NODES"])
def test_an_extract_that_is_too_large_is_refused_before_it_is_read_on(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = {"ROAD_FILE_BYTES": ROAD_FILE_BYTES, "ROAD_NODES": ROAD_NODES}[name]
    monkeypatch.setattr(roads_in, name, replace(limit, most=100))
    with pytest.raises(TableError, match=r"expected at most (100|0 kB)"):
        read_roads(REAL, SPEEDS, KOTKA)


def network(folder: Path) -> tuple[Roads, Meta]:
    roads, about = read_roads(REAL, SPEEDS, KOTKA)
    small, _ = contract(roads)
    meta = Meta(
        **vars(about),
        source='a "surveyor" \\ 测绘院',
        licence="ODbL 1.0",
        nodes=roads.n,
        edges=len(roads.tail),
        kept_nodes=small.n,
        kept_edges=len(small.tail),
        largest_share=0.5,
        speeds=SPEEDS,
    )
    write_network(folder, small, meta)
    return small, meta


def test_a_network_comes_back_from_its_folder(tmp_path: Path) -> None:
    written, meta = network(tmp_path / "net")
    roads, told = read_network(tmp_path / "net")
    assert told == meta
    assert (roads.tail == written.tail).all()
    assert (roads.stops == written.stops).all()
    np.testing.assert_allclose(roads.km, written.km, rtol=1e-6)


def test_a_folder_that_is_no_network_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="expected a folder made by"):
        read_network(tmp_path)
    network(tmp_path)
    whole = (tmp_path / "roads.npz").read_bytes()
    for content in (b"", b"PK\x03\x04", whole[:500], whole[:-300]):
        (tmp_path / "roads.npz").write_bytes(content)
        with pytest.raises(TableError, match="import it again"):
            read_network(tmp_path)
    (tmp_path / "roads.npz").unlink()
    with pytest.raises(TableError, match="import it again"):
        read_network(tmp_path)
    text = (tmp_path / "meta.toml").read_text(encoding="utf-8")
    (tmp_path / "meta.toml").write_text(text.replace("kept_nodes", "nodes_kept"), encoding="utf-8")
    with pytest.raises(TableError, match="kept_nodes"):
        read_network(tmp_path)


def test_speeds_that_cannot_be_are_refused_by_their_key(tmp_path: Path) -> None:
    text = roads_in.SPEEDS.read_text(encoding="utf-8")
    for old, new, sentence in (
        ("service = 15", "service = 0", "expected speeds above 0"),
        ("join_kmh = 20", "", "join_kmh: this key is missing"),
        ("cell_degrees = 0.01", "cell_degrees = 0", "cell_degrees: expected a number above 0"),
    ):
        (tmp_path / "mine.toml").write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(DataError, match=sentence):
            read_speeds(tmp_path / "mine.toml")
