"""Outlines made simple: less far away, and never apart from their neighbours."""

from __future__ import annotations

import numpy as np
import shapely

from data.recipes.simplified import COARSE_DECIMALS, COARSE_FROM, simplified


def wavy(x: float, south: float, north: float, points: int = 200) -> list[tuple[float, float]]:
    """A line to the north that leaves its meridian by 0.05° to both sides."""
    return [(x + 0.05 * np.sin(10 * y), y) for y in np.linspace(south, north, points)]


def strip(west: float, east: float) -> shapely.Polygon:
    """Between two wavy lines."""
    return shapely.Polygon([*wavy(west, 0, 4), *reversed(wavy(east, 0, 4))])


AROUND, NEAR, FAR = strip(0, 1), strip(1, 2), strip(2, 9)


def test_what_lies_in_the_middle_keeps_every_point_of_its_border() -> None:
    near, _far = simplified([NEAR, FAR], AROUND)
    shared = shapely.intersection(AROUND.boundary, near.boundary)
    assert shapely.get_num_coordinates(shapely.line_merge(shared)) == 200


def test_neighbours_still_share_their_borders_point_by_point() -> None:
    near, far = simplified([NEAR, FAR], AROUND)
    assert shapely.coverage_is_valid([AROUND, near, far])


def test_the_farther_a_border_the_fewer_points_it_has_and_the_fewer_decimals() -> None:
    near, far = simplified([NEAR, FAR], AROUND)
    between = shapely.get_coordinates(shapely.line_merge(shapely.intersection(near.boundary, far.boundary)))
    outer = shapely.get_coordinates(far)
    outer = outer[outer[:, 0] > 8]
    assert 200 > len(between) > len(outer) >= 2
    away = shapely.distance(shapely.points(outer), AROUND) > COARSE_FROM
    assert away.all()
    assert np.array_equal(outer, outer.round(COARSE_DECIMALS))


def test_an_islet_far_away_goes_and_one_nearby_stays() -> None:
    beside, far_off = shapely.box(-0.2, 1, -0.18, 1.02), shapely.box(-9, 1, -8.98, 1.02)
    (left,) = simplified([shapely.union_all([NEAR, beside, far_off])], AROUND)
    assert left.intersects(beside)
    assert not left.intersects(far_off)
