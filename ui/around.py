"""What the page around the map does in the browser by itself, beside what Streamlit does: a notice below the window is
seen at its foot (noticed.js), and a page that was turned to begins at its beginning for a keyboard too (arriving.js).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

SCRIPTS = ("noticed.js", "arriving.js")


@cache
def around_the_map() -> str:
    """The scripts as they stand in the head of the document."""
    here = Path(__file__).parent
    return "".join(f"<script>{(here / each).read_text(encoding='utf-8')}</script>" for each in SCRIPTS)
