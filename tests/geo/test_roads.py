"""Shortest ways on little networks, against Dijkstra by hand on the network as it was drawn."""

from __future__ import annotations

import heapq
from itertools import pairwise
from math import inf
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.distance import distance_m
from geo.errors import BadValueError
from geo.roads import Roads, between_places, contract, largest_part, one_each_cell, roads_of_ways, travel

Edge = tuple[int, int, float, float]


def network(n: int, edges: list[Edge], stops: list[bool] | None = None) -> Roads:
    """Nodes 0 to n - 1 in a row, a hundredth of a degree apart."""
    tail, head, km, minutes = (np.array([each[part] for each in edges]) for part in range(4))
    return Roads(
        113 + np.arange(n) / 100,
        np.full(n, 23.0),
        np.array(stops or [True] * n),
        tail.astype(np.intp),
        head.astype(np.intp),
        km.astype(float),
        minutes.astype(float),
    )


def both_ways(pairs: list[tuple[int, int]]) -> list[Edge]:
    return [edge for a, b in pairs for edge in ((a, b, 1.0, 2.0), (b, a, 1.0, 2.0))]


def by_hand(roads: Roads, source: int, costs: Any) -> list[float]:
    """Dijkstra on a dictionary of lists."""
    ways: dict[int, list[tuple[int, float]]] = {}
    for tail, head, cost in zip(roads.tail, roads.head, costs, strict=True):
        ways.setdefault(int(tail), []).append((int(head), float(cost)))
    found, waiting = [inf] * roads.n, [(0.0, source)]
    while waiting:
        far, node = heapq.heappop(waiting)
        if far >= found[node]:
            continue
        found[node] = far
        for head, cost in ways.get(node, []):
            heapq.heappush(waiting, (far + cost, head))
    return found


@st.composite
def networks(draw: st.DrawFn) -> Roads:
    """Mostly chains, some crossing, each stretch two-way or one-way; loops and doubled edges too."""
    n = draw(st.integers(2, 14))
    cost = st.integers(1, 9).map(float)
    edges: list[Edge] = []
    for _ in range(draw(st.integers(1, 5))):
        chain = draw(st.lists(st.integers(0, n - 1), min_size=2, max_size=8))
        direction = draw(st.sampled_from(["both", "forward", "backward"]))
        for a, b in pairwise(chain):
            km, minutes = draw(cost), draw(cost)
            edges += [(a, b, km, minutes)] * (direction != "backward")
            edges += [(b, a, km, minutes)] * (direction != "forward")
    return network(n, edges)


@settings(deadline=None)
@given(networks(), st.sets(st.integers(0, 13)))
def test_joined_chains_change_no_way_between_the_nodes_that_stay(roads: Roads, wanted: set[int]) -> None:
    keep = np.isin(np.arange(roads.n), list(wanted))
    small, kept = contract(roads, keep)
    assert set(np.flatnonzero(keep)) <= set(kept)
    everything = range(small.n)
    for unit, costs in (("km", roads.km), ("minutes", roads.minutes)):
        told = travel(small, everything, everything, unit)  # type: ignore[arg-type]
        for row, source in enumerate(kept):
            assert told[row].tolist() == pytest.approx([by_hand(roads, int(source), costs)[node] for node in kept])


@settings(deadline=None)
@given(networks())
def test_a_detour_is_never_shorter(roads: Roads) -> None:
    small, _ = contract(roads)
    far = travel(small, range(small.n), range(small.n), "km")
    through = (far[:, :, None] + far[None, :, :]).min(axis=1)
    assert (far <= through + 1e-9).all()


@settings(deadline=None)
@given(networks())
def test_searching_from_the_few_finds_what_searching_from_the_many_finds(roads: Roads) -> None:
    one, everything = [0], list(range(roads.n))
    assert travel(roads, everything, one, "km")[:, 0].tolist() == pytest.approx(
        [by_hand(roads, source, roads.km)[0] for source in everything]
    )


def test_a_one_way_street_is_driven_one_way() -> None:
    """Ring 0 → 1 → 2 → 3 → 0: back to the neighbour behind one goes all the way round."""
    ring = network(4, [(a, (a + 1) % 4, 1.0, 1.0) for a in range(4)])
    small, kept = contract(ring, np.array([True, True, False, False]))
    assert kept.tolist() == [0, 1]
    assert travel(small, [0, 1], [0, 1], "km").tolist() == [[0, 1], [3, 0]]


def test_a_chain_becomes_one_edge_and_a_crossing_stays() -> None:
    cross = network(7, both_ways([(0, 1), (1, 2), (2, 3), (3, 4), (2, 5), (5, 6)]))
    small, kept = contract(cross)
    assert kept.tolist() == [0, 2, 4, 6]
    assert sorted(zip(small.tail.tolist(), small.head.tolist(), small.km.tolist(), strict=True)) == sorted(
        edge for end in (0, 2, 3) for edge in ((end, 1, 2.0), (1, end, 2.0))
    )


def test_where_two_way_becomes_one_way_the_node_stays() -> None:
    mixed = network(4, [*both_ways([(0, 1), (1, 2)]), (2, 3, 1.0, 1.0)])
    assert contract(mixed)[1].tolist() == [0, 2, 3]


