"""The verb that writes kept views as a page for a meeting."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from verbs.parsing import NewVerb


def add_verbs(verb: NewVerb) -> None:
    """The verb with its arguments."""
    talk = verb("talk", run_talk, "kept views as one self-contained page for a meeting")
    talk.add_argument("list", type=Path, help="a list of views saved by the atlas (JSON)")
    talk.add_argument("--out", type=Path, required=True, metavar="meeting.html")
    talk.add_argument("--lang", default="zh", choices=("zh", "en"), help="language of the page (zh)")


def run_talk(asked: argparse.Namespace) -> dict[str, Any]:
    """Write the page and say how many views it has."""
    from atlas.kept import read_list
    from atlas.loading import load
    from atlas.question.offered import choices_of
    from atlas.words import say_in
    from data.catalog import meta
    from data.limits import KEPT_BYTES
    from data.tables_in import read_file
    from data.whole_files import write_whole
    from documents.meeting import meeting_page

    links = read_list(read_file(asked.list, limit=KEPT_BYTES), asked.list.name)
    atlas = load(asked.plan, asked.lang, asked.plans, data=asked.data)
    page = meeting_page(atlas, choices_of(atlas, meta("bodies").as_of), links, say_in(asked.lang))
    write_whole(asked.out, page)
    return {
        "out": str(asked.out),
        "bytes": asked.out.stat().st_size,
        "views": len(links),
        "data_version": atlas.version,
    }
