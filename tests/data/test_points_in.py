"""Files of points: every row comes out, whatever the layout of the bytes, or one sentence says why not."""

from __future__ import annotations

import pickle
import struct
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
import shapely

from data import points_in
from data.errors import TableError
from data.limits import POINT_FILE_BYTES, POINTS_AT_ONCE, Limit
from data.points_in import Points, pieces, point_file, points_of
from tests.data.point_files import LAYOUTS, geoparquet, plain, wkb

NAN = float("nan")
PLACES = [(113.0 + each / 100, 23.0 - each / 100) for each in range(25)]
WKB = [wkb(*each) for each in PLACES]


def read(path: Path, datum: str = "wgs84", weight: str = "") -> Points:
    """All points of a file, piece after piece."""
    found = [points for piece in pieces(point_file(path, datum, weight)) for points in points_of(piece)]
    weights = np.concatenate([each.weights for each in found]) if weight else None
    return Points(np.concatenate([each.lon for each in found]), np.concatenate([each.lat for each in found]), weights)


def placed(points: Points) -> list[tuple[float, float]]:
    return list(zip(points.lon.tolist(), points.lat.tolist(), strict=True))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("group", [1000, 7])
def test_every_layout_of_bytes_gives_every_row(tmp_path: Path, layout: str, group: int) -> None:
    assert placed(read(geoparquet(tmp_path / "p.parquet", WKB, layout=layout, group=group))) == PLACES


@pytest.mark.parametrize("layout", ["binary", "large", "view"])
def test_rows_without_a_point_stay_in_their_place(tmp_path: Path, layout: str) -> None:
    empty = struct.pack("<BIdd", 1, 1, NAN, NAN)
    found = read(geoparquet(tmp_path / "p.parquet", [None, WKB[0], empty, None, WKB[1]], layout=layout))
    np.testing.assert_equal(found.lon, [NAN, 113.0, NAN, NAN, PLACES[1][0]])
    np.testing.assert_equal(read(geoparquet(tmp_path / "q.parquet", [None, None], layout=layout)).lat, [NAN, NAN])


def test_big_endian_points_and_points_with_heights_are_read_too(tmp_path: Path) -> None:
    other = [struct.pack(">BIdd", 0, 1, 113.5, 22.5), struct.pack("<BIddd", 1, 1001, 113.6, 22.6, 9.0), WKB[0]]
    found = read(geoparquet(tmp_path / "p.parquet", other, geometry_types=["Point", "Point Z"]))
    assert placed(found) == [(113.5, 22.5), (113.6, 22.6), PLACES[0]]


def test_what_geopandas_writes_is_read(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"n": range(25)}, geometry=[shapely.Point(each) for each in PLACES], crs=4326)
    frame.to_parquet(tmp_path / "p.parquet")
    found = read(tmp_path / "p.parquet", weight="n")
    assert placed(found) == PLACES
    assert found.weights is not None
    assert found.weights.tolist() == list(range(25))


@pytest.mark.parametrize("kind", [pa.float64(), pa.float32(), pa.decimal128(9, 4)])
def test_plain_parquet_is_read_by_any_known_name(tmp_path: Path, kind: pa.DataType) -> None:
    columns = {"纬度": pa.array([23.5, None]).cast(kind), "LNG": pa.array([113.25, 114.0]).cast(kind)}
    np.testing.assert_equal(read(plain(tmp_path / "p.parquet", columns)).lat, [23.5, NAN])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_csv_is_read_as_offices_save_it(tmp_path: Path, encoding: str, sign: str) -> None:
    lines = ["名称,经度,纬度,从业人员", '"甲\n乙",113.5,22.5,7', "丙,,,3", "", "丁,114,23,0"]
    path = tmp_path / "点.csv"
    path.write_bytes("\r\n".join(lines).replace(",", sign).encode(encoding))
    found = read(path, weight="从业人员")
    np.testing.assert_equal(found.lon, [113.5, NAN, 114.0])
    assert found.weights is not None
    assert found.weights.tolist() == [7, 3, 0]


def test_large_row_groups_come_a_limited_number_of_rows_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(points_in, "POINTS_AT_ONCE", Limit(10, POINTS_AT_ONCE.unit, ""))
    (piece,) = pieces(point_file(geoparquet(tmp_path / "p.parquet", WKB), "wgs84"))
    assert [len(each.lon) for each in points_of(piece)] == [10, 10, 5]


@pytest.mark.parametrize(("code", "datum"), [(4326, "wgs84"), (4490, "cgcs2000"), (None, "gcj02"), (None, "bd09")])
def test_a_file_is_taken_in_the_datum_that_it_declares_or_none(tmp_path: Path, code: int | None, datum: str) -> None:
    assert len(read(geoparquet(tmp_path / "p.parquet", WKB, crs=code), datum).lon) == 25


