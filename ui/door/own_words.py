"""What Streamlit says itself, in English only (a page that is not there, choosing a file, a lost connection, the names
of its controls for those who listen): said in the language of the page. Its texts are in its bundle, which is not ours
to change.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from atlas.question.address import LANGUAGES
from atlas.words import say_in

SCRIPT = Path(__file__).with_suffix(".js")
# As the bundle of the pinned Streamlit has them -> as the catalogues do.
STREAMLITS = {
    "Page not found": "Page not found",
    "The page that you have requested does not seem to exist. Running the app's main page.": "no such page",
    "Upload": "choose a file",
    "{size} per file": "{size} per file",
    "No results": "nothing found",
    "Connection error": "connection lost",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": (
        "server away"
    ),
    "streamlit run yourscript.py": "server address",
    "Skip to main content": "Skip to main content",
    "Press Enter to apply": "Press Enter to apply",
    "Choose an option": "Choose an option",
    "Selected values": "Selected values",
    "Remove {label}": "Remove {label}",
    "Clear all": "Clear all",
    "Help for {label}": "Help for {label}",
    "Open": "open the list",
    "Close": "close",
    "Dismiss": "close",
    "Increment": "one step more",
    "Decrement": "one step less",
    "file upload": "choose a file",
    "Scroll tabs left": "earlier tabs",
    "Scroll tabs right": "further tabs",
    "Link to heading": "Link to heading",
    "Logo": "Logo",
    "Navigate to home page": "to the overview",
    "{count} more": "{count} more pages",
    "App pages": "pages of the atlas",
    "Sidebar": "navigation at the side",
    "Expand sidebar": "open the navigation",
    "Collapse sidebar": "close the navigation",
}


@cache
def in_own_words() -> str:
    """The script as it stands in the head of the document, with the words of every language."""
    words = {language: {text: say_in(language)(own) for text, own in STREAMLITS.items()} for language in LANGUAGES}
    told = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    return f"<script>{SCRIPT.read_text(encoding='utf-8').replace(chr(34) + 'WORDS' + chr(34), told)}</script>"
