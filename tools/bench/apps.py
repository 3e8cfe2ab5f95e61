"""Starts one of the measured apps as a server of its own, and ends it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.bench.meter import Run, runs
from tools.servers import end, free_port

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RIVALS = HERE / "rival_apps"
START_SECONDS = 120


@dataclass(frozen=True)
class App:
    """One row of the table: what Streamlit is started on, the page it shows, and what draws its map."""

    id: str
    title: str
    target: Path
    page: Path
    draws: str


EMPTY = App("empty", "empty Streamlit page", RIVALS / "metered.py", RIVALS / "empty.py", "none")
USUAL = App("usual", "st_folium, the usual way", RIVALS / "metered.py", RIVALS / "st_folium_usual.py", "folium")
GROUP = App("group", "st_folium, feature_group_to_add", RIVALS / "metered.py", RIVALS / "st_folium_group.py", "folium")
VESSEL = App("vessel", "ours: the vessel alone", RIVALS / "vessel_app.py", RIVALS / "ours_vessel.py", "atlas")
PRODUCT = App("product", "ours: the whole overview", RIVALS / "product_app.py", ROOT / "ui" / "main.py", "atlas")


@dataclass(frozen=True)
class Server:
    """A running app: its address, its process, and where its runs are noted."""

    url: str
    pid: int
    meter: Path

    def runs(self) -> list[Run]:
        """What its runs have cost so far."""
        return runs(self.meter)


@contextmanager
def serving(app: App, size: str = "") -> Iterator[Server]:
    """A measured app, until the end of the block."""
    with tempfile.TemporaryDirectory() as folder:
        meter = Path(folder) / "meter"
        told = {"BENCH_SCRIPT": str(app.page), "BENCH_METER": str(meter), "BENCH_SIZE": size, "PYTHONPATH": str(ROOT)}
        told = {name: value for name, value in told.items() if value}
        command = [sys.executable, "-m", "streamlit", "run", str(app.target), "--server.port"]
        with started(command, "_stcore/health", told) as (url, pid):
            yield Server(url, pid, meter)


@contextmanager
def product() -> Iterator[Server]:
    """The product, started as `make run` starts it and without any meter."""
    with started([sys.executable, "tools/run.py", "--port"], "readyz", {}) as (url, pid):
        yield Server(url, pid, Path(os.devnull))


@contextmanager
def started(command: list[str], ready: str, told: dict[str, str]) -> Iterator[tuple[str, int]]:
    """A server once its address `ready` answers; `command` lacks the port. Yields its address and process."""
    port = free_port()
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("ATLAS_", "STREAMLIT_"))}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([*command, str(port)], cwd=ROOT, env=settings | told, stdout=log, stderr=log)
        try:
            _wait(f"http://localhost:{port}/{ready}", process)
            yield f"http://localhost:{port}", process.pid
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace")[-4000:])
            raise
        finally:
            end(process)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 -- our own server
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.01)
    raise RuntimeError(f"{url} never answered")
