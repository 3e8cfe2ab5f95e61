"""The description of the addresses of OGC API – Features for other programs (OpenAPI 3.0)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from atlas.described import REFUSALS
from atlas.question.question import PARAMETERS
from data.limits import FEATURES_PAGE
from documents.features.asked import OF_A_QUESTION, SYSTEMS
from documents.told import Told
from layers import all_layers

TEXT: dict[str, Any] = {"type": "string"}
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}


def described(base: str, told: Told) -> dict[str, Any]:
    """The document. base  the address of the landing page;  told  which layers there are, in which words"""
    question = [_query(name, _about(name), TEXT) for name in sorted(OF_A_QUESTION)]
    paths = {
        "/": _get("landing", "the way to all others", question),
        "/api": _get("api", "this document", question),
        "/conformance": _get("conformance", "what is kept of the standard", question),
        "/collections": _get("collections", "the layers", question),
    }
    for each in all_layers():
        place, title = f"/collections/{each.id}", told.say(each.title)
        paths[place] = _get(f"collection.{each.id}", title, question)
        paths[f"{place}/queryables"] = _get(f"queryables.{each.id}", title, question)
        paths[f"{place}/items"] = _get(f"items.{each.id}", title, [*FEATURES, *question])
        feature = [_given("featureId", "path", "id of a feature", TEXT, required=True), SYSTEM, *question]
        paths[f"{place}/items/{{featureId}}"] = _get(f"item.{each.id}", title, feature)
    for operations in paths.values():
        operations["get"]["parameters"].append(FORM)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": told.say("Guangdong IP Layout Atlas"),
            "version": told.atlas.version,
            "description": told.say("sketch map, not reviewed, not for public use"),
        },
        "servers": [{"url": base}],
        "paths": paths,
    }


def _about(name: str) -> str:
    own = {
        "plan": "id of the plan",
        "data": "the data version of a release; the present one when it is left out",
        "lang": "of names and sentences: zh or en",
    }
    return own.get(name) or next(each.about for each in PARAMETERS if each.name == name) or "as in the link of a page"


def _get(name: str, about: str, parameters: Iterable[dict[str, Any]]) -> dict[str, Any]:
    form = "application/geo+json" if name.startswith("item") else "application/json"
    answers: dict[str, Any] = {
        "200": {"description": about, "content": {form: {"schema": {"type": "object"}}}},
        "304": {"description": "the answer has not changed (If-None-Match)"},
        **REFUSALS,
    }
    return {"get": {"operationId": name, "summary": about, "parameters": list(parameters), "responses": answers}}


def _given(name: str, where: str, about: str, shape: dict[str, Any], required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": where, "required": required, "description": about, "schema": shape}


def _query(name: str, about: str, shape: dict[str, Any], **more: Any) -> dict[str, Any]:
    return _given(name, "query", about, shape) | more


FORM = _query("f", "the only form", {"type": "string", "enum": ["json"]})
SYSTEM = _query("crs", "of the answer", {"type": "string", "format": "uri", "enum": list(SYSTEMS)})
BOX = {
    "type": "array",
    "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
    "items": {"type": "number"},
}
FEATURES = [
    _query(
        "limit",
        "features on a page",
        {"type": "integer", "minimum": 1, "maximum": FEATURES_PAGE.most, "default": FEATURES_PAGE.most},
        style="form",
        explode=False,
    ),
    _query("offset", "features to leave out first", COUNT | {"default": 0}),
    _query("bbox", "west,south,east,north", BOX, style="form", explode=False),
    _query("bbox-crs", "of bbox", {"type": "string", "format": "uri", "enum": list(SYSTEMS)}),
    _query("datetime", "as of the end of a day or an interval (RFC 3339)", TEXT, style="form", explode=False),
    SYSTEM,
]
