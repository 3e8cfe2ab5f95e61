"""Candidates, weights and matrices of one's own: what is used is told, what cannot be is refused with its row."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from atlas.faults import FaultError
from atlas.siting.tables import (
    candidates,
    candidates_file,
    matrix_file,
    weights,
    weights_column,
    weights_file,
)
from atlas.words import say_in
from data.catalog import read, read_areas
from data.limits import CANDIDATES, MATRIX_BYTES, NAME, WEIGHTS

TABLES = Path(__file__).resolve().parents[1] / "tables"
ZH = say_in("zh")


def refused(name: str) -> str:
    """The Chinese sentence with which a table beside the tests is refused."""
    read_it = weights if name.startswith("w_") else candidates
    with pytest.raises(FaultError) as fault:
        read_it((TABLES / name).read_bytes(), name)
    return fault.value.sentence(ZH)


def test_a_unit_with_two_weights_is_refused_naming_it_and_both_rows() -> None:
    assert refused("w_dup.csv") == "w_dup.csv第2行和第4行：440103有两个权重，请只留一个"


def test_a_code_out_of_use_is_refused_naming_the_unit_of_today() -> None:
    assert refused("w_old.csv") == "w_old.csv第2行：441723（阳东县）已于2014年停用，今为阳东区 441704"


def test_shenshan_leads_to_its_note() -> None:
    sentence = refused("w_shenshan.csv")
    assert sentence.startswith("w_shenshan.csv第5行：440315（深汕特别合作区）在这里不单列：由深圳市管理")
    assert "海丰县 441521" in sentence
    with pytest.raises(FaultError, match="Shenzhen administers it"):
        weights("adcode,weight\n深汕特别合作区,1\n".encode(), "w.csv")


def test_weights_that_are_all_nothing_are_refused() -> None:
    assert refused("w_zero.csv") == "w_zero.csv：应至少有一个大于0的权重"
    with pytest.raises(FaultError, match="expected a weight above 0"):
        weights(b"adcode,weight\n", "w.csv")


def test_units_without_a_weight_are_told() -> None:
    found = weights_file(TABLES / "w_part.csv")
    assert found.value == {"440103": 100}
    assert [note.sentence(ZH) for note in found.notes] == ["124个县级单元中1个有权重，其余按0计。"]


def test_weights_of_all_units_need_no_note() -> None:
    units = read_areas("counties")["adcode"]
    found = weights(("行政区划代码,权重\n" + "".join(f"{each},1\n" for each in units)).encode("gb18030"), "w.csv")
    assert (len(found.value), found.notes) == (124, ())


def test_full_width_codes_and_numbers_in_a_workbook_are_read() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().add_table("A1:B3", {"columns": [{"header": "行政区划代码"}, {"header": "权重"}]})
        sheet = book.worksheets()[0]
        sheet.write_row(1, 0, ["４４０１０３", "１０"])
        sheet.write_row(2, 0, [440105, 5])
    assert weights(out.getvalue(), "w.xlsx").value == {"440103": 10, "440105": 5}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("440100,5", "row 2: 440100 is no adcode of a county-level unit"),
        ("440103,-1", "row 2: expected a weight of 0 or more for 440103, found -1"),
        ("440103,1_0", "row 2: expected a number for weight, found '1_0'"),
        ("440103,", "row 2: expected a number for weight, found ''"),
        ("440103,nan", "row 2: expected a number for weight, found 'nan'"),
    ],
)
def test_a_weight_that_cannot_be_used_is_refused_with_its_row(row: str, sentence: str) -> None:
    with pytest.raises(FaultError, match=sentence):
        weights(f"adcode,weight\n{row}\n".encode(), "w.csv")


def test_every_code_out_of_use_leads_to_units_of_today() -> None:
    former, today = read("former_codes"), set(read_areas("counties")["adcode"])
    assert not set(former["adcode"]) & today
    for successors in former["successors"]:
        assert set(successors.split("; ")) <= today
    known = dict(zip(former["adcode"], former["successors"], strict=True))
    assert known["441723"] == "441704"
    assert known["440582"] == "440513; 440514"


def coast() -> bytes:
    """The harbours, with an id each."""
    heading, *rows = (TABLES / "points_coast.csv").read_text(encoding="utf-8").splitlines()[:5]
    return "\n".join([f"id,{heading}", *(f"p{place},{row}" for place, row in enumerate(rows))]).encode()


def test_a_harbour_counts_with_the_nearest_unit_and_says_how_far_it_is() -> None:
    found = candidates(coast(), "港口.csv")
    assert dict(zip(found.value["name"], found.value["prefecture"], strict=True)) == {
        "盐田港": "440300",
        "蛇口港": "440300",
        "南沙港": "440100",
        "湛江港": "440800",
    }
    off, shifted = (note.sentence(ZH) for note in found.notes)
    assert off.startswith("3个候选点略在岸线之外")
    assert "2: 盐田区 494 m" in off
    # 盐田港 stays in the water in both datums: it gives no reason to think of another.
    assert shifted.startswith("其中2个若为GCJ-02坐标则在岸上")


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ("112.0,20.5", r"112.0, 20.5 is not in the province \(longitude first, WGS-84\)"),
        ("113.5586,22.198", "is not in the province"),
        ("111.17,21.37", "is not in the province; the nearest unit is 电白区, 10351 m away"),
        ("23.1,113.3", "23.1, 113.3 is not in the province"),
    ],
)
def test_a_point_far_out_is_refused_with_what_helps(point: str, sentence: str) -> None:
    with pytest.raises(FaultError, match=sentence):
        candidates(f"id,lon,lat\na,{point}\n".encode(), "c.csv")


def test_a_bad_row_after_empty_ones_has_the_number_that_excel_shows() -> None:
    assert refused("cand_blank_then_bad.csv") == "cand_blank_then_bad.csv第5行：lon应为数字，实为'east'"


@pytest.mark.parametrize("name", ["cand_nel.csv", "cand_vt.csv"])
def test_odd_signs_in_a_name_are_part_of_it(name: str) -> None:
    assert list(candidates_file(TABLES / name).value["prefecture"]) == ["440100", "440500"]


def test_a_name_too_long_for_a_scenario_and_too_many_rows_are_refused() -> None:
    with pytest.raises(FaultError, match="row 2: expected a name of at most 120 characters, found 121"):
        candidates(f"id,lon,lat,name\na,113.4,23.1,{'名' * (NAME.most + 1)}\n".encode(), "c.csv")
    rows = "".join(f"p{place},113.4,23.1\n" for place in range(CANDIDATES.most + 1))
    with pytest.raises(FaultError, match="expected at most 5,000 rows"):
        candidates(f"id,lon,lat\n{rows}".encode(), "c.csv")
    units = "".join(f"{place},1\n" for place in range(WEIGHTS.most + 1))
    with pytest.raises(FaultError, match="expected at most 10,000 rows"):
        weights(f"adcode,weight\n{units}".encode(), "w.csv")


def test_a_matrix_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    with file.open("wb") as sparse:
        sparse.truncate(MATRIX_BYTES.most + 1)
    with pytest.raises(FaultError, match="expected at most 500 MB"):
        matrix_file(file)


def test_a_matrix_may_have_gaps_but_no_other_forms_of_numbers(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text("1,,1.5e-7\n\n,inf,３\n", encoding="utf-8-sig")
    np.testing.assert_array_equal(matrix_file(file), [[1, np.inf, 1.5e-7], [np.inf, np.inf, 3]])
    for cell in ("1_0", "+5", "nan", "x" * 1000):
        file.write_text(f"1,2\n\n3,{cell}\n", encoding="utf-8")
        with pytest.raises(ValueError, match=r"line 3: expected a number, found ") as fault:
            matrix_file(file)
        assert len(str(fault.value)) < 300


def test_weights_of_a_matrix_that_are_all_nothing_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "w.csv"
    file.write_text("0\n0\n", encoding="utf-8")
    with pytest.raises(FaultError, match="expected a weight above 0, found none"):
        weights_column(file)
