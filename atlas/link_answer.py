"""A link as the command line answers it: what cannot be used is refused, where a page replaces it and says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

from atlas.addressed import OfAddress, addressed
from atlas.atlas import Atlas
from atlas.inquiry import Inquiry
from atlas.loading import load
from atlas.map_state import Proposed
from atlas.own.laying import elsewhere_told
from atlas.page_layers import on_page
from atlas.pages import answer
from atlas.plan import shown_plans
from atlas.question.address import Address
from atlas.question.choices import Choices
from atlas.question.offered import choices_of
from atlas.question.question import Question
from atlas.typed_question import with_matrix
from atlas.words import say_in
from data.catalog import meta

if TYPE_CHECKING:
    from atlas.siting.search import Found


@dataclass(frozen=True, eq=False)
class Linked:
    """What a link shows: a page, and the question it is asked.

    made_with  the data version it names, "" for none;  own  the mark of own tables that are not here, "" for none
    at  where the atlas is found, as a link with a host says it, such as https://atlas.example.cn/ip; "" for none
    """

    page: str
    atlas: Atlas
    question: Question
    choices: Choices
    made_with: str = ""
    own: str = ""
    at: str = ""

    @property
    def inquiry(self) -> Inquiry:
        """The question put to the atlas."""
        return Inquiry(self.atlas, self.question)

    def search(self) -> Found | None:
        """What came of the search of the siting page; None on other pages.

        Solved here: the command line has no queue to wait in.
        """
        if self.page != "siting":
            return None
        from atlas.siting.search import search_link  # noqa: PLC0415 -- the solver costs a second of start

        return search_link(self.atlas, self.question, self.choices.siting)

    def searched(self) -> tuple[Found | None, Proposed]:
        """The same, and its marks on the map."""
        found = self.search()
        if found is None:
            return None, Proposed()
        from atlas.siting.ground import Loaded  # noqa: PLC0415 -- the solver costs a second of start
        from atlas.siting.proposed import proposed_sites  # noqa: PLC0415 -- as above

        return found, proposed_sites(self.atlas, found.question, found, Loaded())


def link_answer(
    link: str, plan: str, plans: Path | None = None, matrix: Path | None = None, data: str = ""
) -> dict[str, Any]:
    """The numbers of the page that a link shows; see `linked`. Made with other data, it says with which (`made_with`).

    Raises ValueError for what cannot be used, LookupError for an unknown page.
    """
    shown = linked(link, plan, plans, matrix, data)
    return _answered(shown, shown.search())


def linked(link: str, plan: str, plans: Path | None = None, matrix: Path | None = None, data: str = "") -> Linked:
    """What a link shows. plan  where the link says none;  plans  a folder with more of them;  matrix  the file of the
    matrix of travel that the link counts by;  data  see `load`: else the release that the link names, where it is known

    Raises ValueError for what cannot be used, LookupError for data that are not known.
    """
    parts = urlsplit(link)
    page = parts.path.strip("/").split("/")[-1] or "overview"

    def known(address: Address) -> tuple[Atlas, Choices]:
        atlas = load(address.plan, address.language, plans, data=data or address.data, or_present=not data)
        return atlas, on_page(with_matrix(choices_of(atlas, meta("bodies").as_of), matrix), page)

    read = _read(page, parse_qsl(parts.query, keep_blank_values=True), shown_plans(plans), plan, known)
    return replace(read, at=_host(parts))


def page_answer(
    page: str,
    pairs: Iterable[tuple[str, str]],
    plans: Sequence[str],
    usual_plan: str,
    known: OfAddress,
    *,
    solve: bool,
) -> dict[str, Any]:
    """The numbers of a page for names and values in the order of its link. Raises as `link_answer`.

    plans  that can be shown;  known  the atlas of a plan in a language, and what may be asked of it
    solve  whether the search of the siting page is made here, by whoever waits for it
    """
    shown = _read(page, pairs, plans, usual_plan, known)
    return _answered(shown, shown.search() if solve else None)


def _read(
    page: str,
    pairs: Iterable[tuple[str, str]],
    plans: Sequence[str],
    usual_plan: str,
    known: OfAddress,
) -> Linked:
    asked = addressed(pairs, plans, usual_plan, known)
    return Linked(page, asked.atlas, asked.question, asked.choices, asked.address.data, asked.address.own)


def _host(parts: SplitResult) -> str:
    """Where a link finds the atlas, without who asks there and without its page; "" for a path alone."""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/').rpartition('/')[0]}"


def _answered(shown: Linked, found: Found | None) -> dict[str, Any]:
    told = {"made_with": shown.made_with} if shown.made_with not in ("", shown.atlas.version) else {}
    # The tables of a session are in no link: what is answered here is what is released.
    told |= {"made_with_own_tables": elsewhere_told(say_in(shown.atlas.world.language))} if shown.own else {}
    return answer(shown.page, shown.atlas, shown.question, found) | told
