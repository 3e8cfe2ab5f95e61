"""Serves ours_vessel.py as streamlit_app.py serves the product: composed pages kept for ever, garbage frozen."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.routing import Mount

from tools.bench import vessel
from ui.server import A_DAY, FOR_EVER, CachedFiles

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent.parent.parent / "static"


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Compose before the first reader comes, then freeze."""
    vessel.page()
    vessel.choices()
    gc.collect()
    gc.freeze()
    yield


vessel.PAGES.mkdir(parents=True, exist_ok=True)
app = st.App(
    HERE / "metered.py",
    lifespan=lifespan,
    routes=[
        Mount("/atlas", CachedFiles(directory=vessel.PAGES, cache=FOR_EVER)),
        Mount("/files", CachedFiles(directory=STATIC, cache=A_DAY)),
    ],
)
