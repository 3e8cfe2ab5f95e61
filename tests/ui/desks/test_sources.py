"""数据与来源: every dataset and source once, how full a dataset is, and an own table as a person reads its faults."""

from __future__ import annotations

import copyreg
import json
from collections.abc import Callable, Iterator
from threading import Event
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from atlas.background import Pool
from atlas.own.apart import Step
from atlas.words import say_in
from data.catalog import meta, read, set_ids
from data.errors import TableError
from data.intake.check import check
from tests.data.intake.files import bodies, body, csv, facts
from tests.ui.reader import opened, tables, told, unharmed
from tests.worlds import the_atlas, toml
from ui.desks.sources import checking
from ui.desks.sources.dataset import completeness, missing_told
from ui.desks.sources.upload import good_table, problems_table
from ui.parts import searches
from ui.parts.places import stamp_line

STAMP = "示意图 · 未经地图审核，不得公开使用"
PLACED = ("bodies", "candidate_sites", "county_seats", "demand_points")
SHAPED = ("counties", "demonstration_areas", "neighbours", "other_land", "prefectures")


def looked_into(set_id: str) -> AppTest:
    """The data page with a dataset chosen."""
    app = opened("data")
    app.selectbox(key="widget-dataset").select(set_id).run()
    unharmed(app)
    return app


def stamps_of(app: AppTest) -> list[str]:
    """What stands under each small map of the page."""
    charts = [json.loads(each.proto.spec) for each in app.get("vega_lite_chart")]
    return [each["title"]["text"] for each in charts]


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


def test_the_list_tells_the_rows_and_sources_of_every_set() -> None:
    table = tables(opened("data"))[0].set_index("标题")
    for each in set_ids():
        row = table.loc[meta(each).title_zh]
        assert int(row["记录数"].replace(",", "")) == len(read(each))
        assert row["来源编号"] == "; ".join(meta(each).sources)


@pytest.mark.parametrize("set_id", ["bodies", pytest.param("neighbours", marks=pytest.mark.long)])
def test_a_dataset_says_what_must_be_known_of_it_and_shows_where_it_lies(set_id: str) -> None:
    app, declared = looked_into(set_id), meta(set_id)
    text = told(app).replace("\\", "")
    for each in (declared.sha256, declared.licence, declared.as_of, "制作方法", "缺什么"):
        assert each in text
    assert stamps_of(app) == [STAMP]


@pytest.mark.long
@pytest.mark.parametrize("set_id", [each for each in set_ids() if each not in ("bodies", "neighbours")])
def test_every_other_dataset_does_so_too(set_id: str) -> None:
    app = looked_into(set_id)
    assert meta(set_id).sha256 in told(app)
    assert stamps_of(app) == [STAMP] * (set_id in (*PLACED, *SHAPED))


def test_what_is_missing_is_told_the_emptiest_first_and_in_so_many_words_when_nothing_is() -> None:
    shown = SimpleNamespace(say=say_in("zh"), atlas=SimpleNamespace(world=SimpleNamespace(language="zh")))
    columns = {"a": {"meaning_zh": "甲"}, "b": {"meaning_zh": "乙"}, "c": {"meaning_zh": "丙"}}
    declared: Any = SimpleNamespace(columns=columns)
    records = pd.DataFrame({"a": ["x", ""], "b": ["", ""], "c": [1.0, 2.0]})
    assert missing_told(records, declared, shown) == "乙（2行中缺2行）；甲（2行中缺1行）"  # type: ignore[arg-type]
    assert missing_told(records[["c"]], SimpleNamespace(columns={"c": columns["c"]}), shown) == "没有空格"  # type: ignore[arg-type]


def test_the_map_of_an_upload_is_a_sketch_and_says_so() -> None:
    assert stamp_line(say_in("zh")) == STAMP
    app = brought(bodies(body()))
    unharmed(app)
    assert stamps_of(app) == [STAMP]


def brought(content: bytes, kind: str = "bodies") -> AppTest:
    """The data page with a table brought to it."""
    app = opened("data")
    app.selectbox(key="widget-own-kind").select(kind).run()
    if kind == "bodies":
        app.radio(key="widget-own-datum").set_value("wgs84").run()
    field = next(each for each in app.file_uploader if each.key == "widget-own-table")
    return field.set_value(("表.csv", content, "text/csv")).run()


