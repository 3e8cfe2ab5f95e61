"""What the document says before anything else, for browsers older than Streamlit expects and for plain http.

Streamlit's own files need functions that came with Chromium 126; Windows 7 ends at 109. They are supplied by core-js,
which only such a browser fetches. Below Chromium 94 the files cannot even be read: then one sentence says so.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from atlas.question.address import LANGUAGES
from atlas.words import say_in

SCRIPT = Path(__file__).with_suffix(".js")
SUPPLY = "./files/core-js/core-js.js"


@cache
def for_old_browsers(english: bool) -> str:
    """The script as it stands in the head of the document, with the sentence in the language of the page."""
    say = say_in(LANGUAGES[1] if english else LANGUAGES[0])
    sentence = json.dumps(say("this browser is too old for the atlas"), ensure_ascii=False)
    code = SCRIPT.read_text(encoding="utf-8").replace('"SENTENCE"', sentence).replace("FILES", SUPPLY)
    return f"<script>{code}</script>"
