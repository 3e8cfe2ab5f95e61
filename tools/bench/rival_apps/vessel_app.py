"""Serves ours_vessel.py as streamlit_app.py serves the product: composed pages kept for ever, garbage frozen."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.routing import Mount, Route

from tools.bench import vessel
from ui.server import A_DAY, CachedFiles

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


app = st.App(
    HERE / "metered.py",
    lifespan=lifespan,
    routes=[
        Route("/atlas/{page}/{name}", vessel.MAPS.answers(lambda: None)),
        Mount("/files", CachedFiles(directory=STATIC, cache=A_DAY)),
    ],
)
