"""Every table of a page, in the order of the page and whether or not its part is open: what files and paper hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from atlas.catchment import catchment_table
from atlas.clusters import clusters_of, clusters_table
from atlas.comparison import slope
from atlas.difference import difference
from atlas.page_titles import OF_TEXT_ALONE, PAGE_TITLES
from atlas.reach import profile_km, zone_totals
from atlas.scoreboard import Entry, main_table
from documents.columns import Columns, share_text
from documents.readable import AREA_COLUMNS, COUNT_COLUMNS, RECORD_COLUMNS, readable, supposed_table
from documents.tables import board, compared, drawn, gaps, known, ledger, one_prefecture
from documents.tables.difference import changed_rows
from documents.tables.table import Table
from documents.told import Told
from layers import decide

if TYPE_CHECKING:
    from atlas.siting.search import Found

Tables = Iterator[Table]


def tables_of(page: str, told: Told, found: Found | None = None) -> list[Table]:
    """The tables of a page that have rows. found  what came of the search of the siting page, which is not solved here

    Raises LookupError for an unknown page.
    """
    if page not in PAGES:
        raise LookupError(f"page {page!r} is not known; expected one of: {', '.join(PAGES)}")
    made = _siting(told, found) if page == "siting" else _OF[page](told)
    return [each for each in made if not each.rows.empty]


def _overview(told: Told) -> Tables:
    say = told.say
    cards = told.inquiry.cards
    titles = (say("column measure"), say("column value"), say("column notes"))
    lines = [(each.title, each.figure, say("; ").join(each.lines)) for each in cards]
    yield Table("figures", say("headline figures"), pd.DataFrame(lines, columns=titles))
    yield _ledger(told)
    yield _drawn(told)
    for each in cards:
        columns = RECORD_COLUMNS if "kind" in each.records else AREA_COLUMNS
        yield _records(f"records-{each.id}", each.title, each.records, columns, told)
        counts = say("{title}: published counts").format(title=each.title)
        yield _records(f"counts-{each.id}", counts, each.counts, COUNT_COLUMNS, told)
        if each.supposes and not each.supposed.empty:
            supposed = say("{title} (supposed)").format(title=each.title)
            yield Table(f"supposed-{each.id}", supposed, supposed_table(each.supposed, told), appendix=True)


def _records(name: str, title: str, rows: pd.DataFrame, columns: tuple[str, ...], told: Told) -> Table:
    told_rows = rows if rows.empty else readable(rows, columns, told.say, told.atlas.names, told.say.language)
    return Table(name, title, told_rows, appendix=True)


def _ledger(told: Told) -> Table:
    return Table("ledger", told.say("definitions side by side"), ledger.ledger_table(told.inquiry.ledger, told))


def _drawn(told: Told) -> Table:
    """The table twin of the map."""
    on = tuple(reversed(told.question.layers))
    view = told.view
    rows = decide.table(told.atlas.world, view.decision, on, drawn.legend_texts(told), view.moment.extras)
    return Table("map", told.supposed(told.say("what the map shows")), drawn.readable_rows(rows, told), appendix=True)


def _coverage(told: Told) -> Tables:
    say, zone = told.say, told.question.zone
    place, home = say("column name"), say("column prefecture_name")
    yield _ledger(told)
    above = say("share of {what} in reach, by zone").format(what=told.view.reached.weight.what(say))
    yield Table("zones", above, told.tables(zone_table, say("column zone")))
    if zone_totals(told.atlas, told.view.reached, zone)["people"]:
        by_county = told.tables(gaps.county_rows, "id", place, home)
        yield Table("gaps-counties", say("gaps by county"), by_county.drop(columns="id"))
        by_prefecture = told.tables(gaps.prefecture_rows, "id", home)
        yield Table("gaps-prefectures", say("gaps by prefecture"), by_prefecture.drop(columns="id"))
    yield Table("profile", say("distance profile"), told.tables(profile_table, say("column road_km")))
    closing = told.tables(gaps.loss_rows, "id", place, say("column prefecture")).drop(columns="id")
    texts = closing.map(lambda cell: share_text(cell) if isinstance(cell, float) else cell)
    share = {str(name): "0.0%" for name in closing.select_dtypes("float").columns}
    yield Table("closing", say("if one body closed (N-1)"), texts, closing, share)
    if catchment_table(told.atlas, told.question, told.view.reached) is not None:
        each = told.tables(gaps.catchment_rows, "id", home).drop(columns="id")
        yield Table("catchment", say("capacity within reach, per 100,000 residents"), each)
    parks = told.tables(gaps.park_rows, "id", place).drop(columns="id")
    yield Table("parks", say("parks and clusters"), parks)
    yield from _difference(told)
    yield _drawn(told)


def zone_table(told: Told) -> pd.DataFrame:
    """Province and compared zones: all people, those in reach, and the share with what positions leave open."""
    say, reached = told.say, told.view.reached
    columns = Columns(reached.weight, say)
    rows = []
    for zone in ("", *told.atlas.plan.about.get("compared_zones", ())):
        whole = zone_totals(told.atlas, reached, zone)
        people = whole["people"] or float("nan")
        ends = {name: share_text(whole[name] / people) for name in ("lowest", "highest")}
        name = told.atlas.name_of(zone) if zone else say("whole province")
        rows.append({"zone": name, "people": whole["people"], "covered": whole["covered"], **ends})
        rows[-1]["share"] = share_text(whole["share"])
    table = pd.DataFrame(rows)[["zone", "people", "covered", "share", "lowest", "highest"]]
    for name in ("people", "covered"):
        table[name] = reached.weight.rounded(table[name])
    return table.rename(columns=columns.name)


def profile_table(told: Told) -> pd.DataFrame:
    """Shares in reach of a body, and of a second one, by distance."""
    table = profile_km(told.view.reached)
    minutes = told.view.reached.way.unit == "minutes"
    table = table.rename(columns={"km": "road_minutes" if minutes else "road_km"})
    for name in ("nearest", "second"):
        table[name] = table[name].map(share_text)
    return table.rename(columns=lambda name: told.say(f"column {name}"))


def _difference(told: Told) -> Tables:
    found = difference(told.atlas, told.question)
    if found is None:
        return
    for kind in ("prefecture", "county"):
        title = told.say(f"A and B, by {kind}")
        yield Table(f"difference-{kind}", title, changed_rows(told.atlas, found, kind, told.say).drop(columns="id"))


def _compare(told: Told) -> Tables:
    say, chosen = told.say, compared.chosen_measure(told)
    place, zone = say("column prefecture"), say("column zone")
    side = told.tables(compared.side_by_side_table, say("column measure"))
    yield Table("side-by-side", say("side by side"), side)
    ranks = told.tables(compared.ranking_table, "id", place, zone).drop(columns="id")
    numbers = told.tables(compared.ranking_numbers, place, zone)
    yield Table("ranking", say("ranking table"), ranks, numbers, told.formats(compared.ranking_formats))
    if compared.chosen_pair(told) is not None:
        rows, numbers = (told.tables(make, place, zone) for make in (compared.pair_rows, compared.pair_numbers))
        yield Table("two-measures", say("two measures"), rows, numbers, told.formats(compared.pair_formats))
    if told.question.clusters:
        tested = clusters_table(told.atlas, clusters_of(told.atlas, chosen), say)
        yield Table("clusters", say("neighbours alike?"), tested)
    if not slope(told.atlas, told.question, chosen, say).empty:
        rows, numbers = (told.tables(make, place) for make in (compared.slope_rows, compared.slope_numbers))
        yield Table("two-times", say("two times"), rows, numbers, told.formats(compared.slope_formats))


def _plan(told: Told) -> Tables:
    if not told.question.scoreboard:
        return
    every = told.inquiry.scoreboard
    main = main_table(every)
    yield _board(main, told, "indicators", told.say("indicators of the plan's table"))
    if len(main) < len(every):
        yield _board(every, told, "quantities", told.say("every quantity of the plan"))


def _board(chosen: Sequence[Entry], told: Told, name: str, title: str) -> Table:
    """Where the numbers carry their units, a sheet has no room for a column of them; a file needs it."""
    rows = board.board_table(chosen, told).drop(columns=told.say("column unit"))
    return Table(name, title, rows, board.board_numbers(chosen, told))


def _prefecture(told: Told) -> Tables:
    if not told.question.prefecture:
        return
    say, found = told.say, told.inquiry.prefecture
    read = partial(readable, say=say, prefectures=told.atlas.names, language=told.atlas.world.language)
    yield Table("counties", say("counties"), one_prefecture.county_rows(told))
    if not found.here.empty:
        yield Table("bodies", say("bodies"), one_prefecture.bodies_table(found, told))
    if told.question.supposes and not found.supposed.empty:
        yield Table("supposed", say("supposed"), supposed_table(found.supposed, told))
    industries = one_prefecture.by_industry(found, told)
    yield Table("industries", say("by industry"), industries.rename(columns=lambda name: say(f"column {name}")))
    serving = read(found.serving, ("name", "kind", "prefecture", "state", "evidence"))
    yield Table("serving", say("bodies elsewhere that serve the whole province"), serving)
    yield Table("standing", say("rank and peers"), one_prefecture.standing_rows(told))
    if not found.titles.empty:
        yield Table("titles", say("titles"), read(found.titles, one_prefecture.TITLE_COLUMNS))
    if not found.areas.empty:
        yield Table("areas", say("demonstration areas"), read(found.areas, one_prefecture.PLACE_COLUMNS))
    if not found.weak.empty:
        yield Table("evidence", say("evidence to mend"), one_prefecture.weak_rows(found, told))


def _siting(told: Told, found: Found | None) -> Tables:
    # The solver costs a second of start that readers of other pages need not wait for.
    from documents.tables.sited import siting_tables  # noqa: PLC0415

    yield from siting_tables(told, found)


def _data(told: Told) -> Tables:
    yield Table("datasets", told.say("datasets"), known.set_rows(told))
    yield Table("sources", told.say("sources"), known.source_rows(told))


_OF: Mapping[str, Callable[[Told], Tables]] = {
    **dict.fromkeys(OF_TEXT_ALONE, lambda _told: iter(())),
    "overview": _overview,
    "coverage": _coverage,
    "compare": _compare,
    "plan": _plan,
    "prefecture": _prefecture,
    "data": _data,
}
PAGES = tuple(page for page in PAGE_TITLES if page == "siting" or page in _OF)
