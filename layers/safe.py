"""The only place that makes text safe for a sink; everything else passes text on as it is.

The map itself shows text with `textContent`, from JSON, so names never enter a script. These functions serve what is
left: HTML snippets, Markdown, and JSON inside a page.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

from layers.unparted import parted

# Streamlit replaces :material/home: and :smile: after the escapes are gone; an invisible joiner keeps them text.
SHORTCODE = re.compile(r":(?=[A-Za-z0-9_+\-/]+:)")
WORD_JOINER = "\u2060"
# Streamlit also draws these where they stand alone, and makes links of what looks like one, whatever is escaped.
DRAWN = re.compile(r"(?<!\S)([<>~-])(->|[->=])(?!\S)")
LINKED = re.compile(r"(https?:(?=//)|www(?=\.))", re.IGNORECASE)
# Chinese may break between a figure and its unit. Streamlit's directive for a colour, given none, makes an element of
# what it holds and nothing else (look.css keeps it on one line): a sign that joins would be copied with the figure.
MAY_PART = re.compile(r"[0-9] ?[\u4e00-\u9fff]|[\u4e00-\u9fff][0-9]")
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
    arrows and dashes) is parted by an invisible joiner; line breaks become spaces, and a figure stays on the line of
    its unit. So the reader sees the characters given, and no link that nobody set.
    """
    one_line = " ".join(str(text).split())
    joined = LINKED.sub(rf"\1{WORD_JOINER}", one_line).replace("@", f"{WORD_JOINER}@")
    joined = DRAWN.sub(rf"\1{WORD_JOINER}\2", SHORTCODE.sub(f":{WORD_JOINER}", joined))
    return "".join(_held(part) if place % 2 else _escaped(part) for place, part in enumerate(parted(joined)))


def _escaped(text: str) -> str:
    return MARKDOWN.sub(r"\\\1", text)


def _held(part: str) -> str:
    """What is held together (layers.unparted): its blanks break no line, nor does Chinese within it."""
    written = _escaped(part.replace(" ", "\u00a0"))
    return f":color[{written}]" if MAY_PART.search(part) else written


def held_in_markdown(text: str) -> str:
    """Markdown of our own, such as the manual, with each figure on the line of its unit; its marks stay marks."""
    return "".join(
        f":color[{part}]" if place % 2 and MAY_PART.search(part) else part for place, part in enumerate(parted(text))
    )


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
