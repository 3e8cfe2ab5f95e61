"""The maps before a page has run, behind the door."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from tests.ui.door.asking import Answer, ask
from ui.door.compressed import Compressed
from ui.door.guard import Door
from ui.door.headers import Protected, failed
from ui.door.judge import hosts
from ui.door.uploads import Uploads
from ui.first_map import FirstMaps
from ui.settings import Settings

SETTINGS = Settings()


def app(base: str = "", maps: FirstMaps | None = None) -> Starlette:
    """The maps behind the door, as the frame has them."""
    return Starlette(
        routes=[Route(f"{base}/map/{{page}}", (maps or FirstMaps(SETTINGS)).answer)],
        middleware=[
            Middleware(Protected),
            Middleware(Door, own=hosts((), "localhost"), base=base, uploads=Uploads()),
            Middleware(Compressed, folders=()),
        ],
        exception_handlers={Exception: failed},
    )


def get(page: str, params: Mapping[str, str] | None = None, maps: FirstMaps | None = None, **headers: str) -> Answer:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(app(maps=maps), "GET", f"/map/{page}?{urlencode(params or {})}", sent)
