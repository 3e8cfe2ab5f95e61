"""Small files as offices make them, in every format and encoding, and what they are held against."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import xlsxwriter
from shapely.geometry import Point

from atlas.own.checking import facts_of_files
from data.intake.facts import Facts

HEAD = (
    "编号",
    "名称",
    "类别",
    "层级",
    "地市",
    "县区",
    "经度",
    "纬度",
    "获批日期",
    "运行日期",
    "现状",
    "证据等级",
    "来源",
)
# A body that nothing is wrong with: a street of 金平区 in 汕头.
ONE = (
    "own-1",
    "汕头市知识产权服务站",
    "维权援助",
    "市级",
    "汕头市",
    "金平区",
    "116.69",
    "23.36",
    "2023-05-01",
    "2023年9月",
)
ONE = (*ONE, "运行中", "A2", "汕头市人民政府网")


@cache
def facts() -> Facts:
    """What the released files say."""
    return facts_of_files()


def body(**cells: str) -> list[str]:
    """The good body with some cells changed, by heading."""
    return list((dict(zip(HEAD, ONE, strict=True)) | cells).values())


def _doubled(cell: str) -> str:
    return cell.replace('"', '""')


def csv(*rows: list[str] | tuple[str, ...]) -> bytes:
    """Rows of plain cells, UTF-8."""
    return "".join(",".join(f'"{_doubled(cell)}"' for cell in row) + "\n" for row in rows).encode()


def bodies(*rows: list[str]) -> bytes:
    """A table of bodies below its heading."""
    return csv(HEAD, *rows)


def xlsx(rows: list[list[str]], merged: str = "", above: str = "") -> bytes:
    """A workbook with one sheet 机构; merged  a range such as E2:E3;  above  a title over all columns, in row 1"""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("机构")
        if above:
            sheet.merge_range(0, 0, 0, len(rows[0]) - 1, above)
        for place, row in enumerate(rows, start=1 if above else 0):
            for column, cell in enumerate(row):
                sheet.write_string(place, column, cell)
        if merged:
            first = merged.split(":", maxsplit=1)[0]
            column, row = ord(first[0]) - ord("A"), int(first[1:]) - 1
            sheet.merge_range(merged, rows[row][column])
    return out.getvalue()


def geojson(*features: tuple[dict[str, Any], dict[str, Any] | None]) -> bytes:
    """Features of properties and geometry."""
    told = [{"type": "Feature", "properties": about, "geometry": shape} for about, shape in features]
    return json.dumps({"type": "FeatureCollection", "features": told}, ensure_ascii=False).encode()


def points(**columns: list[str]) -> gpd.GeoDataFrame:
    """Sites at two streets, as a map."""
    return gpd.GeoDataFrame(columns, geometry=[Point(116.69, 23.36), Point(113.2644, 23.1291)], crs=4326)


def by_driver(frame: gpd.GeoDataFrame, driver: str) -> bytes:
    """A map as GDAL writes it: a GeoPackage, or the parts of a Shapefile in a zip."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        if driver == "GPKG":
            frame.to_file(home / "map.gpkg", driver=driver)
            return (home / "map.gpkg").read_bytes()
        frame.to_file(home / "map.shp", driver=driver, encoding="utf-8")
        return zipped({path.name: path.read_bytes() for path in sorted(home.iterdir())})


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def square(west: float, south: float, size: float) -> list[list[list[float]]]:
    """The ring of a square, degrees."""
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


JINPING = {"type": "Polygon", "coordinates": square(116.68, 23.35, 0.02)}
