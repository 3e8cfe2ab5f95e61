"""The link that stands on what is carried away: it opens the same page at the same question."""

from __future__ import annotations

from urllib.parse import urlencode

from atlas.inquiry import Inquiry
from atlas.own.laying import mark_of
from atlas.question.offered import choices_of
from atlas.question.question import PARAMETERS, as_params, to_params
from atlas.words import Say
from data.catalog import meta


def link_of(inquiry: Inquiry, page: str, at: str = "") -> str:
    """The link of a page at a question, as `cli.py link` takes it: date, definition, layers and data version are always
    in it, so that it means the same tomorrow. at  where the atlas is found; "" gives path and query alone
    """
    question, atlas = inquiry.question, inquiry.atlas
    params = to_params(question, choices_of(atlas, meta("bodies").as_of))
    params |= {"date": question.as_of.isoformat(), "definition": question.definition}
    params |= {"layers": as_params(question)["layers"]}
    if page == "prefecture" and question.prefecture:
        params["id"] = question.prefecture
    for each in PARAMETERS:
        if not each.is_of(page):
            params.pop(each.name, None)
    params.pop("selected", None)
    told = {"plan": atlas.plan.about["id"], "lang": atlas.world.language, "data": atlas.released.version}
    told |= {"own": mark_of(atlas.own)} if atlas.own else {}
    return f"{at}/{page}?{urlencode(params | told)}"


def without_host(link: str, say: Say) -> str:
    """What a reader of the paper is to put before a link that says no host, as a sentence; "" for a whole link."""
    return say("The link names no host: put the address of this atlas before it.") if link.startswith("/") else ""
