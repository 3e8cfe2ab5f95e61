"""The tables of an answer of siting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from atlas.scenario.effect import effect
from atlas.siting.answer import per_prefecture
from atlas.siting.search import Found
from atlas.siting.solving import lost_without
from atlas.words import Say, listed
from documents.columns import Columns, share_text, without_no_zones
from documents.tables.supposed import changed_regions, regions_table, rules_table
from documents.tables.table import Table
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
    told = pd.DataFrame(
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
    return without_no_zones(told, say)


def drawn_frontier(found: Found) -> pd.DataFrame:
    """The frontier of a study as it is drawn: p, share, bound, text; empty when there is none."""
    if found.studied is None or found.on is None:
        return pd.DataFrame(columns=["p", "share", "bound", "text"])
    points, total = found.studied.points, float(found.on.task.weights.sum())
    drawn = pd.DataFrame({"p": points["p"], "share": points["covered"] / total, "bound": points["bound"] / total})
    return drawn.assign(text=drawn["share"].map("{:.1%}".format))


def siting_tables(told: Told, found: Found | None) -> Iterator[Table]:
    """What came of the search, and what the scenario changes."""
    say = told.say
    if found is not None and found.on is not None and found.studied is not None:
        columns = Columns(found.on.weight, say)
        points = points_table(found.studied.points, drawn_frontier(found)["text"], columns)
        yield Table("frontier", say("what each further centre buys"), points)
        yield Table("build-order", say("an order to build in"), order_table(found.studied.built, columns))
    elif found is not None and found.answer is not None:
        yield Table("sites", say("the new centres"), sites_table(site_rows(found, told), found, say))
        compared = before_after_table(found, told)
        if compared is not None:
            yield Table("before-after", say("before and after, by prefecture"), compared.drop(columns="id"))
    if told.question.scenario:
        changed = told.once("what if", lambda: effect(told.atlas, told.question))
        regions = changed_regions(changed)
        if not regions.empty:
            yield Table("what-if", say("what if"), regions_table(regions, changed.states, told))
        yield Table("what-if-definitions", say("prefectures that count, by definition"), rules_table(changed, told))
