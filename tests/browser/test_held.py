"""No date and no number with its unit is parted over two lines in what a reader reads first."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Page

from layers.unparted import HELD
from tests.browser.steps import go, map_frame, settled

# Each match of the pattern within the places, whose boxes do not stand on one line.
BROKEN = """([places, pattern]) => {
    const found = [], range = document.createRange();
    for (const place of document.querySelectorAll(places)) {
        const nodes = [], walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
        let text = "";
        while (walk.nextNode()) {
            nodes.push([text.length, walk.currentNode]);
            text += walk.currentNode.data;
        }
        const at = (where) => {
            const [start, node] = nodes.filter(([start]) => start <= where).at(-1);
            return [node, where - start];
        };
        for (const each of text.matchAll(new RegExp(pattern, "g"))) {
            range.setStart(...at(each.index));
            const [node, after] = at(each.index + each[0].length - 1);
            range.setEnd(node, after + 1);
            const lines = [...range.getClientRects()].filter((box) => box.width > 0).map((box) => box.bottom);
            if (lines.length && Math.max(...lines) - Math.min(...lines) > 6) found.push(each[0]);
        }
    }
    return found;
}"""
READ_FIRST = ".lead p, .card p, .states li, .whole th"
# The widest first: whoever comes on a narrow screen finds the legend folded away, and it could not be looked at.
WIDTHS = (768, 360, 340)
ON_THE_MAP = ".atlas-legend h3, .atlas-card dd"


def broken(frame: Frame, places: str) -> list[str]:
    told: list[str] = frame.evaluate(BROKEN, [places, HELD.pattern])
    return told


@pytest.mark.parametrize("path", ["", "/coverage", "/compare", "/prefecture?id=441500"])
def test_no_date_and_no_number_leaves_its_unit_on_another_line(page: Page, app_url: str, path: str) -> None:
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    go(page, app_url + path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        assert broken(page.main_frame, READ_FIRST) == [], width
        assert broken(map_frame(page), ON_THE_MAP) == [], width
    # Without what holds them together the same look would find some.
    page.add_style_tag(content=".lead p .held { white-space: normal; } .lead p { width: 90px; }")
    assert broken(page.main_frame, READ_FIRST)


# Paragraphs of Streamlit's Markdown, of which those within tabs that are closed have no lines.
PARAGRAPHS = "[data-testid=stMarkdownContainer] :is(p, li)"
FIGURE = re.compile(r"[0-9] ?[\u4e00-\u9fff]|[\u4e00-\u9fff][0-9]")
PAGES = ("", "/coverage?radius=80", "/compare?measure=gdp", "/plan", "/prefecture?id=441500", "/siting", "/data")


def test_no_line_of_a_paragraph_begins_with_the_unit_of_the_line_before(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    told: list[str] = []
    for path in (*PAGES, "/briefing", "/manual"):
        go(page, app_url + path)
        settled(page)
        assert [each for each in broken(page.main_frame, PARAGRAPHS) if FIGURE.search(each)] == [], path
        told += page.locator(PARAGRAPHS).filter(has_text=FIGURE).all_inner_texts()
    assert len(told) > 15


def test_what_is_copied_of_a_paragraph_has_no_sign_that_nobody_sees(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/coverage")
    paragraph = page.locator(PARAGRAPHS).filter(has_text="50公里").first
    copied = paragraph.evaluate("(each) => { getSelection().selectAllChildren(each); return `${getSelection()}`; }")
    assert "50公里" in copied
    assert not set(copied) & set("\u200b\u2060\ufeff:[")
    # Without what holds them together narrow lines part some.
    page.add_style_tag(content="p span { white-space: normal !important; } p { width: 90px; }")
    assert [each for each in broken(page.main_frame, PARAGRAPHS) if FIGURE.search(each)]
