"""The layers for geographic information systems behind the door, as the frame mounts them, and what they answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route

from atlas.atlas import in_language
from tests.ui.door.asking import Answer, ask
from tests.worlds import choices, the_atlas
from ui import shared
from ui.door.compressed import Compressed
from ui.door.guard import Door
from ui.door.headers import Protected, failed
from ui.door.judge import hosts
from ui.door.uploads import Uploads
from ui.features import PLACE, Features, landing
from ui.settings import Settings

SETTINGS = Settings()
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


def hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server holds the atlas of the tests."""

    def atlas_of(_settings: Settings, _version: str, language: str = "zh") -> Any:
        return the_atlas() if language == "zh" else in_language(the_atlas(), language)

    monkeypatch.setattr(shared, "version_of", lambda _: the_atlas().version)
    monkeypatch.setattr(shared, "version_asked", lambda _settings, _asked, present: present)
    monkeypatch.setattr(shared, "atlas_of", atlas_of)
    monkeypatch.setattr(shared, "choices", lambda *_: choices())
    monkeypatch.setattr(shared, "plans", lambda *_: {"14-5": {}})


def app(settings: Settings = SETTINGS, **given: Any) -> Starlette:
    """The layers behind the door, as the frame mounts them."""
    return Starlette(
        routes=[Route(PLACE, landing), Mount(PLACE, Features(settings, **given))],
        middleware=[
            Middleware(Protected),
            Middleware(Door, own=hosts((), "localhost"), uploads=Uploads()),
            Middleware(Compressed, folders=()),
        ],
        exception_handlers={Exception: failed},
    )


def get(path: str, params: Mapping[str, Any] | None = None, **headers: str) -> Answer:
    query = f"?{urlencode(params)}" if params else ""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(app(), "GET", f"{PLACE}/{path}{query}", sent)


def read(path: str, **params: Any) -> Any:
    answer = get(path, params)
    assert answer.status == 200, answer.text
    return json.loads(answer.content)


def refused(answer: Answer, status: int) -> str:
    """The sentence of a refusal."""
    assert answer.status == status, answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    said = json.loads(answer.content)
    assert (said["status"], set(said)) == (status, {"type", "title", "status", "detail"})
    assert "\n" not in said["detail"]
    assert "Traceback" not in said["detail"]
    return str(said["detail"])
