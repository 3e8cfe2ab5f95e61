"""The ledger of definitions as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from atlas.ledger import Row
from atlas.supposing import DEGREES
from atlas.verdicts import verdict_text
from atlas.words import listed
from documents.readable import record_names
from documents.told import Told
from geo.access import Access
from geo.coverage import Coverage

SUPPOSED_DEGREES = {degree: f"supposed_{name}" for degree, name in DEGREES.items()}


def rows(shown: Told) -> list[Row]:
    """The ledger for the question."""
    return shown.inquiry.ledger


def ledger_table(ledger: Sequence[Row], shown: Told) -> pd.DataFrame:
    """One row a definition: title, what it counts, numbers, needed, verdict and pivotal records, all of the records;
    then, where something is supposed, what would be counted and its verdict.
    """
    say = shown.say
    names = record_names(shown)
    told = [_told(row, shown, names) for row in rows(shown.real)]
    if shown.question.supposes:
        told = [row | _told_supposed(there, shown) for row, there in zip(told, ledger, strict=True)]
        # What is supposed stands before the long list of pivotal records, where it is seen.
        told = [{name: row[name] for name in row if name != "pivotal"} | {"pivotal": row["pivotal"]} for row in told]
    return pd.DataFrame(told).rename(columns=lambda name: say(f"column {name}"))


def _told_supposed(row: Row, shown: Told) -> dict[str, str]:
    if row.result is None:
        return dict.fromkeys((*SUPPOSED_DEGREES.values(), "supposed_verdict"), "–")
    return _counts(row.result, SUPPOSED_DEGREES) | {"supposed_verdict": verdict_text(row.result, "supposed", shown.say)}


def _counts(result: Coverage | Access, names: Mapping[str, str]) -> dict[str, str]:
    """Each degree under its column's name: so many of so many, two numbers in a file that is taken away."""
    return {name: f"{getattr(result, degree).count}/{result.n}" for degree, name in names.items()}


def _told(row: Row, shown: Told, names: dict[str, str]) -> dict[str, str]:
    say, result = shown.say, row.result
    told = {"definition": shown.atlas.world.title(row.about), "counts": say(f"rule {row.rule}")}
    if result is None:
        return told | dict.fromkeys((*DEGREES, "needed"), "–") | {"verdict": say("no data yet"), "pivotal": "–"}
    return (
        told
        | _counts(result, {degree: degree for degree in DEGREES})
        | {
            "needed": str(result.needed),
            "verdict": verdict_text(result, "cell", say),
            "pivotal": listed([names.get(each, each) for each in result.pivotal], say) or "–",
        }
    )
