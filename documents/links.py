"""The link that stands on what is carried away: it opens the same page at the same question."""

from __future__ import annotations

from urllib.parse import urlencode

from atlas.inquiry import Inquiry
from atlas.own.laying import mark_of
from atlas.question.offered import choices_of
from atlas.question.question import PARAMETERS, as_params, to_params
from data.catalog import meta


def link_of(inquiry: Inquiry, page: str) -> str:
    """The path and query of a page at a question, as `cli.py link` takes it: date, definition, layers and data version
    are always in it, so that it means the same tomorrow.
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
    return f"/{page}?{urlencode(params | told)}"
