"""A question in words as the command line answers it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from atlas.asked.answer import ask, asked_answer
from atlas.loading import load
from atlas.question.offered import choices_of
from data.catalog import meta


def typed_answer(text: str, plan: str, language: str, plans: Path | None = None, data: str = "") -> dict[str, Any]:
    """What a text asks of a plan, counted from today; plans  a folder with more of them;  data  see `load`."""
    atlas = load(plan, language, plans, data=data)
    choices = choices_of(atlas, meta("bodies").as_of)
    return asked_answer(ask(text, atlas, choices, date.today()), atlas, choices)
