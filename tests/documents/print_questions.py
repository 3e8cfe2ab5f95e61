"""The shipped atlas asked a question as a link does, for all tests of what is printed."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from typing import Any

from atlas.atlas import Atlas
from atlas.inquiry import Inquiry
from atlas.loading import load_shipped
from atlas.question.offered import choices_of
from atlas.question.question import from_params
from atlas.words import say_in
from data.catalog import meta
from documents.papers import BRIEF, HALF, PAPERS
from documents.things import Order
from tests.worlds import the_atlas, usual_question

SAY = say_in("zh")


@cache
def known(language: str = "zh") -> Atlas:
    """The atlas as it is shipped."""
    return load_shipped("14-5", language)


def asked(language: str = "zh", **params: str) -> Inquiry:
    """The atlas asked a question as a link does."""
    question, problems = from_params(params, choices_of(known(language), meta("bodies").as_of))
    assert problems == []
    return Inquiry(known(language), question)


LAYERS = ["neighbours", "prefectures", "coverage", "demonstration-areas", "rapid-rights-centres", "protection-centres"]
NUMBER = {
    "number": "测S(2026)1号",
    "granted": "2026-01-01",
    "until": "2026-12-31",
    "plans": ["14-5"],
    "pages": ["overview"],
    "layers": LAYERS,
}


def ordered(page: str = "overview", **params: str) -> Order:
    return Order(known(), asked(**params).question, page)


# Of most prefectures, under their map.
LEGEND_MM = 24


def dot(block: Any = None) -> bytes:
    """A white picture of the shape that the maps of briefs have."""
    beside_facts = block is not None and block.facts
    paper = PAPERS[HALF if beside_facts else BRIEF]
    wide, high = round(paper.width), round(paper.height) + (LEGEND_MM if beside_facts else 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * wide) * high)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def inquired(**changes: Any) -> Inquiry:
    return Inquiry(the_atlas(), usual_question(**changes))
