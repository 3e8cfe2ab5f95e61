"""What somebody wrote in lines is read in lines, in every table and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

STYLE = Path(__file__).parents[2] / "layers" / "browser" / "table.css"
# The lines as a reader sees them.
TEXT = "() => document.querySelector('td').innerText"


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("kind", ["", "whole", "narrow"])
def test_a_text_keeps_its_lines(page: Page, media: Literal["screen", "print"], kind: str) -> None:
    style = STYLE.read_text(encoding="utf-8")
    row = "<tbody><tr><td class='left about lines'>Checked.\n\nSee p. 2</td></tr></tbody>"
    page.set_content(f"<style>{style}</style><table class='{kind}'>{row}</table>")
    page.emulate_media(media=media)
    assert page.evaluate(TEXT) == "Checked.\n\nSee p. 2"
