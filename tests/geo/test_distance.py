"""How far, how near, how many: held against geodesics."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from geo.distance import (
    distance_m,
    ecef,
    nearest,
    nearest_by,
    pairwise_m,
    road_km,
    square_chords,
    square_limit,
    straight_m,
    within,
)
from geo.errors import BadValueError

ROOT = Path(__file__).resolve().parents[2]
EARTH = Geod(ellps="WGS84")
NAN = float("nan")


def places(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    return draw.uniform(109.5, 117.5, n), draw.uniform(20.0, 25.7, n)


def slowly(from_lon, from_lat, to_lon, to_lat) -> np.ndarray:
    """Geodesic metres from every place to every target, one by one."""
    return np.array(
        [
            [EARTH.inv(x, y, u, v)[2] for u, v in zip(to_lon, to_lat, strict=True)]
            for x, y in zip(from_lon, from_lat, strict=True)
        ]
    )


def test_geocentric_coordinates_are_those_of_proj() -> None:
    lon, lat = places(50, 1)
    expected = Transformer.from_crs(4979, 4978, always_xy=True).transform(lon, lat, np.zeros(50))
    np.testing.assert_allclose(ecef(lon, lat), np.column_stack(expected), atol=1e-6)


def test_lengths_differ_from_geodesics_by_less_than_half_a_thousandth_of_a_percent() -> None:
    one, other = places(5000, 2), places(5000, 3)
    geodesic = EARTH.inv(*one, *other)[2]
    assert geodesic.max() > 850_000
    near = geodesic <= 900_000
    np.testing.assert_allclose(distance_m(*one, *other)[near], geodesic[near], rtol=5e-6)
    northwards = distance_m(113.0, 20.0, 113.0, 25.7).item()
    assert northwards == pytest.approx(EARTH.inv(113.0, 20.0, 113.0, 25.7)[2], rel=5e-6)


def test_a_published_geodesic_from_flinders_peak_to_buninyong() -> None:
    """Geoscience Australia, GDA94 Technical Manual, chapter 4: 54,972.271 m (GRS80, 0.1 mm from WGS-84 in its axis)."""
    flinders = 144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600)
    buninyong = 143 + 55 / 60 + 35.38390 / 3600, -(37 + 39 / 60 + 10.15610 / 3600)
    assert distance_m(*flinders, *buninyong).item() == pytest.approx(54_972.271, abs=0.01)


def test_one_place_is_partner_to_all_and_unknown_is_unknown() -> None:
    found = distance_m(113.0, 23.0, [113.0, 114.0, NAN], [23.0, 23.0, 23.0])
    assert found[0] == 0
    assert found[1] == pytest.approx(EARTH.inv(113, 23, 114, 23)[2])
    assert np.isnan(found[2])
    with pytest.raises(BadValueError, match="got 2 and 3"):
        distance_m([1, 2], [1, 2], [1, 2, 3], [1, 2, 3])
    with pytest.raises(BadValueError, match="got 2 and 1"):
        ecef([1, 2], [1])


def test_the_nearest_of_forty_targets_is_the_one_of_the_slow_search() -> None:
    here, there = places(200, 4), places(40, 5)
    metres = slowly(*here, *there)
    index, found = nearest(*here, *there)
    np.testing.assert_array_equal(index, metres.argmin(axis=1))
    np.testing.assert_allclose(found, metres.min(axis=1), rtol=1e-5)
    index, found = nearest(*here, *there, k=5)
    np.testing.assert_array_equal(index, metres.argsort(axis=1)[:, :5])
    np.testing.assert_allclose(found, np.sort(metres, axis=1)[:, :5], rtol=1e-5)


@pytest.mark.parametrize("k", [1, 3])
@pytest.mark.parametrize("unknown", [False, True], ids=["all known", "some unknown"])
def test_of_many_places_each_is_answered_as_if_it_were_alone(k: int, unknown: bool) -> None:
    """More than all processors share, asked again in pieces of 997, to the last bit."""
    (lon, lat), targets = places(90_001, seed=8), places(40, seed=9)
    if unknown:
        lon[::7], lat[5::1001] = NAN, NAN
    index, metres = nearest(lon, lat, *targets, k)
    pieces = [nearest(lon[at : at + 997], lat[at : at + 997], *targets, k) for at in range(0, len(lon), 997)]
    assert np.array_equal(index, np.concatenate([each for each, _ in pieces]))
    assert np.array_equal(metres, np.concatenate([each for _, each in pieces]), equal_nan=True)
    assert not unknown or np.isnan(metres[::7]).all()


def test_without_targets_the_nearest_is_endlessly_far() -> None:
    index, metres = nearest([113.0], [23.0], [], [])
    assert (index.tolist(), metres.tolist()) == ([-1], [np.inf])
    assert nearest([113.0], [23.0], [NAN], [23.0])[0].tolist() == [-1]
    assert nearest([], [], [113.0], [23.0])[1].shape == (0,)
    assert nearest([], [], [113.0], [23.0], k=2)[1].shape == (0, 2)


def test_beyond_the_last_target_there_is_none() -> None:
    index, metres = nearest([113.0], [23.0], [114.0, 113.5], [23.0, 23.0], k=4)
    assert index.tolist() == [[1, 0, -1, -1]]
    assert np.isinf(metres).tolist() == [[False, False, True, True]]


def test_a_place_without_coordinates_has_no_nearest_and_a_target_without_them_is_never_it() -> None:
    index, metres = nearest([NAN, 113.0], [23.0, 23.0], [NAN, 115.0], [23.0, 23.0])
    assert index.tolist() == [-1, 1]
    assert np.isnan(metres).tolist() == [True, False]


def test_targets_at_one_point_come_in_their_own_order() -> None:
    lon, lat = [114.0, 113.0, 114.0, 114.0], [23.0] * 4
    assert nearest([113.9], [23.0], lon, lat)[0].tolist() == [0]
    assert nearest([113.9], [23.0], lon, lat, k=2)[0].tolist() == [[0, 2]]
    assert nearest([113.9, 113.1], [23.0] * 2, lon, lat, k=4)[0].tolist() == [[0, 2, 3, 1], [1, 0, 2, 3]]


@given(st.lists(st.sampled_from([113.0, 113.5, 114.0, 116.0, NAN]), max_size=9), st.integers(1, 6))
def test_k_nearest_on_a_line_are_those_of_a_stable_sort(lon: list[float], k: int) -> None:
    index, metres = nearest([113.1], [23.0], lon, [23.0] * len(lon), k=k)
    order = sorted(
        (place for place, east in enumerate(lon) if not np.isnan(east)), key=lambda place: abs(lon[place] - 113.1)
    )
    expected = (order + [-1] * k)[:k]
    assert index.ravel().tolist() == expected
    assert np.isinf(metres.ravel()).tolist() == [place < 0 for place in expected]


def test_within_counts_as_the_slow_search_and_no_limit_counts_all() -> None:
    here, there = places(100, 6), places(60, 7)
    np.testing.assert_array_equal(within(*here, *there, radius_m=80_000), (slowly(*here, *there) <= 80_000).sum(axis=1))
    assert (within(*here, *there, radius_m=np.inf) == 60).all()
    assert within([113.0], [23.0], [], [], radius_m=1e6).tolist() == [0]
    assert within([NAN, 113.0], [23.0, 23.0], [113.0, NAN], [23.0, 23.0], radius_m=1.0).tolist() == [0, 1]


def test_a_target_exactly_at_the_radius_is_within_it() -> None:
    here, there = places(300, 8), places(300, 9)
    radius = distance_m(*here, *there)
    for x, y, u, v, metres in zip(*here, *there, radius, strict=True):
        assert within([x], [y], [u], [v], radius_m=metres).item() == 1
        assert within([x], [y], [u], [v], radius_m=metres - 0.001).item() == 0
    assert within([113.0], [23.0], [113.0], [23.0], radius_m=0).item() == 1


def test_bad_radius_k_and_detour_are_refused() -> None:
    for radius in (-1.0, NAN):
        with pytest.raises(BadValueError, match="radius of 0 m or more"):
            within([], [], [], [], radius_m=radius)
    with pytest.raises(BadValueError, match="k of 1 or more"):
        nearest([], [], [], [], k=0)
    for detour in (0.99, NAN):
        with pytest.raises(BadValueError, match="detour of 1 or more"):
            road_km(1000, detour)


def test_a_road_is_longer_than_the_straight_line_by_the_detour() -> None:
    assert road_km(10_000, 1.3) == pytest.approx(13)
    assert straight_m(13, 1.3) == pytest.approx(10_000)
    np.testing.assert_allclose(straight_m(road_km([0, 5000, NAN], 1.3), 1.3), [0, 5000, NAN])


def test_the_nearest_of_each_group_is_the_nearest_of_its_targets_alone() -> None:
    draw = np.random.default_rng(3)
    lon, lat = draw.uniform(110, 117, 40), draw.uniform(20, 25, 40)
    to_lon, to_lat = draw.uniform(110, 117, 9), draw.uniform(20, 25, 9)
    groups = list("bacbacbba")
    labels, index, least = nearest_by(square_chords(lon, lat, to_lon, to_lat), groups)
    assert labels == ("a", "b", "c")
    for line, label in enumerate(labels):
        own = [place for place, each in enumerate(groups) if each == label]
        alone, metres = nearest(lon, lat, to_lon[own], to_lat[own])
        assert [own[each] for each in alone] == index[line].tolist()
        assert ((least[line] <= square_limit(50_000)) == (metres <= 50_000)).all()


def test_nobody_in_a_group_may_be_chosen_and_a_place_nowhere_has_none() -> None:
    squares = square_chords([113.0, float("nan")], [23.0, 23.0], [113.0, 113.0, 114.0], [23.1, 23.1, 23.0])
    squares[2] = np.inf
    labels, index, least = nearest_by(squares, ["near", "near", "far"])
    assert (labels, index.tolist()) == (("far", "near"), [[-1, -1], [0, -1]])
    assert least[0].tolist() == [np.inf, np.inf]
    with pytest.raises(BadValueError, match="each of 3 targets, got 1"):
        nearest_by(squares, ["near"])
    with pytest.raises(BadValueError, match="0 m or more"):
        square_limit(float("nan"))


@pytest.mark.parametrize("block", [1, 7, 32, 10**6])
def test_each_pair_is_as_far_as_it_is_alone_however_many_are_worked_out_at_once(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.distance.BLOCK", block)
    (lon, lat), (east, north) = places(13, 1), places(5, 2)
    lon[3] = north[1] = NAN
    alone = [distance_m(lon[place], lat[place], east, north) for place in range(13)]
    assert np.array_equal(np.isnan(alone), np.isnan(lon)[:, None] | np.isnan(north))
    np.testing.assert_allclose(pairwise_m(lon, lat, east, north), alone, rtol=1e-12)


def test_of_no_places_or_no_targets_there_is_a_matrix_without_numbers() -> None:
    (lon, lat), none = places(3, 1), np.array([])
    assert pairwise_m(lon, lat, none, none).shape == (3, 0)
    assert pairwise_m(none, none, lon, lat).shape == (0, 3)


def test_who_is_in_reach_is_answered_without_reading_scipy() -> None:
    code = (
        "import sys; from geo.distance import pairwise_m; pairwise_m([113.0], [23.0], [114.0], [23.0]);"
        "print('scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
