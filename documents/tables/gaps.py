"""The tables of the gap list, of reach and of what hangs on one body."""

from __future__ import annotations

import pandas as pd

from atlas.catchment import catchment_table
from atlas.distances import number_text
from atlas.parks import park_table, way_of_parks
from atlas.reach import gap_table, loss_table, zone_totals
from documents.columns import Columns
from documents.told import Told

MARKS = {"beyond": "▲", "none": "✕", "within": "●"}


def county_rows(shown: Told) -> pd.DataFrame:
    """The counties of the gap list as readers see them, after their ids on the map."""
    table = gap_table(shown.atlas, shown.view.reached, shown.question.zone)
    told = gap_rows(table, ["name", "prefecture_name"], shown)
    told.insert(0, "id", [f"c{each}" for each in table["county"]])
    return told


def prefecture_rows(shown: Told) -> pd.DataFrame:
    """The prefectures of the gap list as readers see them, after their ids on the map."""
    table = by_prefecture(shown)
    told = gap_rows(table, ["prefecture_name"], shown)
    told.insert(0, "id", list(table["prefecture"]))
    return told


def by_prefecture(shown: Told) -> pd.DataFrame:
    """Prefectures of the zone with residents out of reach, most first; all their residents are the denominator."""
    atlas, zone = shown.atlas, shown.question.zone
    table = shown.view.reached.prefectures.loc[list(atlas.members(zone) if zone else atlas.prefectures)]
    table = table[table["unserved"] > 0].rename_axis("prefecture").reset_index()
    table["prefecture_name"] = [atlas.name_of(adcode) for adcode in table["prefecture"]]
    ordered = table.sort_values(["unserved", "prefecture"], ascending=[False, True], kind="stable")
    return ordered.reset_index(drop=True)


def gap_rows(table: pd.DataFrame, names: list[str], shown: Told) -> pd.DataFrame:
    """The list as readers see it: names, then whole residents (or amounts of another weight) and the share in reach."""
    told, weight = table[[*names, "people", "covered", "unserved"]].copy(), shown.view.reached.weight
    for column in ("people", "covered", "unserved"):
        told[column] = weight.rounded(told[column])
    told["share"] = [f"{each:.1%}" for each in table["share"]]
    return told.rename(columns=lambda name: Columns(weight, shown.say).name(name))


def zone_rows(shown: Told) -> pd.DataFrame:
    """Province and compared zones: label, share, low, high, text with numerator and denominator in 10,000 people."""
    atlas, say, weight = shown.atlas, shown.say, shown.view.reached.weight
    rows = []
    for zone in ("", *atlas.plan.about.get("compared_zones", ())):
        table = zone_totals(atlas, shown.view.reached, zone)
        people = table["people"] or float("nan")
        rows.append(
            {
                "label": atlas.name_of(zone) if zone else say("whole province"),
                "share": table["share"],
                "low": table["lowest"] / people,
                "high": table["highest"] / people,
                "text": f"{table['share']:.1%}  {weight.amount(table['covered'], table['people'], say=say)}",
            }
        )
    return pd.DataFrame(rows)


def catchment_rows(shown: Told) -> pd.DataFrame:
    """Prefectures with least first, as readers see them, after their ids on the map."""
    say, table = shown.say, catchment_table(shown.atlas, shown.question, shown.view.reached)
    rows = pd.DataFrame(columns=["prefecture", "name", "people", "each"]) if table is None else table
    each = ["–" if pd.isna(number) else f"{number:.2f}" for number in rows["each"]]
    people = rows["people"].round().astype(int)
    return pd.DataFrame(
        {
            "id": rows["prefecture"],
            say("column prefecture_name"): rows["name"],
            say("column capacity_each"): each,
            say("column people"): people,
        }
    )


def loss_rows(shown: Told) -> pd.DataFrame:
    """The bodies with what their closing would lose, as numbers; column id, then those of readers."""
    say, losses, weight = shown.say, loss_table(shown.atlas, shown.view.reached), shown.view.reached.weight
    told = losses.assign(
        prefecture=[shown.atlas.name_of(each) for each in losses["prefecture"]],
        lost=weight.rounded(losses["lost"]),
        lost_share=losses["share"].round(4),
    ).drop(columns="share")
    return told.rename(columns=lambda name: name if name == "id" else Columns(weight, say).name(name))


def park_rows(shown: Told) -> pd.DataFrame:
    """The list as readers see it, after the ids on the map."""
    say, table = shown.say, park_table(shown.atlas, shown.question)
    minutes = way_of_parks(shown.atlas, shown.question).unit == "minutes"
    column = say("column road_minutes") if minutes else say("column road_km")
    return pd.DataFrame(
        {
            "id": table["id"],
            say("column name"): table["name"],
            say("column state"): [f"{MARKS[each]} {say(f'park {each}')}" for each in table["state"]],
            say("column industries"): table["industries"].where(table["known"], say("industry not known: any body")),
            say("column nearest body"): table["body_name"].where(table["body_name"] != "", "–"),
            column: [number_text(*each) or "–" for each in zip(table["road_km"], table["off_km"], strict=True)],
            say("column prefecture_name"): [shown.atlas.name_of(each) for each in table["prefecture"]],
            say("column kind"): [say(each) for each in table["kind"]],
        }
    )
