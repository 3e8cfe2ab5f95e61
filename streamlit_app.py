"""The frame: the ASGI app (the door, health, the composed map pages) around ui/main.py. Start it with `streamlit run
streamlit_app.py`.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from data.defaults import defaults
from data.errors import DataError

try:
    defaults()
except (DataError, LookupError) as error:
    sys.exit(f"the atlas cannot start: {error}")

# Questions are declared with the defaults, which must be whole before.
from atlas.inquiry import Inquiry
from atlas.question.address import LANGUAGES
from atlas.question.question import default_question
from ui import shared
from ui.around import around_the_map
from ui.collector import short_collections
from ui.door.compressed import Compressed
from ui.door.document import Document
from ui.door.guard import Door
from ui.door.headers import Protected, failed
from ui.door.judge import hosts
from ui.door.old_browsers import for_old_browsers
from ui.door.own_words import in_own_words
from ui.door.slow import bound_connections
from ui.door.uploads import Uploads
from ui.features import PLACE, Features, landing
from ui.first_map import FirstMaps
from ui.health import Health
from ui.incidents import log_error, write_lines
from ui.printing import for_printers, printed
from ui.renewal import RENEWAL
from ui.server import A_DAY, CachedFiles, base_path, keep_uploads_in_memory
from ui.service import Service
from ui.settings import SettingError, read_settings
from ui.talking import for_talks, talk

try:
    SETTINGS = read_settings()
    shared.choices(SETTINGS, shared.version_of(SETTINGS))
except (SettingError, DataError, LookupError) as error:
    sys.exit(f"the atlas cannot start: {error}")

ROOT = Path(__file__).resolve().parent
HEALTH = Health(SETTINGS)
AHEAD = {
    "bridge.js": "script",
    "map.html": "document",
    "leaflet.js": "script",
    "atlas.js": "script",
    "map.js": "script",
    "leaflet.css": "style",
    "atlas.css": "style",
    "manifest.json": "fetch",
    "features.json": "fetch",
}


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Load the data and compose the map page before the first reader comes."""
    write_lines()
    shared.OWN.clean()
    version = RENEWAL.version_of(SETTINGS)
    usual = default_question(shared.choices(SETTINGS, version))
    for language in LANGUAGES:
        Inquiry(shared.atlas_of(SETTINGS, version, language), usual).cards  # noqa: B018 -- made before the first reader
    async with short_collections():
        RENEWAL.compose_ahead(SETTINGS)
        HEALTH.started = True
        logging.getLogger("atlas").info("ready, data version %s", version)
        # What the first question about distances waits for; a start need not.
        Thread(target=import_module, args=("scipy.spatial",), name="warming", daemon=True).start()
        yield
    shared.OWN.close()


def ahead(english: bool) -> str:
    """What old browsers need, and the files of the map page as the document announces them: they are there when
    Streamlit has started.
    """
    folder = shared.map_page(SETTINGS, RENEWAL.version_of(SETTINGS), LANGUAGES[1] if english else LANGUAGES[0])
    return (
        for_old_browsers(english)
        + in_own_words()
        + for_printers()
        + for_talks()
        + around_the_map()
        + "".join(f'<link rel="prefetch" href="./atlas/{folder}/{name}" as="{kind}" />' for name, kind in AHEAD.items())
    )


async def overview(request: Request) -> Response:
    """The overview lives at the root; its name leads there, whatever the link asks for."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"./{query}", status_code=307)


keep_uploads_in_memory()
# Streamlit puts its own routes under server.baseUrlPath, but leaves ours where they are.
BASE = base_path()
FILES = (f"{BASE}/atlas/", f"{BASE}/files/", f"{BASE}/static/", f"{BASE}/print/", f"{BASE}/talk/")
OWN = hosts(SETTINGS.host_names, st.get_option("server.address"))
MAPS = {"tianditu": bool(SETTINGS.tianditu_key)}
if OWN.addresses:
    logging.getLogger("atlas").warning(
        "listening to a network without ATLAS_HOSTS: every address of this machine is answered for, but no name"
    )
bound_connections()
app = st.App(
    ROOT / "ui" / "main.py",
    lifespan=lifespan,
    routes=[
        Route(f"{BASE}/readyz", HEALTH.readyz),
        Route(f"{BASE}/livez", HEALTH.livez),
        Route(f"{BASE}/overview", overview),
        Mount(f"{BASE}/api", Service(SETTINGS)),
        Route(f"{BASE}{PLACE}", landing),
        Mount(f"{BASE}{PLACE}", Features(SETTINGS)),
        Route(f"{BASE}/map/{{page}}", FirstMaps(SETTINGS, version_of=RENEWAL.version_of).answer),
        Route(f"{BASE}/print/{{token}}", printed),
        Route(f"{BASE}/talk/{{token}}", talk),
        Route(f"{BASE}/atlas/{{page}}/{{name}}", shared.MAPS.answers(lambda: shared.compose_all(SETTINGS))),
        Mount(f"{BASE}/files", CachedFiles(directory=ROOT / "static", cache=A_DAY)),
    ],
    # From the outermost inwards.
    middleware=[
        Middleware(Protected, **MAPS),
        Middleware(Door, own=OWN, base=BASE, metrics=SETTINGS.shows_metrics, uploads=Uploads()),
        Middleware(Compressed, folders=FILES),
        Middleware(Document, ahead=ahead, files=FILES, **MAPS),
    ],
    exception_handlers={Exception: failed},
    on_script_error=log_error,
)
