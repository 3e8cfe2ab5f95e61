"""`check` and `import` on the command line: what a table's problems are, and a folder of data that is accepted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import cli
from data import accept
from data.catalog import ROOT, read
from data.intake.kinds import kind_ids
from tests.data.intake.files import JINPING, bodies, body, csv, geojson
from verbs.intake import DATUMS, KINDS


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    """Code and answer of a verb."""
    code = cli.main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_verbs_know_the_kinds_and_datums_there_are() -> None:
    from atlas.own.checking import DATUMS as DECLARED

    assert (kind_ids(), DECLARED) == (KINDS, DATUMS)


def test_a_good_table_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "表.csv").write_bytes(bodies(body()))
    code, told = run(capsys, "check", str(tmp_path / "表.csv"), "--kind", "bodies", "--datum", "wgs84")
    assert (code, told["rows"], told["ok"], told["problems"]) == (0, 1, 1, [])


def test_a_bad_table_ends_with_1_and_names_row_column_and_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "表.csv").write_bytes(bodies(body(), body(编号="own-2", 县区="金坪区")))
    code, told = run(capsys, "check", str(tmp_path / "表.csv"), "--kind", "bodies", "--datum", "wgs84")
    assert (code, told["rows"], told["ok"]) == (1, 2, 1)
    assert told["problems"] == [
        {
            "sheet": "",
            "row": 3,
            "column": "县区",
            "value": "金坪区",
            "problem": "现行区划中没有这个代码或名称",
            "cure": "是否应为金平区 440511？",
        }
    ]


def test_a_file_that_cannot_be_read_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "表.csv").write_bytes(b"MZ\0\0")
    assert cli.main(["check", str(tmp_path / "表.csv"), "--kind", "bodies", "--datum", "wgs84"]) == 2
    assert "expected a table" in capsys.readouterr().err
    assert cli.main(["check", str(tmp_path / "none.csv"), "--kind", "bodies"]) == 2


def test_the_datum_must_be_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "表.csv").write_bytes(bodies(body()))
    code, told = run(capsys, "check", str(tmp_path / "表.csv"), "--kind", "bodies")
    assert (code, told["ok"]) == (1, 0)
    assert told["problems"][0]["problem"] == "没有说明坐标系"


def test_bad_rows_are_imported_by_nobody_and_good_ones_only_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "表.csv").write_bytes(bodies(body(), body(编号="own-2", 县区="金坪区")))
    arguments = (
        "import",
        str(tmp_path / "表.csv"),
        "--kind",
        "bodies",
        "--datum",
        "wgs84",
        "--out",
        str(tmp_path / "own"),
    )
    code, told = run(capsys, *arguments)
    assert (code, told["written"], (tmp_path / "own").exists()) == (1, [], False)
    code, told = run(capsys, *arguments, "--good")
    assert code == 0
    assert sorted(Path(each).name for each in told["written"]) == ["bodies.csv", "meta.toml", "sources.toml"]
    (tmp_path / "own" / "sources.toml").write_text("another", encoding="utf-8")
    assert cli.main([*arguments, "--good"]) == 2, "what is there is not written over"


FOLDERS = {
    "bodies": bodies(body(), body(编号="own-2", 名称="汕头窗口", 来源="汕头日报 2024年；plan-14-5")),
    "indicators": csv(("指标", "地市", "年份", "数值", "来源"), ("gdp", "汕头", "2025", "3300", "统计公报")),
    "outcomes": csv(("编号", "规划目标", "数值", "日期", "来源"), ("own-1", "T064", "47.6", "2025-12-31", "通报")),
    "sites": csv(("id", "lon", "lat"), ("a", "116.69", "23.36")),
    "weights": csv(("区划代码", "权重"), ("440511", "2")),
    "boundaries": geojson(({"adcode": "440511"}, JINPING)),
}


@pytest.mark.long
@pytest.mark.parametrize("kind", FOLDERS)
def test_an_imported_folder_laid_over_the_data_is_accepted(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out, laid = tmp_path / "表.csv", tmp_path / "own", tmp_path / "data"
    file.write_bytes(FOLDERS[kind])
    code, _ = run(capsys, "import", str(file), "--kind", kind, "--datum", "wgs84", "--out", str(out))
    assert code == 0
    shutil.copytree(ROOT, laid, ignore=shutil.ignore_patterns("*.py", "__pycache__", "intake", "recipes"))
    shutil.copytree(out, laid, dirs_exist_ok=True)
    assert accept.main(laid) == 0, capsys.readouterr().err
    if kind == "bodies":
        before, after = read("bodies"), read("bodies", laid)
        assert len(after) == len(before) + 2
        assert after[: len(before)].equals(before), "nothing shipped changes"
        assert after["name_zh"].to_list()[-1] == "汕头窗口"
