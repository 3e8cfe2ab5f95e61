"""The app as a server of its own, started as `make run` starts it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tools.servers import end, free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path, at: str = "readyz") -> None:
    """Return once `url`/`at` answers 200; fail with the app's log when it ends or stays silent for START_SECONDS."""
    deadline, pause = time.monotonic() + START_SECONDS, threading.Event()
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/{at}", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        pause.wait(0.1)
    state = "is not ready" if process.poll() is None else f"ended with {process.returncode}"
    pytest.fail(f"the app {state}; its log:\n{log.read_text(errors='replace')}", pytrace=False)


@contextmanager
def running_app(
    log: Path, under: str = "", *, root: Path = ROOT, prefix: Sequence[str] = (), **extra: str
) -> Iterator[str]:
    """The app with settings of its own (ATLAS_…, STREAMLIT_…), perhaps under a path, until the end of the block.

    root  where it is installed;  prefix  what is put before the command: another user
    """
    port = free_port()
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("ATLAS_", "STREAMLIT_"))}
    settings |= {"ATLAS_STORE": str(log.parent.resolve() / "store"), **extra}
    command = [*prefix, sys.executable, "tools/run.py", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=root, env=settings, stdout=output, stderr=subprocess.STDOUT)
    try:
        url = f"http://localhost:{port}/{under}".rstrip("/")
        wait_until_ready(url, process, log)
        yield url
    finally:
        end(process)
