"""One prefecture on one page: what it has, what it lacks, what is nearest, its peers, its gaps, what to mend first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pandas as pd

from atlas.comparison import rank_text
from atlas.distances import DEMAND_OFF_KM, distance_text
from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.ledger import about_told
from atlas.prefecture import Prefecture, to_mend
from atlas.prefecture_told import effect_text, state_text
from atlas.supposing import beside
from atlas.ways import in_unit, way_of
from atlas.words import in_sentences, labelled, listed, many_people
from documents.brief import Block, Brief, Map, table
from documents.office import Office
from documents.shared import (
    ON_ONE_SHEET,
    amount,
    column,
    conditions,
    first_name,
    foot,
    numbered,
    paragraphs,
    sentences,
    share,
    sources_short,
    subtitle,
    tables,
    titled,
)

PAGE = "prefecture"
NEAREST, NAMED, MEASURES = 1, 2, ("reach", "bodies", "median-distance", "industrial-firms")


def one_pager(inquiry: Inquiry, office: Office | None = None) -> Brief:
    """The page of the prefecture that the question asks about. office  what it says of its paper

    Raises LookupError without a prefecture.
    """
    say, found = inquiry.say, inquiry.prefecture
    stamp = (office or Office()).stamp_in_brief(inquiry, PAGE)
    title = titled(say("{name}: layout of IP protection").format(name=found.name), inquiry)
    facts = tuple(
        (name, beside(figure, there, say))
        for (name, figure), (_, there) in zip(figures(inquiry.real), figures(inquiry), strict=True)
    )
    caption = titled(say("Residents in reach in {name}, and the bodies").format(name=found.name), inquiry)
    above = [
        *paragraphs([*conditions(inquiry), *lead("prefecture", inquiry)]),
        Map(PAGE, inquiry, caption, None, facts, (_has(inquiry.real), _lacks(inquiry)), stamp),
    ]
    sections = [
        (say("counties and the nearest bodies"), _counties(inquiry)),
        (say("rank and peers"), _standing(inquiry)),
        (say("what would help, and what to mend first"), _helping(inquiry)),
    ]
    notes = [way_of(inquiry.question).sentence(say), found.residents_note, sources_short(inquiry)]
    return Brief(
        id=found.adcode,
        title=title,
        subtitle=subtitle(inquiry),
        name=f"{found.adcode}-{title}",
        blocks=(*above, *numbered(sections, say), *paragraphs([in_sentences(notes, say)], small=True)),
        foot=foot(inquiry, stamp, ON_ONE_SHEET),
        language=say.language,
        one_page=True,
    )


def figures(inquiry: Inquiry) -> list[tuple[str, str]]:
    """Residents, centres of its own, reach and rank: what a visitor asks first."""
    say, found = inquiry.say, inquiry.prefecture
    place = cast("pd.Series", found.standing.set_index("id").loc["reach"])
    reached = found.covered / found.people if found.people else float("nan")
    return [
        (say("residents (2020)"), many_people(found.residents, say=say)),
        (say("national centres"), str(found.own)),
        (found.weight.within(inquiry.question, say), share(reached, say)),
        (say("province"), str(place["province_text"])),
        (say("rank by reach"), rank_text(place, say)),
    ]


def _has(inquiry: Inquiry) -> str:
    """Its bodies by name, those of the kinds that count first, and how many more records there are."""
    say, found = inquiry.say, inquiry.prefecture
    if found.here.empty:
        return say("No body is known in this prefecture: a gap in the data or in the layout.")
    order = found.here.assign(first=~found.here["kind"].isin(found.kinds)).sort_values("first", kind="stable")
    text = say("{name} – {state}, {evidence}")
    named = [
        text.format(
            name=first_name(inquiry.atlas.world.title(body, "name")),
            state=say(str(body["state"] or "not-drawn")),
            evidence=body["evidence"],
        )
        for body in order.head(NAMED).to_dict("records")
    ]
    more = len(order) - len(named)
    told = say("; ").join(named)
    if more:
        told = say("{names} and {n} more").format(names=told, n=more)
    return labelled(say("Bodies on record"), told, say) + say("full stop")


def _lacks(inquiry: Inquiry) -> str:
    """The definitions under which it is not certain to count, each with its state."""
    say, found = inquiry.say, inquiry.real.prefecture
    every = [about_told(inquiry.question, each) for each in inquiry.atlas.plan.definitions]
    titles = {each["id"]: inquiry.atlas.world.title(each) for each in every}
    by_state = dict[str, list[str]]()
    for each, there in zip(found.definitions, inquiry.prefecture.definitions, strict=True):
        if each["lacking"]:
            state = beside(state_text(each, say), state_text(there, say), say)
            by_state.setdefault(state, []).append(titles[each["id"]])
    if not by_state:
        return say("It counts under all {n} definitions.").format(n=len(found.definitions))
    text = say("Not certain to count under {n} of {of} definitions: {names}.")
    told = [labelled(state, listed(names, say), say) for state, names in by_state.items()]
    return text.format(n=sum(map(len, by_state.values())), of=len(found.definitions), names=say("; ").join(told))


def _counties(inquiry: Inquiry) -> list[Block]:
    say = inquiry.say
    frame = tables(inquiry, _county_rows, say("column name"))
    caption = say("Residents within {km} km and the nearest body: one that serves it, and one of any prefecture")
    caption = in_unit(inquiry.question, caption, say).format(km=inquiry.question.radius_km)
    found = table(frame, caption, (24, 26, 18, 26, 31, 31))
    return [found, *paragraphs(sentences(inquiry, _nearest))]


def _county_rows(inquiry: Inquiry) -> pd.DataFrame:
    say, found = inquiry.say, inquiry.prefecture
    rows = found.counties.to_dict("records")
    return pd.DataFrame(
        {
            say("column name"): [str(row["name"]) for row in rows],
            column(found.weight, say): [amount(found.weight, row["people"], say) for row in rows],
            say("column share"): [share(row["share"] if row["people"] else float("nan"), say) for row in rows],
            say("column unserved"): [amount(found.weight, row["unserved"], say) for row in rows],
            say("nearest that serves it"): [_distance(row, "own", inquiry) for row in rows],
            say("nearest of all"): [_distance(row, "any", inquiry) for row in rows],
        }
    )


def _nearest_stem(county: Mapping[Any, Any], whose: str, found: Prefecture) -> str:
    """The columns of the nearest body of any kind that counts; "" where there is none."""
    stems = [f"{whose}_{kind}" for kind in found.kinds if county[f"{whose}_{kind}"]]
    return min(stems, key=lambda stem: float(county[f"{stem}_km"]), default="")


def _distance(county: Mapping[Any, Any], whose: str, inquiry: Inquiry) -> str:
    stem = _nearest_stem(county, whose, inquiry.prefecture)
    if not stem:
        return "–"
    off = max(DEMAND_OFF_KM, float(county[f"{stem}_off"]))
    return distance_text(float(county[f"{stem}_km"]), off, inquiry.say, way_of(inquiry.question))


def _nearest(inquiry: Inquiry) -> str:
    """Which bodies those nearest ones are, by name."""
    say, found = inquiry.say, inquiry.prefecture
    bodies = inquiry.reached.records.set_index("id")
    told = dict[str, str]()
    for whose in ("own", "any"):
        ids = dict.fromkeys(
            str(row[stem]) for row in found.counties.to_dict("records") if (stem := _nearest_stem(row, whose, found))
        )
        names = [first_name(inquiry.atlas.world.title(bodies.loc[each].to_dict(), "name")) for each in ids]
        more = say("{names} and {n} more").format(names=listed(names[:NEAREST], say), n=len(names) - NEAREST)
        told[whose] = (more if len(names) > NEAREST else listed(names, say)) or say("none")
    if told["own"] == told["any"]:
        return say("Nearest, by jurisdiction and of all alike: {own}.").format(**told)
    return say("Nearest that serves it: {own}. Nearest of all: {any}.").format(**told)


def _standing(inquiry: Inquiry) -> list[Block]:
    say, found = inquiry.say, inquiry.prefecture
    peers = listed([inquiry.atlas.name_of(each) for each in found.peers], say) or "–"
    frame = tables(inquiry, _standing_rows, say("column measure"))
    told = labelled(say("most like it by residents and density"), peers, say)
    return [table(frame, told, (82, 16, 18, 18, 18, 20))]


def _standing_rows(inquiry: Inquiry) -> pd.DataFrame:
    say, found = inquiry.say, inquiry.prefecture
    rows = [row for row in found.standing.to_dict("records") if row["id"] in MEASURES]
    return pd.DataFrame(
        {
            say("column measure"): [row["title"] for row in rows],
            say("column value"): [row["text"] for row in rows],
            say("column rank"): [rank_text(row, say) for row in rows],
            say("column zone_value"): [row["zone_text"] for row in rows],
            say("column province_value"): [row["province_text"] for row in rows],
            say("column best_peer"): [inquiry.atlas.name_of(row["best_peer"]) or "–" for row in rows],
        }
    )


def _helping(inquiry: Inquiry) -> list[Block]:
    say = inquiry.say
    one_more = [labelled(say("one more national centre here"), text, say) for text in sentences(inquiry, effect_text)]
    return paragraphs([*one_more, _to_mend(inquiry.real)])


def _to_mend(inquiry: Inquiry) -> str:
    """The records that somebody who knows should mend, the first of them."""
    say, found = inquiry.say, inquiry.prefecture
    if found.here.empty:
        return say("No record of it is known: the first thing to supply.")
    if found.weak.empty:
        return say("No record of it is weak.")
    told = [
        say("{name} – {what}").format(
            name=first_name(inquiry.atlas.world.title(row, "name")),
            what=listed([say(f"weak {each}") for each in row["weak"]], say),
        )
        for row in to_mend(found).head(NAMED).to_dict("records")
    ]
    text = say("Records to mend, {n} in all; first: {names}.")
    return text.format(n=len(found.weak), names=say("; ").join(told))
