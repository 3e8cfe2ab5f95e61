"""A place is in exactly one area, or in none, and the grid gives the answer of the slow search."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadValueError, CrsError, MissingColumnError
from geo.locate import Locator, locate
from tests.geo.oracles import locate_slowly
from tests.geo.worlds import squares, wavy_areas


@pytest.fixture(scope="module", params=[0, 10**9], ids=["by the grid", "few"], autouse=True)
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    """Both ways: with a grid, and as few places are looked for."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("geo.locate.FEW", request.param)
        yield


FOUR = squares("a", "b", "c", "d", columns=2)
ON_FOUR = Locator(FOUR)


def test_places_inside_and_outside_of_squares() -> None:
    lon, lat = [113.5, 114.5, 113.5, 114.5, 112.9, 113.5, 500.0], [22.5, 22.5, 23.5, 23.5, 22.5, 24.1, -90.0]
    assert locate(lon, lat, FOUR).tolist() == ["a", "b", "c", "d", "", "", ""]


def test_a_place_on_a_shared_border_goes_to_the_smallest_id_in_any_order_of_rows() -> None:
    lon, lat = [114.0, 113.5, 114.0, 115.0, 113.0, 114.0], [22.5, 23.0, 23.0, 24.0, 22.0, 23.5]
    expected = ["a", "a", "a", "d", "a", "c"]
    assert locate(lon, lat, FOUR).tolist() == expected
    assert locate(lon, lat, FOUR.iloc[::-1]).tolist() == expected


def test_unknown_and_endless_coordinates_are_nowhere() -> None:
    nan, inf = float("nan"), float("inf")
    assert locate([nan, 113.5, nan, inf, 113.5], [22.5, nan, nan, 22.5, -inf], FOUR).tolist() == [""] * 5


def test_the_answer_has_the_shape_of_the_question() -> None:
    assert locate(np.full((2, 3), 113.5), np.full((2, 3), 22.5), FOUR).shape == (2, 3)
    assert locate([], [], FOUR).shape == (0,)
    assert locate([113.5], [22.5], FOUR).dtype == object
    assert locate(113.5, 22.5, FOUR).item() == "a"
    with pytest.raises(BadValueError, match=r"\(2,\) and \(1,\)"):
        locate([113.5, 113.5], [22.5], FOUR)


def test_without_areas_every_place_is_outside() -> None:
    assert locate([113.5], [22.5], FOUR.iloc[:0]).tolist() == [""]


def test_ids_may_stand_in_another_column() -> None:
    assert locate([113.5], [22.5], FOUR.rename(columns={"adcode": "zone"}), id_column="zone").tolist() == ["a"]


def test_in_an_overlap_the_smallest_id_wins() -> None:
    boxes = [shapely.box(113, 22, 114, 23), shapely.box(113.5, 22, 114.5, 23)]
    overlapping = gpd.GeoDataFrame({"adcode": ["z", "m"]}, geometry=boxes, crs=4326)
    assert locate([113.2, 113.7, 114.2], [22.5] * 3, overlapping).tolist() == ["z", "m", "m"]


@pytest.mark.parametrize("cell_deg", [0.004, 0.05, 3.0])
def test_a_thousand_places_are_where_the_slow_search_finds_them(cell_deg: float) -> None:
    areas = wavy_areas(25)
    draw = np.random.default_rng(5)
    lon, lat = draw.uniform(109.8, 118.2, 1000), draw.uniform(19.8, 25.2, 1000)
    found = Locator(areas, cell_deg=cell_deg).locate(lon, lat)
    assert found.tolist() == locate_slowly(lon, lat, areas, "adcode")
    assert len(set(found)) > 20


