"""The scoreboard of a plan as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from atlas.scoreboard import Entry, conclusion_text, target_text
from documents.readable import place_in_plan
from documents.told import Told


def board_table(chosen: Sequence[Entry], shown: Told) -> pd.DataFrame:
    """The quantities as readers see them."""
    ids = tuple(entry.id for entry in chosen)
    return shown.once("board table", lambda: _board_table(chosen, shown), shown.question.scoreboard, ids)


def _board_table(chosen: Sequence[Entry], shown: Told) -> pd.DataFrame:
    say = shown.say
    return pd.DataFrame([quantity_row(entry, shown) for entry in chosen]).rename(
        columns=lambda name: say(f"column {name}")
    )


def quantity_row(entry: Entry, shown: Told) -> dict[str, str]:
    """One quantity as readers see it: column of the catalogues -> text."""
    say, declared, latest = shown.say, entry.declared, entry.progress.latest
    number = declared.get("indicator_number")
    return {
        "number": str(number) if number else (say("box {n}").format(n=entry.box) if entry.box else "–"),
        "quantity": shown.atlas.world.title(declared, "item"),
        "conclusion": conclusion_text(entry, say),
        "base": _number(declared.get("base"), str(declared.get("base_year", ""))),
        "target": target_text(shown.atlas, declared) or "–",
        "latest": "–" if latest is None or latest.value is None else f"{'≥' * latest.at_least}{latest.value:g}",
        "latest_date": "–" if latest is None else latest.day.isoformat(),
        "evidence": "–" if latest is None else latest.evidence,
        "has_base": say("base yes") if entry.progress.has_base else say("base no"),
        "unit": text_of(declared, "unit", shown) or "–",
        "measure_kind": say(f"measure {declared['measure']}"),
        "conflict": text_of(declared, "conflict", shown),
        "clause": place_in_plan(entry.clause, shown, ("section",)),
    }


def text_of(declared: Mapping[str, Any], stem: str, shown: Told) -> str:
    """A text of a quantity in the language of the page, the Chinese one when there is no other; "" for none."""
    return shown.atlas.world.title(declared, stem) if f"{stem}_zh" in declared else ""


def _number(value: float | None, year: str) -> str:
    return "–" if value is None else f"{value:g} ({year})" if year else f"{value:g}"