def test_a_ring_without_any_junction_keeps_one_node_and_two_rings_one_each() -> None:
    rings = both_ways([(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)])
    assert contract(network(6, rings))[1].tolist() == [0, 3]


def test_of_two_ways_between_two_nodes_each_unit_takes_its_own_best() -> None:
    """A short slow one and a long fast one."""
    two = network(2, [(0, 1, 1.0, 9.0), (0, 1, 5.0, 3.0)])
    assert [float(travel(contract(two)[0], [0], [1], unit)[0, 0]) for unit in ("km", "minutes")] == [1.0, 3.0]  # type: ignore[arg-type]


def test_a_network_without_edges_leads_nowhere() -> None:
    apart = network(2, [(0, 0, 1.0, 1.0)])
    small, kept = contract(apart)
    assert kept.tolist() == [0, 1]
    assert travel(small, [0, 1], [0, 1], "km").tolist() == [[0, inf], [inf, 0]]


def test_the_largest_part_is_where_one_can_go_and_come_back() -> None:
    """Node 3 can be left only, node 4 only be reached, 5 and 6 are an island."""
    found, share = largest_part(network(7, [*both_ways([(0, 1), (1, 2), (5, 6)]), (3, 0, 1.0, 1.0), (2, 4, 1.0, 1.0)]))
    assert (found.n, share) == (3, pytest.approx(3 / 7))
    assert np.isfinite(travel(found, range(3), range(3))).all()


def test_ways_become_edges_with_their_lengths_speeds_and_directions() -> None:
    lon, lat = np.array([113.0, 113.1, 113.2, 113.3]), np.full(4, 23.0)
    km = distance_m(lon[:1], lat[:1], lon[1:2], lat[1:2])[0] / 1000
    roads = roads_of_ways(
        lon,
        lat,
        np.array([0, 1, 2, 2, 3]),
        np.array([0, 3]),
        kmh=np.array([60.0, 30.0]),
        forward=np.array([True, False]),
        backward=np.array([True, True]),
        stop=np.array([False, True]),
    )
    edges = sorted(zip(roads.tail.tolist(), roads.head.tolist(), strict=True))
    assert edges == [(0, 1), (1, 0), (1, 2), (2, 1), (3, 2)]
    assert roads.stops.tolist() == [False, False, True, True]
    assert travel(roads, [0, 3], [2, 0], "km") == pytest.approx(np.array([[2 * km, 0], [km, 3 * km]]), rel=1e-6)
    assert travel(roads, [3], [0], "minutes")[0, 0] == pytest.approx(4 * km, rel=1e-6)


def test_places_beside_the_road_walk_to_where_one_may_stop_and_far_ones_reach_nobody() -> None:
    """Node 1 is nearer, but one may not stop there."""
    roads = network(3, both_ways([(0, 1), (1, 2)]), stops=[True, False, True])
    places = ([113.009, 113.009, 120.0], [23.0, 23.0, 23.0])
    told = between_places(roads, places, ([113.02], [23.0]), "km", detour=1.3, kmh=20, farthest_km=5)
    leg = float(distance_m([113.009], [23.0], [113.0], [23.0])[0]) / 1000
    other = float(distance_m([113.009], [23.0], [113.02], [23.0])[0]) / 1000
    assert leg < other
    assert told[:, 0].tolist() == pytest.approx([1.3 * leg + 2, 1.3 * leg + 2, inf])
    minutes = between_places(roads, places, ([113.02], [23.0]), "minutes", detour=1.3, kmh=20, farthest_km=5)
    assert minutes[0, 0] == pytest.approx(1.3 * leg * 3 + 4)
    same = between_places(roads, places, ([113.009], [23.0]), "km", detour=1.3, kmh=20, farthest_km=5)
    assert same[0, 0] == 0


def test_a_network_on_which_one_may_stop_nowhere_reaches_nobody() -> None:
    closed = network(2, both_ways([(0, 1)]), stops=[False, False])
    told = between_places(closed, ([113.0], [23.0]), ([113.01], [23.0]), "km", detour=1.3, kmh=20, farthest_km=5)
    assert told.tolist() == [[inf]]


def test_each_cell_keeps_one_node_where_one_may_stop() -> None:
    roads = network(4, both_ways([(0, 1), (1, 2), (2, 3)]), stops=[False, True, True, True])
    assert one_each_cell(roads, 1.0).tolist() == [False, True, False, False]
    assert one_each_cell(roads, 0.015).sum() == len({int(lon / 0.015) for lon in roads.lon[1:]})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"tail": np.array([0, 5])}, "between nodes 0 to 1"),
        ({"km": np.array([1.0])}, "as many lon"),
        ({"km": np.array([1.0, -1.0])}, "0 or more"),
        ({"minutes": np.array([1.0, np.nan])}, "0 or more"),
    ],
)
def test_a_network_that_cannot_be_is_refused(changes: dict[str, Any], sentence: str) -> None:
    parts = vars(network(2, both_ways([(0, 1)])))
    with pytest.raises(BadValueError, match=sentence):
        Roads(**{**parts, **changes})
