"""The tables of a page as one workbook, and what a reader of any file must know: what was asked, of which data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from atlas.conditions import assumptions_told, filters_told, scenario_told
from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.own.laying import own_told
from atlas.question.offered import choices_of
from atlas.ways import way_of
from atlas.words import Say, listed
from data.catalog import meta
from data.counts_apart import counts_apart
from data.export import SHEET_NAME_LENGTH, as_xlsx
from documents.file_names import plain
from documents.links import link_of, without_host
from documents.tables.pages import tables_of
from documents.tables.table import Table
from documents.told import Told

if TYPE_CHECKING:
    from atlas.siting.search import Found


def workbook(page: str, told: Told, found: Found | None = None, link: str = "") -> bytes:
    """Every table of a page as a sheet, and a last sheet that says what they stand under.

    found  what came of the search of the siting page;  link  to the view, when it has an address of its own
    A page without a table has that said on the last sheet. Raises LookupError for an unknown page.
    """
    say, tables = told.say, tables_of(page, told, found)
    none = {} if tables else {say("tables of this page"): say("this page has no table")}
    about = none | about_page(page, told, found) | about_files(told, link or link_of(told.inquiry, page))
    return written(tables, about, say)


def workbook_of(page: str, inquiry: Inquiry, found: Found | None = None, link: str = "") -> bytes:
    """The same of an inquiry alone."""
    told = Told(inquiry, choices_of(inquiry.atlas, meta("bodies").as_of))
    return workbook(page, told, found, link)


def written(tables: Iterable[Table], about: Mapping[str, str], say: Say) -> bytes:
    """Tables as a workbook: counts and what they are out of in two columns, numbers as numbers."""
    sheets, formats = dict[str, pd.DataFrame](), dict[str, Mapping[str, str]]()
    for each in tables:
        title = _unlike(each.title, sheets)
        sheets[title], formats[title] = handed_out(each, say), each.formats
    return as_xlsx(sheets, about, formats=formats, about_title=say("about this file"))


def handed_out(table: Table, say: Say) -> pd.DataFrame:
    """The rows as a spreadsheet gets them."""
    rows = table.rows if table.numbers is None else table.numbers
    return counts_apart(rows, known=say("{title} (known)"), of=say("{title} (of)"))


def file_name(title: str, told: Told) -> str:
    """The name of a file without its ending, in the language of the page: title, date, and what is not as released."""
    supposed = f"_{told.say('supposed')}" if told.question.supposes else ""
    own = f"_{told.say('own data')}" if told.atlas.own else ""
    return f"{plain(title)}_{told.question.as_of.isoformat()}{supposed}{own}"


def about_page(page: str, told: Told, found: Found | None = None) -> dict[str, str]:
    """The sentence with which the page begins."""
    sentences = lead(page, told.inquiry, found)
    return {told.say("in one sentence"): told.say("; ").join(sentences)} if sentences else {}


def about_question(told: Told) -> dict[str, str]:
    """What a reader of a file must know: date, definition, reach, scenario, assumptions, filters, data version."""
    say, question, atlas = told.say, told.question, told.atlas
    filters = filters_told(atlas, question, say)
    radius = f"{question.radius_km} {way_of(question).unit}"
    borders = say("ignoring borders") if question.ignore_borders else say("by jurisdiction")
    about = told.view.counted.about
    return {
        say("Guangdong IP Layout Atlas"): atlas.world.title(atlas.plan.about),
        say("as of"): question.as_of.isoformat(),
        say("definition"): f"{atlas.world.title(about)} — {atlas.world.title(about, 'explain')}",
        say("reach"): f"{radius} · {borders} · {listed(map(say, question.kinds), say)}",
        say("road distances"): way_of(question).sentence(say),
        say("assumptions"): say("; ").join(assumptions_told(atlas, question, say)) or say("none"),
        say("scenario"): scenario_told(atlas, question, say) or say("none"),
        **({say("own data"): own_told(atlas, say)} if atlas.own else {}),
        say("filters"): say("; ").join(filters) or say("none"),
        say("zone"): atlas.name_of(question.zone) if question.zone else say("whole province"),
        say("data version"): atlas.version,
    }


def about_files(told: Told, link: str = "") -> dict[str, str]:
    """The same with the link to the view, and every dataset behind it: nature, date, origin, licence."""
    say, atlas = told.say, told.atlas
    more = {say("link to this view"): link} if link else {}
    more |= {say("host of the link"): note} if (note := without_host(link, say)) else {}
    for each in atlas.sets:
        title, attribution, licence = (each.told(part, say.language) for part in ("title", "attribution", "licence"))
        parts = (say(each.status), each.as_of, attribution, licence)
        more[say("source: {title}").format(title=title)] = " · ".join(part for part in parts if part)
    return about_question(told) | more


def _unlike(title: str, taken: Iterable[str]) -> str:
    """A title that no sheet has yet, within what Excel allows."""
    short = {each.casefold() for each in taken}
    wanted, n = title[:SHEET_NAME_LENGTH], 2
    while wanted.casefold() in short:
        wanted, n = f"{title[: SHEET_NAME_LENGTH - 4]} ({n})", n + 1
    return wanted
