"""All 22 briefs in both forms, made once for every file of tests that opens them; and what a Word file says."""

from __future__ import annotations

import io
import zipfile
from functools import cache

from docx import Document
from docx.oxml.ns import qn

from atlas.background import Stop
from documents.press import made
from documents.wanted import Wanted
from tests.worlds import the_atlas, usual_question


@cache
def every_brief() -> dict[str, bytes]:
    """Name -> bytes of everything in the archive of one run, maps included."""
    (archive,) = made(lambda: Stop.NO, lambda _now: False, the_atlas(), usual_question(), Wanted("all")).values()
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def text_of(raw: bytes) -> str:
    """All that a Word file says, tables and foot included."""
    root = Document(io.BytesIO(raw))
    parts = [root.element.body, root.sections[0].footer._element]
    return "\n".join(node.text or "" for part in parts for node in part.iter(qn("w:t")))
