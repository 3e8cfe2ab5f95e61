"""Which pages have a map is said alike to the server and to the browser."""

from __future__ import annotations

import json
import re

from atlas.page_titles import OF_TEXT_ALONE, PAGE_TITLES
from atlas.words import say_in
from layers.scripts import BROWSER


def test_the_browser_knows_the_same_pages_without_a_map() -> None:
    bridge = (BROWSER / "bridge.js").read_text(encoding="utf-8")
    told = re.search(r"const ALONE = new Set\((\[.*?\])\);", bridge)
    assert told
    assert tuple(json.loads(told[1])) == OF_TEXT_ALONE
    assert set(OF_TEXT_ALONE) < set(PAGE_TITLES)


def test_every_title_begins_with_a_capital_in_english() -> None:
    say = say_in("en")
    assert [say(title) for title in PAGE_TITLES.values() if not say(title)[0].isupper()] == []
