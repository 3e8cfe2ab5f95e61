"""What every page owes every reader: it opens, in both languages, under every plan, with any link, with no record at
all, and with records whose names are attacks.
"""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.hostile import NAMES
from tests.ui.reader import HOSTILE, NEXT_PLAN, every, map_state, opened, texts, told, unharmed
from tests.worlds import hostile_atlas
from ui import shared
from ui.desks import PAGES

DESKS = [page.path for page in PAGES]
# What a reader can open on a page, besides what is open at first: the keys of the tabs and the words of each tab.
TABS = {
    "coverage": (
        "coverage-parts",
        ("可及与缺口清单", "口径台账与推演", "距离、备份与单点失效", "优势产业聚集区和高新区"),
    ),
    "compare": ("compare-parts", ("并列", "排名表", "两个时点", "同一标尺的小图")),
    "prefecture": ("prefecture-parts", ("县级单位", "机构", "排名与同类市", "规划怎么说", "待补证据", "核对与更正")),
}
PARTS = [(desk, "") for desk in DESKS] + [(desk, f"{key}:{tab}") for desk, (key, tabs) in TABS.items() for tab in tabs]
CHINESE = re.compile("[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]")
ATTACKS = [name for name in NAMES if re.search(r"[<>`*_$\[]", name)]


class Reader(HTMLParser):
    """Collects what HTML must not hold when a name was only text: elements that run, attributes that run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        runs = [name for name, value in attrs if name.startswith("on") or "javascript:" in (value or "")]
        if runs or tag in ("script", "img", "iframe", "textarea", "title"):
            self.found.append(tag)


def shown_as_text(app: AppTest) -> None:
    """No name became an element of the page or a sign of Markdown."""
    for element in every(app):
        body = getattr(getattr(element, "proto", None), "body", "")
        kind = type(element).__name__
        if kind == "Html" and "<style>" not in body:
            reader = Reader()
            reader.feed(body)
            assert reader.found == [], body
        if kind in ("Markdown", "Caption", "Info", "Warning", "Success", "Error"):
            assert [name for name in ATTACKS if name in body] == [], body


@cache
def as_usual(desk: str, tab: str) -> AppTest:
    """A page as it opens without a word in the link, to be looked at only."""
    return opened(desk, tab)


@pytest.mark.parametrize(("desk", "tab"), PARTS)
def test_it_opens(desk: str, tab: str) -> None:
    app = as_usual(desk, tab)
    unharmed(app)
    assert "nan" not in told(app).replace("finance", "")


@pytest.mark.parametrize("desk", DESKS)
def test_in_english_it_holds_no_chinese_of_ours(desk: str) -> None:
    """Names of sources and quotations of the plan stay in the language they are in."""
    app = opened(desk, lang="en")
    unharmed(app)
    titles = [element.proto.body for element in every(app) if type(element).__name__ == "Markdown"]
    headings = [line for body in titles for line in body.splitlines() if line.startswith("#")]
    assert [line for line in headings if CHINESE.search(line)] == []


@pytest.mark.parametrize("desk", DESKS)
def test_any_link_opens_it_and_what_is_wrong_is_told(desk: str) -> None:
    app = opened(desk, **HOSTILE)
    unharmed(app)
    shown_as_text(app)
    assert len(app.warning) >= len(HOSTILE) / 2


@pytest.mark.parametrize(("desk", "tab"), PARTS)
def test_with_no_record_at_all_it_says_so_in_words(desk: str, tab: str) -> None:
    """Before the first body, of no kind, with nothing on the map."""
    app = opened(desk, tab, date="2010-01-31", kinds="none", layers="none")
    unharmed(app)
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b", told(app))


@pytest.mark.parametrize("desk", DESKS)
def test_another_plan_is_shown_without_a_word_of_the_old_one(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NEXT_PLAN.items():
        monkeypatch.setenv(name, value)
    app = opened(desk)
    unharmed(app)
    if desk not in ("data", "review", "manual"):
        assert [text for text in texts(app) if "十四五" in text and desk != "plan"] == []


@pytest.mark.parametrize(("desk", "tab"), PARTS)
def test_names_that_are_attacks_are_text(desk: str, tab: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "atlas_of", lambda *_, **__: hostile_atlas())
    monkeypatch.setattr(shared, "map_page", lambda *_, **__: "composed-elsewhere")
    app = opened(desk, tab, selected="440100", scenario="add court 116.1,24.3 <img src=x onerror=1>")
    unharmed(app)
    shown_as_text(app)


@pytest.mark.parametrize("desk", [page.path for page in PAGES if page.look != "alone"])
def test_its_map_has_the_layers_of_the_page(desk: str) -> None:
    page: Any = next(each for each in PAGES if each.path == desk)
    on = set(map_state(as_usual(desk, ""))["on"])
    assert on == (set(page.layers) or on)
    assert on
