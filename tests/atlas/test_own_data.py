"""A session's own tables laid over the data: what they change, what they leave, and that everything says so."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from pyproj import Geod

from atlas.atlas import in_language
from atlas.corrections.form import change_of, removal_of
from atlas.corrections.released import record_of, with_changes
from atlas.faults import FaultError
from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.memo import Memo
from atlas.own.laying import OwnTable, laid_over, mark_of, own_told, with_table
from atlas.words import say_in
from data.export import as_csv
from data.limits import OWN_ROWS
from layers import decide
from tests.corrections import CENTRE, SOURCE, STREET, moved
from tests.data.intake.files import HEAD, ONE, bodies, body, csv
from tests.own_data import LABEL, SHAOGUAN, asked, over_the_centre, overlaid, table_of
from tests.worlds import the_atlas


def test_a_body_of_an_office_counts_and_the_released_atlas_knows_nothing_of_it() -> None:
    before, after = (Inquiry(each, asked(each)).view.counted.result for each in (the_atlas(), overlaid()))
    assert set(after.best.prefectures) - set(before.best.prefectures) == {"440200"}
    assert (before.best.count, after.best.count) == (9, 10)
    assert "own-shaoguan" not in set(the_atlas().world["bodies"]["id"])
    assert overlaid().world["counties"] is the_atlas().world["counties"], "frames are shared"


def test_who_is_in_reach_of_it_is_recounted_place_by_place() -> None:
    before, after = (Inquiry(each, asked(each)).reached for each in (the_atlas(), overlaid()))
    demand = the_atlas().world["demand_points"]
    mine = demand[demand["county"].str.startswith("4402")]
    lon, lat = mine["lon"].to_numpy(), mine["lat"].to_numpy()
    _, _, straight = Geod(ellps="WGS84").inv(lon, lat, np.full(len(mine), 113.58), np.full(len(mine), 24.79))
    served = mine.loc[straight * 1.3 <= 50_000, "residents"].sum()
    gained = (after.prefectures["share"] - before.prefectures["share"])["440200"]
    assert gained == pytest.approx(served / mine["residents"].sum())


def test_its_name_says_that_it_is_not_published_in_every_language_and_place() -> None:
    for language, label in (("zh", LABEL), ("en", " (own data, unpublished)")):
        atlas = in_language(overlaid(), language)
        view = Inquiry(atlas, asked(atlas)).view
        mark = next(each for each in view.extra if each["id"] == "own-shaoguan")
        assert mark["name"].endswith(label)
        rows = decide.table(atlas.world, view.decision, ["protection-centres"], {}, view.moment.extras)
        assert rows.set_index("id").loc["own-shaoguan", "name"].endswith(label)
        assert "韶关.csv" in own_told(atlas, say_in(language))
    assert own_told(the_atlas(), say_in("zh")) == ""


def test_the_signs_of_the_map_are_those_of_its_released_files() -> None:
    before, after = (Inquiry(each, asked(each)).view for each in (the_atlas(), overlaid()))
    for layer in ("protection-centres", "reach-rings", "prefectures"):
        assert before.message[layer] == after.message[layer], "the own body is in no file, so it travels as a mark"
    assert [(each["id"], each["class"], each["ring"]) for each in after.extra] == [("own-shaoguan", "own", True)]


def test_a_released_record_that_is_changed_is_drawn_as_own_and_no_longer_from_the_file() -> None:
    record = the_atlas().world["bodies"].set_index("id").loc["protection-centre-shantou"]
    content = csv(("编号", "名称", "类别", "层级", "地市", "现状", "经度", "纬度"), (
        record.name, record["name_zh"], record["kind"], record["level"], record["prefecture"], record["status"],
        "116.69", "23.36",
    ))  # fmt: skip
    atlas = laid_over(the_atlas(), [table_of(content)])
    changed = atlas.world["bodies"].set_index("id").loc["protection-centre-shantou"]
    view = Inquiry(atlas, asked(atlas)).view
    assert [(each["id"], each["lon"]) for each in view.extra] == [("protection-centre-shantou", 116.69)]
    released = Inquiry(the_atlas(), asked(the_atlas())).view.message["protection-centres"]
    assert view.message["protection-centres"].count(".") == released.count(".") + 1, "hidden in the file"
    # What the table does not speak of stays; what hangs on the point does not.
    for column in ("counted_by", "operating", "operating_bound", "industries", "fact_ref", "name_en"):
        assert str(changed[column]).removesuffix(" (own data, unpublished)") == str(record[column])
    assert (changed["position"], changed["position_km"], changed["evidence"]) == ("unstated", 8.0, "B")


def test_rows_that_say_what_is_released_change_nothing() -> None:
    released = the_atlas().world["bodies"]
    table = table_of(as_csv(released), name="机构.csv")
    atlas = laid_over(the_atlas(), [table])
    assert (atlas.own[0].keys, atlas.own[0].same) == (frozenset(), len(released))
    assert atlas.world["bodies"].equals(released)


def test_values_of_indicators_and_outcomes_are_laid_over_too() -> None:
    gdp = table_of(csv(("指标", "地市", "年份", "数值"), ("gdp", "汕头", "2024", "9999")), "indicators", "产值.csv")
    rows = csv(("编号", "规划目标", "数值", "日期"), ("own-1", "T064", "47.6", "2025-12-31"))
    done = table_of(rows, "outcomes", "结果.csv")
    atlas = laid_over(the_atlas(), [gdp, done])
    values = atlas.world["prefecture_indicators"].set_index(["indicator", "prefecture", "period"])["value"]
    assert values["gdp", "440500", "2024"] == 9999
    titles = {each["id"]: each["title_zh"] for each in atlas.world.indicators}
    assert [name for name, title in titles.items() if title.endswith(LABEL)] == ["gdp"]
    assert atlas.world["outcomes"].set_index("id").loc["own-1", "title_zh"].endswith(LABEL)


def test_the_version_and_the_mark_of_a_link_are_of_the_rows_and_of_nothing_else() -> None:
    again = laid_over(the_atlas(), [table_of(bodies(body(**SHAOGUAN)), name="别名.csv")])
    other = laid_over(the_atlas(), [table_of(bodies(body(**SHAOGUAN | {"经度": "113.59"})))])
    assert again.version == overlaid().version == f"{the_atlas().version}-own-{mark_of(overlaid().own)}"
    assert other.version != overlaid().version
    assert overlaid().released is the_atlas()


def test_the_first_sentence_answers_from_the_rows() -> None:
    assert "韶关" not in lead("overview", Inquiry(overlaid(), asked(overlaid())))[0]
    assert "韶关" in lead("overview", Inquiry(the_atlas(), asked(the_atlas())))[0]


def test_a_session_lays_over_only_so_many_rows_and_the_same_file_once() -> None:
    one = table_of(bodies(body(**SHAOGUAN)))
    assert with_table([one], one) == (one,)
    many = OwnTable("bodies", "另.csv", one.rows * OWN_ROWS.most)
    assert len(with_table([], many)) == 1
    with pytest.raises(FaultError):
        with_table([one], many)


def test_answers_of_tables_that_are_dropped_are_let_go() -> None:
    memo = Memo(1_000_000)
    memo.once("sum", 1, lambda: [1] * 100)
    assert memo.bytes > 0
    memo.forget()
    assert memo.bytes == 0


def test_a_scenario_works_on_a_body_of_the_office() -> None:
    atlas = overlaid()
    closed = asked(atlas, scenario="close own-shaoguan")
    view = Inquiry(atlas, closed).view
    assert [(each["id"], each["class"]) for each in view.extra] == [("own-shaoguan", "closed")]
    moved: Mapping[str, object] = {"scenario": "move own-shaoguan 113.60,24.81"}
    assert [each["class"] for each in Inquiry(atlas, asked(atlas, **moved)).view.extra] == ["moved"]


def test_the_good_body_of_these_tests_is_one() -> None:
    assert len(HEAD) == len(ONE)


def test_rows_laid_over_a_release_stand_on_it_and_dropping_them_leaves_it() -> None:
    published = with_changes(
        the_atlas(), [moved(), moved("rapid-rights-shantou-toys", notes="发布的备注")], "shipped-r1"
    )
    # Of the centre the office knows another day; of its address it says nothing.
    record = record_of(the_atlas(), "bodies", CENTRE) or {}
    row = {"编号": CENTRE, "名称": record["name_zh"], "类别": "保护中心", "层级": "国家级", "地市": "汕头市"}
    heading = [*row, "运行日期", "现状"]
    table = table_of(csv(heading, [*row.values(), "2023-07-01", "运行中"]))
    mine = laid_over(published, [table, table_of(bodies(body(**SHAOGUAN)))])
    there = mine.world["bodies"].set_index("id")
    assert (there.at[CENTRE, "address"], there.at[CENTRE, "lon"]) == (STREET["address"], float(STREET["lon"]))
    assert there.at[CENTRE, "operating"] == "2023-07-01"
    assert there.at[CENTRE, "name_zh"].endswith(LABEL)
    assert there.at["rapid-rights-shantou-toys", "notes"] == "发布的备注", "what the release changed stays"
    assert "own-shaoguan" in there.index
    assert mine.version == f"shipped-r1-own-{mark_of(mine.own)}"
    assert mine.released is published
    assert mine.world.in_files is published.world, "the map's files are those of the release"
    pd.testing.assert_frame_equal(laid_over(mine.released, []).world["bodies"], published.world["bodies"])
    # A later release under the same tables: they are laid over that one.
    later = laid_over(with_changes(the_atlas(), [moved(address="试验路2号")], "shipped-r2"), [table])
    assert later.world["bodies"].set_index("id").at[CENTRE, "address"] == "试验路2号"


def test_nothing_of_a_table_gets_into_what_is_proposed_to_everybody() -> None:
    mine = laid_over(the_atlas(), [over_the_centre(), table_of(bodies(body(**SHAOGUAN)))])
    assert LABEL in (record_of(mine, "bodies", CENTRE) or {})["name_zh"]
    entered = {"notes": "试验"}
    made = change_of(mine, "bodies", CENTRE, entered, "", SOURCE)
    assert made == change_of(the_atlas(), "bodies", CENTRE, entered, "", SOURCE)
    assert removal_of(mine, "bodies", CENTRE, SOURCE) == removal_of(the_atlas(), "bodies", CENTRE, SOURCE)
    for refused in (
        lambda: change_of(mine, "bodies", "own-shaoguan", entered, "", SOURCE),
        lambda: removal_of(mine, "bodies", "own-shaoguan", SOURCE),
    ):
        with pytest.raises(LookupError, match="not known"):
            refused()
