"""Files made to harm: nothing is read that should not be, each is refused in one sentence before memory grows."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from data.errors import TableError
from data.intake import maps_child
from data.intake.check import check
from data.intake.sheets_in import read_sheet
from data.limits import (
    INTAKE_PROBLEMS,
    INTAKE_ROWS,
    MAP_FEATURES,
    MAP_MEMBERS,
    MAP_MEMORY,
    MAP_VERTICES,
    TABLE_BYTES,
    WORKBOOK_MEMORY,
)
from tests.data.intake.files import bodies, body, by_driver, csv, facts, geojson, points, xlsx, zipped
from tools.bench.process import spent_by

pytestmark = pytest.mark.long
PRIVATE = "private to this server"
VRT = '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>{path}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file://{path}">]><a>&b;</a>'


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of the server that no upload may read."""
    path = tmp_path_factory.mktemp("server") / "secret.csv"
    path.write_text(f"id,name,lon,lat\na,{PRIVATE},116.69,23.36\n", encoding="utf-8")
    return path


def shapefile(extra: dict[str, bytes]) -> bytes:
    """A good zipped Shapefile with more in it."""
    with zipfile.ZipFile(io.BytesIO(by_driver(points(id=["a", "b"]), "ESRI Shapefile"))) as archive:
        return zipped({each: archive.read(each) for each in archive.namelist()} | extra)


