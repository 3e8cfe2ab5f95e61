"""The only place that makes text safe for a sink; everything else passes text on as it is.

The map itself shows text with `textContent`, from JSON, so names never enter a script. These functions serve what is
left: HTML snippets, Markdown, and JSON inside a page.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

from layers.unparted import with_firm_blanks

# Streamlit replaces :material/home: and :smile: after the escapes are gone; an invisible joiner keeps them text.
SHORTCODE = re.compile(r":(?=[A-Za-z0-9_+\-/]+:)")
WORD_JOINER = "\u2060"
# Streamlit also draws these where they stand alone, and makes links of what looks like one, whatever is escaped.
DRAWN = re.compile(r"(?<!\S)([<>~-])(->|[->=])(?!\S)")
LINKED = re.compile(r"(https?:(?=//)|www(?=\.))", re.IGNORECASE)
# A point before a digit draws nothing; escaped, it is read aloud with the name of a slider.
MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~:$^=&@]|\.(?![0-9]))")


def for_html(text: object) -> str:
    """Text for HTML and for folium's JavaScript template literals.

    `html.escape` alone is bypassed by `${…}` inside a template literal, so backtick, dollar and backslash are written
    as entities too.
    """
    return html.escape(str(text), quote=True).replace("`", "&#96;").replace("$", "&#36;").replace("\\", "&#92;")


def for_markdown(text: object) -> str:
    """Text for Streamlit's Markdown: every mark is escaped, and what would be made of text alone (links, pictures,
    arrows and dashes) is parted by an invisible joiner; line breaks become spaces, and those between a figure and its
    unit break no line. So the reader sees the characters given, and no link that nobody set.
    """
    one_line = with_firm_blanks(" ".join(str(text).split()))
    parted = LINKED.sub(rf"\1{WORD_JOINER}", one_line).replace("@", f"{WORD_JOINER}@")
    parted = DRAWN.sub(rf"\1{WORD_JOINER}\2", SHORTCODE.sub(f":{WORD_JOINER}", parted))
    return MARKDOWN.sub(r"\\\1", parted)


def json_for_page(value: Any) -> str:
    """JSON to be put inside a <script> element: `</script>`, `<!--` and the line separators cannot end or break it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
