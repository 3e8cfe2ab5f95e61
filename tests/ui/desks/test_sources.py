"""数据与来源: how full a dataset is, and a table of one's own as a person reads what was found."""

from __future__ import annotations

from atlas.words import say_in
from data.catalog import meta, read
from data.intake.check import check
from tests.data.intake.files import bodies, body, facts
from ui.desks.sources.dataset import completeness
from ui.desks.sources.upload import good_table, problems_table


def test_a_problem_is_a_row_with_its_place_and_its_cure() -> None:
    found = check(bodies(body(), body(编号="own-2", 县区="金坪区")), "表.csv", "bodies", "wgs84", facts())
    table = problems_table(found, say_in("zh"))
    assert table.to_dict("records") == [
        {
            "原行号": "3",
            "列名": "县区",
            "原值": "金坪区",
            "问题": "现行区划中没有这个代码或名称",
            "改法": "是否应为金平区 440511？",
        }
    ]


def test_rows_that_can_be_taken_are_shown_in_the_words_of_offices() -> None:
    found = check(bodies(body()), "表.csv", "bodies", "wgs84", facts())
    shown = good_table(found, say_in("zh")).to_dict("records")[0]
    assert (shown["原行号"], shown["类别"], shown["现状"], shown["经度"]) == ("2", "维权援助", "运行中", 116.69)


def test_what_a_dataset_lacks_is_counted_cell_by_cell() -> None:
    records, declared = read("bodies"), meta("bodies")
    table = completeness(records, declared, "zh", say_in("zh")).set_index("列名")
    for name in ("id", "address", "lon"):
        empty = sum(1 for cell in records[name] if str(cell) in ("", "nan"))
        assert table.loc[name, "缺"] == empty
    assert table.loc["id", "已填"] == "100.0%"
    assert table.loc["address", "缺"] > 0
