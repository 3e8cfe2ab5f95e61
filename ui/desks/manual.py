"""使用手册: the manual on one page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from layers import safe
from ui.parts.shown import Shown

MANUALS = Path(__file__).parent.parent / "manual"


def show_desk(shown: Shown) -> None:
    """The page."""
    with shown.below:
        st.markdown(text(shown.say.language), width=860)


@cache
def text(language: str) -> str:
    """The manual in a language, Markdown."""
    return safe.held_in_markdown((MANUALS / f"{language}.md").read_text(encoding="utf-8"))
