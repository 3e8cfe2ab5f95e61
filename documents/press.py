"""Briefs made into files: one, or all of the province in one archive, told of as they come; and the first page of one,
for whoever would rather look before it is made.

The work is done by a process of its own beside pages (atlas.children), so `made` is known by its module.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.atlas import Atlas
from atlas.background import Stop, Stopped, Watch
from atlas.inquiry import Inquiry
from atlas.map_state import Proposed
from atlas.question.choices import ALL, PROVINCE, SITING
from atlas.question.question import Question
from atlas.travel import held
from atlas.words import say_in
from documents.brief import Brief, Map
from documents.file_names import plain
from documents.office import as_begun
from documents.packed import packed
from documents.papers import BRIEF, HALF, SLIDE_MAP
from documents.wanted import FORMS, Wanted

if TYPE_CHECKING:
    from atlas.siting.ground import Loaded


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

        return province_brief(Inquiry(atlas, question), wanted.office)
    if wanted.which == SITING:
        from documents.searched import searched_brief  # noqa: PLC0415 -- as above

        return searched_brief(atlas, question, wanted, stopped)
    from documents.one_pager import one_pager  # noqa: PLC0415

    return one_pager(Inquiry(atlas, replace(question, prefecture=wanted.which)), wanted.office)


def made(stopped: Stopped, watch: Watch, atlas: Atlas, question: Question, wanted: Wanted) -> dict[str, bytes]:
    """The files that are wanted, by their names: the forms of one brief, or one archive with those of all.

    Raises StoppedError when asked to stop before the end, LookupError for what is not known.
    """
    with held(wanted.travels):
        files = _files(stopped, watch, atlas, question, wanted)
    if wanted.which != ALL:
        return files
    # Word and PDF are packed already.
    return {f"{archive_name(atlas, question)}.zip": packed(files, zipfile.ZIP_STORED)}


def _files(stopped: Stopped, watch: Watch, atlas: Atlas, question: Question, wanted: Wanted) -> dict[str, bytes]:
    """Every document by its name, one after the other."""
    which = [PROVINCE, *atlas.prefectures] if wanted.which == ALL else [wanted.which]
    files: dict[str, bytes] = {}
    for place, each in enumerate(which):
        if watch(Progress(place, len(which), each)) or stopped():
            raise StoppedError(each)
        brief = brief_of(atlas, question, replace(wanted, which=each), stopped)
        # Both forms hold the same picture, which is drawn once.
        picture = pictures(wanted.loaded, wanted.office.fonts)
        for form in wanted.forms:
            if stopped():
                raise StoppedError(each)
            files[f"{plain(brief.name)}.{form}"] = written(brief, form, picture, wanted.office.fonts)
    if stopped():
        # What a search gave when it was asked to stop is not what was asked for.
        raise StoppedError(wanted.which)
    watch(Progress(len(which), len(which), ""))
    return files


def made_one(atlas: Atlas, question: Question, wanted: Wanted) -> bytes:
    """The one file of one brief in one form."""
    (content,) = made(lambda: Stop.NO, lambda _now: False, atlas, question, wanted).values()
    return content


def archive_name(atlas: Atlas, question: Question) -> str:
    """What the archive of all is called: date, and that it is supposed where it is."""
    say = say_in(atlas.world.language)
    parts = [say("briefs of province and prefectures"), question.as_of.isoformat()]
    return plain("-".join([*parts, *([say("supposed")] if question.supposes else [])]))


def names_in(archive: bytes) -> list[str]:
    """The names of the files of an archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return files.namelist()


def first_page(stopped: Stopped, watch: Watch, atlas: Atlas, question: Question, wanted: Wanted) -> bytes:
    """The first page of a brief as a PNG for the screen, set as the PDF is; b"" when nobody waits for it any more.

    Of all, that of the province; of siting only what is known already.
    """
    from documents.pdf import page_picture  # noqa: PLC0415 -- only who looks pays for the package

    one = replace(wanted, which=PROVINCE) if wanted.which == ALL else wanted
    watch(Progress(0, 1, one.which))
    with held(wanted.travels):
        if one.which == SITING:
            from documents.searched import brief_so_far  # noqa: PLC0415 -- the solver costs a second of start

            brief = brief_so_far(atlas, question, one)
        else:
            brief = brief_of(atlas, question, one, stopped)
        fonts = wanted.office.fonts
        return b"" if stopped() else page_picture(brief, pictures(wanted.loaded, fonts), fonts)


def written(brief: Brief, form: str, picture: Callable[[Map], bytes], fonts: Path | None = None) -> bytes:
    """A brief as docx or pdf. fonts  a folder of an office's own. Raises LookupError for another form."""
    if form == "docx":
        from documents.word import as_docx  # noqa: PLC0415 -- only who writes it pays for the package

        return as_docx(brief, picture)
    if form == "pdf":
        from documents.pdf import as_pdf  # noqa: PLC0415 -- as above

        return as_pdf(brief, picture, fonts)
    raise LookupError(f"form {form!r} is not known; expected one of: {', '.join(FORMS)}")


def pictures(loaded: Loaded | None = None, fonts: Path | None = None) -> Callable[[Map], bytes]:
    """Draws the maps of a brief, each once however many files it goes into.

    loaded  what its sites were chosen among;  fonts  a folder of an office's own
    """
    from documents.picture import picture  # noqa: PLC0415 -- as above

    drawn: dict[int, bytes] = {}

    def draw(block: Map) -> bytes:
        if id(block) not in drawn:
            inquiry = as_begun(block.inquiry, block.page, block.layers)
            drawn[id(block)] = picture(
                inquiry,
                block.page,
                HALF if block.facts else BRIEF if block.caption else SLIDE_MAP,
                "png",
                inquiry.say,
                found=block.found,
                proposed=_sites(block, loaded),
                stamp=block.stamp,
                fonts=fonts,
            )
        return drawn[id(block)]

    return draw


def _sites(block: Map, loaded: Loaded | None) -> Proposed | None:
    if block.found is None:
        return None
    from atlas.siting.ground import Loaded  # noqa: PLC0415 -- the solver costs a second of start
    from atlas.siting.proposed import proposed_sites  # noqa: PLC0415 -- as above

    return proposed_sites(block.inquiry.atlas, block.found.question, block.found, loaded or Loaded())
