"""Travel on a network of roads (路网): kilometres or minutes by the shortest way, one-way streets respected.

A network is directed edges between nodes. Most nodes only give a road its shape: `contract` joins such chains to one
edge each, which changes no way between the nodes that stay. Minutes are free flow at one speed a stretch; bans of turns
are not known. Source: Dijkstra (1959); chains as in Geisberger et al. (2008), 3.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from geo.checks import Fault, need
from geo.distance import Floats, Places, distance_m, nearest
from geo.errors import BadValueError

Unit = Literal["km", "minutes"]
Flags = NDArray[np.bool_]
# Two nodes at one point are an edge of no length, which a sparse matrix would not hold.
LEAST = 1e-9
# Sources searched from at once: each costs eight bytes a node.
AT_ONCE = 16


@dataclass(frozen=True, eq=False)
class Roads:
    """A directed network.

    lon, lat    nodes, WGS-84, shape (n,);  stops  at which nodes a journey may begin or end (not on a motorway)
    tail, head  nodes of the edges, shape (m,);  km, minutes  their costs, above 0
    Raises BadValueError for shapes that do not fit, nodes that are not there, costs that are negative or unknown.
    """

    lon: Floats
    lat: Floats
    stops: Flags
    tail: Places
    head: Places
    km: Floats
    minutes: Floats

    def __post_init__(self) -> None:
        nodes, edges = self.lon.shape, self.tail.shape
        faults = []
        if not nodes == self.lat.shape == self.stops.shape or not (
            edges == self.head.shape == self.km.shape == self.minutes.shape
        ):
            faults.append("expected as many lon, lat and stops as nodes, and tail, head, km and minutes as edges")
        elif len(self.tail) and not 0 <= min(self.tail.min(), self.head.min()) <= max(
            self.tail.max(), self.head.max()
        ) < len(self.lon):
            faults.append(f"expected edges between nodes 0 to {len(self.lon) - 1}, got others")
        if not all((costs >= 0).all() and np.isfinite(costs).all() for costs in (self.km, self.minutes)):
            faults.append("expected kilometres and minutes of 0 or more, got negative or unknown ones")
        need([Fault(BadValueError, each) for each in faults])

    @property
    def n(self) -> int:
        """How many nodes."""
        return len(self.lon)


def roads_of_ways(
    lon: Floats,
    lat: Floats,
    nodes: Places,
    starts: Places,
    *,
    kmh: Floats,
    forward: Flags,
    backward: Flags,
    stop: Flags,
) -> Roads:
    """The network of ways: each a row of nodes, with one speed, and the directions in which it may be driven.

    nodes   the nodes of all ways, one way after the other;  starts  where each way begins in them, rising
    kmh, forward, backward, stop  one each way; at a node of a way with `stop` journeys may begin and end
    """
    way = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(nodes))))
    within = way[1:] == way[:-1] if len(way) else np.empty(0, dtype=bool)
    here, there, mine = nodes[:-1][within], nodes[1:][within], way[:-1][within]
    km = distance_m(lon[here], lat[here], lon[there], lat[there]) / 1000 if len(here) else np.empty(0)
    minutes = km / kmh[mine] * 60
    ahead, back = forward[mine], backward[mine]
    stops = np.zeros(len(lon), dtype=bool)
    stops[nodes[stop[way]]] = True

    def both(first: Any, second: Any) -> Any:
        return np.concatenate([first[ahead], second[back]])

    return Roads(lon, lat, stops, both(here, there), both(there, here), both(km, km), both(minutes, minutes))


def contract(roads: Roads, keep: Flags | None = None) -> tuple[Roads, Places]:
    """The network without the nodes between two others, and which nodes stayed (their numbers before).

    keep  nodes that stay in any case, shape (n,). Junctions, ends, and nodes where the directions change stay too, and
    one of a ring that has none of these. Between nodes that stay every shortest way is as long as before.
    """
    plain = _once(roads)
    stays = ~_between(plain) | (np.zeros(plain.n, dtype=bool) if keep is None else keep)
    _, ring = connected_components(_matrix(plain, plain.km), directed=False)
    alone = np.flatnonzero(~np.isin(ring, ring[stays]))
    stays[alone[np.unique(ring[alone], return_index=True)[1]]] = True
    last, km, minutes = _to_the_end(plain, stays)
    begins = stays[plain.tail]
    number = np.cumsum(stays) - 1
    kept = np.flatnonzero(stays)
    joined = Roads(
        plain.lon[kept],
        plain.lat[kept],
        plain.stops[kept],
        number[plain.tail[begins]],
        number[plain.head[last[begins]]],
        km[begins],
        minutes[begins],
    )
    return _once(joined), kept


def largest_part(roads: Roads) -> tuple[Roads, float]:
    """The part of the network in which every node can be reached from every other, the largest, and its share of all
    nodes (NaN without any).
    """
    if not roads.n:
        return roads, float("nan")
    _, parts = connected_components(_matrix(roads, roads.km), directed=True, connection="strong")
    inside = parts == np.bincount(parts).argmax()
    number, edges = np.cumsum(inside) - 1, inside[roads.tail] & inside[roads.head]
    part = Roads(
        roads.lon[inside],
        roads.lat[inside],
        roads.stops[inside],
        number[roads.tail[edges]],
        number[roads.head[edges]],
        roads.km[edges],
        roads.minutes[edges],
    )
    return part, float(inside.mean())


def one_each_cell(roads: Roads, degrees: float) -> Flags:
    """One node where journeys may begin for each cell of so many degrees, so that places find a node near them."""
    stops = np.flatnonzero(roads.stops)
    cells = np.stack([np.floor(roads.lon[stops] / degrees), np.floor(roads.lat[stops] / degrees)])
    _, first = np.unique(cells[0] * 1e6 + cells[1], return_index=True)
    chosen = np.zeros(roads.n, dtype=bool)
    chosen[stops[first]] = True
    return chosen


def travel(roads: Roads, origins: ArrayLike, targets: ArrayLike, unit: Unit = "minutes") -> Floats:
    """Kilometres or minutes from every origin to every target by the shortest way: shape (origins, targets), inf where
    there is none. origins, targets  nodes
    """
    here, there = np.asarray(origins, dtype=np.intp), np.asarray(targets, dtype=np.intp)
    costs = roads.km if unit == "km" else roads.minutes
    if len(there) < len(here):
        # Searching from the few: every edge turned round leads back.
        turned = replace(roads, tail=roads.head, head=roads.tail)
        return _searched(_matrix(turned, costs), there, here).T
    return _searched(_matrix(roads, costs), here, there)


def between_places(
    roads: Roads,
    origins: tuple[ArrayLike, ArrayLike],
    targets: tuple[ArrayLike, ArrayLike],
    unit: Unit,
    *,
    detour: float,
    kmh: float,
    farthest_km: float,
) -> Floats:
    """Kilometres or minutes between places (lon, lat) that lie beside the roads: shape (origins, targets).

    Each place is joined to the nearest node with `stops`: straight x detour, at `kmh`. One that is more than
    `farthest_km` (straight) from any, or has no point, is joined to none: inf, but for a place and itself, 0.
    """
    stops = np.flatnonzero(roads.stops)

    def joined(places: tuple[ArrayLike, ArrayLike]) -> tuple[Places, Floats]:
        nodes, metres = nearest(*places, roads.lon[stops], roads.lat[stops])
        km = np.where(metres <= farthest_km * 1000, metres / 1000 * detour, np.inf)
        return stops[np.maximum(nodes, 0)] if len(stops) else nodes, km if unit == "km" else km / kmh * 60

    (starts, first), (ends, last) = joined(origins), joined(targets)
    if not len(stops):
        return np.full((len(first), len(last)), np.inf)
    on_roads = travel(roads, np.unique(starts), np.unique(ends), unit)
    rows, columns = np.searchsorted(np.unique(starts), starts), np.searchsorted(np.unique(ends), ends)
    found = first[:, None] + on_roads[np.ix_(rows, columns)] + last[None, :]
    (east, north), (there_east, there_north) = (
        [np.atleast_1d(np.asarray(each, dtype=float)) for each in places] for places in (origins, targets)
    )
    same = (east[:, None] == there_east[None, :]) & (north[:, None] == there_north[None, :])
    return np.where(same, 0.0, found)


def _searched(matrix: csr_array, sources: Places, wanted: Places) -> Floats:
    found = np.empty((len(sources), len(wanted)))
    for at in range(0, len(sources), AT_ONCE):
        some = slice(at, at + AT_ONCE)
        found[some] = np.atleast_2d(dijkstra(matrix, directed=True, indices=sources[some]))[:, wanted]
    return found


def _matrix(roads: Roads, costs: Floats) -> csr_array:
    """The network as a sparse matrix; of several edges between two nodes the one that costs least."""
    order = np.lexsort((costs, roads.head, roads.tail))
    tail, head = roads.tail[order], roads.head[order]
    first = np.append(True, (np.diff(tail) != 0) | (np.diff(head) != 0)) if len(order) else np.empty(0, dtype=bool)
    chosen = np.maximum(costs[order][first], LEAST)
    return csr_array((chosen, (tail[first], head[first])), shape=(roads.n, roads.n))


def _once(roads: Roads) -> Roads:
    """Edges sorted by tail and head, each pair once with the least of each cost, and none from a node to itself."""
    keys = roads.tail.astype(np.int64) * roads.n + roads.head
    order = np.argsort(keys, kind="stable")
    order = order[roads.tail[order] != roads.head[order]]
    if not len(order):
        none = np.empty(0, dtype=np.intp)
        return replace(roads, tail=none, head=none, km=np.empty(0), minutes=np.empty(0))
    first = np.flatnonzero(np.append(True, np.diff(keys[order]) != 0))
    return replace(
        roads,
        tail=roads.tail[order[first]],
        head=roads.head[order[first]],
        km=np.minimum.reduceat(roads.km[order], first),
        minutes=np.minimum.reduceat(roads.minutes[order], first),
    )


def _between(roads: Roads) -> Flags:
    """Which nodes lie between two others on a road that goes on alike: two-way on both sides, or one-way through."""
    keys, turned = roads.tail * roads.n + roads.head, roads.head * roads.n + roads.tail
    at = np.minimum(np.searchsorted(keys, turned), max(len(keys) - 1, 0))
    two_way = keys[at] == turned if len(keys) else np.empty(0, dtype=bool)
    leaving, coming = (np.bincount(ends, minlength=roads.n) for ends in (roads.tail, roads.head))
    both = np.bincount(roads.tail[two_way], minlength=roads.n)
    on_two_way = (leaving == 2) & (coming == 2) & (both == 2)
    return np.asarray(on_two_way | ((leaving == 1) & (coming == 1) & (both == 0)), dtype=bool)


def _to_the_end(roads: Roads, stays: Flags) -> tuple[Places, Floats, Floats]:
    """For every edge the last edge of its chain, and the costs from its tail to there: by doubling, so that a chain of
    a thousand nodes takes ten steps. Right for edges from nodes that stay; edges are sorted, see `_once`.
    """
    m = len(roads.tail)
    first = np.searchsorted(roads.tail, np.arange(roads.n))
    # The way on from a node between two others is the edge that does not lead back; `m` stands for the end.
    on = np.minimum(first[roads.head], max(m - 1, 0))
    on = np.where(roads.head[on] == roads.tail, on + 1, on) if m else on
    on = np.append(np.where(stays[roads.head], m, on), m)
    last = np.append(np.arange(m), m)
    km, minutes = np.append(roads.km, 0.0), np.append(roads.minutes, 0.0)
    begins = np.flatnonzero(stays[roads.tail])
    while (on[begins] != m).any():
        km, minutes = km + km[on], minutes + minutes[on]
        last = np.where(on == m, last, last[on])
        on = on[on]
    return last[:m], km[:m], minutes[:m]
