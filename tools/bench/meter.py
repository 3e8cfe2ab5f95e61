"""CPU time of a page's run, and of the map's part in it: one JSON line a run in the file named by BENCH_METER."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from types import CodeType
from typing import Any

PART = threading.local()


@dataclass(frozen=True)
class Run:
    """What one run cost its thread: in all, and for the map's part, in ms."""

    script_ms: float
    map_ms: float


def run_metered(script: Path) -> None:
    """Run a page as Streamlit would, and note the CPU time of its thread."""
    PART.seconds = 0.0
    began = time.thread_time()
    try:
        exec(_code(script), {"__name__": "__main__", "__file__": str(script)})  # noqa: S102 -- our own pages
    finally:
        spent = time.thread_time() - began
        line = json.dumps({"script_ms": spent * 1000, "map_ms": PART.seconds * 1000})
        with Path(os.environ["BENCH_METER"]).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def meter_map_part() -> None:
    """Let the product's two map functions note what they cost, from outside."""
    from atlas.map_state import map_state  # noqa: PLC0415 -- only the product's own process pays for them
    from ui.session import map_view  # noqa: PLC0415

    map_state = _timed(map_state)
    map_view.show_map = _timed(map_view.show_map)


def runs(file: Path) -> list[Run]:
    """The runs noted so far."""
    if not file.exists():
        return []
    return [Run(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


@cache
def _code(script: Path) -> CodeType:
    return compile(script.read_text(encoding="utf-8"), str(script), "exec")


def _timed(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def timed(*given: Any, **named: Any) -> Any:
        began = time.thread_time()
        try:
            return function(*given, **named)
        finally:
            PART.seconds = getattr(PART, "seconds", 0.0) + time.thread_time() - began

    return timed