@pytest.mark.parametrize(
    ("code", "datum", "said"),
    [
        (4326, "gcj02", "wgs84"),
        (4326, "cgcs2000", "wgs84"),
        (4490, "wgs84", "cgcs2000"),
        (4547, "cgcs2000", "CGCS2000"),
    ],
)
def test_a_file_that_declares_another_datum_is_refused(tmp_path: Path, code: int, datum: str, said: str) -> None:
    with pytest.raises(TableError, match=f"says of itself that it is in {said}"):
        point_file(geoparquet(tmp_path / "p.parquet", WKB, crs=code), datum)


def refused(path: Path, weight: str = "") -> str:
    with pytest.raises(TableError) as fault:
        read(path, weight=weight)
    sentence = str(fault.value)
    assert str(path) in sentence
    assert "\n" not in sentence
    assert str(pickle.loads(pickle.dumps(fault.value))) == sentence  # noqa: S301
    return sentence


def test_what_is_empty_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "p"
    path.write_bytes(b"")
    assert "found an empty file" in refused(path)
    path.write_bytes(b"lon,lat\n")
    assert "found a heading only" in refused(path)
    assert "found no row" in refused(geoparquet(path, []))
    assert "found no row" in refused(
        plain(path, {"lon": pa.array([], pa.float64()), "lat": pa.array([], pa.float64())})
    )


def test_a_file_that_is_cut_anywhere_is_one_sentence(tmp_path: Path) -> None:
    whole = geoparquet(tmp_path / "whole.parquet", WKB * 40).read_bytes()
    for size in range(1, len(whole), 97):
        path = tmp_path / "cut.parquet"
        path.write_bytes(whole[:size])
        refused(path)


def test_a_damaged_page_is_one_sentence_or_every_row(tmp_path: Path) -> None:
    whole = bytearray(geoparquet(tmp_path / "whole.parquet", WKB * 40).read_bytes())
    path = tmp_path / "damaged.parquet"
    for at in range(4, len(whole) - 600, 41):
        path.write_bytes(bytes([*whole[:at], whole[at] ^ 0xFF, *whole[at + 1 :]]))
        try:
            rows, said = len(read(path).lon), ""
        except TableError as error:
            rows, said = 0, str(error)
        assert rows == 1000 or str(path) in said


def test_wrong_columns_and_wrong_shapes_are_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    assert "expected one column lon" in refused(plain(path, {"x": [1.0], "y": [2.0]}))
    assert "expected one column lat" in refused(plain(path, {"lon": [1.0]}))
    assert "expected one column lon" in refused(plain(path, {"lon": [1.0], "经度": [1.0], "lat": [2.0]}))
    assert "expected numbers in the column lon" in refused(plain(path, {"lon": ["a"], "lat": [2.0]}))
    assert "expected one column employees" in refused(plain(path, {"lon": [1.0], "lat": [2.0]}), "employees")
    assert "expected one column employees" in refused(geoparquet(path, WKB), "employees")
    assert "expected numbers in the column n" in refused(geoparquet(path, WKB[:1], more={"n": ["a"]}), "n")
    assert "expected points only, found Polygon" in refused(geoparquet(path, WKB, geometry_types=["Point", "Polygon"]))
    assert "expected points as WKB, found 'point'" in refused(geoparquet(path, WKB, encoding="point"))
    line = shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)]))
    assert "expected points only, found other shapes" in refused(geoparquet(path, [line], geometry_types=[]))
    assert "expected points as WKB" in refused(geoparquet(path, [b"\x01\x02nonsense"]))


def test_a_place_that_is_none_on_earth_is_named_by_its_row(tmp_path: Path) -> None:
    path = geoparquet(tmp_path / "p.parquet", [*WKB[:8], wkb(438_000, 2_540_000)], group=3)
    assert "row 9: expected degrees" in refused(path)
    csv = tmp_path / "p.csv"
    csv.write_text("lon,lat\n113,23\n23,113\n", encoding="utf-8")
    assert "row 2: expected degrees" in refused(csv)
    assert "row 1: expected degrees" in refused(geoparquet(path, [wkb(float("inf"), 23)]))


@pytest.mark.parametrize(
    "text", ["lon,lat\n113,abc\n", "lon,lat\n113\n", "lon;lat\n113,23\n", 'lon,lat\n"113,23\n', "\n\n"]
)
def test_a_csv_that_is_none_is_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "p.csv"
    path.write_text(text, encoding="utf-8")
    refused(path)


def test_bytes_that_are_no_table_and_files_that_cannot_be_read_are_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p"
    path.write_bytes(bytes(range(256)) * 9)
    refused(path)
    refused(tmp_path / "none")
    refused(tmp_path)
    monkeypatch.setattr(points_in, "POINT_FILE_BYTES", Limit(10, "bytes", "", POINT_FILE_BYTES.sentence))
    assert "expected at most 0 kB" in refused(path)
