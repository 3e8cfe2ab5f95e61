"""The brief of the province: what is found, where, by which definitions, what is missing, what the plan promised, what
would help, and how sure all that is. Nothing in it that a page would not say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from atlas.headline import supposed_degrees
from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.ledger import Row
from atlas.ledger_told import difference_sentences
from atlas.one_more import effect_of_one_more
from atlas.page_layers import LEDGER
from atlas.reach import gap_table, loss_table, zone_totals
from atlas.scoreboard import Entry, conclusion_words, main_table, target_text
from atlas.supposing import DEGREES
from atlas.verdicts import verdict_text
from atlas.words import Say, counted
from documents.brief import Block, Brief, Heading, Map, table
from documents.next_sites import next_sites
from documents.office import Office
from documents.shared import (
    AFTER_THE_STANDARD,
    amount,
    column,
    conditions,
    definitions,
    first_name,
    foot,
    numbered,
    paragraphs,
    pivotal,
    sentences,
    share,
    sources,
    subtitle,
    tables,
    titled,
)

MOST_COUNTIES, MOST_PREFECTURES = 5, 5
ID, PAGE = "province", "coverage"


def province_brief(inquiry: Inquiry, office: Office | None = None) -> Brief:
    """The brief for the date, definition and reach of the question. office  what it says of its paper"""
    say, title = inquiry.say, inquiry.say("Layout of IP protection in the province: brief")
    stamp = (office or Office()).stamp_in_brief(inquiry, PAGE, LEDGER)
    sections = [
        (say("findings"), _findings(inquiry)),
        (say("map"), _map(inquiry, stamp)),
        (say("definitions side by side"), _ledger(inquiry)),
        (say("gaps"), _gaps(inquiry)),
        (say("plan indicators"), _indicators(inquiry)),
        (say("what would help"), _helping(inquiry)),
        (say("definitions and evidence"), paragraphs([*definitions(inquiry), *pivotal(inquiry)], small=True)),
        (say("sources"), paragraphs(sources(inquiry), small=True)),
    ]
    return Brief(
        id=ID,
        title=titled(title, inquiry),
        subtitle=subtitle(inquiry),
        name=titled(title, inquiry),
        blocks=numbered(sections, say),
        foot=foot(inquiry, stamp, AFTER_THE_STANDARD),
        language=say.language,
    )


def _findings(inquiry: Inquiry) -> list[Block]:
    return paragraphs([*conditions(inquiry), *lead("overview", inquiry), *lead("coverage", inquiry)])


def _map(inquiry: Inquiry, stamp: str) -> list[Block]:
    about = inquiry.atlas.world.title(inquiry.view.counted.about)
    text = inquiry.say("Prefectures that count by “{definition}”, and the national centres").format(definition=about)
    return [Map(PAGE, inquiry, titled(text, inquiry), stamp=stamp, layers=LEDGER)]


def _ledger(inquiry: Inquiry) -> list[Block]:
    say, supposes = inquiry.say, inquiry.question.supposes
    told = [_definition(row, inquiry) for row in inquiry.real.ledger]
    if supposes:
        told = [
            row | {"supposed": supposed_degrees(there.result, say) if there.result is not None else "–"}
            for row, there in zip(told, inquiry.ledger, strict=True)
        ]
    frame = pd.DataFrame(told).rename(columns=lambda name: say(f"column {name}"))
    n = len(inquiry.atlas.prefectures)
    caption = say("Prefectures that count, of {n}").format(n=n)
    found = table(frame, caption, (80, 12, 12, 12, 10, 28, *([44] if supposes else [])))
    note = say("Definitions of bodies and definitions of people are never mixed in one figure.")
    return [found, *paragraphs(difference_sentences(inquiry)), *paragraphs([note], small=True)]


def _definition(row: Row, inquiry: Inquiry) -> dict[str, str]:
    say, result, title = inquiry.say, row.result, inquiry.atlas.world.title(row.about)
    if result is None:
        return {"definition": title} | dict.fromkeys((*DEGREES, "needed"), "–") | {"verdict": say("no data yet")}
    counts = {degree: str(getattr(result, degree).count) for degree in DEGREES}
    return {"definition": title} | counts | {"needed": str(result.needed), "verdict": verdict_text(result, "cell", say)}


def _gaps(inquiry: Inquiry) -> list[Block]:
    say = inquiry.say
    zones = tables(inquiry, _zones, say("column zone"))
    counties = tables(inquiry, _counties, say("column name"))
    blocks: list[Block] = []
    if len(zones):
        blocks += [Heading(say("(1) by zone"), 2), table(zones, _within(inquiry), (40, 34, 34, 20, 34))]
    if not len(counties):
        return [*blocks, *paragraphs([say("No county has residents out of reach under this question.")])]
    caption = say("Counties with most of them out of reach, the first {n}").format(n=MOST_COUNTIES)
    found = table(counties, caption, (34, 30, 34, 34, 20), words=2)
    return [*blocks, Heading(say("(2) by county"), 2), found, *paragraphs(sentences(inquiry, _critical))]


def _within(inquiry: Inquiry) -> str:
    question, say = inquiry.question, inquiry.say
    borders = say("ignoring borders") if question.ignore_borders else say("by jurisdiction")
    return f"{inquiry.reached.weight.within(question, say)} · {borders}"


def _zones(inquiry: Inquiry) -> pd.DataFrame:
    say, reached, atlas = inquiry.say, inquiry.reached, inquiry.atlas
    order = [each["id"] for each in atlas.world.zones if each["id"] in reached.zones.index]
    rows = [(atlas.name_of(zone), reached.zones.loc[zone]) for zone in order]
    rows.append((say("whole province"), zone_totals(atlas, reached)))
    return pd.DataFrame(
        {
            say("column zone"): [name for name, _ in rows],
            column(reached.weight, say): [amount(reached.weight, row["people"], say) for _, row in rows],
            say("column covered"): [amount(reached.weight, row["covered"], say) for _, row in rows],
            say("column share in reach"): [share(row["share"], say) for _, row in rows],
            say("column unserved"): [amount(reached.weight, row["unserved"], say) for _, row in rows],
        }
    )


def _counties(inquiry: Inquiry) -> pd.DataFrame:
    say, reached = inquiry.say, inquiry.reached
    rows = gap_table(inquiry.atlas, reached, inquiry.question.zone).head(MOST_COUNTIES)
    return pd.DataFrame(
        {
            say("column name"): list(rows["name"]),
            say("column prefecture"): list(rows["prefecture_name"]),
            column(reached.weight, say): [amount(reached.weight, each, say) for each in rows["people"]],
            say("column unserved"): [amount(reached.weight, each, say) for each in rows["unserved"]],
            say("column share in reach"): [share(each, say) for each in rows["share"]],
        }
    )


def _critical(inquiry: Inquiry) -> str:
    """Which body leaves most without any when it closes."""
    say, losses = inquiry.say, loss_table(inquiry.atlas, inquiry.reached)
    worst = losses[losses["lost"] > 0].head(1).to_dict("records")
    if not worst:
        return say("No single body leaves anybody without one in reach when it closes.")
    text = say("If one body closed, most would be lost with {name}: {amount} would have none in reach.")
    told = inquiry.reached.weight.amount(worst[0]["lost"], say=say)
    return text.format(name=first_name(worst[0]["name"]), amount=told)


def _indicators(inquiry: Inquiry) -> list[Block]:
    if not inquiry.scoreboard:
        return []
    say, atlas = inquiry.say, inquiry.atlas
    entries = main_table(inquiry.scoreboard) or inquiry.scoreboard
    frame = pd.DataFrame(
        {
            say("column quantity"): [atlas.world.title(each.declared, "item") for each in entries],
            say("column target"): [target_text(atlas, each.declared) or "–" for each in entries],
            say("column latest"): [_latest(each) for each in entries],
            say("column latest_date"): [_known_by(each) for each in entries],
            say("column conclusion"): [conclusion_words(each, say) for each in entries],
        }
    )
    caption = counted(say("indicators of the plan's table"), len(entries), say)
    note = say("A conclusion speaks for its date; missing numbers lead to none.")
    return [
        *paragraphs(lead("plan", inquiry)),
        table(frame, caption, (70, 22, 18, 22, 38)),
        *paragraphs([note], small=True),
    ]


def _latest(entry: Entry) -> str:
    latest = entry.progress.latest
    return "–" if latest is None or latest.value is None else f"{'≥' * latest.at_least}{latest.value:g}"


def _known_by(entry: Entry) -> str:
    return "–" if entry.progress.latest is None else entry.progress.latest.day.isoformat()


def _helping(inquiry: Inquiry) -> list[Block]:
    """One more centre at the seat of each prefecture that has none, and the next three sites as a proven answer."""
    say = inquiry.say
    frame = tables(inquiry, _one_more, say("column prefecture"))
    blocks: list[Block] = []
    if len(frame):
        caption = say("One more national centre at the seat, the {n} that bring most").format(n=MOST_PREFECTURES)
        blocks += [Heading(say("(1) one more centre"), 2), table(frame, caption, (28, 40, 40, 52))]
    return [*blocks, Heading(say("(2) the next sites"), 2), *paragraphs(sentences(inquiry, next_sites))]


def _one_more(inquiry: Inquiry) -> pd.DataFrame:
    """The prefectures that do not count by the best reading, by how much one more centre at their seat would bring."""
    say, atlas, reached = inquiry.say, inquiry.atlas, inquiry.reached
    rows = [
        (each, effect_of_one_more(atlas, inquiry.question, reached, inquiry.ledger, each)) for each in atlas.prefectures
    ]
    helping = sorted((row for row in rows if row[1]["more"] > 0), key=lambda row: (-row[1]["more"], row[0]))
    first = helping[:MOST_PREFECTURES]
    before = say("{before} → {after}")
    return pd.DataFrame(
        {
            say("column prefecture"): [atlas.name_of(each) for each, _ in first],
            say("more in reach ({unit})").format(unit=reached.weight.unit): [
                amount(reached.weight, told["more"], say) for _, told in first
            ],
            say("share of the province"): [
                before.format(before=share(told["share_before"], say), after=share(told["share_after"], say))
                for _, told in first
            ],
            say("prefectures that count"): [_count_change(told, inquiry.question.definition, say) for _, told in first],
        }
    )


def _count_change(told: Mapping[str, Any], definition: str, say: Say) -> str:
    row = next(each for each in told["definitions"] if each["id"] == definition)
    return say("{before} → {after} of needed {needed}").format(**row)
