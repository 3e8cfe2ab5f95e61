"""The page of corrections, and what a release changes on every other page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from sqlalchemy import event

from atlas.corrections.kinds import kinds
from atlas.corrections.proposals import proposals, propose
from atlas.corrections.released import VERSION
from atlas.corrections.releases import releases, restore
from atlas.corrections.roles import AT_THE_KEYBOARD, STRANGER, Who
from data.limits import DOCUMENT_BYTES, RELEASES_OPEN
from data.store.opening import Store
from layers import safe
from tests.corrections import (
    CENTRE,
    EDITOR_OF_SHANTOU,
    FIRST_REVIEWER,
    SHANTOU,
    SOURCE,
    draft,
    moved,
    published,
)
from tests.ui.correcting import filled, seen
from tests.ui.reader import every, opened, told, unharmed
from tests.worlds import the_atlas
from ui import corrected, shared
from ui.parts.correction import SOURCE as FIELDS_OF_A_SOURCE
from ui.session import picking
from ui.settings import Settings


def reach_here(**link: str) -> str:
    found = opened("prefecture", id=SHANTOU, radius="10", **link)
    unharmed(found)
    return told(found)


def test_the_queue_shows_before_after_effect_and_who_may_decides(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    propose(store, EDITOR_OF_SHANTOU, draft(store, moved(operating="2030", status="planned")))
    sits_there(FIRST_REVIEWER)
    app = opened("review")
    unharmed(app)
    assert {"approve-1", "return-1", "comment-1"} <= {each.key for each in app.button}
    assert "withdraw-1" not in {each.key for each in app.button}
    text = told(app)
    for word in (SOURCE["title"], "汕头", "待审核", "对数字的影响"):
        assert word in text
    remark = next(each for each in app.text_area if each.label == "意见")
    remark.input("看过")
    app.button(key="comment-1").click().run()
    # What was said is not said again with what is done next.
    assert next(each for each in app.text_area if each.label == "意见").value == ""
    app.button(key="approve-1").click().run()
    unharmed(app)
    (found,) = proposals(store)
    assert [each.text for each in found.decisions[1:]] == ["看过", ""]
    assert (found.state, found.decisions[-1].who) == ("approved", "reviewer")
    app.button(key="publish").click().run()
    unharmed(app)
    assert [each.id for each in releases(store)] == [1]


def test_both_versions_of_a_record_are_whole_where_they_are_compared(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    """What differs is often the end of a long text: cut, both versions would look the same."""
    propose(store, EDITOR_OF_SHANTOU, draft(store))
    sits_there(FIRST_REVIEWER)
    tables = [json.loads(each.proto.json) for each in opened("review").get("bidi_component")]
    compared = {each["columns"][1]["name"]: each["whole"] for each in tables if "whole" in each}
    assert compared["现在"] is True
    assert sum(compared.values()) == 1


def test_an_editor_sees_no_button_that_decides(store: Store, sits_there: Callable[[Who], None]) -> None:
    propose(store, EDITOR_OF_SHANTOU, draft(store))
    sits_there(EDITOR_OF_SHANTOU)
    keys = {each.key for each in opened("review").button}
    assert "withdraw-1" in keys
    assert not keys & {"approve-1", "return-1", "publish"}


def test_a_server_that_others_reach_without_a_login_refuses_every_write(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    propose(store, EDITOR_OF_SHANTOU, draft(store))
    sits_there(STRANGER)
    app = opened("review")
    assert "只能查看" in told(app)
    assert not {"approve-1", "return-1", "comment-1", "withdraw-1", "publish"} & {each.key for each in app.button}
    form = opened("prefecture", "prefecture-parts:核对与更正", id=SHANTOU)
    assert "只能查看" in told(form)
    assert not form.text_area


@pytest.mark.long
def test_a_release_changes_every_page_and_an_older_link_does_not(store: Store) -> None:
    before = reach_here()
    published(store, moved(lon="116.6017", lat="23.2632"))
    seen()
    after = reach_here()
    first = corrected.CORRECTED.version(the_atlas().version)
    assert figures(before) != figures(after)
    assert first.startswith(f"{the_atlas().version}-r1-")
    restore(store, FIRST_REVIEWER, the_atlas(), 0)
    seen()
    second = corrected.CORRECTED.version(the_atlas().version)
    assert figures(reach_here()) == figures(before)
    older = reach_here(data=first)
    assert first in older
    assert second in older.replace("\\", "")
    assert figures(older) == figures(after)
    # A version that never was is said to be another one, and not answered from.
    forged = reach_here(data=f"{first[:-8]}00000000")
    assert "00000000" in forged
    assert figures(forged) == figures(before)


def figures(text: str) -> list[str]:
    """Lines with figures, without the data version that some of them end with."""
    return [VERSION.sub("", line) for line in text.splitlines() if "%" in line]


@pytest.mark.long
def test_only_a_few_releases_are_kept_in_memory(store: Store) -> None:
    base = shared._data(Settings(plan="14-5")).at("")
    for turn in range(RELEASES_OPEN.most + 2):
        published(store, moved(notes=str(turn)))
        corrected.CORRECTED.look_again()
        version = corrected.CORRECTED.version(base.version)
        found = corrected.CORRECTED.over(version, lambda _version: base)
        assert found.version == version
        bodies = found.atlases["14-5", "zh"].world["bodies"]
        assert list(bodies["notes"][bodies["id"] == CENTRE]) == [str(turn)]
    assert len(corrected.CORRECTED._over) == RELEASES_OPEN.most


def test_the_form_is_filled_with_what_is_known_checked_and_proposed(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    sits_there(AT_THE_KEYBOARD)
    app = opened("prefecture", "prefecture-parts:核对与更正", id=SHANTOU)
    unharmed(app)
    key = f"correction-{CENTRE}"
    assert app.text_input(key=f"{key}-lon").value == (moved().before or {})["lon"]
    (button,) = (each for each in app.button if each.label == "提出更正")
    filled(app, key, lon="113.26", lat="23.13")
    button.click().run()
    assert ["坐标基准" in each.value for each in app.error] == [True]
    app.selectbox(key=f"{key}-datum").select("wgs84")
    next(each for each in app.button if each.label == "提出更正").click().run()
    assert ["广州" in each.value for each in app.error] == [True]
    filled(app, key, lon="１１６．７３０１", lat="23.3704")
    next(each for each in app.button if each.label == "提出更正").click().run()
    assert ["来源" in each.value for each in app.error] == [True]
    assert proposals(store) == []
    app.text_input(key=f"{key}-source-title").input(SOURCE["title"])
    next(each for each in app.button if each.label == "提出更正").click().run()
    assert [each.value for each in app.error] == []
    (found,) = proposals(store)
    assert (found.change.after or {})["lon"] == "116.7301"
    assert found.author == AT_THE_KEYBOARD.subject


def test_all_that_is_wrong_in_the_form_is_said_at_once_in_the_order_of_its_fields(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    sits_there(AT_THE_KEYBOARD)
    app = opened("prefecture", "prefecture-parts:核对与更正", id=SHANTOU)
    filled(app, f"correction-{CENTRE}", name_zh="", lon="东经", operating="2022-13")
    next(each for each in app.button if each.label == "提出更正").click().run()
    assert [each.value for each in app.exception] == []
    errors = [each.value for each in app.error]
    for sentence, part in zip(errors, ("名称", "经度", "2022", "坐标基准"), strict=True):
        assert part in sentence
    assert proposals(store) == []


def test_the_fields_follow_each_other_as_declared_and_the_document_has_its_own_limit(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    """Also where columns stand below each other: latitude comes after longitude, the publisher after the title."""
    sits_there(AT_THE_KEYBOARD)
    app = opened("prefecture", "prefecture-parts:核对与更正", id=SHANTOU)
    begins = f"correction-{CENTRE}-"
    keys = [str(getattr(each, "key", None)).removeprefix(begins) for each in every(app)]
    asked = [*kinds()["bodies"].asked, *(f"source-{each}" for each in FIELDS_OF_A_SOURCE)]
    assert [each for each in keys if each in asked] == asked
    (document,) = (each for each in app.file_uploader if each.key == f"{begins}file")
    assert document.proto.max_upload_size_mb * 1_000_000 == DOCUMENT_BYTES.most


def test_a_record_is_added_for_an_empty_prefecture(store: Store, sits_there: Callable[[Who], None]) -> None:
    sits_there(AT_THE_KEYBOARD)
    app = opened("prefecture", "prefecture-parts:核对与更正", id="441500", kinds="protection_centre")
    unharmed(app)
    (which,) = (each for each in app.selectbox if str(each.key).startswith("correct-which"))
    which.select("").run()
    filled(app, "correction-441500", name_zh="试验中心")
    app.text_input(key="correction-441500-source-title").input(SOURCE["title"])
    next(each for each in app.button if each.label == "提出更正").click().run()
    assert [each.value for each in app.error] == []
    (found,) = proposals(store)
    assert found.change.before is None
    assert (found.prefecture, (found.change.after or {})["name_zh"]) == ("441500", "试验中心")


def test_a_title_is_added_and_a_value_corrected_by_the_same_form(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    sits_there(AT_THE_KEYBOARD)
    app = opened("prefecture", "prefecture-parts:核对与更正", id=SHANTOU)
    app.selectbox(key=f"correct-kind-{SHANTOU}").select("titles").run()
    unharmed(app)
    (which,) = (each for each in app.selectbox if str(each.key).startswith("correct-which-titles"))
    which.select("").run()
    key = f"correction-titles-{SHANTOU}"
    filled(app, key, title_zh="试验强县", place_zh="潮南区", **{"source-title": SOURCE["title"]})
    app.selectbox(key=f"{key}-category").select("strong_county")
    next(each for each in app.button if each.label == "提出更正").click().run()
    assert [each.value for each in app.error] == []
    app.selectbox(key=f"correct-kind-{SHANTOU}").select("prefecture_indicators").run()
    (which,) = (each for each in app.selectbox if str(each.key).startswith("correct-which-prefecture_indicators"))
    which.select("gdp | 440500 | 2023").run()
    key = "correction-prefecture_indicators-gdp | 440500 | 2023"
    filled(app, key, value="31580", **{"source-title": SOURCE["title"]})
    next(each for each in app.button if each.label == "提出更正").click().run()
    assert ["小数点" in each.value for each in app.error] == [True]
    filled(app, key, value="3160")
    next(each for each in app.button if each.label == "提出更正").click().run()
    assert [each.value for each in app.error] == []
    assert [(each.change.set_id, each.prefecture) for each in proposals(store)] == [
        ("prefecture_indicators", SHANTOU),
        ("titles", SHANTOU),
    ]
    sits_there(FIRST_REVIEWER)
    queue = opened("review")
    unharmed(queue)
    assert "试验强县 · 潮南区" in told(queue)
    assert "地区生产总值 · 2023" in told(queue)


def test_a_point_is_taken_from_the_map_into_the_form_it_was_asked_for(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    sits_there(AT_THE_KEYBOARD)
    app = opened("prefecture", "prefecture-parts:核对与更正", id=SHANTOU)
    key = f"correction-{CENTRE}"
    app.button(key=f"{key}-pick").click().run()
    assert picking.WANTED in app.session_state
    app.session_state[picking.CLICKED] = picking.Picked(key, 116.7301, 23.3704)
    app.run()
    unharmed(app)
    assert (app.text_input(key=f"{key}-lon").value, app.text_input(key=f"{key}-lat").value) == (
        "116.730100",
        "23.370400",
    )
    assert app.selectbox(key=f"{key}-datum").value == "wgs84"
    assert picking.WANTED not in app.session_state
    app.text_input(key=f"{key}-source-title").input(SOURCE["title"])
    next(each for each in app.button if each.label == "提出更正").click().run()
    (found,) = proposals(store)
    assert (found.change.after or {})["lon"] == "116.7301"


def test_who_turns_to_another_record_no_longer_chooses_a_point_for_the_first(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    sits_there(AT_THE_KEYBOARD)
    app = opened("prefecture", "prefecture-parts:核对与更正", id=SHANTOU)
    app.button(key=f"correction-{CENTRE}-pick").click().run()
    app.session_state[picking.CLICKED] = picking.Picked(f"correction-{CENTRE}", 116.7301, 23.3704)
    (which,) = (each for each in app.selectbox if str(each.key).startswith("correct-which"))
    which.select("rapid-rights-shantou-toys").run()
    unharmed(app)
    assert picking.WANTED not in app.session_state
    assert "116.7301" not in app.text_input(key="correction-rapid-rights-shantou-toys-lon").value


def test_the_names_of_what_was_proposed_are_text(store: Store, sits_there: Callable[[Who], None]) -> None:
    sits_there(FIRST_REVIEWER)
    change = moved(name_zh="<img src=x onerror=1> **b** [a](javascript:1)")
    propose(store, EDITOR_OF_SHANTOU, draft(store, change, why="`x` $y$"))
    for tab in ("待处理", "全部更正"):
        app = opened("review", f"review-parts:{tab}")
        unharmed(app)
        bodies = [getattr(getattr(each, "proto", None), "body", "") for each in app.markdown]
        assert not [body for body in bodies if "[a](javascript" in body or "**b**" in body]


def test_what_has_been_published_is_listed_and_brought_back(store: Store, sits_there: Callable[[Who], None]) -> None:
    published(store)
    sits_there(FIRST_REVIEWER)
    app = opened("review", "review-parts:发布记录")
    unharmed(app)
    next(each for each in app.button if each.label == "作为新的发布恢复").click().run()
    unharmed(app)
    assert [each.restores for each in releases(store)] == [0, None]
    # As after a publication, once.
    assert any("第2次发布已完成" in each.value for each in app.success)
    assert not app.run().success


def test_a_damaged_store_is_said_on_every_page_with_the_way_to_restore_it(store: Store) -> None:
    published(store)
    store.place.file.write_bytes(b"not a database at all")
    for page in ("overview", "review"):
        app = opened(page)
        assert [each.value for each in app.exception] == []
        assert any("store restore" in each.value for each in app.error)


# What stays as it came on a Chinese page: a command, and the words of SQLite.
AS_THEY_ARE = ("cli.py store restore FILE", "file is not a database", "database or disk is full")


def chinese(text: str) -> bool:
    for each in AS_THEY_ARE:
        text = text.replace(safe.for_markdown(each), "")
    return re.search("[A-Za-z]{2,}", VERSION.sub("", text.replace("\\", ""))) is None


def test_a_damaged_store_is_told_in_chinese_to_who_reads_and_to_who_writes(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    published(store)
    sits_there(AT_THE_KEYBOARD)
    app = opened("prefecture", "prefecture-parts:核对与更正", id=SHANTOU)
    filled(app, f"correction-{CENTRE}", address="试验路2号", **{"source-title": SOURCE["title"]})
    store.place.file.write_bytes(b"not a database at all")
    next(each for each in app.button if each.label == "提出更正").click().run()
    errors = [each.value for each in (*app.error, *opened("review").error)]
    assert [each for each in errors if not chinese(each) or str(store.place.folder) in each.replace("\\", "")] == []
    (refused,) = (each for each in errors if "没有写入任何内容" in each)
    assert "请管理员处理" in refused


def test_a_proposal_that_does_not_fit_the_data_says_why_in_chinese(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    """As one from before the form looked so closely, or from another program."""
    propose(store, EDITOR_OF_SHANTOU, draft(store, moved(lon="far")))
    sits_there(FIRST_REVIEWER)
    # A radius of its own: what a proposal of this number would change is kept by the question.
    app = opened("review", radius="37")
    assert [each.value for each in app.exception] == []
    (refused,) = (each.value for each in app.error)
    assert refused.startswith("这条更正与现有数据不符。经度")
    assert chinese(refused.replace("far", ""))


def test_a_full_disk_is_told_in_chinese_to_who_writes(store: Store, sits_there: Callable[[Who], None]) -> None:
    propose(store, EDITOR_OF_SHANTOU, draft(store))
    sits_there(FIRST_REVIEWER)
    app = opened("review")
    with store.reading() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    used = corrected.CORRECTED.need().engine
    event.listen(used, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count = {pages}"))
    next(each for each in app.text_area if each.label == "意见").input("长" * 1000)
    for _ in range(3):
        app.button(key="comment-1").click().run()
    (refused,) = {each.value for each in app.error}
    assert refused.startswith("没有写入任何内容")
    assert chinese(refused)


def test_what_may_be_long_has_a_field_of_several_lines_and_is_kept_on_one(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    sits_there(AT_THE_KEYBOARD)
    app = opened("prefecture", "prefecture-parts:核对与更正", id=SHANTOU)
    unharmed(app)
    key = f"correction-{CENTRE}"
    assert app.text_area(key=f"{key}-notes").value == (moved().before or {})["notes"]
    app.text_area(key=f"{key}-notes").input("已迁新址。\n  见来源。\n")
    app.text_input(key=f"{key}-source-title").input(SOURCE["title"])
    next(each for each in app.button if each.label == "提出更正").click().run()
    assert [each.value for each in app.error] == []
    (found,) = proposals(store)
    assert (found.change.after or {})["notes"] == "已迁新址。 见来源。"
