"""An answer of siting on the page: its sites, before and after by prefecture; beside it the frontier, the re-runs."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from atlas.siting.answer import per_prefecture
from atlas.siting.search import Found
from atlas.siting.solving import lost_without
from atlas.words import listed
from ui.desks.siting import scenario
from ui.desks.siting.frontier import show_frontier
from ui.desks.siting.marks import go_to
from ui.desks.siting.robustness import show_robustness
from ui.parts import linked
from ui.parts.download import offer
from ui.parts.searches import key_on
from ui.parts.shown import Shown
from ui.parts.weight import Columns
from ui.session.question import choose


def show_found(found: Found, shown: Shown) -> None:
    """Everything that came of a question."""
    if found.studied is not None:
        show_frontier(found, shown)
    elif found.answer is not None:
        _sites(found, shown)
        if found.answer.sites:
            st.button(
                shown.say("make these sites a scenario"),
                icon=":material/science:",
                key="siting-adopt",
                on_click=scenario.adopt,
                args=(found, shown),
            )
        _prefectures(found, shown)
        show_robustness(found, shown)


def site_rows(found: Found, shown: Shown) -> pd.DataFrame:
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


def _sites(found: Found, shown: Shown) -> None:
    say = shown.say
    rows = site_rows(found, shown)
    st.markdown(f"## {say('the new centres')}")
    if rows.empty and found.on is not None and not found.on.task.weights.sum():
        st.info(say("No residents are known for this plan's area."))
        return
    if rows.empty:
        st.success(say("No new centre is needed: what is there is enough."))
        return
    columns = ["name", "prefecture", "lost", *(["depends"] if found.question.question == "rule" else [])]
    lost = say("column only through it") if found.on is None else Columns(found.on.weight, say).short("only through it")
    titles = {"lost": lost, "depends": say("column prefectures that hang on it")}
    table = rows[columns].rename(columns=lambda name: titles.get(name) or say(f"column {name}"))
    ids = list(rows["id"])
    linked.table(table, ids, f"sites-{hash(key_on(found.question, shown))}", go_to)
    offer(table, "sites", shown, say("the new centres"))
    st.caption(say("Choose a row, or a county on the map, to lock it in or out for the next search."))


def _prefectures(found: Found, shown: Shown) -> None:
    say, atlas = shown.say, shown.atlas
    if found.on is None or found.answer is None:
        return
    table = per_prefecture(found.on, found.answer.sites)
    columns = Columns(found.on.weight, say)
    more = columns.amounts(table["covered_after"] - table["covered_before"])
    told = pd.DataFrame(
        {
            say("column prefecture"): [atlas.name_of(adcode) for adcode in table.index],
            say("column zone"): [atlas.name_of(atlas.zone_of.get(adcode, "")) for adcode in table.index],
            say("column new centres"): table["sites"].astype(int).to_numpy(),
            say("column in reach before"): [_share(each) for each in table["share_before"]],
            say("column in reach after"): [_share(each) for each in table["share_after"]],
            columns.name("more residents"): more.to_numpy(),
        }
    )
    st.markdown(f"## {say('before and after, by prefecture')}")
    key = f"before-after-{hash(found.answer.sites)}"
    linked.table(told, list(table.index), key, choose, tallest=420)
    offer(told, "before-after", shown, say("before and after, by prefecture"))


def _share(share: float) -> str:
    return "–" if pd.isna(share) else f"{share:.1%}"


def _named(prefectures: Sequence[str], shown: Shown) -> str:
    return listed([shown.atlas.name_of(each) for each in prefectures], shown.say) or "–"
