"""The three figures of a page that a slide shows, each as title, figure and note; supposed ones say so."""

from __future__ import annotations

import pandas as pd

from atlas.inquiry import Inquiry
from atlas.map_state import count_coverage
from atlas.measures import measure
from atlas.reach import zone_totals
from atlas.scoreboard import main_table
from atlas.supposing import beside
from atlas.verdicts import verdict_text
from atlas.words import full_date
from documents.shared import share

Figure = tuple[str, str, str]
MOST = 3


def figures_of(page: str, inquiry: Inquiry) -> list[Figure]:
    """At most three figures of a page; what is supposed stands beside the real one."""
    make = {
        "overview": _overview,
        "coverage": _coverage,
        "compare": _compare,
        "plan": _plan,
        "prefecture": _prefecture,
        "siting": _coverage,
    }[page]
    say = inquiry.say
    return [
        (title, beside(figure, there, say), beside(note, note_there, say))
        for (title, figure, note), (_, there, note_there) in zip(make(inquiry.real), make(inquiry), strict=True)
    ][:MOST]


def _overview(inquiry: Inquiry) -> list[Figure]:
    return [(card.title, card.figure, card.lines[0] if card.lines else "") for card in inquiry.cards[:MOST]]


def _coverage(inquiry: Inquiry) -> list[Figure]:
    say, reached, question = inquiry.say, inquiry.reached, inquiry.question
    people, counted = (
        zone_totals(inquiry.atlas, reached, question.zone),
        count_coverage(inquiry.atlas, question),
    )
    result, amount = counted.result, reached.weight.amount
    return [
        (
            inquiry.atlas.world.title(counted.about),
            f"{result.best.count}/{result.n}",
            verdict_text(result, "clause", say),
        ),
        (
            reached.weight.within(question, say),
            share(people["share"], say),
            say("ignoring borders") if question.ignore_borders else say("by jurisdiction"),
        ),
        (say("out of reach"), amount(people["unserved"], say=say), full_date(question.as_of, say)),
    ]


def _compare(inquiry: Inquiry) -> list[Figure]:
    """The measure in the province, and in the zones that stand best and worst by it."""
    say, atlas = inquiry.say, inquiry.atlas
    chosen = measure(atlas, inquiry.question, inquiry.reached, inquiry.question.measure, say)
    zones = pd.Series({each: chosen.regional(atlas.members(each)) for each in atlas.plan.about["inequality_zones"]})
    known = zones.dropna().sort_values(ascending=not chosen.largest_first, kind="stable")
    told = [(say("province"), chosen.text(chosen.regional(atlas.prefectures)), chosen.label)]
    for zone in [*known.index[:1], *known.index[-1:]]:
        told.append((atlas.name_of(str(zone)), chosen.text(float(known[zone])), chosen.label))
    return told


def _plan(inquiry: Inquiry) -> list[Figure]:
    say, own = inquiry.say, main_table(inquiry.scoreboard)
    entries = own or inquiry.scoreboard
    whole = "of {n} indicators of the plan's table" if own else "of {n} quantities of the plan"
    at = say(whole).format(n=len(entries))
    return [
        (say(f"conclusion {each}"), str(sum(entry.progress.conclusion == each for entry in entries)), at)
        for each in ("met", "behind", "no-data")
    ]


def _prefecture(inquiry: Inquiry) -> list[Figure]:
    from documents.one_pager import figures  # noqa: PLC0415 -- only this page needs it

    told = dict(figures(inquiry))
    say, date = inquiry.say, full_date(inquiry.question.as_of, inquiry.say)
    names = [say("national centres"), inquiry.prefecture.weight.within(inquiry.question, say), say("rank by reach")]
    return [(name, told[name], date) for name in names]
