"""`make run`: refuse a busy port in one line, print the address, start the app. Ctrl-C ends it."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from atlas.terminal import ended

ROOT = Path(__file__).resolve().parent.parent
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 -- compared with, not bound to


def port_number(text: str) -> int:
    """A TCP port, 1 to 65535; argparse turns ValueError into one line."""
    port = int(text)
    if not 1 <= port <= 65535:
        raise ValueError(text)
    return port


def busy(host: str, port: int) -> bool:
    """Whether something already answers at this port; a port that is only cooling down is free."""
    try:
        with socket.create_connection(("localhost" if host in EVERYWHERE else host, port), timeout=1):
            return True
    except OSError:
        return False


def main(arguments: list[str] | None = None) -> NoReturn:
    """Replace this process by Streamlit, or stop with one line when the port is taken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="localhost", help="localhost, or 0.0.0.0 for the whole network")
    parser.add_argument("--port", default=8501, type=port_number)
    chosen = parser.parse_args(arguments)
    if busy(chosen.host, chosen.port):
        sys.exit(f"Port {chosen.port} is in use. Choose another: make run PORT={chosen.port % 65535 + 1}")
    shown = "localhost" if chosen.host in EVERYWHERE else chosen.host
    print(f"http://{shown}:{chosen.port}  (Ctrl-C ends it)", flush=True)
    os.chdir(ROOT)
    # Streamlit runs every answer in a thread of its own; glibc would keep a separate heap for each sixteenth of them.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    address = [f"--server.address={chosen.host}", f"--server.port={chosen.port}"]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *address]
    os.execv(sys.executable, command)  # noqa: S606 -- no shell, our own interpreter


if __name__ == "__main__":
    sys.exit(ended(main))
