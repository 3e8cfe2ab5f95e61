"""Every page under a scenario or an assumption: what differs from the records says that it is supposed, and the figure
of the records stays in sight. Each page is run without a browser, once of the records and once of the supposition.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from atlas.map_state import count_coverage
from atlas.question.question import Question, default_question
from tests.ui.reader import HELD, PATIENCE_S, tables
from tests.worlds import choices, the_atlas

TAG, TABLE = re.compile(r"<[^>]+>"), re.compile(r"<table>.*?</table>", re.DOTALL)
FIGURE = re.compile(r"\d[\d,.\\]*%?")
PAGES = ("overview", "coverage", "compare", "prefecture")


def page(path: str, changes: dict[str, object], without: str, language: str) -> None:
    """What AppTest runs: one desk with the question asked, on an atlas without the records of a prefecture."""
    from dataclasses import replace
    from importlib import import_module

    import streamlit as st

    from atlas.atlas import in_language
    from atlas.inquiry import Inquiry
    from atlas.memo import Memo
    from atlas.question.question import default_question
    from tests.worlds import choices, the_atlas
    from ui.parts.shown import Shown

    atlas = the_atlas() if language == "zh" else in_language(the_atlas(), language)
    if without:
        bodies = atlas.world["bodies"]
        frames = dict(atlas.world.frames) | {"bodies": bodies[bodies["prefecture"] != without]}
        atlas = replace(atlas, world=replace(atlas.world, frames=frames), memo=Memo())
    question = default_question(choices()).with_changes(definition="national-approved", **changes)
    st.session_state["question"] = question
    places = [st.container() for _ in range(3)]
    import_module(f"ui.desks.{path}").show_desk(Shown(Inquiry(atlas, question), choices(), *places))


@cache
def scenario() -> str:
    """Eight protection centres at the seats of prefectures that have none, and one that is there closed."""
    question = default_question(choices()).with_changes(definition="national-approved")
    have = count_coverage(the_atlas(), question).result.best.prefectures
    seats = [row for row in the_atlas().world["prefectures"].to_dict("records") if row["adcode"] not in have][:8]
    added = [f"add protection_centre {row['seat_lon']},{row['seat_lat']} {row['name_zh']}新" for row in seats]
    return "; ".join([*added, "close protection-centre-foshan"])


def run(path: str, without: str = "", language: str = "zh", **changes: Any) -> AppTest:
    asked = {"prefecture": "440600"} | changes
    shown = AppTest.from_function(page, default_timeout=PATIENCE_S, args=(path, asked, without, language)).run()
    assert not shown.exception
    return shown


def texts(shown: AppTest) -> list[str]:
    """Every text of a page: paragraphs of cards, lines of Markdown, captions, notices, what stands beside a choice."""
    written = [TABLE.sub("", HELD.sub(r"\1", each.proto.body)) for each in shown.get("html")]
    told = [part for each in written for part in TAG.sub("\n", each).split("\n")]
    for kind in ("markdown", "caption", "info", "success", "warning"):
        told += [line for each in shown.get(kind) for line in str(each.value).split("\n")]
    told += [caption for each in shown.radio for caption in each.proto.captions]
    return [each.strip() for each in told if each.strip()]


def headings(shown: AppTest) -> list[tuple[str, ...]]:
    """The columns of every table of a page; cells say nothing by themselves."""
    written = [table for each in shown.get("html") for table in TABLE.findall(each.proto.body)]
    heads = [TAG.sub("\n", table.split("</thead>")[0]).split("\n") for table in written]
    return [tuple(map(str, each.columns)) for each in tables(shown)] + [tuple(filter(None, head)) for head in heads]


SUPPOSITIONS: dict[str, Mapping[str, Any]] = {
    "scenario": {"scenario": "8"},
    "wrong and confirmed": {
        "wrong": ("protection-centre-foshan",),
        "confirmed": ("rapid-rights-yangjiang-hardware",),
    },
}


@pytest.mark.parametrize("name", SUPPOSITIONS)
@pytest.mark.parametrize("path", PAGES)
def test_what_differs_from_the_records_says_so_and_the_records_stay_in_sight(path: str, name: str) -> None:
    changes = dict(SUPPOSITIONS[name]) | ({"scenario": scenario()} if name == "scenario" else {})
    place = {"prefecture": "440600"}
    real, there = run(path, **place), run(path, **place, **changes)
    known_texts, all_told = texts(real), texts(there)
    for text in all_told:
        assert text in known_texts or "设想" in text, text
    together = "\n".join(all_told)
    for text in known_texts:
        assert all(figure in together for figure in FIGURE.findall(text)), text
    kept = [column for columns in headings(real) for column in columns]
    for columns in headings(there):
        assert all(column in kept or "设想" in column for column in columns)
    assert set(kept) <= {column for columns in headings(there) for column in columns}


def test_a_page_that_supposes_nothing_does_not_speak_of_it() -> None:
    for path in ("overview", "prefecture"):
        assert not [text for text in texts(run(path)) if "设想" in text]


def test_no_supposed_line_calls_anything_certain_or_reached() -> None:
    for path in PAGES:
        for text in texts(run(path, scenario=scenario())):
            supposed = text.split("设想", 1)[1] if "设想" in text else ""
            assert "确证" not in supposed, text
            assert "已达标" not in text, text


def test_the_dialog_of_a_card_keeps_records_apart_from_what_is_supposed() -> None:
    real, there = (run("overview", card="fast-protection", **each) for each in ({}, {"scenario": scenario()}))
    number = next(text for text in texts(real) if text.startswith("**记录（"))
    assert number in texts(there)
    assert any(text.startswith("**设想，不是记录（9）") for text in texts(there))
    flips = [text for text in texts(real) if "改变结论的最小变动" in text or "关键记录" in text]
    assert len(flips) == 2
    assert all(text in texts(there) for text in flips)


def test_english_pages_say_supposed() -> None:
    told = texts(run("overview", language="en", scenario=scenario()))
    assert any(text.startswith("9/21 → ") and text.endswith("(supposed)") for text in told)


def test_a_prefecture_without_records_is_no_prefecture_in_order() -> None:
    """Nothing to judge is said as such: no green sentence about all of no records."""
    question: Question = default_question(choices())
    empty = run("prefecture", without="440600", prefecture="440600")
    assert question.prefecture != "440600"
    weak = AppTest.from_function(weak_page, default_timeout=PATIENCE_S).run()
    assert not weak.exception
    assert not weak.success
    assert "本市尚未见任何记录，无可核对。" in texts(weak)
    assert not empty.success


def weak_page() -> None:
    from dataclasses import replace

    import streamlit as st

    from atlas.inquiry import Inquiry
    from atlas.memo import Memo
    from atlas.question.question import default_question
    from tests.worlds import choices, the_atlas
    from ui.desks.prefecture.summary import show_weak
    from ui.parts.shown import Shown

    bodies = the_atlas().world["bodies"]
    frames = dict(the_atlas().world.frames) | {"bodies": bodies[bodies["prefecture"] != "440600"]}
    atlas = replace(the_atlas(), world=replace(the_atlas().world, frames=frames), memo=Memo())
    question = default_question(choices()).with_changes(prefecture="440600")
    shown = Shown(Inquiry(atlas, question), choices(), st.container(), st.container(), st.container())
    show_weak(shown.inquiry.prefecture, shown)


def test_where_nobody_is_in_reach_nothing_is_said_to_hang_on_no_body() -> None:
    shown = AppTest.from_function(closing_page, default_timeout=PATIENCE_S).run()
    assert not shown.exception
    told = texts(shown)
    assert any("没有" in text or "无人" in text for text in told)
    assert not any("没有哪一家" in text for text in told)
    assert not shown.success


def closing_page() -> None:
    import streamlit as st

    from atlas.inquiry import Inquiry
    from atlas.question.question import default_question
    from tests.worlds import choices, the_atlas
    from ui.desks.coverage.reach import show_closing
    from ui.parts.shown import Shown

    question = default_question(choices()).with_changes(kinds=())
    st.session_state["question"] = question
    show_closing(Shown(Inquiry(the_atlas(), question), choices(), st.container(), st.container(), st.container()))
