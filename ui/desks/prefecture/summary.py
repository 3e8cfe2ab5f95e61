"""The parts of the page of one prefecture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pandas as pd
import streamlit as st

from atlas.comparison import rank_text
from atlas.prefecture import Prefecture
from atlas.prefecture_told import effect_text, state_texts
from atlas.supposing import beside
from atlas.ways import way_of
from atlas.words import EM_SPACE, counted, listed, many_people
from documents.readable import place_in_plan, readable
from documents.tables.one_prefecture import (
    PLACE_COLUMNS,
    TITLE_COLUMNS,
    bodies_table,
    by_industry,
    county_rows,
    first_of_names,
    standing_rows,
    weak_rows,
)
from layers import safe
from layers.held import held_together
from ui.parts import linked, tables
from ui.parts.evidence import say_quoted, say_recorded, show_supposed
from ui.parts.shown import Shown
from ui.session.question import bound, change_question, choose


def choose_prefecture(found: Prefecture, shown: Shown) -> None:
    """Which prefecture, with the one before and the one after."""
    say, atlas = shown.say, shown.atlas
    order = list(shown.choices.prefectures)
    at = order.index(found.adcode)
    with st.container(horizontal=True, vertical_alignment="bottom", key="choose-prefecture"):
        _step("‹", "previous", say("previous prefecture"), order[at - 1])
        st.selectbox(say("prefecture"), order, format_func=atlas.name_of, **bound("prefecture", then=_deselect))
        _step("›", "next", say("next prefecture"), order[(at + 1) % len(order)])


def _step(sign: str, key: str, about: str, place: str) -> None:
    st.button(sign, key=key, help=about, on_click=change_question, kwargs={"prefecture": place, "selected": ""})


def show_figures(found: Prefecture, shown: Shown) -> None:
    """Name, zone, residents, bodies, reach, rank: what a visitor asks first."""
    atlas = shown.atlas
    st.markdown(f"# {safe.for_markdown(found.name)}{EM_SPACE}:gray[{safe.for_markdown(atlas.name_of(found.zone))}]")
    told = "".join(
        f"<div><h2>{safe.for_html(title)}</h2><b>{safe.for_html(figure)}</b><p>{held_together(note)}</p></div>"
        for title, figure, note in figures(shown)
    )
    st.html(f'<div class="card figures{" supposed" if shown.question.supposes else ""}">{told}</div>')


def figures(shown: Shown) -> list[tuple[str, str, str]]:
    """What a visitor asks first, each as title, figure and note; what is supposed stands beside the real one."""
    cells = zip(_figures(shown.real), _figures(shown), strict=True)
    return [
        (title, beside(figure, figure_there, shown.say), beside(note, note_there, shown.say))
        for (title, figure, note), (_, figure_there, note_there) in cells
    ]


def _figures(shown: Shown) -> list[tuple[str, str, str]]:
    say, found = shown.say, shown.inquiry.prefecture
    place = cast("pd.Series", found.standing.set_index("id").loc["reach"])
    return [
        (say("residents (2020)"), many_people(found.residents, say=say), found.residents_note),
        (say("national centres"), str(found.own), say("{n} records in all").format(n=len(found.here))),
        (
            found.weight.within(shown.question, say),
            f"{found.covered / found.people:.1%}" if found.people else "–",
            say("province {text}").format(text=place["province_text"]),
        ),
        (
            say("rank by reach"),
            rank_text(place, say),
            say("zone {text}").format(text=place["zone_text"]) if found.zone else "",
        ),
    ]


def show_lacking(found: Prefecture, shown: Shown) -> None:
    """Under each definition whether the prefecture qualifies, and what one more centre would change."""
    say, real = shown.say, shown.real.inquiry.prefecture
    st.markdown(f"## {say('under each definition')}")
    lines = [
        f"<li{' class=lacking' if each['lacking'] else ''}>{held_together(text)}</li>"
        for each, text in zip(real.definitions, state_texts(shown.inquiry), strict=True)
    ]
    st.html(f'<ul class="states">{"".join(lines)}</ul>')
    st.markdown(f"## {say('one more national centre here')}")
    for sentence in effect_texts(shown):
        st.markdown(safe.for_markdown(sentence))


def effect_texts(shown: Shown) -> list[str]:
    """What one more centre would change: to the records, and to what is supposed."""
    return shown.sentences(lambda each: effect_text(each.inquiry))


def show_counties(found: Prefecture, shown: Shown) -> None:
    """Counties with their residents in reach and the nearest bodies; a row chooses its county."""
    say = shown.say
    table = county_rows(shown)
    ids = ["c" + each for each in found.counties["county"]]
    about = [say("column share")]
    linked.table(table, ids, f"counties-{found.adcode}", say("counties"), shown, choose, about=about)
    st.caption(
        safe.for_markdown(
            " ".join(
                [
                    way_of(shown.question).sentence(say),
                    say("Distances are printed no finer than the positions are known."),
                    found.residents_note or "",
                ]
            )
        )
    )


def first_name(body: Mapping[Any, Any], shown: Shown) -> str:
    """The name of a body without its second one: many centres bear two."""
    return first_of_names(shown.atlas.world.title(body, "name"))


def show_bodies(found: Prefecture, shown: Shown) -> None:
    """Bodies of the prefecture, its industries with the bodies that serve them, and bodies that serve everybody."""
    say, names = shown.say, shown.atlas.names
    st.markdown(f"## {counted(say('bodies in the prefecture'), len(found.here), say)}")
    if found.here.empty:
        st.info(say("No body is known in this prefecture: a gap in the data or in the layout."))
    else:
        table = bodies_table(found, shown)
        about = [say("column kind"), say("column state")]
        linked.table(table, list(found.here["id"]), f"bodies-{found.adcode}", say("bodies"), shown, choose, about=about)
    if shown.question.supposes:
        show_supposed(found.supposed, found.adcode, shown)
    industries = by_industry(found, shown)
    if not industries.empty:
        st.markdown(f"## {say('by industry')}")
        industries = industries.rename(columns=lambda name: say(f"column {name}"))
        tables.show_table(industries, f"industries-{found.adcode}", say("by industry"), shown)
    title = say("bodies elsewhere that serve the whole province")
    st.markdown(f"## {counted(title, len(found.serving), say)}")
    table = readable(
        found.serving, ("name", "kind", "prefecture", "state", "evidence"), say, names, shown.atlas.world.language
    )
    tables.show_table(table, f"serving-{found.adcode}", title, shown, about=[say("column kind"), say("column state")])


def show_standing(found: Prefecture, shown: Shown) -> None:
    """Value, rank and peers for every measure."""
    say, atlas = shown.say, shown.atlas
    peers = listed([atlas.name_of(each) for each in found.peers], say) or "–"
    others = [each for each in atlas.members(found.zone) if each != found.adcode] if found.zone else []
    zone = listed([atlas.name_of(each) for each in others], say)
    st.markdown(f"**{say('most like it by residents and density')}** {safe.for_markdown(peers)}")
    if zone:
        st.markdown(f"**{say('others of its zone')}** {safe.for_markdown(zone)}")
    table = standing_rows(shown)
    about = [say("column value"), say("column rank")]
    tables.show_table(table, f"standing-{found.adcode}", say("rank and peers"), shown, tallest=1_000, about=about)


def show_plan(found: Prefecture, shown: Shown) -> None:
    """What the plan says of it by name, its titles and demonstration areas."""
    say, atlas = shown.say, shown.atlas
    st.markdown(f"## {counted(say('sentences of the plan that name it'), len(found.mentions), say)}")
    if not found.mentions:
        st.info(say("The plan names neither this prefecture nor a place or product of it."))
    for each in found.mentions:
        place = place_in_plan(each, shown)
        st.markdown(f"> {safe.for_markdown(each['text_zh'])}\n>\n> :gray[{safe.for_markdown(place)}]")
    if found.mentions:
        say_quoted(shown)
    if found.targets:
        st.markdown(
            f"**{say('quantities that name it')}** "
            + safe.for_markdown(say("; ").join(atlas.world.title(each, "item") for each in found.targets))
        )
    for name, title, table, columns in (
        ("titles", say("titles"), found.titles, TITLE_COLUMNS),
        ("areas", say("demonstration areas"), found.areas, PLACE_COLUMNS),
    ):
        st.markdown(f"## {counted(title, len(table), say)}")
        if table.empty:
            st.caption(say("none known"))
        else:
            rows = readable(table, columns, say, atlas.names, atlas.world.language)
            tables.show_table(rows, f"{name}-{found.adcode}", title, shown)


def show_weak(found: Prefecture, shown: Shown) -> None:
    """Records that somebody who knows could mend, and what of each."""
    say = shown.say
    if found.here.empty:
        st.info(say("No record of this prefecture is known, so there is none to mend."))
        return
    if found.weak.empty:
        st.success(say("Every record of this prefecture is dated, placed and confirmed."))
        return
    rows, about = weak_rows(found, shown), [say("column evidence"), say("column weak")]
    tables.show_table(rows, f"evidence-{found.adcode}", say("evidence to mend"), shown, about=about)
    say_recorded(shown)


def _deselect() -> None:
    change_question(selected="")
