"""What somebody wrote in lines is read in lines, in a table that is whole and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

STYLE = Path(__file__).parents[2] / "layers" / "browser" / "table.css"
# The lines as a reader sees them: what is on one line has one height.
TEXT = "() => document.querySelector('td').innerText"


@pytest.mark.parametrize(("media", "kind"), [("screen", "whole"), ("print", "")])
def test_a_text_keeps_its_lines(page: Page, media: str, kind: str) -> None:
    style = STYLE.read_text(encoding="utf-8")
    row = "<tr><td>Checked.\n\nSee p. 2</td></tr>"
    page.set_content(f"<style>{style}</style><table class='{kind}'>{row}</table>")
    page.emulate_media(media="print" if media == "print" else "screen")
    assert page.evaluate(TEXT) == "Checked.\n\nSee p. 2"
