"""Briefs made into files: one as Word or PDF, or all of the province in one archive, told of as they come.

The work is done by a process of its own beside pages (atlas.children), so `made` is known by its module.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

from atlas.atlas import Atlas
from atlas.background import Stopped, Watch
from atlas.inquiry import Inquiry
from atlas.map_state import Proposed
from atlas.page_layers import layers_of
from atlas.question.question import Question
from atlas.siting.ground import Loaded
from atlas.siting.question import SitingQuestion
from documents.brief import Brief, Map
from documents.papers import BRIEF, HALF, SLIDE_MAP

ALL, PROVINCE, SITING = "all", "province", "siting"
FORMS = ("docx", "pdf")
# In an archive files have one time, so that equal briefs make equal archives.
MADE = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Wanted:
    """What is to be made. which  all, province, siting or an adcode;  form  docx, pdf or zip

    siting  the question of siting with what was loaded for it, for its brief
    """

    which: str
    form: str
    siting: SitingQuestion | None = None
    loaded: Loaded | None = None


@dataclass(frozen=True)
class Progress:
    """How many of how many documents are made, and which one is next."""

    done: int
    of: int
    name: str


class StoppedError(RuntimeError):
    """Somebody asked to stop: there is no half of an archive."""


def brief_of(atlas: Atlas, question: Question, wanted: Wanted, stopped: Stopped) -> Brief:
    """The brief of the province, of a prefecture, or of a question of siting. Raises LookupError."""
    if wanted.which == PROVINCE:
        from documents.province import province_brief  # noqa: PLC0415 -- the solver costs a second of start

        return province_brief(Inquiry(atlas, question))
    if wanted.which == SITING:
        from documents.searched import searched_brief  # noqa: PLC0415 -- as above

        return searched_brief(atlas, question, wanted, stopped)
    from documents.one_pager import one_pager  # noqa: PLC0415

    return one_pager(Inquiry(atlas, replace(question, prefecture=wanted.which)))


def made(stopped: Stopped, watch: Watch, atlas: Atlas, question: Question, wanted: Wanted) -> bytes:
    """The bytes of what is wanted. Raises StoppedError when asked to stop before the end."""
    if wanted.which != ALL:
        watch(Progress(0, 1, wanted.which))
        return written(brief_of(atlas, question, wanted, stopped), wanted.form, pictures(wanted.loaded))
    return _archive(stopped, watch, atlas, question)


def _archive(stopped: Stopped, watch: Watch, atlas: Atlas, question: Question) -> bytes:
    """The province and every prefecture, each as Word and as PDF from one picture."""
    out, which = io.BytesIO(), [PROVINCE, *atlas.prefectures]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for place, each in enumerate(which):
            if watch(Progress(place, len(which), each)) or stopped():
                raise StoppedError(each)
            brief, picture = brief_of(atlas, question, Wanted(each, ""), stopped), pictures()
            for form in FORMS:
                entry = zipfile.ZipInfo(f"{brief.name}.{form}", MADE)
                archive.writestr(entry, written(brief, form, picture))
    watch(Progress(len(which), len(which), ""))
    return out.getvalue()


def names_in(archive: bytes) -> list[str]:
    """The names of the files of an archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return files.namelist()


def written(brief: Brief, form: str, picture: Callable[[Map], bytes]) -> bytes:
    """A brief as docx or pdf. Raises LookupError for another form."""
    if form == "docx":
        from documents.word import as_docx  # noqa: PLC0415 -- only who writes it pays for the package

        return as_docx(brief, picture)
    if form == "pdf":
        from documents.pdf import as_pdf  # noqa: PLC0415 -- as above

        return as_pdf(brief, picture)
    raise LookupError(f"form {form!r} is not known; expected one of: {', '.join(FORMS)}")


def pictures(loaded: Loaded | None = None) -> Callable[[Map], bytes]:
    """Draws the maps of a brief, each once however many files it goes into. loaded  what its sites were chosen among"""
    from documents.picture import picture  # noqa: PLC0415 -- as above

    drawn: dict[int, bytes] = {}

    def draw(block: Map) -> bytes:
        if id(block) not in drawn:
            shown = block.inquiry.question.with_changes(layers=layers_of(block.page))
            sheet, inquiry = (
                HALF if block.facts else BRIEF if block.caption else SLIDE_MAP,
                Inquiry(block.inquiry.atlas, shown),
            )
            sites = _sites(block, loaded)
            drawn[id(block)] = picture(
                inquiry, block.page, sheet, "png", inquiry.say, found=block.found, proposed=sites
            )
        return drawn[id(block)]

    return draw


def _sites(block: Map, loaded: Loaded | None) -> Proposed | None:
    if block.found is None:
        return None
    from atlas.siting.proposed import proposed_sites  # noqa: PLC0415 -- the solver costs a second of start

    return proposed_sites(block.inquiry.atlas, block.found.question, block.found, loaded or Loaded())
