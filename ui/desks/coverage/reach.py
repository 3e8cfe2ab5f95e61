"""Reach on the page: the question (ways, kinds, borders), who is in reach with its range, by zone, by distance, and
what hangs on one body.
"""

from __future__ import annotations

import math

import streamlit as st

from atlas.catchment import catchment_table
from atlas.distances import distance_text, ends_off_km
from atlas.reach import distances_km, loss_table, profile_km
from atlas.supposing import beside
from atlas.ways import in_unit
from atlas.weights import Side, gaps_sentence, shares_sentence, side_by_side
from atlas.words import Say, listed
from data.limits import TRAVEL_BYTES
from documents.columns import Columns, share_text
from documents.tables.gaps import catchment_rows, loss_rows, zone_rows
from layers import safe
from layers.held import held_together
from ui.parts import charts, linked
from ui.parts.own_file import ask_for_file
from ui.parts.radius import way_caption, way_choice
from ui.parts.shown import Shown
from ui.parts.unfolded import unfolded_below
from ui.parts.weight import weight_choice
from ui.session.own_travel import FILE, load_travel, refusal
from ui.session.question import bound, choose, shade_reach

TABLES = ["csv", "xlsx", "xls", "txt"]


def show_reach(shown: Shown) -> None:
    """The question, the answer for the province, and the zones side by side."""
    say = shown.say
    asked, zones = st.columns([5, 7], gap="large")
    with asked:
        _question(shown)
        _answer(shown)
    weight = shown.view.reached.weight
    with zones:
        by_zone = shown.atlas.plan.about.get("compared_zones")
        above = say("share of {what} in reach, by zone" if by_zone else "share of {what} in reach")
        above = above.format(what=weight.what(say))
        st.markdown(f"## {safe.for_markdown(above)}")
        bars = shown.once("zone rows", lambda: zone_rows(shown))
        if shown.question.supposes:
            real = shown.once("zone rows of records", lambda: zone_rows(shown.real))
            texts = [beside(*pair, say) for pair in zip(real["text"], bars["text"], strict=True)]
            bars = bars.assign(text=texts)
        title = shown.supposed(say("share of {what} in reach").format(what=weight.what(say)))
        charts.show_chart(charts.range_bars(bars, title), alt=above)
        line, what = say("Line: what the known precision of the positions leaves open."), weight.long(say)
        if shown.view.reached.way.travel:
            line = ""
        made = say("{what}, spread over towns: modelled.").format(what=what) if not weight.modelled else what
        st.caption(safe.for_markdown(f"{line} {made}".strip()))
        _weights(shown)


def _weights(shown: Shown) -> None:
    """Every weight side by side, and whether the gap list hangs on which is taken."""
    for sentence in [*shown.sentences(weights_text), *shown.sentences(weight_gaps_text)]:
        st.markdown(safe.for_markdown(sentence))


def _sides(shown: Shown) -> list[Side]:
    """The weights of the zone asked about, side by side."""
    atlas, zone = shown.atlas, shown.question.zone
    members = atlas.members(zone) if zone else ()
    return shown.once("weights", lambda: side_by_side(atlas, shown.view.reached.found, members), zone)


def weights_text(shown: Shown) -> str:
    """The share of each weight in reach."""
    return shares_sentence(_sides(shown), shown.question, shown.say)


def weight_gaps_text(shown: Shown) -> str:
    """Whether the gap list changes with the weight."""
    return gaps_sentence(shown.atlas, _sides(shown), shown.say)


def show_closing(shown: Shown) -> None:
    """The distance profile, the second body in reach, and what each body's closing would lose."""
    say, reached = shown.say, shown.view.reached
    left, right = st.columns(2, gap="large")
    with left:
        above = shown.supposed(reached.weight.of(say("distance profile"), say))
        st.markdown(f"## {safe.for_markdown(above)}")
        radius_km, what = shown.question.radius_km, reached.weight.what(say)
        share = say("share of {what} in reach").format(what=what)
        lines = charts.drawn(
            shown, "profile", lambda: charts.distance_profile(profile_km(reached), radius_km, reached.way, share, say)
        )
        charts.show_chart(lines, alt=say("distance profile"))
        for text in distance_texts(shown):
            st.caption(safe.for_markdown(text))
        way_caption(shown)
        backup = in_unit(shown.question, say("A second body is within {km} km for {share} of {what}."), say)
        told = backup.format(km=radius_km, share=shown.beside(_twice), what=what)
        st.markdown(safe.for_markdown(told))
    with right:
        st.markdown(f"## {say('if one body closed (N-1)')}")
        _losses(shown)
    _catchment(shown)


def _catchment(shown: Shown) -> None:
    """What falls to residents of what the bodies can do, where a loaded matrix says how much that is."""
    say = shown.say
    if catchment_table(shown.atlas, shown.question, shown.view.reached) is None:
        return
    st.markdown(f"## {say('capacity within reach, per 100,000 residents')}")
    st.caption(
        say(
            "Enhanced two-step floating catchment (Luo and Qi 2009) with Gaussian decay, 1 % at the radius: each body "
            "shares its capacity among those in its catchment, each place sums the shares. Capacities as the loaded "
            "matrix tells them."
        )
    )
    table = shown.tables(catchment_rows, "id", say("column prefecture_name"))
    title = say("capacity within reach, per 100,000 residents")
    linked.table(table.drop(columns="id"), list(table["id"]), "catchment", title, shown, choose)


def distance_texts(shown: Shown) -> list[str]:
    """Mean, median and farthest distance to the nearest body, and who has none; of the records, then as supposed."""
    return shown.sentences(_distances) + shown.sentences(_without)


