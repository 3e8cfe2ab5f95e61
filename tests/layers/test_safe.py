"""Whatever a name tries to be, the reader sees the characters given and nothing runs."""

from __future__ import annotations

import html
import json
import re

import pytest

from layers import safe
from tests.hostile import NAMES


@pytest.mark.parametrize("name", NAMES)
def test_html_gives_back_the_characters(name: str) -> None:
    written = safe.for_html(name)
    assert html.unescape(written) == html.unescape(html.escape(name))
    assert not set(written) & set("<>\"'`$\\")


@pytest.mark.parametrize("name", NAMES)
def test_markdown_leaves_no_live_mark(name: str) -> None:
    written = safe.for_markdown(name)
    assert re.sub(r"\\([\\`*_{}\[\]()<>#+\-.!|~:$^=&@])", r"\1", written).replace(safe.WORD_JOINER, "") == " ".join(
        name.split()
    )
    assert not re.search(r"(?<!\\)(\\\\)*[<\[*_`$:|~]", written)


@pytest.mark.parametrize("name", NAMES)
def test_json_in_a_page_cannot_end_its_script(name: str) -> None:
    written = safe.json_for_page({"name": name})
    assert json.loads(written) == {"name": name}
    assert not set(written) & set("<>&\u2028\u2029")


@pytest.mark.parametrize("name", NAMES)
def test_markdown_leaves_nothing_that_is_drawn_or_linked(name: str) -> None:
    written = re.sub(r"\\(.)", r"\1", safe.for_markdown(name))
    # As mdast-util-gfm-autolink-literal finds links, and Streamlit arrows, dashes and comparisons.
    assert not re.search(r"(https?://|www(?=\.))[-.\w]+", written, re.IGNORECASE)
    assert not re.search(r"[-.\w+]@[-\w]+", written)
    assert not re.search(r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)", written)
