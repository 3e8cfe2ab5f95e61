"""Slow and obvious answers of all rooms: what dates say, which bodies stand, what the browser is told."""

from __future__ import annotations

import calendar
from datetime import date
from functools import cache

from atlas.question.question import Question
from layers import all_layers, palette
from layers.folium_map import feature_collection
from tests.worlds import the_atlas


def ends(text: str) -> date:
    """The last day of a partial date, the slow way."""
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def begins(text: str) -> date:
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    return date(year, month or 1, day or 1)


def stands(row: dict[str, str], question: Question) -> bool:
    """Whether a body is to be drawn, from the sentences of docs/decisions/0003."""
    if row["id"] in question.wrong:
        return False
    if row["record_type"] != "body" or row["evidence"] == "C":
        return False
    if question.confirmed_only and row["evidence"] == "B":
        return False
    if question.industry and question.industry not in row["industries"].split("; "):
        return False
    if row["not_before"] and begins(row["not_before"]) > question.as_of:
        return False
    if row["approved_bound"] == "exact" and begins(row["approved"]) > question.as_of:
        return False
    own = any(
        row[stage] and row[f"{stage}_bound"] != "unknown" and ends(row[stage]) <= question.as_of
        for stage in ("approved", "operating")
    )
    if own or question.literal:
        return own
    counted = bool(row["counted_by"]) and ends(row["counted_by"]) <= question.as_of
    return counted or not (row["approved"] or row["operating"] or row["counted_by"])


def operates(row: dict[str, str], question: Question) -> bool:
    """Whether a body is documented to operate by the date."""
    dated = row["operating"] and row["operating_bound"] != "unknown"
    return bool(dated) and ends(row["operating"]) <= question.as_of


def read_signs(layer_id: str, text: str) -> dict[str, str]:
    """The message of a layer read as the browser reads it: id -> class."""
    names = list(palette.STYLES[layer_id])
    while "{" in text:
        run, rest = text.split("}", 1)
        head, n = run.rsplit("{", 1)
        text = head + head[-1] * (int(n) - 1) + rest
    return {
        feature: names["0123456789abcdefghijklmnopqrstuvwxyz".index(sign)]
        for feature, sign in zip(file_ids(layer_id), text, strict=True)
        if sign != "."
    }


@cache
def file_ids(layer_id: str) -> list[str]:
    """Ids in the order of the file that the browser fetches."""
    features = next(each for each in all_layers() if each.id == layer_id).features(the_atlas().world)
    return [feature["properties"]["id"] for feature in feature_collection(features, str)["features"]]