def test_places_on_and_close_to_borders_are_where_the_slow_search_finds_them() -> None:
    areas = wavy_areas(25)
    draw = np.random.default_rng(6)
    corners = draw.permutation(shapely.get_coordinates(areas.geometry.to_numpy()))[:400]
    middles = shapely.get_coordinates(
        shapely.line_interpolate_point(shapely.boundary(areas.geometry.to_numpy()), 0.37, normalized=True)
    )
    close = corners + draw.choice([-1e-9, 0, 1e-9, 1e-4], size=corners.shape)
    lon, lat = np.concatenate([corners, middles, close]).T
    assert locate(lon, lat, areas).tolist() == locate_slowly(lon, lat, areas, "adcode")


def test_a_border_that_cuts_off_the_corner_of_a_cell_is_not_missed() -> None:
    areas = wavy_areas(25)
    draw = np.random.default_rng(8)
    borders = draw.choice(shapely.boundary(areas.geometry.to_numpy()), 2000)
    along = shapely.get_coordinates(shapely.line_interpolate_point(borders, draw.uniform(size=2000), normalized=True))
    lon, lat = (along + draw.choice([-1e-6, 1e-6], size=along.shape)).T
    assert locate(lon, lat, areas).tolist() == locate_slowly(lon, lat, areas, "adcode")


def test_places_in_a_hole_in_an_enclave_and_on_an_island_are_told_apart() -> None:
    areas = wavy_areas(25)
    enclave = shapely.point_on_surface(areas.geometry.iloc[-1])
    lake = max(shapely.get_parts(areas.geometry.iloc[1]), key=lambda part: part.area).interiors[0].centroid
    lon, lat = [enclave.x, lake.x, 118.05], [enclave.y, lake.y, 21.05]
    assert locate(lon, lat, areas).tolist() == [areas["adcode"].iloc[-1], "", areas["adcode"].iloc[0]]


NEAR = st.floats(112.9, 115.1).map(lambda x: round(x, 3)) | st.sampled_from([113.0, 114.0, 115.0])


@given(NEAR, NEAR)
def test_every_place_near_the_squares_is_found_as_by_the_slow_search(lon: float, lat: float) -> None:
    assert ON_FOUR.locate([lon], [lat - 91]).tolist() == locate_slowly([lon], [lat - 91], FOUR, "adcode")


@pytest.mark.parametrize(("places", "wanted"), [(19, False), (20, True)])
def test_the_more_areas_there_are_the_more_places_a_grid_waits_for(
    places: int, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def noted(areas: gpd.GeoDataFrame, *, id_column: str, grid: bool) -> Locator:
        asked.append(grid)
        return Locator(areas, id_column=id_column, grid=grid)

    monkeypatch.setattr("geo.locate.Locator", noted)
    monkeypatch.setattr("geo.locate.FEW", 10)
    monkeypatch.setattr("geo.locate.AREAS", len(FOUR))
    assert locate([113.5] * places, [22.5] * places, FOUR).tolist() == ["a"] * places
    assert asked == [wanted]


def test_areas_as_wide_as_the_world_get_larger_cells_and_the_same_answers() -> None:
    world = gpd.GeoDataFrame(
        {"adcode": ["west", "east"]}, geometry=[shapely.box(-180, -90, 0, 90), shapely.box(0, -90, 180, 90)], crs=4326
    )
    assert locate([-0.001, 0.001, 0.0], [0, 0, 0], world).tolist() == ["west", "east", "east"]


def test_areas_that_are_not_as_described_are_refused_by_id() -> None:
    bow_tie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    shapes = [bow_tie, None, shapely.Polygon(), shapely.Point(1, 1), shapely.box(0, 0, 1, 1)]
    wrong = gpd.GeoDataFrame({"adcode": list("abcdd")}, geometry=shapes, crs=4326)
    with pytest.raises(BadValueError, match=r"'d' more than once.*see a, b, c, d; repair"):
        locate([0.5], [0.5], wrong)
    with pytest.raises(CrsError, match="EPSG:4326"):
        locate([0.5], [0.5], FOUR.to_crs(3857))
    with pytest.raises(MissingColumnError, match="id"):
        locate([0.5], [0.5], FOUR, id_column="id")
    with pytest.raises(BadValueError, match="cell_deg"):
        Locator(FOUR, cell_deg=0)
