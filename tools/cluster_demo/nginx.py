"""The shipped docs/deploy/nginx.conf made to run here: with other ports, and with files of its own in one folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.cluster_demo.another_user import give, prefix

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "docs" / "deploy" / "nginx.conf"
# Debian keeps it out of the path of all but root.
BINARIES = ("nginx", "/usr/sbin/nginx")
FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
# How often each of these stands in the shipped file; more or fewer, and it is not the file that this knows.
STANDS = {"listen 80;": 1, "127.0.0.1:8501": 2, "127.0.0.1:8502": 2}


def binary() -> str | None:
    """The nginx of this machine, None where there is none."""
    return next(filter(None, map(shutil.which, BINARIES)), None)


def derived(shipped: str, public: int, ports: tuple[int, int]) -> str:
    """What is shipped, listening at `public` of loopback and leading to these two ports; nothing else is changed.

    Raises ValueError when the shipped text is not as it is known here.
    """
    found = {text: shipped.count(text) for text in STANDS}
    if found != STANDS:
        raise ValueError(f"{SHIPPED.name}: expected {STANDS}, found {found}")
    instead = (f"listen 127.0.0.1:{public};", f"127.0.0.1:{ports[0]}", f"127.0.0.1:{ports[1]}")
    # The new ports may be the old ones of others: each place is marked before any is written.
    for at, text in enumerate(STANDS):
        shipped = shipped.replace(text, f"\0{at}\0")
    for at, text in enumerate(instead):
        shipped = shipped.replace(f"\0{at}\0", text)
    return shipped


def whole(folder: Path, below_http: str) -> str:
    """A configuration to start nginx with, in the foreground; everything that it writes is in `folder`."""
    places = "".join(f'    {each}_temp_path "{folder / each}";\n' for each in FOLDERS)
    return (
        f'daemon off;\nworker_processes 1;\npid "{folder / "nginx.pid"}";\nerror_log stderr warn;\n'
        f"events {{\n    worker_connections 1024;\n}}\n"
        f"http {{\n    access_log off;\n{places}\n{below_http}\n}}\n"
    )


def command(folder: Path, public: int, ports: tuple[int, int]) -> list[str]:
    """Write the configuration into `folder`, and the command that starts it there.

    Raises RuntimeError where there is no nginx.
    """
    program = binary()
    if program is None:
        raise RuntimeError("no nginx here; run tools/cluster_setup.sh")
    file = folder / "nginx.conf"
    file.write_text(whole(folder, derived(SHIPPED.read_text(encoding="utf-8"), public, ports)), encoding="utf-8")
    give(folder)
    return [*prefix(), program, "-e", "stderr", "-p", str(folder), "-c", str(file)]
