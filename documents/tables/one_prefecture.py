"""The tables of one prefecture."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd

from atlas.comparison import rank_text
from atlas.distances import DEMAND_OFF_KM, distance_text
from atlas.prefecture import Prefecture
from atlas.records import industries_of
from atlas.ways import way_of
from atlas.words import listed
from documents.columns import Columns
from documents.readable import RECORD_COLUMNS, readable, record_names
from documents.told import Told

TITLE_COLUMNS = ("title_zh", "place_zh", "product_zh", "since", "until", "evidence")
PLACE_COLUMNS = ("name", "area_km2_published", "established", "boundary_words_zh")


def first_of_names(name: str) -> str:
    """A name without its second one: many centres bear two."""
    return name.split(" / ", maxsplit=1)[0]


def county_rows(shown: Told) -> pd.DataFrame:
    """The counties as readers see them."""
    first = shown.say("column name")
    return shown.once("county rows", lambda: shown.tables(_named_rows, first), shown.question.prefecture)


def county_rows_with_key(shown: Told) -> tuple[pd.DataFrame, list[str]]:
    """The counties with a number for each body, so that a row is a line, and the names of these numbers; one that only
    supposed columns name says so.
    """
    marks, names = dict[str, str](), _first_names(shown)
    rows_with = partial(_county_rows, name=partial(_mark, marks))
    rows_with(shown.real)
    recorded = set(marks)
    rows = shown.tables(rows_with, shown.say("column name"))
    told = {body: f"{mark} {names[body]}" for body, mark in marks.items()}
    supposed = shown.say("supposed: {text}")
    return rows, [text if body in recorded else supposed.format(text=text) for body, text in told.items()]


def _mark(marks: dict[str, str], body: str) -> str:
    return marks.setdefault(body, f"[{len(marks) + 1}]")


def _first_names(shown: Told) -> dict[str, str]:
    return {each: first_of_names(name) for each, name in record_names(shown).items()}


def _named_rows(shown: Told) -> pd.DataFrame:
    return _county_rows(shown, _first_names(shown).__getitem__)


def _county_rows(shown: Told, name: Callable[[str], str]) -> pd.DataFrame:
    say, found, way = shown.say, shown.inquiry.prefecture, way_of(shown.question)
    rows = []
    for county in found.counties.to_dict("records"):
        row = {
            "name": county["name"],
            "people": county["people"],
            "share": f"{county['share']:.1%}" if county["people"] else "–",
        }
        for kind in found.kinds:
            for whose in ("own", "any"):
                stem = f"{whose}_{kind}"
                body = county[stem]
                off = max(DEMAND_OFF_KM, county[f"{stem}_off"])
                row[stem] = f"{distance_text(county[f'{stem}_km'], off, say, way)} {name(body)}" if body else "–"
        rows.append(row)
    told = {f"own_{kind}": say("nearest {kind} that serves it").format(kind=say(kind)) for kind in found.kinds}
    told |= {f"any_{kind}": say("nearest {kind} of all").format(kind=say(kind)) for kind in found.kinds}
    table = pd.DataFrame(rows)
    table["people"] = found.weight.rounded(table["people"])
    return table.rename(columns=lambda name: told.get(name) or Columns(found.weight, say).name(name))


def by_industry(found: Prefecture, shown: Told) -> pd.DataFrame:
    """Industry and the bodies of the prefecture approved for it, at the date."""
    standing = found.here[found.here["state"] != ""]
    pairs = [
        (industry, shown.atlas.world.title(body, "name"))
        for body in standing.to_dict("records")
        for industry in industries_of(body, shown.atlas.world.language).values()
    ]
    table = pd.DataFrame(pairs, columns=["industry", "name"])
    return table.groupby("industry", sort=False)["name"].agg(lambda names: listed(names, shown.say)).reset_index()


def standing_rows(shown: Told) -> pd.DataFrame:
    """The measures as readers see them."""
    return shown.tables(_standing_rows, shown.say("column measure"))


def _standing_rows(shown: Told) -> pd.DataFrame:
    say, found = shown.say, shown.inquiry.prefecture
    rows = [
        {
            "measure": row["title"],
            "value": row["text"],
            "rank": rank_text(row, say),
            "zone_value": row["zone_text"],
            "province_value": row["province_text"],
            "best_peer": shown.atlas.name_of(row["best_peer"]) or "–",
        }
        for row in found.standing.to_dict("records")
    ]
    return pd.DataFrame(rows).rename(columns=lambda name: say(f"column {name}"))


def weak_rows(found: Prefecture, shown: Told) -> pd.DataFrame:
    """The weak records as readers see them."""
    say = shown.say
    rows = [
        {
            "name": shown.atlas.world.title(row, "name"),
            "kind": say(row["kind"]),
            "evidence": row["evidence"],
            "weak": listed([say(f"weak {each}") for each in row["weak"]], say),
            "notes": row["notes"],
        }
        for row in found.weak.to_dict("records")
    ]
    return pd.DataFrame(rows).rename(columns=lambda name: say(f"column {name}"))


def bodies_table(found: Prefecture, shown: Told) -> pd.DataFrame:
    """The bodies of the prefecture, those that stand and those that do not at the date."""
    here = found.here.assign(state=found.here["state"].replace("", "not-drawn"))
    columns = ("name", "kind", *RECORD_COLUMNS[2:10])
    return readable(here, columns, shown.say, shown.atlas.names, shown.atlas.world.language)
