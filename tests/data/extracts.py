"""Extracts of roads that tests write: a few ways by hand, as the package osmium writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Way

from geo.roads import Roads

REAL = Path(__file__).parent / "extract" / "kotka.osm.pbf"
KOTKA = (26.5, 60.0, 27.5, 61.0)
PROVINCE = (109.0, 19.0, 118.0, 26.0)

Ways = Sequence[tuple[Sequence[int], Mapping[str, str]]]


def write_extract(path: Path, points: Mapping[int, tuple[float, float]], ways: Ways, date: str = "") -> Path:
    """An extract of these nodes (id -> lon, lat) and ways, whose header says a date."""
    header = osmium.io.Header()
    if date:
        header.set("osmosis_replication_timestamp", f"{date}T20:21:02Z")
    with osmium.SimpleWriter(str(path), overwrite=True, header=header) as writer:
        for node, (lon, lat) in points.items():
            writer.add_node(Node(id=node, location=(lon, lat)))
        for number, (nodes, tags) in enumerate(ways, start=1):
            writer.add_way(Way(id=number, nodes=list(nodes), tags=dict(tags)))
    return path


def edges_by_place(roads: Roads) -> list[tuple[float, float]]:
    """Longitudes of both ends of every edge, sorted: on a street from west to east they tell which is which."""
    return sorted(
        (round(float(roads.lon[tail]), 4), round(float(roads.lon[head]), 4))
        for tail, head in zip(roads.tail, roads.head, strict=True)
    )
