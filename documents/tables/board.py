"""The scoreboard of a plan as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from atlas.scoreboard import Entry, conclusion_text, target_text
from atlas.words import Say
from documents.columns import UNKNOWN
from documents.readable import place_in_plan
from documents.told import Told
from layers.headings import bracketed


def board_table(chosen: Sequence[Entry], shown: Told) -> pd.DataFrame:
    """The quantities as readers see them."""
    return _board_table(chosen, shown, "board table", with_units=True)


def board_numbers(chosen: Sequence[Entry], shown: Told) -> pd.DataFrame:
    """The same for a spreadsheet: numbers without their units, which have a column of their own."""
    return _board_table(chosen, shown, "board numbers", with_units=False)


def _board_table(chosen: Sequence[Entry], shown: Told, what: str, *, with_units: bool) -> pd.DataFrame:
    ids = tuple(entry.id for entry in chosen)

    def made() -> pd.DataFrame:
        rows = [quantity_row(entry, shown, with_units=with_units) for entry in chosen]
        return pd.DataFrame(rows).rename(columns=lambda name: shown.say(f"column {name}"))

    return shown.once(what, made, shown.question.scoreboard, ids)


def quantity_row(entry: Entry, shown: Told, *, with_units: bool = True) -> dict[str, str]:
    """One quantity as readers see it: column of the catalogues -> text. with_units  whether numbers carry theirs"""
    say, declared, latest = shown.say, entry.declared, entry.progress.latest
    unit = text_of(declared, "unit", shown) if with_units else ""
    base, year = amount_text(declared.get("base"), unit, say), str(declared.get("base_year", ""))
    number = declared.get("indicator_number")
    return {
        "number": str(number) if number else (say("box {n}").format(n=entry.box) if entry.box else UNKNOWN),
        "quantity": shown.atlas.world.title(declared, "item"),
        "conclusion": conclusion_text(entry, say),
        "base": base if base == UNKNOWN else bracketed(base, year, say.language),
        "target": target_text(shown.atlas, declared) or UNKNOWN,
        "latest": UNKNOWN if latest is None else amount_text(latest.value, unit, say, at_least=latest.at_least),
        "latest_date": UNKNOWN if latest is None else latest.day.isoformat(),
        "evidence": UNKNOWN if latest is None else latest.evidence,
        "has_base": say("base yes") if entry.progress.has_base else say("base no"),
        "unit": text_of(declared, "unit", shown) or UNKNOWN,
        "measure_kind": say(f"measure {declared['measure']}"),
        "conflict": text_of(declared, "conflict", shown),
        "clause": place_in_plan(entry.clause, shown, ("section",)),
    }


def text_of(declared: Mapping[str, Any], stem: str, shown: Told) -> str:
    """A text of a quantity in the language of the page, the Chinese one when there is no other; "" for none."""
    return shown.atlas.world.title(declared, stem) if f"{stem}_zh" in declared else ""


def amount_text(value: float | None, unit: str, say: Say, *, at_least: bool = False) -> str:
    """A number with its unit, as targets print theirs: 28.8件, 75%, 1,412.7 × 100 million yuan; a dash for none."""
    if value is None:
        return UNKNOWN
    between = "" if say.language == "zh" or unit in ("", "%") else " × " if unit[0].isdecimal() else " "
    return f"{'≥' * at_least}{value:,.10g}{between}{unit}"
