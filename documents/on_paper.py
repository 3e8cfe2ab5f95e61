"""A page on paper, as HTML that the printer alone shows: its sentence and what it stands under, then every table whole.

What is on the screen does not print: a grid draws only the cells that are in sight. Nothing of this is made before
somebody prints.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from atlas.conditions import filters_told, suppositions_told
from atlas.difference import difference_told
from atlas.kept_told import shaded_told
from atlas.lead import lead
from atlas.own.laying import own_told
from atlas.side_by_side import is_beside
from atlas.words import full_date
from data.cells import shown_number
from documents.columns import UNKNOWN, cell_text
from documents.layout import ems
from documents.links import link_of, without_host
from documents.tables.pages import tables_of
from documents.told import Told
from layers import safe
from layers.held import held_together

if TYPE_CHECKING:
    from atlas.siting.search import Found

# From so many columns on the letters are smaller; a table of up to so many rows and so much text fits a sheet and is
# not broken, so wide a text not either.
WIDE_FROM, SHORT, SHORT_EM = 8, 25, 2_500
BRIEF_EM = 6
# A word of more letters, such as an address, is broken rather than let its table grow over the edge of the sheet.
LONGEST_WORD = 20
LONG_WORD = re.compile(rf"[!-,.-~]{{{LONGEST_WORD + 1},}}")


def paper_html(
    page: str, title: str, told: Told, found: Found | None = None, stamp: str = "", address: str = ""
) -> str:
    """The page in two parts: `paper-head` stands above the map, `paper-rest` under it. Every text made safe.

    title  of the page;  stamp  instead of the usual words, where the map has a number of its own;  address  at which
    the reader finds the application, for the link
    """
    say = told.say
    tables = [each for each in tables_of(page, told, found) if not each.appendix]
    sections = "".join(_section(each.title, each.rows) for each in tables)
    sketch = stamp or say("sketch map, not reviewed, not for public use")
    foot = f"<footer>{_paragraphs([*_sources(page, told, address), sketch])}</footer>"
    head = f"<h1>{safe.for_html(title)}</h1>{_paragraphs([*lead(page, told.inquiry, found), *_conditions(page, told)])}"
    return (
        f'<!doctype html><html lang="{safe.for_html(say.language)}"><title>{safe.for_html(title)}</title><body>'
        f'<div class="paper-head">{head}</div>'
        f'<div class="paper-rest">{_charts(told)}{sections}{foot}</div>'
        "</body></html>"
    )


def foot_html(page: str, told: Told, address: str = "") -> str:
    """What stands under a page that prints as it is: its data version, and its link. Every text made safe."""
    say, language = told.say, safe.for_html(told.say.language)
    link = link_of(told.inquiry, page, address)
    version = say("data version {version}").format(version=told.atlas.version)
    foot = f'<div class="paper-foot">{_paragraphs([version, link, without_host(link, say)])}</div>'
    return f'<!doctype html><html lang="{language}"><title>{safe.for_html(page)}</title><body>{foot}</body></html>'


def _conditions(page: str, told: Told) -> list[str]:
    """What the page stands under: suppositions, filters, definition and date."""
    say, atlas, question = told.say, told.atlas, told.question
    about = told.view.counted.about
    supposed, filters = suppositions_told(atlas, question, say), filters_told(atlas, question, say)
    lines = [own_told(atlas, say)] if atlas.own else []
    lines += [say("supposed: {text}").format(text=supposed)] if supposed else []
    lines += [say("Counted with filters: {filters}").format(filters=say("; ").join(filters))] if filters else []
    lines += filter(None, [shaded_told(page, told.inquiry), difference_told(atlas, question, say)])
    lines += [say("The map on paper shows B alone.")] if is_beside(question) else []
    lines.append(f"{atlas.world.title(about)} — {atlas.world.title(about, 'explain')}")
    dated = say("as of {date} · data version {version}")
    return [*lines, dated.format(date=full_date(question.as_of, say), version=atlas.version)]


def _sources(page: str, told: Told, address: str) -> list[str]:
    """Where the numbers come from, and the link that opens them again."""
    say, zh = told.say, told.atlas.world.language == "zh"
    sets = [
        say("{title}, {nature}, {date}").format(
            title=each.title_zh if zh else each.title_en, nature=say(each.status), date=each.as_of
        )
        for each in told.atlas.sets
    ]
    sources = say("{label}: {text}").format(label=say("sources"), text=say("; ").join(sets))
    link = link_of(told.inquiry, page, address)
    return [sources, link, without_host(link, say)]


def _charts(told: Told) -> str:
    """Where the browser puts the charts that it shows, and the names of the parts whose charts it does not, as they are
    closed (ui/printing.js); without either it takes this away.
    """
    say = told.say
    note = say("As drawn on the screen when this was printed; their numbers stand in the tables.")
    closed = say(
        "Closed when this was printed, so without their charts: {parts}. Their numbers stand in the tables; for a "
        "chart open its part and print again."
    )
    head = f'<h2>{safe.for_html(say("charts"))}</h2><p class="drawn">{safe.for_html(note)}</p>'
    parts = f'<p class="closed" data-between="{safe.for_html(say("; "))}">{safe.for_html(closed)}</p>'
    return f'<section class="paper-charts">{head}{parts}</section>'


def _section(title: str, rows: pd.DataFrame) -> str:
    """A table under its title; one that fits a sheet stays on it."""
    short = ' class="short"' if len(rows) <= SHORT and _text_ems(rows) <= SHORT_EM else ""
    return f"<section{short}><h2>{safe.for_html(title)}</h2>{_table(rows)}</section>"


def _paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{held_together(text)}</p>" for text in texts if text)


def _table(rows: pd.DataFrame) -> str:
    """A table with all its columns and rows; headings again on every sheet, numbers to the right."""
    sides = [_side(rows.iloc[:, place]) if place else "" for place in range(len(rows.columns))]
    # A heading may take two lines.
    titles = zip(rows.columns, [side if "number" in side else "" for side in sides], strict=True)
    head = "".join(f'<th scope="col"{side}>{held_together(name)}</th>' for name, side in titles)
    body = "".join(f"<tr>{''.join(map(_cell, row, sides))}</tr>" for row in rows.itertuples(index=False, name=None))
    wide = ' class="wide"' if len(rows.columns) > WIDE_FROM else ""
    return f"<table{wide}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: object, side: str) -> str:
    return f"<td{side}>{held_together(cell_text(cell))}</td>"


def _side(column: pd.Series) -> str:
    """How the cells of a column stand: numbers to the right, short texts in one line."""
    told = [each for each in column if isinstance(each, str) and each not in ("", UNKNOWN)]
    if pd.api.types.is_numeric_dtype(column) or (told and all(map(shown_number, told))):
        return ' class="number"'
    if told and max(map(ems, told)) <= BRIEF_EM:
        return ' class="brief"'
    return ' class="loose"' if any(map(LONG_WORD.search, told)) else ""


def _text_ems(rows: pd.DataFrame) -> float:
    """How much text a table has: a longer one is broken anyhow, after most of a sheet was left empty for it."""
    return sum(ems(cell) for row in rows.itertuples(index=False, name=None) for cell in row if isinstance(cell, str))
