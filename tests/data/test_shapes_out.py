"""Files of shapes: what GDAL reads back is what went in, in every form; a Shapefile loses nothing without a word."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from shapely.geometry import MultiPolygon, Point, box

from data.shapes_out import as_file, short_names

LONG = "佛" * 300
OGRINFO = shutil.which("ogrinfo")


def towns() -> gpd.GeoDataFrame:
    rows = {
        "id": ["044300", "440100"],
        "prefecture_name": ["禅城", "=1+1"],
        "prefecture_code": ["8/21", "2020-02"],
        "notes": [LONG, ""],
        "people": [1.5, float("nan")],
    }
    return gpd.GeoDataFrame(rows, geometry=[Point(113.1, 23.0), Point(113.3, 23.1)], crs="EPSG:4326")


def areas() -> gpd.GeoDataFrame:
    shapes = [box(113, 23, 114, 24), MultiPolygon([box(115, 23, 116, 24), box(117, 23, 118, 24)])]
    return gpd.GeoDataFrame({"id": ["a", "b"]}, geometry=shapes, crs="EPSG:4326")


def written(folder: Path, ending: str, rows: gpd.GeoDataFrame) -> Path:
    """The file, that of a zip unpacked: what a reader opens."""
    path = folder / f"towns{ending}"
    path.write_bytes(as_file(ending, rows, "towns", "a note"))
    if ending == ".zip":
        zipfile.ZipFile(path).extractall(folder)
        return folder / "towns.shp"
    return path


@pytest.mark.parametrize("rows", [towns, areas], ids=["points", "areas"])
@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".zip"])
def test_a_file_read_back_has_the_same_rows_shapes_and_system(tmp_path: Path, ending: str, rows: object) -> None:
    given = rows()  # type: ignore[operator]
    found = pyogrio.read_dataframe(written(tmp_path, ending, given))
    assert found.crs.to_epsg() == 4326
    assert list(found["id"]) == list(given["id"])
    assert all(one.equals(other) for one, other in zip(found.geometry, given.geometry, strict=True))


@pytest.mark.skipif(OGRINFO is None, reason="the tools of GDAL are not installed here; `make office` installs them")
@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".zip"])
def test_the_tools_of_gdal_count_the_same_and_know_the_system(tmp_path: Path, ending: str) -> None:
    asked = [str(OGRINFO), "-al", "-so", str(written(tmp_path, ending, towns()))]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert "Feature Count: 2" in told
    assert "WGS 84" in told
    assert "Geometry: Point" in told


def test_a_shapefile_is_in_gb18030_and_keeps_whole_signs(tmp_path: Path) -> None:
    path = written(tmp_path, ".zip", towns())
    assert path.with_suffix(".cpg").read_text() == "GB18030"
    assert "禅城".encode("gb18030") in path.with_suffix(".dbf").read_bytes()
    assert pyogrio.read_dataframe(path)["notes"][0] == "佛" * 127


def test_what_a_shapefile_cannot_hold_stands_beside_it(tmp_path: Path) -> None:
    path = written(tmp_path, ".zip", towns())
    rows = list(csv.DictReader(io.StringIO(path.with_suffix(".csv").read_bytes().decode("utf-8-sig"))))
    assert [each["notes"] for each in rows] == [LONG, ""]
    assert [each["id"] for each in rows] == ["'044300", "'440100"]
    assert [each["prefecture_name"] for each in rows] == ["禅城", "'=1+1"]
    note = path.with_suffix(".txt").read_text(encoding="utf-8-sig")
    assert note.startswith("a note")
    assert "prefectur2 = prefecture_code" in note


def test_names_are_cut_to_ten_signs_of_which_none_are_alike() -> None:
    found = short_names(["prefecture_name", "prefecture_code", "Prefecture", "id", "面积"])
    assert list(found.values()) == ["prefecture", "prefectur2", "prefectur3", "id", "__"]


def test_unknown_is_null_in_geojson() -> None:
    told = json.loads(as_file(".geojson", towns(), "towns", "a note"))
    assert [each["properties"]["people"] for each in told["features"]] == [1.5, None]
    assert told["description"] == "a note"


def test_another_ending_is_refused_naming_those_that_work() -> None:
    with pytest.raises(ValueError, match=r"\.geojson, \.gpkg, \.zip, got '\.kml'"):
        as_file(".kml", towns(), "towns", "")
