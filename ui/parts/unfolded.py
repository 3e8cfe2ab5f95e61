"""What is folded behind a button or a title is filled only once somebody unfolds it: most runs send none of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st


@contextmanager
def unfolded(label: str, key: str, **look: Any) -> Iterator[bool]:
    """A popover; what is written within stands in it. Yields whether it is open: fill it only then.

    Opening asks for a run of the page, and what was filled stays open through the runs that its own controls ask for.
    look  as Streamlit has it: icon, type, width
    """
    folded = st.popover(label, key=key, on_change="rerun", **look)
    with folded:
        yield bool(folded.open)


@contextmanager
def unfolded_below(label: str, key: str) -> Iterator[bool]:
    """The same for what unfolds within the page, under its title."""
    folded = st.expander(label, key=key, on_change="rerun")
    with folded:
        yield bool(folded.open)
