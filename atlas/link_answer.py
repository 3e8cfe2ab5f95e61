"""A link as the command line answers it: what cannot be used is refused, where a page replaces it and says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from atlas.atlas import load
from atlas.pages import answer
from atlas.plan import shown_plans
from atlas.question.address import read_address, said_once
from atlas.question.offered import choices_of
from atlas.question.question import from_params
from atlas.typed_question import refuse, with_matrix
from data.catalog import meta


def link_answer(link: str, plan: str, plans: Path | None = None, matrix: Path | None = None) -> dict[str, Any]:
    """The numbers of the page that a link shows. plan  where the link says none;  plans  a folder with more of them
    matrix  the file of the matrix of travel that the link counts by

    Made with other data, it says with which (`made_with`). Raises ValueError for what cannot be used, LookupError for
    an unknown page.
    """
    parts = urlsplit(link)
    page = parts.path.strip("/").split("/")[-1] or "overview"
    params, repeated = said_once(parse_qsl(parts.query, keep_blank_values=True))
    address, unknown = read_address(params, shown_plans(plans), plan)
    atlas = load(address.plan, address.language, plans)
    choices = with_matrix(choices_of(atlas, meta("bodies").as_of), matrix)
    question, problems = from_params(params, choices)
    refuse([*unknown, *problems, *repeated])
    found = None
    if page == "siting":
        from atlas.siting.search import search_link  # noqa: PLC0415 -- the solver costs a second of start

        # Solved here: the command line has no queue to wait in.
        found = search_link(atlas, question, choices.siting)
    made_with = {"made_with": address.data} if address.data not in ("", atlas.version) else {}
    return answer(page, atlas, question, found) | made_with
