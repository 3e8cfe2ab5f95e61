"""The verb that hands out tables and layers as files for spreadsheets and geographic information systems."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from verbs.parsing import NewVerb, add_question, exactly

WORKBOOK = ".xlsx"


def add_verbs(verb: NewVerb) -> None:
    """The verb with its arguments."""
    export = verb("export", run_export, "the tables of a page as a workbook, or a layer of the map as a file of shapes")
    what = export.add_mutually_exclusive_group(required=True)
    what.add_argument("--page", metavar="PAGE", help="such as coverage; or a whole link, as the page shares it")
    what.add_argument("--layer", type=exactly("folded"), metavar="ID", help="such as counties, see the verb layers")
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help=".xlsx; .geojson, .gpkg or .zip (shp)")
    export.add_argument("--lang", default="zh", choices=("zh", "en"), help="language of headings and texts (zh)")
    # The prefecture of the page about one, which the verb of that name takes as its argument.
    export.add_argument("--id", dest="prefecture", type=exactly("folded"), metavar="ADCODE", help="page prefecture: of")
    add_question(export)


def run_export(asked: argparse.Namespace) -> dict[str, Any]:
    """Write the file and say what it holds. Whole or not at all."""
    if asked.layer is not None:
        return _layer(asked)
    if asked.out.suffix.lower() != WORKBOOK:
        raise ValueError(f"expected --out to end in {WORKBOOK} for the tables of a page")
    from data.whole_files import write_whole
    from documents.tables.pages import tables_of
    from documents.workbook import workbook

    page, told, found, link = _page(asked)
    held = {each.title: len(each.rows) for each in tables_of(page, told, found)}
    if not held:
        raise ValueError(told.say("this page has no table"))
    write_whole(asked.out, workbook(page, told, found, link))
    return {"out": str(asked.out), "bytes": asked.out.stat().st_size, "page": page, "tables": held, **_of(told)}


def _page(asked: argparse.Namespace) -> tuple[str, Any, Any, str]:
    """The page, what it tells, what came of the search where a link asks for one, and the link that asks the same."""
    from documents.links import link_of
    from documents.told import Told

    if "/" in asked.page or "?" in asked.page:
        from atlas.link_answer import linked

        read = linked(asked.page, asked.plan, asked.plans, asked.matrix, asked.data)
        link = link_of(read.inquiry, read.page, read.at)
        return read.page, Told(read.inquiry, read.choices), read.search(), link
    from documents.tables.pages import PAGES

    if asked.page not in PAGES:
        raise ValueError(f"page {asked.page!r} is not known; expected one of: {', '.join(PAGES)}, or a link")
    told = _told(asked)
    return asked.page, told, None, link_of(told.inquiry, asked.page)


def _told(asked: argparse.Namespace) -> Any:
    from atlas.inquiry import Inquiry
    from atlas.loading import load
    from atlas.typed_question import typed_among
    from documents.told import Told

    atlas = load(asked.plan, asked.lang, asked.plans, data=asked.data)
    question, choices = typed_among(atlas, vars(asked))
    return Told(Inquiry(atlas, question), choices)


def _layer(asked: argparse.Namespace) -> dict[str, Any]:
    from data.shapes_out import as_file
    from data.whole_files import write_whole
    from documents.layer_file import layer_file

    told = _told(asked)
    found = layer_file(asked.layer, told)
    write_whole(asked.out, as_file(asked.out.suffix.lower(), found.rows, asked.layer, found.note))
    about = {"out": str(asked.out), "bytes": asked.out.stat().st_size, "layer": asked.layer}
    return about | {"features": len(found.rows), "crs": "EPSG:4326", **_of(told)}


def _of(told: Any) -> dict[str, Any]:
    return {"as_of": told.question.as_of.isoformat(), "data_version": told.atlas.version}
