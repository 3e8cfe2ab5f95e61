"""Map count = table count = data count, for 500 random states, against an oracle that reads the tables row by row."""

from __future__ import annotations

import calendar
import csv
import random
from datetime import date
from functools import cache

import pytest

from atlas import answers, world
from atlas.question.choices import Choices
from atlas.question.question import Asked
from data.catalog import meta
from layers import all_layers, decide, palette
from layers.base import made
from layers.folium_map import feature_collection

STATES = 500
SEED = 20251231


@cache
def known() -> world.Known:
    return world.load("14-5")


@cache
def rows(set_id: str) -> list[dict[str, str]]:
    with meta(set_id).file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def ends(text: str) -> date:
    """The last day of a partial date, the slow way."""
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def begins(text: str) -> date:
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    return date(year, month or 1, day or 1)


def stands(row: dict[str, str], asked: Asked) -> bool:
    """Whether a body is to be drawn, from the sentences of docs/decisions/0003."""
    if row["id"] in asked.wrong:
        return False
    if row["record_type"] != "body" or row["evidence"] == "C":
        return False
    if asked.confirmed_only and row["evidence"] == "B":
        return False
    if asked.industry and asked.industry not in row["industries"].split("; "):
        return False
    if row["not_before"] and begins(row["not_before"]) > asked.as_of:
        return False
    if row["approved_bound"] == "exact" and begins(row["approved"]) > asked.as_of:
        return False
    own = any(
        row[stage] and row[f"{stage}_bound"] != "unknown" and ends(row[stage]) <= asked.as_of
        for stage in ("approved", "operating")
    )
    if own or asked.literal:
        return own
    counted = bool(row["counted_by"]) and ends(row["counted_by"]) <= asked.as_of
    return counted or not (row["approved"] or row["operating"] or row["counted_by"])


def operates(row: dict[str, str], asked: Asked) -> bool:
    """Whether a body is documented to operate by the date."""
    dated = row["operating"] and row["operating_bound"] != "unknown"
    return bool(dated) and ends(row["operating"]) <= asked.as_of


def expected(layer_id: str, asked: Asked) -> set[str]:
    """Ids a layer must show, from the raw tables."""
    layer = next(each for each in all_layers() if each.id == layer_id)
    if layer.kinds:
        return {row["id"] for row in rows("bodies") if row["kind"] in layer.kinds and row["lon"] and stands(row, asked)}
    if layer_id in ("strong-cities", "gi-zones"):
        mine = [
            row
            for row in rows("titles")
            if row["category"] in layer.legend
            and row["prefecture"]
            and row["prefecture"] != "440000"
            and row["evidence"] != "C"
        ]
        begun = [row for row in mine if not row["since"] or ends(row["since"]) <= asked.as_of]
        return {
            row["id"]
            for row in begun
            if not (row["until"] and ends(row["until"]) < asked.as_of)
            or not any(other["place_zh"] == row["place_zh"] and other["since"] > row["since"] for other in begun)
        }
    if layer_id == "reach-rings":
        operating = asked.definition == "national-operating"
        return {
            f"ring-{row['id']}"
            for row in rows("bodies")
            if row["kind"] in asked.kinds
            and row["lon"]
            and stands(row, asked)
            and (not operating or operates(row, asked))
        }
    if layer_id == "proposed-sites":
        return set()  # known to a session's search only
    if layer_id == "demonstration-areas":
        areas = known().world["demonstration_areas"]
        return {row["id"] for row in areas.to_dict("records") if ends(row["established"]) <= asked.as_of}
    return set(made(layer.features, known().world)["id"])


@cache
def choices() -> Choices:
    return world.choices(known(), meta("bodies").as_of)


def random_question(source: random.Random) -> Asked:
    offered = choices()
    indicator = source.choice(list(offered.indicators))
    layers = [layer for layer in offered.layers if source.random() < 0.5]
    shadings = [layer for layer in layers if layer in offered.exclusive]
    return Asked(
        as_of=date.fromordinal(source.randint(offered.first_day.toordinal(), offered.last_day.toordinal())),
        definition=source.choice(list(offered.definitions)),
        layers=tuple(layer for layer in layers if layer not in shadings[:-1]),
        indicator=indicator,
        period=source.choice(list(offered.indicators[indicator])),
        industry=source.choice(["", "", *offered.industries]),
        confirmed_only=source.random() < 0.3,
        literal=source.random() < 0.3,
        access=source.choice(list(offered.access)),
        radius_km=source.choice([5, 50, 150]),
        kinds=tuple(kind for kind in offered.kinds if source.random() < 0.4),
        ignore_borders=source.random() < 0.5,
        wrong=tuple(source.sample(sorted(offered.bodies), source.choice([0, 0, 5]))),
        measure=source.choice(list(offered.measures)),
    )


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
    features = next(each for each in all_layers() if each.id == layer_id).features(known().world)
    return [feature["properties"]["id"] for feature in feature_collection(features, str)["features"]]


def test_map_table_and_data_agree_for_500_random_states() -> None:
    source = random.Random(SEED)
    for _ in range(STATES):
        asked = random_question(source)
        found = answers.view(known(), asked)
        counts = decide.count(found.decision, asked.layers)
        table = decide.table(known().world, found.decision, asked.layers, {})
        told = {layer: read_signs(layer, found.message[layer]) for layer in asked.layers}
        for layer in asked.layers:
            wanted = expected(layer, asked)
            assert set(found.decision[layer].index) == wanted, (layer, asked)
            assert counts[layer] == len(wanted) == len(told[layer]), (layer, asked)
            assert told[layer] == dict(found.decision[layer]), (layer, asked)
            assert set(table.loc[table["layer"] == layer, "id"]) == wanted, (layer, asked)


def test_an_unknown_layer_is_refused_by_name() -> None:
    with pytest.raises(LookupError, match="'moon' is not known"):
        decide.count({}, ["moon"])


def test_what_a_search_proposes_is_drawn_and_nothing_else_changes() -> None:
    found = answers.view(known(), random_question(random.Random(SEED)))
    seats = [f"site-{row['adcode']}" for row in rows("county_seats")]
    sites = {seats[3]: "proposed", seats[40]: "locked", seats[41]: "banned"}
    state = answers.with_proposed(known(), found, answers.Proposed(sites))
    told = state["classes"]
    assert read_signs("proposed-sites", told["proposed-sites"]) == sites
    assert {**told, "proposed-sites": found.message["proposed-sites"]} == found.message
    assert state["extra"] == list(found.extra)
    nothing = answers.with_proposed(known(), found, answers.Proposed())
    assert nothing == {"classes": found.message, "extra": list(found.extra)}
