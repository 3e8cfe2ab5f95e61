"""No date and no number with its unit is parted over two lines in what a reader reads first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page

from layers.held import HELD
from tests.browser.steps import go, map_frame

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
ON_THE_MAP = ".atlas-legend h3, .atlas-card dd"


def broken(frame: Frame, places: str) -> list[str]:
    told: list[str] = frame.evaluate(BROKEN, [places, HELD.pattern])
    return told


@pytest.mark.parametrize("width", [340, 360, 768])
def test_no_date_and_no_number_leaves_its_unit_on_another_line(
    new_page: Callable[..., Page], app_url: str, width: int
) -> None:
    page = new_page(width=width, height=900)
    for path in ("", "/coverage", "/compare", "/prefecture?id=441500"):
        go(page, app_url + path)
        assert broken(page.main_frame, READ_FIRST) == [], path
        assert broken(map_frame(page), ON_THE_MAP) == [], path
    # Without what holds them together the same look would find some.
    if width == 360:
        page.add_style_tag(content=".lead p .held { white-space: normal; } .lead p { width: 90px; }")
        assert broken(page.main_frame, READ_FIRST)
