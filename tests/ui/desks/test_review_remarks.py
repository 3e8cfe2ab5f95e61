"""Remarks of several lines: where they are written, where they are read, and in the files of the page."""

from __future__ import annotations

import json
from collections.abc import Callable

from atlas.corrections.proposals import propose
from atlas.corrections.roles import Who
from data.store.opening import Store
from tests.corrections import EDITOR_OF_SHANTOU, FIRST_REVIEWER, draft
from tests.ui.reader import opened, unharmed


def test_a_remark_has_lines_in_its_field_on_the_page_and_in_its_files(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    propose(store, EDITOR_OF_SHANTOU, draft(store))
    sits_there(FIRST_REVIEWER)
    app = opened("review")
    (field,) = (each for each in app.text_area if each.label == "意见")
    assert field.proto.max_chars == 1000
    field.input("地址已核。\n\n\n\n<b>缺批复</b> ，见附件\u000b第2页。 \n")
    app.button(key="comment-1").click().run()
    unharmed(app)
    said = "地址已核。\n\n<b>缺批复</b> ，见附件 第2页。"
    sent = [json.loads(each.proto.json) for each in app.get("bidi_component")]
    (table,) = (each for each in sent if "意见" in [column["name"] for column in each.get("columns", ())])
    assert table["rows"][-1][-1] == said
    assert [column["name"] for column in table["columns"] if column["lines"]] == ["意见"]
