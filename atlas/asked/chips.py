"""What a part that was understood is called on its chip."""

from __future__ import annotations

from datetime import date

from atlas.asked.lexicon import Meaning
from atlas.question.choices import RESIDENTS
from atlas.words import Say, full_date

NUMBERS = {
    "radius": "{n} km of road",
    "count": "{n} new centres",
    "next": "{n} new centres",
    "share": "{n} % of residents",
    "prefectures": "{n} prefectures",
}
FLAGS = {
    ("borders", "ignore"): "ignoring borders",
    ("borders", "keep"): "by jurisdiction",
    ("evidence", "confirmed"): "confirmed records only (A1, A2)",
    ("dates", "literal"): "literal dates only",
    ("whole", "province"): "whole province",
    ("weight", RESIDENTS): "residents",
    ("reversing", "except"): "leaving something out: not possible yet",
}
OF_GRAMMAR = ("topic", "per", "extreme")


def title_of(meaning: Meaning, say: Say) -> str:
    """The title of a meaning in the language of the page."""
    if meaning.role in ("date", "year"):
        return full_date(date.fromisoformat(meaning.value), say)
    if meaning.role in NUMBERS:
        return say(NUMBERS[meaning.role]).format(n=meaning.value)
    if (meaning.role, meaning.value) in FLAGS:
        return say(FLAGS[meaning.role, meaning.value])
    if meaning.role in OF_GRAMMAR:
        return say(f"asked {meaning.role} {meaning.value}")
    return meaning.title
