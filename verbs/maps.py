"""The verb that writes the map: as a page for a browser, or as a picture for paper."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verbs.parsing import NewVerb, add_question, atlas_and_question, given_options

if TYPE_CHECKING:
    from atlas.link_answer import Linked

PAGE, PICTURES = ".html", (".png", ".svg", ".pdf")
OTHERS = {"out", "sheet", "link", "print_settings", "plan", "plans", "data", "json", "given_plan", "matrix"}


def add_verbs(verb: NewVerb) -> None:
    """The verb with its arguments."""
    chart = verb("map", run_map, "the map as one file: a page for a browser, or a picture with all that belongs to it")
    chart.add_argument("--out", type=Path, required=True, metavar="map.html|png|svg|pdf")
    chart.add_argument("--sheet", metavar="NAME", help="paper of a picture: a4 a4-landscape a3 a3-landscape slide (a4)")
    chart.add_argument("--link", help="draw the page that a link shows, such as '/coverage?date=2023-12-31'")
    chart.add_argument("--print-settings", type=Path, metavar="FILE", help="the office's map number and fonts (TOML)")
    add_question(chart)


def run_map(asked: argparse.Namespace) -> dict[str, Any]:
    """Write the map and say what it shows. The file is whole, or as it was before."""
    from data.whole_files import write_whole

    ending = asked.out.suffix.lower()
    if ending == "" and asked.out.exists() and not asked.out.is_file():
        # A pipe or a device has no ending, and was always given the page.
        ending = PAGE
    if ending not in (PAGE, *PICTURES):
        raise ValueError(f"{asked.out}: expected a name that ends in one of: {' '.join((PAGE, *PICTURES))}")
    if ending == PAGE and (asked.sheet or asked.print_settings):
        raise ValueError("expected --sheet and --print-settings with a picture only: a page for a browser has no paper")
    shown = _linked(asked)
    content = _page(shown) if ending == PAGE else _picture(shown, asked, ending)
    write_whole(asked.out, content)
    told = {"out": str(asked.out), "bytes": asked.out.stat().st_size, "as_of": shown.question.as_of.isoformat()}
    return told | {"layers": list(shown.question.layers), "data_version": shown.atlas.version}


def _linked(asked: argparse.Namespace) -> Linked:
    """What a link shows, or the overview at the question of the options."""
    from atlas.link_answer import Linked, linked
    from atlas.question.offered import choices_of
    from data.catalog import meta

    if asked.link is not None:
        more = sorted(set(given_options(asked)) - OTHERS)
        if more:
            raise ValueError(f"expected the question in --link or in options, got both: {', '.join(more)}")
        return linked(asked.link, asked.plan, asked.plans, asked.matrix, asked.data)
    atlas, question = atlas_and_question(asked)
    return Linked("overview", atlas, question, choices_of(atlas, meta("bodies").as_of))


def _page(shown: Linked) -> str:
    from atlas.map_state import map_state, with_proposed
    from layers.folium_map import single_file

    _, proposed = shown.searched()
    view = shown.inquiry.view
    state = {**map_state(shown.question, view, alone=True), **with_proposed(shown.atlas, view, proposed)}
    return single_file(shown.atlas.world, shown.inquiry.say, state)


def _picture(shown: Linked, asked: argparse.Namespace, ending: str) -> bytes:
    from datetime import date

    from data.print_settings import read_print_settings
    from documents.links import link_of
    from documents.papers import paper_of
    from documents.picture import picture
    from documents.stamp import stamp_of

    sheet, say = asked.sheet or "a4", shown.inquiry.say
    paper_of(sheet)
    settings = read_print_settings(asked.print_settings)
    found, proposed = shown.searched()
    return picture(
        shown.inquiry,
        shown.page,
        sheet,
        ending.removeprefix("."),  # type: ignore[arg-type]  # one of the forms, see above
        say,
        found=found,
        proposed=proposed,
        address=link_of(shown.inquiry, shown.page, shown.at),
        stamp=stamp_of(shown.inquiry, shown.page, settings, say, date.today()),
        fonts=settings.font_folder,
    )
