"""The tables of an answer of siting."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from atlas.siting.answer import per_prefecture
from atlas.siting.search import Found
from atlas.siting.solving import lost_without
from atlas.words import Say, listed
from documents.columns import Columns, share_text
from documents.told import Told


def site_rows(found: Found, shown: Told) -> pd.DataFrame:
    """The new sites: id, name, prefecture, lost (people only this one reaches), depends (prefectures)."""
    on, answer = found.on, found.answer
    if on is None or answer is None:
        return pd.DataFrame(columns=["id", "name", "prefecture", "lost", "depends"])
    rows = on.candidates.iloc[list(answer.sites)]
    lost = lost_without(on, answer)
    depends = {} if found.why is None else found.why.depends
    return pd.DataFrame(
        {
            "id": rows["id"].astype(str).to_numpy(),
            "name": rows["name"].to_numpy(),
            "prefecture": [shown.atlas.name_of(each) for each in rows["prefecture"]],
            "lost": Columns(on.weight, shown.say).amounts(
                pd.Series([lost[str(each)] for each in rows["id"]], dtype=float)
            ),
            "depends": [_named(depends.get(str(each), ()), shown) for each in rows["id"]],
        }
    )


def _named(prefectures: Sequence[str], shown: Told) -> str:
    return listed([shown.atlas.name_of(each) for each in prefectures], shown.say) or "–"


def points_table(points: pd.DataFrame, shares: pd.Series, columns: Columns) -> pd.DataFrame:
    """One row a number of new centres; a share that is not proven best says how far it may be from it."""
    say = columns.say
    gaps = points["gap"].map(lambda gap: say("gap {gap:.1%}").format(gap=gap))
    return pd.DataFrame(
        {
            say("column new centres"): points["p"].astype(int),
            columns.name("residents in reach"): columns.amounts(points["covered"]),
            say("column share"): shares,
            columns.name("more residents"): columns.amounts(points["gain"]),
            say("column proof"): gaps.where(points["status"] != "optimal", say("proven best")),
        }
    )


def order_table(built: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """One row a step of the order to build in."""
    say = columns.say
    return pd.DataFrame(
        {
            say("column step"): built["p"].astype(int),
            say("column name"): built["name"],
            columns.name("residents in reach"): columns.amounts(built["covered"]),
            columns.short("loss against the best"): columns.amounts(built["loss"]),
        }
    )


def sites_table(rows: pd.DataFrame, found: Found, say: Say) -> pd.DataFrame:
    """The new sites as readers see them; rows  of `site_rows`."""
    columns = ["name", "prefecture", "lost", *(["depends"] if found.question.question == "rule" else [])]
    lost = say("column only through it") if found.on is None else Columns(found.on.weight, say).short("only through it")
    titles = {"lost": lost, "depends": say("column prefectures that hang on it")}
    return rows[columns].rename(columns=lambda name: titles.get(name) or say(f"column {name}"))


def before_after_table(found: Found, shown: Told) -> pd.DataFrame | None:
    """One row a prefecture, after its id: new centres, share in reach before and after; None without an answer."""
    if found.on is None or found.answer is None:
        return None
    say, atlas = shown.say, shown.atlas
    table, columns = per_prefecture(found.on, found.answer.sites), Columns(found.on.weight, say)
    more = columns.amounts(table["covered_after"] - table["covered_before"])
    return pd.DataFrame(
        {
            "id": table.index,
            say("column prefecture"): [atlas.name_of(adcode) for adcode in table.index],
            say("column zone"): [atlas.name_of(atlas.zone_of.get(adcode, "")) for adcode in table.index],
            say("column new centres"): table["sites"].astype(int).to_numpy(),
            say("column in reach before"): [share_text(each) for each in table["share_before"]],
            say("column in reach after"): [share_text(each) for each in table["share_after"]],
            columns.name("more residents"): more.to_numpy(),
        }
    )
