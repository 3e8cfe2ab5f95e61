"""A file of one's own: the sentence for one that was not taken stands in the page, with the limits in force."""

from __future__ import annotations

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from data import limits
from tests.ui.reader import opened


def field(language: str) -> None:
    from atlas.words import say_in
    from ui.parts.own_file import ask_for_file

    ask_for_file("t", ["csv", "xlsx"], say_in(language), key="own", on_change=print, args=())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sentence_names_the_types_and_every_limit_and_shows_with_a_marked_file(language: str) -> None:
    app = AppTest.from_function(field, args=(language,)).run()
    assert not app.exception
    (style,) = app.get("html")
    found = re.fullmatch(r"<style>(.+:has\(.+\))::after \{ content: (\".+\"); \}</style>", style.proto.body)
    assert found is not None
    assert found[1].startswith(".st-key-own:has(")
    sentence = json.loads(found[2])
    for told in ("csv xlsx", "20 MB", limits.UPLOADS_FILES.told, limits.UPLOADS_BYTES.told):
        assert told in sentence
    assert sentence.startswith({"zh": "文件未接收", "en": "This file was not taken"}[language])


def test_every_field_of_the_siting_page_has_its_sentence() -> None:
    app = opened("siting")
    styles = [each.proto.body for each in app.get("html") if "::after" in each.proto.body]
    keys = {key for style in styles for key in re.findall(r"\.st-key-([\w-]+):has", style)}
    assert keys == {"widget-siting-candidates-file", "widget-siting-weights-file", "scenario-file", "kept-list"}


@pytest.mark.parametrize(
    ("key", "most"),
    [
        ("scenario-file", limits.SCENARIO_BYTES),
        ("kept-list", limits.KEPT_BYTES),
        ("widget-siting-candidates-file", limits.TABLE_BYTES),
    ],
)
def test_every_field_says_of_the_largest_file_what_its_reader_holds_to(key: str, most: limits.Limit) -> None:
    (field,) = [each for each in opened("siting").file_uploader if each.key == key]
    assert field.proto.max_upload_size_mb == max(1, most.most // 1_000_000)
