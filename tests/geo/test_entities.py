"""Places counted by area and reach: equal to loops over every pair, and the same whatever the pieces are."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from geo.entities import LARGEST_WEIGHT, Counts, Ground, count
from geo.errors import BadValueError, CrsError, MissingColumnError
from tests.geo.oracles import locate_slowly
from tests.geo.worlds import squares, wavy_areas

GEOD = Geod(ellps="WGS84")
NAN = float("nan")
TOWNS = squares("a", "b", "c", "d", columns=2).assign(prefecture=["x", "x", "y", "y"])


def bodies_at(*rows: tuple[str, str, str, float, float]) -> pd.DataFrame:
    """Bodies: id, kind, whom they serve (a prefecture, or "province"), longitude, latitude."""
    return pd.DataFrame(
        [
            {
                "id": name,
                "kind": kind,
                "serves": "province" if home == "province" else "prefecture",
                "prefecture": "x" if home == "province" else home,
                "lon": lon,
                "lat": lat,
            }
            for name, kind, home, lon, lat in rows
        ],
        columns=["id", "kind", "serves", "prefecture", "lon", "lat"],
    )


BODIES = bodies_at(
    ("p1", "centre", "x", 113.5, 22.5),
    ("p2", "centre", "y", 113.5, 23.5),
    ("q1", "court", "province", 114.5, 22.5),
    ("q2", "court", "y", NAN, NAN),
)


def random_world(seed: int) -> tuple[gpd.GeoDataFrame, pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """Wavy areas in three prefectures, a dozen bodies, and places of which some are outside or nowhere."""
    draw = np.random.default_rng(seed)
    areas = wavy_areas(9, seed=seed)
    areas["prefecture"] = [f"p{place % 3}" for place in range(len(areas))]
    homes = ["p0", "p1", "p2", "elsewhere", "", "province"]
    rows: list[Any] = [
        (f"b{each}", f"kind{each % 3}", homes[each % 6], draw.uniform(110, 117), draw.uniform(20, 25))
        for each in range(12)
    ]
    lon, lat = draw.uniform(109.5, 117.5, 150), draw.uniform(19.5, 25.5, 150)
    lon[7], lat[11] = NAN, NAN
    return areas, bodies_at(*rows), lon, lat, draw.integers(0, 50, 150)


def counted_slowly(
    lon: Sequence[float], lat: Sequence[float], weights: Sequence[int], areas: Any, bodies: Any, radius_m: float
) -> dict[str, Counter[Any]]:
    """Every place against every body by the geodesic, in dictionaries."""
    homes = dict(zip(areas["adcode"], areas["prefecture"], strict=True))
    found: dict[str, Counter[Any]] = {each: Counter() for each in ("rows", "amounts", "reached", "twice", "nearest")}
    for x, y, weight, area in zip(lon, lat, weights, locate_slowly(lon, lat, areas, "adcode"), strict=True):
        where = area or ("outside" if np.isfinite([x, y]).all() else "nowhere")
        found["rows"][where] += 1
        found["amounts"][where] += int(weight)
        far: dict[str, list[tuple[float, str]]] = {}
        for body in bodies.to_dict("records"):
            may = body["serves"] == "province" or body["prefecture"] == homes.get(area, "nobody's")
            if may and np.isfinite([x, y, body["lon"], body["lat"]]).all():
                metres = GEOD.inv(x, y, body["lon"], body["lat"])[2]
                far.setdefault(body["kind"], []).append((metres, body["id"]))
        times = 0
        for kind, each in far.items():
            found["nearest"][min(each)[1]] += int(weight)
            within = sum(metres <= radius_m for metres, _ in each)
            found["reached"][kind, where] += int(weight) if within else 0
            times += within
        found["reached"]["any", where] += int(weight) if times else 0
        found["twice"][where] += int(weight) if times > 1 else 0
    return found


def told(counts: Counts) -> dict[str, Counter[Any]]:
    """The same dictionaries of our counts."""
    where = [*counts.areas, "outside", "nowhere"]
    by_area = {each: Counter(dict(zip(where, getattr(counts, each).tolist(), strict=True)))
               for each in ("rows", "amounts", "twice")}  # fmt: skip
    lines = zip([*counts.kinds, "any"], counts.reached.tolist(), strict=True)
    reached = Counter({(kind, at): each for kind, line in lines for at, each in zip(where, line, strict=True)})
    return by_area | {"reached": reached, "nearest": Counter(dict(zip(counts.bodies, counts.nearest, strict=True)))}


@pytest.mark.parametrize("seed", range(4))
def test_counts_are_those_of_loops_over_every_place_and_body(seed: int) -> None:
    areas, bodies, lon, lat, weights = random_world(seed)
    ours, slow = (
        told(count(lon, lat, areas, bodies, 90_000, weights)),
        counted_slowly(lon.tolist(), lat.tolist(), weights.tolist(), areas, bodies, 90_000),
    )
    for each in slow:
        assert +ours[each] == +slow[each], each


@pytest.mark.parametrize("seed", range(3))
def test_pieces_add_up_to_the_whole_in_any_order_and_split(seed: int) -> None:
    areas, bodies, lon, lat, weights = random_world(seed)
    ground, draw = Ground(areas, bodies, 90_000), np.random.default_rng(seed)
    whole = ground.count(lon, lat, weights)
    order = draw.permutation(len(lon))
    pieces = np.split(order, sorted(draw.integers(0, len(lon), 6)))
    added = ground.count([], [], [])
    for rows in pieces:
        added = added + ground.count(lon[rows], lat[rows], weights[rows])
    assert added.numbers() == whole.numbers()
    assert count(lon, lat, areas.iloc[::-1], bodies.iloc[::-1], 90_000, weights).numbers() == whole.numbers()


def test_a_ground_that_was_sent_elsewhere_counts_the_same() -> None:
    ground = Ground(TOWNS, BODIES, 30_000)
    here = ground.count([113.5, 114.5], [22.5, 23.5])
    assert pickle.loads(pickle.dumps(ground)).count([113.5, 114.5], [22.5, 23.5]).numbers() == here.numbers()  # noqa: S301


def test_without_weights_every_row_counts_once() -> None:
    found = count([113.5, 113.6, NAN, 100.0], [22.5, 22.5, 22.5, 22.5], TOWNS, BODIES, 20_000)
    assert found.rows.tolist() == found.amounts.tolist() == [2, 0, 0, 0, 1, 1]


def test_a_body_serves_its_prefecture_or_everybody_and_without_borders_all_do() -> None:
    at_p2 = ([113.5, 113.5], [23.5, 22.99])
    by_jurisdiction = count(*at_p2, TOWNS, BODIES, 60_000)
    assert dict(zip(by_jurisdiction.bodies, by_jurisdiction.nearest, strict=True)) == {
        "p1": 1,
        "p2": 1,
        "q1": 2,
        "q2": 0,
    }
    ignoring = count(*at_p2, TOWNS, BODIES, 60_000, ignore_borders=True)
    assert ignoring.twice.sum() == 1
    assert by_jurisdiction.twice.sum() == 0


def test_a_place_exactly_at_the_radius_is_reached() -> None:
    from geo.distance import distance_m

    radius = float(distance_m([113.5], [22.5], [113.7], [22.6])[0])
    assert count([113.7], [22.6], TOWNS, BODIES, radius).reached[-1].sum() == 1
    assert count([113.7], [22.6], TOWNS, BODIES, radius - 0.01).reached[-1].sum() == 0


def test_a_place_just_off_an_area_counts_for_it_unless_a_neighbour_is_as_near() -> None:
    abroad = gpd.GeoDataFrame(geometry=[shapely.box(115, 22, 116, 24)], crs=4326)
    ground = Ground(TOWNS, BODIES, 20_000, shore_m=20_000, others=abroad)
    # West of a by 5 km, by 50 km; in the neighbour beside b; south of b, and south of both at the shared corner.
    lon, lat = [112.95, 112.5, 115.01, 114.5, 115.0], [22.5, 22.5, 22.5, 21.9, 21.95]
    area, shore = ground.positions(np.array(lon), np.array(lat))
    assert area.tolist() == [0, 4, 4, 1, 4]
    assert shore.tolist() == [True, False, False, True, False]
    assert ground.count(lon, lat).shore.tolist() == [1, 1, 0, 0, 0, 0]


def test_nothing_to_count_and_nobody_to_reach_are_zeros() -> None:
    nobody = count([113.5], [22.5], TOWNS, BODIES.iloc[:0], 20_000)
    assert (nobody.amounts.sum(), nobody.reached.tolist(), nobody.kinds) == (1, [[0] * 6], ())
    assert count([], [], TOWNS, BODIES, 20_000).rows.sum() == 0
    assert count([113.5], [22.5], TOWNS.iloc[:0], BODIES, 20_000).rows.tolist() == [1, 0]


@pytest.mark.parametrize("weight", [-1, 0.5, NAN, float("inf"), LARGEST_WEIGHT + 1])
def test_a_weight_that_is_no_whole_number_is_named_with_its_row(weight: float) -> None:
    with pytest.raises(BadValueError, match="in row 2"):
        count([113.5, 113.5], [22.5, 22.5], TOWNS, BODIES, 20_000, [1, weight])


def test_the_largest_weights_add_up_exactly() -> None:
    found = count([113.5] * 5000, [22.5] * 5000, TOWNS, BODIES, 20_000, [LARGEST_WEIGHT - 1] * 5000)
    assert found.amounts[0] == found.reached[-1][0] == 5000 * (LARGEST_WEIGHT - 1)


def test_what_is_not_as_described_is_said() -> None:
    with pytest.raises(MissingColumnError, match="prefecture"):
        Ground(squares("a"), BODIES, 1)
    with pytest.raises(CrsError, match="others"):
        Ground(TOWNS, BODIES, 1, others=TOWNS.to_crs(3857))
    with pytest.raises(BadValueError, match="p1"):
        Ground(TOWNS, pd.concat([BODIES, BODIES.iloc[:1]]), 1)
    with pytest.raises(BadValueError, match="radius"):
        Ground(TOWNS, BODIES, -1)
    with pytest.raises(BadValueError, match="2 and 1"):
        count([1, 2], [1], TOWNS, BODIES, 1)
    with pytest.raises(BadValueError, match="2 weights, got 1"):
        count([1, 2], [1, 2], TOWNS, BODIES, 1, [1])
    with pytest.raises(BadValueError, match="same areas"):
        _ = count([], [], TOWNS, BODIES, 1) + count([], [], squares("z").assign(prefecture="x"), BODIES, 1)
