"""What all briefs have in common: real and supposed side by side, numbered sections, definitions, evidence, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from atlas.conditions import filters_told, suppositions_told
from atlas.inquiry import Inquiry
from atlas.map_state import count_coverage
from atlas.own.laying import labelled_own, own_told
from atlas.scoreboard import plan_name
from atlas.supposing import tables_beside
from atlas.ways import way_of
from atlas.weights import Weight
from atlas.words import Say, decimal, full_date, labelled, listed, percent
from documents.brief import Block, Heading, Paragraph

# What may be said of a paper: only pages of the usual sizes follow the standard; a sheet is set smaller, in English
# with other margins too, and a slide is laid out by no standard.
AFTER_THE_STANDARD = (
    "{stamp}. A working paper laid out after GB/T 9704 (Chinese official papers), no official document."
)
ON_ONE_SHEET = "{stamp}. A working paper on one sheet, no official document."
WORKING_PAPER = "{stamp}. A working paper, no official document."
FEW_SOURCES = ("bodies", "outcomes", "demand_points", "residents_prefecture", "prefectures")


def sentences(inquiry: Inquiry, make: Callable[[Inquiry], str]) -> list[str]:
    """A sentence of the records, and where it is another that of what is supposed, which says so first."""
    real, there, say = make(inquiry.real), make(inquiry), inquiry.say
    if real == there:
        return [real]
    return [real, there if there.startswith(say("supposed")) else say("supposed: {text}").format(text=there)]


def tables(inquiry: Inquiry, make: Callable[[Inquiry], pd.DataFrame], *keys: str) -> pd.DataFrame:
    """A table of the records with the supposed columns beside their own; see supposing.tables_beside."""
    if not inquiry.question.supposes:
        return make(inquiry)
    return tables_beside(make(inquiry.real), make(inquiry), inquiry.say, keys)


def paragraphs(texts: Iterable[str], *, small: bool = False) -> list[Block]:
    """A paragraph a text; none for an empty one."""
    return [Paragraph(text, small) for text in texts if text]


def numbered(sections: Iterable[tuple[str, list[Block]]], say: Say) -> tuple[Block, ...]:
    """The blocks of sections, each under its numbered title; a section that says nothing has no number."""
    numerals, found = say("numerals of headings").split(), list[Block]()
    told = [(title, blocks) for title, blocks in sections if blocks]
    for numeral, (title, blocks) in zip(numerals, told, strict=False):
        found += [Heading(say("{numeral} {title}").format(numeral=numeral, title=title)), *blocks]
    return tuple(found)


def titled(title: str, inquiry: Inquiry) -> str:
    """The title of a document; one that supposes something, or counts a session's own data, says so in it."""
    supposed = inquiry.say("{title} (supposed)").format(title=title) if inquiry.question.supposes else title
    return labelled_own(supposed, inquiry.say) if inquiry.atlas.own else supposed


def subtitle(inquiry: Inquiry) -> str:
    """Date, plan and data version."""
    atlas, say = inquiry.atlas, inquiry.say
    text = say("As of {date} · {plan} · data version {version}")
    return text.format(
        date=full_date(inquiry.question.as_of, say),
        plan=plan_name(atlas),
        version=atlas.version,
    )


def foot(inquiry: Inquiry, stamp: str, text: str) -> str:
    """What stands under every page. stamp  that of its map;  text  what is honestly said of its layout"""
    say = inquiry.say
    told = say(text).format(stamp=stamp)
    return labelled_own(told, say) if inquiry.atlas.own else told


def conditions(inquiry: Inquiry) -> list[str]:
    """What the numbers stand under: suppositions and filters; [] for the usual question."""
    say, supposed = inquiry.say, suppositions_told(inquiry.atlas, inquiry.question, inquiry.say)
    filters = filters_told(inquiry.atlas, inquiry.question, say)
    own = own_told(inquiry.atlas, say)
    told = [own] if own else []
    told += [say("supposed: {text}").format(text=supposed)] if supposed else []
    if supposed:
        told.append(say("What is supposed is no record: the real figure stands first, the supposed one says so."))
    return told + ([say("Counted with filters: {filters}").format(filters=say("; ").join(filters))] if filters else [])


def definitions(inquiry: Inquiry) -> list[str]:
    """By what is counted: the definition, the three degrees of evidence, distances and residents."""
    say, counted = inquiry.say, count_coverage(inquiry.atlas, inquiry.real.question)
    about = counted.about
    return [
        labelled(
            say("Definition “{title}”").format(title=inquiry.atlas.world.title(about)),
            inquiry.atlas.world.title(about, "explain"),
            say,
        ),
        say(
            "Certain: records of evidence A1 or A2 known to exist by the date. Best: also B records and dates that are "
            "bounds. Possible: also records of unknown status or date and bodies without a known place. C counts "
            "nowhere. The plan does not define the mechanism, so its definitions stand side by side; no official "
            "result is known."
        ),
        labelled(say("Distances and residents"), way_of(inquiry.question).sentence(say), say)
        + say("Residents of the census of 2020 are spread over towns: modelled; they are a proxy of demand."),
    ]


def sources(inquiry: Inquiry) -> list[str]:
    """The data that the figures stand on, each with its nature and date, and the plan itself."""
    atlas, say = inquiry.atlas, inquiry.say
    zh = atlas.world.language == "zh"
    plan = atlas.sources[atlas.plan.about["source"]]
    told = [
        say("{title}, {nature}, {date}").format(
            title=each.title_zh if zh else each.title_en, nature=say(each.status), date=each.as_of
        )
        for each in atlas.sets
        if each.id in FEW_SOURCES
    ]
    first = say("{title}, {publisher}, {date}").format(
        title=plan["title"], publisher=plan["publisher"], date=plan["date"]
    )
    text = say(
        "{sources}. Every record with its source, licence and hash: page “data and sources”, data version {version}."
    )
    return [text.format(sources=say("; ").join([first, *told]), version=atlas.version)]


def sources_short(inquiry: Inquiry) -> str:
    """Where the sources are told, where there is no room for them."""
    atlas, say = inquiry.atlas, inquiry.say
    text = say(
        "Sources: {plan}; records and data with source, date and licence: page “data and sources”, version {version}."
    )
    return text.format(plan=atlas.world.title(atlas.plan.about), version=atlas.version)


def pivotal(inquiry: Inquiry) -> list[str]:
    """The records on which the count of the chosen definition hangs; says so when it hangs on none alone."""
    atlas, say = inquiry.atlas, inquiry.say
    result = count_coverage(atlas, inquiry.real.question).result
    bodies = atlas.world["bodies"].set_index("id")
    names = [first_name(atlas.world.title(bodies.loc[each].to_dict(), "name")) for each in result.pivotal]
    if not names:
        return [say("No single record decides the count of a prefecture.")]
    return [say("Records that alone decide whether their prefecture counts: {names}.").format(names=listed(names, say))]


def first_name(name: str) -> str:
    """The name of a body without its second one: many centres bear two."""
    return name.split(" / ", maxsplit=1)[0]


def amount(weight: Weight, number: float, say: Say) -> str:
    """An amount of residents, or of what is weighed, to the last one."""
    return decimal(number, weight.decimals, say)


def share(number: float, say: Say) -> str:
    """A share with one decimal, "–" for none."""
    return "–" if pd.isna(number) else percent(number, 1, say)


def column(weight: Weight, say: Say) -> str:
    """The heading of amounts: what is counted, with its unit."""
    return say("{name} ({unit})").format(name=weight.what(say), unit=weight.unit)
