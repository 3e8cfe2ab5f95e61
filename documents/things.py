"""What can be taken away of a page (带走), one row each: how it is called, what file it is, and what makes it.

A new thing is a row here and its words. It is made by a process of its own, from the same question as the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from atlas.atlas import Atlas
from atlas.background import Stopped, Watch
from atlas.inquiry import Inquiry
from atlas.map_state import Proposed
from atlas.page_titles import PAGE_TITLES, WITH_A_MAP
from atlas.question.question import Question
from atlas.travel import Travel, held
from atlas.words import say_in
from data.print_settings import PrintSettings
from documents.file_names import plain
from documents.office import Office

if TYPE_CHECKING:
    from atlas.siting.ground import Loaded
    from atlas.siting.search import Found
    from layers.print_map.sheet import Form

ASKED, DRAWN = 0.1, 1.0


@dataclass(frozen=True, eq=False)
class Order:
    """What is wanted of which view. found, proposed  of the siting page;  address  of the page for its readers
    settings  what the office says of its paper;  today  the day on which a map number must hold
    loaded    tables of the reader's own that the siting page was answered with, None for none
    travels   the matrices that the question counts by, for a process that holds none (atlas.ways.travels_of)
    """

    atlas: Atlas
    question: Question
    page: str
    found: Found | None = None
    proposed: Proposed = field(default_factory=Proposed)
    address: str = ""
    settings: PrintSettings = field(default_factory=PrintSettings)
    today: date = field(default_factory=date.today)
    loaded: Loaded | None = None
    travels: tuple[Travel, ...] = ()

    @property
    def inquiry(self) -> Inquiry:
        """The question put to the atlas."""
        return Inquiry(self.atlas, self.question)

    @property
    def office(self) -> Office:
        """What the office says of its paper on that day."""
        return Office(self.settings, self.today)


@dataclass(frozen=True)
class Thing:
    """One thing. title, about  message ids;  ending, mime  of its file;  pages  that have it, () for all with a map

    answered  whether there must be an answer of the siting page first
    """

    id: str
    title: str
    about: str
    icon: str
    ending: str
    mime: str
    make: Callable[[Order], bytes]
    pages: tuple[str, ...] = ()
    answered: bool = False


def drawn(order: Order, sheet: str, form: Form) -> bytes:
    """The picture of a view; see documents.picture."""
    # Whoever takes nothing away does not wait for matplotlib.
    from documents.picture import picture  # noqa: PLC0415

    inquiry = order.inquiry
    say = inquiry.say
    return picture(
        inquiry,
        order.page,
        sheet,
        form,
        say,
        found=order.found,
        proposed=order.proposed,
        address=order.address,
        stamp=order.office.stamp(inquiry, order.page),
        fonts=order.settings.font_folder,
    )


def tabled(order: Order) -> bytes:
    """The tables of a view as a workbook; see documents.workbook."""
    from documents.workbook import workbook_of  # noqa: PLC0415 -- as above

    return workbook_of(order.page, order.inquiry, order.found, order.address)


def on_a_slide(order: Order) -> bytes:
    """A view on one slide, with the layers, colours and marks that its reader looks at; see documents.slide."""
    from documents.papers import SLIDE_MAP  # noqa: PLC0415 -- as above
    from documents.slide import as_pptx, slide_of  # noqa: PLC0415 -- as above

    stamp = order.office.stamp(order.inquiry, order.page)
    slide = slide_of(order.atlas, order.question, order.page, order.found, stamp)
    return as_pptx(slide, lambda _: drawn(order, SLIDE_MAP, "png"))


def briefed(order: Order, form: str) -> bytes:
    """The brief of the prefecture that a page is about, of the answer of the siting page, or of the province; see
    documents.press.
    """
    from atlas.question.choices import PROVINCE, SITING  # noqa: PLC0415 -- as above
    from documents.press import made_one  # noqa: PLC0415 -- as above
    from documents.wanted import Wanted  # noqa: PLC0415 -- as above

    which = {"prefecture": order.question.prefecture, "siting": SITING}.get(order.page) or PROVINCE
    siting = None if order.found is None else order.found.question
    wanted = Wanted(which, (form,), siting, order.found, order.loaded, order.office, order.travels)
    return made_one(order.atlas, order.question, wanted)


BRIEFED = tuple(page for page in WITH_A_MAP if page != "siting")
THINGS = (
    Thing(
        "picture",
        "picture for a document",
        "PNG, A4 across, 300 dpi",
        "image",
        "png",
        "image/png",
        lambda order: drawn(order, "a4-landscape", "png"),
    ),
    Thing(
        "wide",
        "picture for a slide",
        "PNG, 16:9, 300 dpi",
        "slideshow",
        "png",
        "image/png",
        lambda order: drawn(order, "slide", "png"),
    ),
    Thing(
        "page",
        "one page",
        "PDF, A4 upright, for printing",
        "picture_as_pdf",
        "pdf",
        "application/pdf",
        lambda order: drawn(order, "a4", "pdf"),
    ),
    Thing(
        "drawing",
        "picture that can be enlarged",
        "SVG, A4 across, letters as outlines",
        "shapes",
        "svg",
        "image/svg+xml",
        lambda order: drawn(order, "a4-landscape", "svg"),
    ),
    Thing(
        "slide",
        "slide that can be edited",
        "PPTX, 16:9, with sources in the notes",
        "co_present",
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        on_a_slide,
    ),
    Thing(
        "tables",
        "tables of this page",
        "XLSX, a sheet for each table",
        "table",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        tabled,
    ),
    Thing(
        "brief-word",
        "brief as Word",
        "DOCX, A4: the prefecture on one page, or the whole province",
        "description",
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        lambda order: briefed(order, "docx"),
        BRIEFED,
    ),
    Thing(
        "brief",
        "brief as PDF",
        "PDF, A4: the prefecture on one page, or the whole province",
        "article",
        "pdf",
        "application/pdf",
        lambda order: briefed(order, "pdf"),
        BRIEFED,
    ),
    Thing(
        "siting-brief-word",
        "siting brief as Word",
        "DOCX, A4: the answer, its certificate, why not fewer, how robust it is; the re-runs take a while",
        "description",
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        lambda order: briefed(order, "docx"),
        ("siting",),
        answered=True,
    ),
    Thing(
        "siting-brief",
        "siting brief as PDF",
        "PDF, A4: the answer, its certificate, why not fewer, how robust it is; the re-runs take a while",
        "article",
        "pdf",
        "application/pdf",
        lambda order: briefed(order, "pdf"),
        ("siting",),
        answered=True,
    ),
)


def things_of(page: str, *, answered: bool = False) -> list[Thing]:
    """What can be taken away of a page, in the order in which it is offered; [] for a page without a map.

    answered  whether the siting page has sites to tell of
    """
    here = [each for each in THINGS if page in (each.pages or WITH_A_MAP)]
    return [each for each in here if answered or not each.answered]


def made(stopped: Stopped, watch: Watch, thing_id: str, order: Order) -> bytes:
    """A thing's file, as a child makes it; b"" when nobody wants it any more. Raises LookupError for an unknown one."""
    thing = next((each for each in THINGS if each.id == thing_id), None)
    if thing is None:
        raise LookupError(f"thing {thing_id!r} is not known; expected one of: {', '.join(each.id for each in THINGS)}")
    watch(ASKED)
    with held(order.travels):
        content = b"" if stopped() else thing.make(order)
    watch(DRAWN)
    return b"" if stopped() else content


def file_name(thing: Thing, order: Order) -> str:
    """What its file is called: page, place, date, and that it is supposed where it is."""
    say, question = say_in(order.atlas.world.language), order.question
    place = order.atlas.name_of(question.prefecture) if order.page == "prefecture" and question.prefecture else ""
    parts = [
        say(PAGE_TITLES[order.page]),
        place or say("whole province"),
        say(thing.title),
        question.as_of.isoformat(),
        *([say("supposed")] if question.supposes else []),
        *([say("own data")] if order.atlas.own else []),
    ]
    return f"{plain('-'.join(parts))}.{thing.ending}"