def _distances(shown: Shown) -> str:
    say, told = shown.say, distances_km(shown.view.reached)
    if math.isnan(told["mean_km"]):
        return say("No body may serve anybody, so there is no distance.")
    off = ends_off_km(shown.view.reached)
    text = say("To the nearest body by road (estimated): mean {mean}, median {median}, farthest {worst}.")
    way = shown.view.reached.way
    if way.travel:
        text = say("To the nearest body by the road network: mean {mean}, median {median}, farthest {worst}.")
    return text.format(**{each: distance_text(told[f"{each}_km"], off[each], say, way) for each in off})


def _without(shown: Shown) -> str:
    people, weight = distances_km(shown.view.reached)["without"], shown.view.reached.weight
    more = shown.say(
        "{people:,.0f} residents have no body at all that may serve them; they are not in these distances."
    )
    if weight.modelled:
        more = shown.say("{amount} of {what} have no body at all that may serve them; they are not in these distances.")
    told = {"amount": weight.amount(people, say=shown.say), "what": weight.what(shown.say)}
    return more.format(people=people, **told) if people > 0 else ""


def _twice(shown: Shown) -> str:
    found = shown.view.reached.found
    return f"{found.twice / found.total:.1%}" if found.total else "–"


def _losses(shown: Shown) -> None:
    say = shown.say
    if shown.view.reached.bodies.empty and shown.real.view.reached.bodies.empty:
        st.info(say("No body of these kinds stands at this date: nobody is in reach."))
        return
    for sentence in shown.sentences(_worst):
        st.markdown(safe.for_markdown(sentence))
    table = shown.tables(loss_rows, "id", say("column name"), say("column prefecture"))
    ids, numbers, title = list(table["id"]), table.drop(columns="id"), say("if one body closed (N-1)")
    texts = numbers.map(lambda cell: share_text(cell) if isinstance(cell, float) else cell)
    about = [Columns(shown.view.reached.weight, say).name(each) for each in ("lost", "lost_share")]
    linked.table(texts, ids, "closing", title, shown, choose, numbers=numbers, about=about, tallest=300)


def _worst(shown: Shown) -> str:
    """On whom most depends, in one sentence."""
    say, losses, worst = shown.say, loss_table(shown.atlas, shown.view.reached), shown.view.reached.found.critical
    if losses.empty:
        return say("No body of these kinds stands at this date: nobody is in reach.")
    if not shown.view.reached.found.covered:
        return say("Nobody is in reach, so nothing hangs on one body.")
    if not worst:
        return say("No single body is anybody's only one in reach.")
    names = dict(zip(losses["id"], losses["name"], strict=True))
    text, weight = (
        say("Most depends on {names}: {people:,.0f} residents would have no other body in reach."),
        shown.view.reached.weight,
    )
    if weight.modelled:
        text = say("Most depends on {names}: {amount} of {what} would have no other body in reach.")
    lost = losses["lost"].iloc[0]
    told = {"people": lost, "amount": weight.amount(lost, say=say), "what": weight.what(say)}
    return text.format(names=listed([names[each] for each in worst], say), **told)


def _question(shown: Shown) -> None:
    say, choices = shown.say, shown.choices
    way_choice(shown)
    with unfolded_below(say("count by roads of your own"), "own-roads") as is_open:
        if is_open:
            _own_roads(say)
    st.multiselect(
        say("kinds of bodies"),
        choices.kinds,
        format_func=say,
        select_all=False,
        **bound("kinds"),
    )
    st.toggle(
        say("ignore borders"),
        help=say(
            "By jurisdiction a municipal body serves its own prefecture only; the provincial one serves everybody."
        ),
        **bound("ignore_borders"),
    )
    weight_choice(shown)
    st.button(say("show reach on the map"), on_click=shade_reach, icon=":material/radar:")


def _own_roads(say: Say) -> None:
    st.caption(say("A matrix of travel as “cli.py roads matrix” writes it: a line a place, a column a body."))
    ask_for_file(
        say("matrix of travel (Excel or CSV)"),
        TABLES,
        say,
        key=FILE,
        on_change=load_travel,
        args=(say,),
        most=TRAVEL_BYTES,
    )
    if refusal():
        st.warning(safe.for_markdown(refusal()), icon=":material/block:")


def _answer(shown: Shown) -> None:
    say = shown.say
    if not shown.view.reached.found.total:
        st.info(say("No residents are known for this plan's area."))
        return
    real = answer_lines(shown.real)
    lines = [beside(*pair, say) for pair in zip(real, answer_lines(shown), strict=True)]
    figure = shown.beside(lambda each: f"{each.view.reached.found.share:.1%}")
    title = shown.view.reached.weight.within(shown.question, say)
    told = "".join(f"<p>{held_together(line)}</p>" for line in lines)
    look = "supposed" if shown.question.supposes else "open"
    st.html(f'<div class="card {look}"><h2>{safe.for_html(title)}</h2><b>{safe.for_html(figure)}</b>{told}</div>')


def answer_lines(shown: Shown) -> list[str]:
    """Who is in reach: people, the range that positions leave open, a second body, and how many bodies count."""
    say, found, weight = shown.say, shown.view.reached.found, shown.view.reached.weight
    counted = say("{covered:,.0f} of {total:,.0f} residents").format(covered=found.covered, total=found.total)
    if weight.modelled:
        counted = weight.amount(found.covered, found.total, say=say)
    low, high = found.lowest / found.total, found.highest / found.total
    between = say("between {low:.1%} and {high:.1%}, as positions are known").format(low=low, high=high)
    if shown.view.reached.way.travel:
        between = say("how far positions may be off is not counted")
    return [
        counted,
        between,
        say("second body in reach: {share:.1%}").format(share=found.twice / found.total),
        say("{n} bodies counted").format(n=len(shown.view.reached.bodies)),
    ]
