"""数据与来源: every dataset and source once, how full a dataset is, and an own table as a person reads its faults."""

from __future__ import annotations

from atlas.words import say_in
from data.catalog import meta, read, set_ids
from data.intake.check import check
from tests.data.intake.files import bodies, body, facts
from tests.ui.reader import opened, tables, told
from tests.worlds import the_atlas, toml
from ui.desks.sources.dataset import completeness
from ui.desks.sources.upload import good_table, problems_table


def test_every_set_and_every_source_has_a_row() -> None:
    app = opened("data")
    every = tables(app)
    sets, sources = every[0], every[-1]
    assert len(sets) == len(set_ids())
    assert sorted(sources["编号"] if "编号" in sources else sources.iloc[:, -1]) == sorted(toml("sources.toml"))
    assert f"来源（{len(sources)}）" in told(app)
    assert the_atlas().version in told(app)


def test_a_hash_names_the_file_that_is_read() -> None:
    shown = tables(opened("data"))[0]["SHA-256"]
    assert shown.str.fullmatch("[0-9a-f]{12}").all()


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