def link() -> bytes:
    """A zip whose .shp is a link to a file of the server."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        about = zipfile.ZipInfo("map.shp")
        about.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(about, "/etc/passwd")
    return out.getvalue()


def xxe(path: Path) -> bytes:
    """A workbook whose shared strings name a file of the server."""
    book = xlsx([["id", "lon"], ["a", "1"]])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    strings = members["xl/sharedStrings.xml"].decode()
    declared = f'<!DOCTYPE sst [<!ENTITY b SYSTEM "file://{path}">]><sst'
    return zipped(
        members
        | {"xl/sharedStrings.xml": strings.replace("<sst", declared, 1).replace("<t>a</t>", "<t>&b;</t>").encode()}
    )


def deep(depth: int) -> bytes:
    """GeoJSON whose geometry is nested far too deep."""
    return (
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
        + b"[" * depth
        + b"]" * depth
        + b"}]}"
    )


def ring(vertices: int) -> dict[str, object]:
    line = [[116.0 + at * 1e-7, 23.0 + (at % 2) * 1e-7] for at in range(vertices)]
    return {"type": "LineString", "coordinates": line}


HOSTILE: dict[str, Callable[[Path], bytes]] = {
    "a VRT named as it pleases": lambda path: VRT.format(path=path).encode(),
    "a VRT after spaces": lambda path: b"\n\n  " + VRT.format(path=path).encode(),
    "a VRT in a zip as .shp": lambda path: zipped({"map.shp": VRT.format(path=path).encode()}),
    "a VRT beside a .shp of nothing": lambda path: zipped({"a.vrt": VRT.format(path=path).encode(), "a.shp": b""}),
    "a GDALG pipeline": lambda path: json.dumps(
        {"type": "gdal_streamed_alg", "command_line": f"gdal vector read {path}"}
    ).encode(),
    "a GeoJSON that points": lambda path: json.dumps(
        {"type": "FeatureCollection", "features": f"/vsicurl/file://{path}"}
    ).encode(),
    "XML with an entity": lambda path: ENTITY.format(path=path).encode(),
    "a workbook with an entity": xxe,
    "a zip that leaves its folder": lambda _: shapefile({"../../etc/cron.d/x": b"x"}),
    "a zip with an absolute path": lambda _: shapefile({"/etc/x": b"x"}),
    "a zip with a drive": lambda _: shapefile({"C:/x": b"x"}),
    "a zip that is a link": lambda _: link(),
    "a zip in a zip": lambda _: shapefile({"inner.zip": zipped({"a": b"a"})}),
    "a zip of too many members": lambda _: shapefile({f"{at}.txt": b"" for at in range(MAP_MEMBERS.most)}),
    "a zip bomb": lambda _: shapefile({"map.dbf": bytes(150_000_000)}),
    "a workbook bomb": lambda _: zipped(
        {"[Content_Types].xml": b"<a/>", "xl/worksheets/sheet1.xml": bytes(150_000_000)}
    ),
    "two Shapefiles": lambda _: shapefile({"other.shp": b"x"}),
    "a GeoPackage cut in half": lambda _: by_driver(points(id=["a", "b"]), "GPKG")[:50_000],
    "SQLite and nothing else": lambda _: b"SQLite format 3\0" + bytes(4096),
    "geometry nested too deep": lambda _: deep(200_000),
    "too many vertices": lambda _: geojson(({"id": "a"}, ring(MAP_VERTICES.most + 1))),
    "too many features": lambda _: geojson(*[({}, None)] * (MAP_FEATURES.most + 1)),
    "a file that is too large": lambda _: b"a" * (TABLE_BYTES.most + 1),
    "no text and no table": lambda _: bytes(range(256)) * 40,
    "a program": lambda _: b"MZ" + bytes(5000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence(name: str, secret: Path) -> None:
    content = HOSTILE[name](secret)
    for suffix in ("geojson", "xlsx", "vrt") if len(content) < 1_000_000 else ("csv",):
        with pytest.raises(TableError) as refused:
            check(content, f"表.{suffix}", "sites", "wgs84", facts())
        assert "\n" not in str(refused.value)
        assert PRIVATE not in str(refused.value)
        assert f"表.{suffix}" in str(refused.value)


def test_a_pointer_in_another_encoding_is_a_text_that_points_nowhere(secret: Path) -> None:
    found = check(VRT.format(path=secret).encode("utf-16"), "表.vrt", "sites", "wgs84", facts())
    assert found.good == ()
    assert "this column is missing" in {each.problem.message for each in found.problems}


@pytest.mark.parametrize(
    "cell", ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "<script>alert(1)</script>", "${7*7}", "'; DROP"]
)
def test_formulas_and_scripts_are_text(cell: str) -> None:
    found = check(bodies(body(名称=cell)), "表.csv", "bodies", "wgs84", facts())
    assert not found.problems
    # An apostrophe is no part of a text only where it keeps a formula text in a CSV (data.cells.unguarded).
    assert found.good[0].cells["name_zh"] == cell
    kept = check(bodies(body(名称=f"'{cell}")), "表.csv", "bodies", "wgs84", facts())
    assert kept.good[0].cells["name_zh"] == (cell if cell[0] in "=+-@" else f"'{cell}")


def test_a_name_of_a_file_is_never_a_path(tmp_path: Path) -> None:
    sheet = read_sheet(by_driver(points(id=["a", "b"]), "GPKG"), "../../../etc/passwd")
    assert (sheet.file, len(sheet.rows)) == ("../../../etc/passwd", 3)
    assert list(tmp_path.iterdir()) == []


def test_gdal_in_the_child_knows_two_drivers_and_no_more() -> None:
    code = "import pyogrio; print(sorted(pyogrio.list_drivers()))"
    skipped = os.environ | {"GDAL_SKIP": maps_child.SKIPPED}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=skipped)
    assert done.stdout.strip() == str(sorted(maps_child.DRIVERS))


def test_too_many_rows_and_too_many_problems_are_said() -> None:
    with pytest.raises(TableError, match="20,000"):
        check(csv(("adcode", "weight"), *[("440511", "1")] * (INTAKE_ROWS.most + 1)), "表.csv", "weights", "", facts())
    bad = csv(("adcode", "weight"), *[("x", "y")] * INTAKE_PROBLEMS.most)
    found = check(bad, "表.csv", "weights", "", facts())
    assert len(found.problems) == INTAKE_PROBLEMS.most
    assert "2,000" in found.notes[-1].sentence()


OPENED = """
import sys
from data.errors import TableError
from data.intake.sheets_in import read_sheet
for path in sys.argv[1:]:
    try:
        read_sheet(open(path, "rb").read(), path)
        sys.exit("expected a refusal")
    except TableError:
        pass
"""


def test_opening_files_of_strangers_takes_less_memory_than_is_allowed(secret: Path, tmp_path: Path) -> None:
    assert max(MAP_MEMORY.most, WORKBOOK_MEMORY.most) <= 500 * 2**20
    paths = []
    for at, name in enumerate(("a workbook bomb", "too many vertices", "geometry nested too deep", "a zip bomb")):
        paths.append(tmp_path / str(at))
        paths[-1].write_bytes(HOSTILE[name](secret))
    assert spent_by([sys.executable, "-c", OPENED, *map(str, paths)]).peak_mb * 1e6 < 500 * 2**20