@pytest.fixture
def in_the_pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """A pool whose works wait until they are let go, and are done by a thread: the child has a test of its own."""
    may_end = Event()

    def run(stopped: Callable[[], int], watch: Callable[[Any], bool], order: Any, *given: Any) -> Any:
        watch(Step(400, 3, 12))
        assert may_end.wait(60)
        return order(stopped, lambda _: bool(stopped()), *given)

    monkeypatch.setattr(checking, "POOL", Pool())
    monkeypatch.setattr(checking, "CHILDREN", SimpleNamespace(run=run))
    yield may_end
    may_end.set()


LONG = bodies(*(body(编号=f"own-{at}", 县区="金坪区" if at == 7 else "金平区") for at in range(400)))


def test_a_long_table_is_checked_beside_the_page_and_told_step_by_step(in_the_pool: Event) -> None:
    app = brought(LONG)
    unharmed(app)
    work = app.session_state[checking.HELD].works[checking.TABLE]
    while work.progress is None:
        app.run()
    app.run()
    assert "正在逐行核对（400行）：第3步，共12步" in told(app)
    assert "可收下" not in told(app)
    in_the_pool.set()
    work.answer(60)
    app.run()
    unharmed(app)
    assert "共400行，可收下399行，问题1个" in told(app).replace("\\", "")
    assert "有问题的行（已标红）" in told(app), "the bad ones come back while the good ones can be taken"


def test_a_check_is_held_for_the_plan_whose_targets_it_knew(in_the_pool: Event) -> None:
    in_the_pool.set()
    app = brought(LONG)
    assert the_atlas().plan.about["id"] in app.session_state[checking.HELD].view


def test_what_is_held_of_an_unreadable_file_holds_no_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    # As a library does that other processes are asked through (tblib, of distributed): copies take the frames along.
    def with_frames(error: TableError) -> tuple[Any, ...]:
        return _raised, (error.message, error.parts, error.__traceback__)

    monkeypatch.setitem(copyreg.dispatch_table, TableError, with_frames)
    app = brought(b"MZ\0\0")
    for _ in range(2):
        app.run()
        assert "表.csv" in told(app).replace("\\", "")
        held = app.session_state[checking.HELD].files[checking.TABLE]
        assert isinstance(held, TableError)
        assert (held.__traceback__, held.__context__) == (None, None)


def _raised(message: str, parts: dict[str, Any], frames: Any) -> TableError:
    return TableError(message, **parts).with_traceback(frames)


def test_a_check_that_is_cancelled_takes_nothing_and_can_be_begun_again(in_the_pool: Event) -> None:
    app = brought(LONG)
    app.button(key="cancel-own-table").click().run()
    unharmed(app)
    assert "核对已中止" in told(app)
    assert app.session_state[checking.HELD].works == {}
    in_the_pool.set()
    app.button(key="check-own-table").click().run()
    app.session_state[checking.HELD].works[checking.TABLE].answer(60)
    app.run()
    assert "可收下399行" in told(app).replace("\\", "")


def test_an_amount_by_county_weighs_the_counties_of_the_siting_page_under_its_label() -> None:
    heading = ("指标", "县区", "年份", "数值")
    rows = (("industrial-firms", "金平区", "2023", "7"), ("industrial-firms", "越秀区", "2022", "5"))
    app = brought(csv(heading, *rows), "county_indicators")
    app.selectbox(key="own-weighing").select(("industrial-firms", "2023")).run()
    app.button(key="own-to-siting-button").click().run()
    unharmed(app)
    assert "own-weights" in app.session_state["question"].siting
    (title,) = [each["title_zh"] for each in the_atlas().world.indicators if each["id"] == "industrial-firms"]
    loaded = app.session_state[searches.MEMORY].loaded
    assert loaded.weights_name == f"{title} 2023（本单位数据，未发布）, 表.csv"
    assert loaded.weights == {"440511": 7.0}


def test_a_table_of_ratios_by_county_weighs_nothing_and_is_told_so() -> None:
    row = ("invention-grants-per-10k", "金平区", "2023", "1.5")
    app = brought(csv(("指标", "县区", "年份", "数值"), row), "county_indicators")
    unharmed(app)
    assert "只有可加总的量能作县区权重" in told(app)
    assert "own-to-siting-button" not in {each.key for each in app.button}
