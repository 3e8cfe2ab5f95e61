"""The description of `/api/v1` for other programs (OpenAPI 3.1), made of the tables that answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from atlas.pages import PAGES
from atlas.question.address import LANGUAGES
from atlas.question.parameters import Day, Flag, Parameter, Whole
from atlas.question.question import PARAMETERS
from atlas.service import VERBS

TITLE = "Guangdong IP Layout Atlas"
PROBLEM = {"type": "object", "required": ["type", "title", "status", "detail"]}
# What a program may be told instead of an answer: its status, and why.
REFUSALS: dict[str, Any] = {
    status: {"description": about, "content": {"application/problem+json": {"schema": PROBLEM}}}
    for status, about in (
        ("400", "something in the question cannot be used"),
        ("404", "there is nothing at this address"),
        ("414", "the question is too long"),
        ("429", "too many requests from this address"),
        ("503", "too many answers are being worked out"),
    )
}
ANSWERS: dict[str, Any] = {
    "200": {
        "description": "the answer, as `cli.py` prints it with --json",
        "headers": {"ETag": {"description": "of the data version and the question", "schema": {"type": "string"}}},
        "content": {"application/json": {"schema": {"type": "object"}}},
    },
    "304": {"description": "the answer has not changed (If-None-Match)"},
    **REFUSALS,
}


def described(base: str) -> dict[str, Any]:
    """The document. base  the path under which the atlas is served, such as "/atlas", or nothing"""
    paths: dict[str, Any] = {}
    for name, verb in VERBS.items():
        taken = [_declared(each) for each in PARAMETERS if each.name in verb.takes]
        own = [_query(each, about, {"type": "string"}, each in ("lon", "lat")) for each, about in verb.own.items()]
        where = [_in_path("adcode", "for example 440500")] if name == "prefecture" else []
        address = f"/{name}/{{adcode}}" if name == "prefecture" else f"/{name}"
        paths[address] = _get(name, verb.about, [*where, *own, *taken, PLAN, RELEASE])
    around = [
        PLAN,
        _query("lang", "of names and sentences", {"type": "string", "enum": list(LANGUAGES)}),
        _query("data", "the data version that a link was made with", TEXT),
        _query("view", "the place of the map, which changes no number", TEXT),
    ]
    page = {
        **_in_path("page", "a page; the siting page is not solved here"),
        "schema": {"type": "string", "enum": [*PAGES]},
    }
    paths["/pages/{page}"] = _get(
        "page", "the numbers of the page that a link shows", [page, *map(_declared, PARAMETERS), *around]
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": "1", "description": "Read only. The same answers as pages and cli.py."},
        "servers": [{"url": f"{base}/api/v1"}],
        "paths": paths,
    }


TEXT = {"type": "string"}


def _get(name: str, about: str, parameters: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"get": {"operationId": name, "summary": about, "parameters": list(parameters), "responses": ANSWERS}}


def _declared(each: Parameter) -> dict[str, Any]:
    shape: dict[str, Any] = TEXT
    if isinstance(each.kind, Day):
        shape = {"type": "string", "format": "date"}
    elif isinstance(each.kind, Whole):
        shape = {"type": "integer", "minimum": each.kind.least, "maximum": each.kind.most}
    elif isinstance(each.kind, Flag):
        shape = {"type": "string", "enum": [each.kind.word, each.kind.other]}
    return _query(each.name, each.about or "as in the link of a page", shape)


def _query(name: str, about: str, shape: dict[str, Any], required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "description": about, "schema": shape}


PLAN = _query("plan", "id of the plan", TEXT)
RELEASE = _query("data", "the data version of a release; the present one when it is left out", TEXT)


def _in_path(name: str, about: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": about, "schema": TEXT}
