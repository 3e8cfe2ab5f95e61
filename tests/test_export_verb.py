"""The verb export: tables of a page and layers as files, whole or not at all."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pytest

import cli
from data import whole_files
from documents.layer_file import layer_file
from layers import all_layers
from tests.worlds import told

pytestmark = pytest.mark.usefixtures("one_atlas")
ROOT = Path(__file__).resolve().parents[1]
OGRINFO = shutil.which("ogrinfo")


def export(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code = cli.main(["export", *arguments, "--json"])
    out, error = capsys.readouterr()
    assert code == 0, error
    return dict(json.loads(out))


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(["export", *arguments]) == 2
    return capsys.readouterr().err


def test_the_tables_of_a_page_are_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "缺口.xlsx"
    said = export(capsys, "--page", "coverage", "--as-of", "2023-12-31", "--out", str(out))
    assert said["tables"]["分县缺口"] > 50
    assert said["as_of"] == "2023-12-31"
    assert zipfile.ZipFile(out).testzip() is None


def test_a_link_gives_the_tables_of_what_it_asks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "a.xlsx"
    said = export(capsys, "--page", "/prefecture?id=440500&date=2020-12-31", "--out", str(out))
    assert (said["page"], said["as_of"]) == ("prefecture", "2020-12-31")


def link_in(workbook: Path) -> dict[str, str]:
    rows = pd.read_excel(workbook, sheet_name="说明", header=None, dtype=str, engine="calamine")
    about = dict(zip(rows[0], rows[1], strict=True))
    return {name: about[name] for name in ("本视图链接", "网站地址") if name in about}


def test_the_link_in_a_workbook_has_the_host_that_was_said_or_says_that_it_has_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.xlsx"
    export(capsys, "--page", "https://me:secret@atlas.example.cn:8443/ip/plan?date=2020-12-31", "--out", str(out))
    (link,) = link_in(out).values()
    assert link.startswith("https://atlas.example.cn:8443/ip/plan?date=2020-12-31")
    for page in ("/plan?date=2020-12-31", "plan"):
        export(capsys, "--page", page, "--out", str(out))
        link, sentence = link_in(out).values()
        assert link.startswith("/plan?date=")
        assert sentence == "链接不含网站地址：打开时请在前面加上本图网站的地址。"


def test_the_picture_of_a_link_has_its_host(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def drawn(*_: Any, address: str, **__: Any) -> bytes:
        said.append(address)
        return b"drawn"

    monkeypatch.setattr("documents.picture.picture", drawn)
    for link in ("https://atlas.example.cn/ip/coverage", "/coverage"):
        assert cli.main(["map", "--link", link, "--out", str(tmp_path / "a.png")]) == 0
    assert [each.partition("?")[0] for each in said] == ["https://atlas.example.cn/ip/coverage", "/coverage"]
    assert capsys.readouterr().err == ""


@pytest.mark.long
def test_the_new_centres_of_a_link_of_siting_are_a_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = "/siting?siting=question:most p:2 sites:counties"
    said = export(capsys, "--page", link, "--out", str(tmp_path / "a.xlsx"))
    assert said["tables"]["新建机构"] == 2


@pytest.mark.parametrize("ending", [".geojson", ".gpkg"])
def test_a_layer_is_a_file_of_its_features(tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str) -> None:
    out = tmp_path / f"县{ending}"
    said = export(capsys, "--layer", "counties", "--out", str(out))
    rows = pyogrio.read_dataframe(out)
    assert len(rows) == said["features"] == 124
    assert rows.crs.to_epsg() == 4326
    assert set(rows["prefecture"].str.len()) == {6}


@pytest.mark.long
@pytest.mark.skipif(OGRINFO is None, reason="the tools of GDAL are not installed here; `make office` installs them")
@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".zip"])
def test_the_tools_of_gdal_count_the_features_that_were_written_and_know_the_system(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    for layer in ("counties", "protection-centres", "reach"):
        out = tmp_path / f"{layer}{ending}"
        said = export(capsys, "--layer", layer, "--out", str(out))
        read = out
        if ending == ".zip":
            zipfile.ZipFile(out).extractall(tmp_path / layer)
            (read,) = (tmp_path / layer).glob("*.shp")
        told = subprocess.run([str(OGRINFO), "-al", "-so", str(read)], capture_output=True, text=True, check=True)
        assert f"Feature Count: {said['features']}" in told.stdout, layer
        assert re.search(r'GEOGCRS\["WGS 84"', told.stdout), layer


def test_every_layer_that_shows_something_has_its_rows_words_and_nature() -> None:
    asked = told()
    for each in all_layers():
        shown = asked.view.decision[each.id]
        if shown.empty:
            continue
        found = layer_file(each.id, asked)
        assert set(found.rows["id"]) == set(shown.index), each.id
        assert found.rows["class_text"].ne("").all() or not any(each.legend.values()), each.id
        assert found.rows["nature"].ne("").all(), each.id
        assert found.rows.crs.to_epsg() == 4326
        assert "示意图" in found.note
        if each.kinds or "titles" in each.sources:
            assert found.rows["evidence"].isin(["A1", "A2", "B"]).all(), each.id


def test_the_share_of_a_county_is_the_one_of_the_page() -> None:
    asked = told()
    rows = layer_file("reach", asked).rows.set_index("id")
    for county, row in asked.view.reached.counties.iterrows():
        assert rows.at[f"c{county}", "value"] == pytest.approx(row["covered"] / row["people"])


def test_what_cannot_be_written_is_refused_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "moon" in refusal(capsys, "--page", "moon", "--out", str(tmp_path / "a.xlsx"))
    assert "没有表格" in refusal(capsys, "--page", "manual", "--out", str(tmp_path / "a.xlsx"))
    assert ".xlsx" in refusal(capsys, "--page", "coverage", "--out", str(tmp_path / "a.csv"))
    assert ".gpkg" in refusal(capsys, "--layer", "counties", "--out", str(tmp_path / "a.kml"))
    assert "difference" in refusal(capsys, "--layer", "difference", "--out", str(tmp_path / "a.gpkg"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", [".gpkg", ".zip", ".geojson"])
def test_a_full_disk_leaves_the_old_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / f"old{ending}"
    out.write_bytes(b"old")
    monkeypatch.setattr(whole_files.os, "fsync", full)
    assert "No space left" in refusal(capsys, "--layer", "courts", "--out", str(out))
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"old"]


@pytest.mark.long
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    out = tmp_path / "old.gpkg"
    out.write_bytes(b"old")
    asked = [sys.executable, str(ROOT / "cli.py"), "export", "--layer", "counties", "--out", str(out)]
    begun = time.monotonic()
    subprocess.run(asked, check=True, capture_output=True)
    whole_s, whole = time.monotonic() - begun, out.stat().st_size
    for part in (0.5, 0.7, 0.8, 0.85, 0.9, 0.95):
        out.write_bytes(b"old")
        running = subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            running.wait(whole_s * part)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        assert out.read_bytes() == b"old" or len(pyogrio.read_dataframe(out)) == 124
        assert out.stat().st_size in (3, whole)
