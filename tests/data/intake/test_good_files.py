"""Good files of every format and encoding pass, and what is exported comes back as it was."""

from __future__ import annotations

import math
from typing import Any

import pytest

from data.catalog import read
from data.export import as_csv, as_xlsx
from data.intake.check import check
from data.intake.kinds import kind_of
from data.intake.told import Checked
from data.intake.workbooks_out import workbook
from tests.data.intake.files import (
    HEAD,
    ONE,
    bodies,
    body,
    by_driver,
    csv,
    facts,
    geojson,
    points,
    xlsx,
)
from tests.data.intake.old_workbook import xls

TEXT = bodies(body()).decode()
PLACE = {"type": "Point", "coordinates": [116.69, 23.36]}
ROWS = [list(HEAD), list(ONE)]
GOOD: dict[str, tuple[str, bytes]] = {
    "UTF-8": ("bodies", TEXT.encode()),
    "UTF-8 with its mark": ("bodies", TEXT.encode("utf-8-sig")),
    "UTF-16": ("bodies", TEXT.encode("utf-16")),
    "UTF-16 without its mark": ("bodies", TEXT.encode("utf-16-le")),
    "GB18030": ("bodies", TEXT.encode("gb18030")),
    "tabs between cells": ("bodies", TEXT.replace('","', '"\t"').encode()),
    "a workbook": ("bodies", xlsx(ROWS)),
    "a workbook with a title above": ("bodies", xlsx(ROWS, above="附件1 汕头市知识产权服务机构表")),
    "an old workbook": ("bodies", xls(ROWS)),
    "GeoJSON": ("bodies", geojson((dict(zip(HEAD, ONE, strict=True)) | {"经度": "", "纬度": ""}, PLACE))),
    "a zipped Shapefile": ("sites", by_driver(points(id=["a", "b"], name=["甲", "乙"]), "ESRI Shapefile")),
    "a GeoPackage": ("sites", by_driver(points(id=["a", "b"], name=["甲", "乙"]), "GPKG")),
    "full-width digits and letters": (
        "bodies",
        bodies(
            body(
                编号="ＯＷＮ－１".lower(),
                经度="１１６．６９",
                纬度="２３．３６",
                证据等级="Ａ２",
                获批日期="２０２３－０５－０１",
            )
        ),
    ),
    "weights by name": ("weights", csv(("县区", "权重"), ("金平区", "1,250.5"), ("越秀区", "3"))),
}


def checked(kind: str, content: bytes) -> Checked:
    return check(content, "表", kind, "wgs84", facts())


def test_there_are_twelve_good_files_and_more() -> None:
    assert len(GOOD) >= 12


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_passes_with_all_its_rows(name: str) -> None:
    found = checked(*GOOD[name])
    assert [each.plain() for each in found.problems] == []
    assert len(found.good) == found.rows >= 1


@pytest.mark.parametrize("name", [name for name, (kind, _) in GOOD.items() if kind == "bodies"])
def test_a_body_is_the_same_in_every_format(name: str) -> None:
    cells = checked(*GOOD[name]).good[0].cells
    told = ("id", "kind", "level", "prefecture", "county", "lon", "lat", "approved", "operating", "status", "evidence")
    assert [cells[each] for each in told] == [
        "own-1", "rights_aid", "municipal", "440500", "440511", 116.69, 23.36, "2023-05-01", "2023-09",
        "in_operation", "A2",
    ]  # fmt: skip


def test_points_of_a_phone_are_turned() -> None:
    # 金平区's place in GCJ-02, by the published formula: about 540 m from where it is.
    plain = checked("sites", csv(("id", "lon", "lat"), ("a", "116.69", "23.36"))).good[0].cells
    turned = check(csv(("id", "lon", "lat"), ("a", "116.69", "23.36")), "表", "sites", "gcj02", facts()).good[0].cells
    moved = math.hypot(float(plain["lon"]) - float(turned["lon"]), float(plain["lat"]) - float(turned["lat"])) * 111  # type: ignore[arg-type]
    assert 0.4 < moved < 0.8


# Shapefiles say it in ESRI's words, GeoPackages by number; with a datum of the whole earth it makes no difference.
@pytest.mark.parametrize(
    ("driver", "epsg", "unshifted"),
    [
        ("GPKG", 4490, ""),
        ("ESRI Shapefile", 4547, ""),
        ("GPKG", 32649, ""),
        ("ESRI Shapefile", 2383, "1980"),
        ("GPKG", 2433, "1954"),
    ],
)
def test_a_map_in_another_system_lands_where_it_is_and_an_older_datum_is_said(
    driver: str, epsg: int, unshifted: str
) -> None:
    there = points(id=["a", "b"], name=["甲", "乙"])
    found = checked("sites", by_driver(there.to_crs(epsg), driver))
    assert [each.plain() for each in found.problems] == []
    places = [(row.cells["lon"], row.cells["lat"]) for row in found.good]
    assert places == [(pytest.approx(each.x, abs=2e-6), pytest.approx(each.y, abs=2e-6)) for each in there.geometry]
    said = [str(each) for each in found.notes if "may be off" in str(each)]
    assert len(said) == bool(unshifted)
    assert all(unshifted in each for each in said)


@pytest.mark.parametrize(
    ("kind", "dataset"), [("bodies", "bodies"), ("indicators", "prefecture_indicators"), ("outcomes", "outcomes")]
)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_comes_back_as_it_was(kind: str, dataset: str, form: str) -> None:
    table = read(dataset)
    cells = [[known(each) for each in row] for row in table.itertuples(index=False, name=None)]
    told = workbook(kind_of(kind), list(table.columns), cells, facts(), str)
    content = as_csv(table) if form == "csv" else told
    found = checked(kind, content)
    assert [each.plain() for each in found.problems] == []
    assert len(found.good) == len(table)
    for row, record in zip(found.good, table.to_dict("records"), strict=True):
        assert dict(row.cells) == {name: known(value) for name, value in record.items()}


def test_months_and_days_in_the_workbook_of_a_page_come_back_as_they_were() -> None:
    table = read("bodies")
    assert {4, 7, 10} <= {len(each) for each in (*table["approved"], *table["operating"])}
    found = checked("bodies", as_xlsx({"t": table}, {}))
    told = [(row.cells["id"], row.cells["approved"], row.cells["operating"]) for row in found.good]
    assert told == list(zip(table["id"], table["approved"], table["operating"], strict=True))


def known(value: Any) -> Any:
    """A cell as the check gives it: unknown is None."""
    return None if isinstance(value, float) and math.isnan(value) else value
