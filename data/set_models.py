"""The declaration of a dataset (meta.toml): which keys it has, and which rules a column may declare.

A rule with a misspelt name would never be looked at, and any cell would pass.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from data.rule_types import Id, Number, PartialDate, Table, Text


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"expected a regular expression ({error})") from error
    return text


Texts = Annotated[list[Text], Field(min_length=1)]


class Column(Table):
    """[columns.<name>]: what its cells are, and what they must keep."""

    type: Literal["string", "number", "integer", "partial_date", "date"]
    meaning_zh: Text | None = None
    meaning_en: Text | None = None
    unit: Text | None = None
    required: bool = True
    unique: bool = False
    list: bool = False
    pattern: Annotated[str, AfterValidator(_pattern)] | None = None
    allowed: Texts | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    refers_to: Text | None = None


class Declaration(Table):
    """A whole meta.toml; its meaning is told by data.catalog.Meta."""

    id: Text
    title_zh: Text
    title_en: Text
    file: Text
    sha256: str
    key: Annotated[list[Text], Field(min_length=1)]
    status: Text
    as_of: PartialDate
    sources: list[Id]
    licence: Text
    attribution: Text
    columns: dict[str, Column]
    geometry: Text = ""
    datum: Text = ""
    original_datum: Text = ""
    recipe: Text = ""
    notes: Text = ""
    licence_en: Text = ""
    attribution_en: Text = ""
    notes_en: Text = ""
