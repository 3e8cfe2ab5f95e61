"""The whole installation of docs/operations.md, "Several processes", on loopback, in one folder that goes with it."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from data.store.place import Place
from tools.cluster_demo import dask, nginx, postgres
from tools.cluster_demo.children import Program, started
from tools.cluster_demo.nginx import ROOT
from tools.cluster_demo.provider import Provider, provider
from tools.servers import free_port

HOST = "127.0.0.1"
ROUTES = ("a", "b")
PLACEHOLDER = "put-64-hexadecimal-digits-here"
SESSIONS = "active_sessions"


@dataclass(frozen=True)
class Cluster:
    """What runs.

    url  of nginx, the only address that readers know;  atlas  the two processes by their route;  ports  theirs
    scheduler  the address of Dask's;  environment  that the processes have, and the command line beside them
    """

    url: str
    atlas: Mapping[str, Program]
    ports: Mapping[str, int]
    store: Place
    provider: Provider
    scheduler: str
    environment: Mapping[str, str]
    folder: Path

    def sessions(self, route: str) -> int:
        """How many readers a process has, by its own figures on loopback."""
        told = _text(f"http://{HOST}:{self.ports[route]}/_stcore/metrics")
        return sum(int(float(line.split()[-1])) for line in told.splitlines() if line.startswith(SESSIONS))


@contextmanager
def running() -> Iterator[Cluster]:
    """nginx, two processes, PostgreSQL, a provider of logins and Dask, all ready, until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="atlas-cluster-"))
    # PostgreSQL runs as another user where we are root, and must get to its own folder below.
    folder.chmod(0o711)
    try:
        with ExitStack() as stack:
            database = stack.enter_context(postgres.running(folder)).database()
            public, ports = free_port(), {each: free_port() for each in ROUTES}
            url = f"http://{HOST}:{public}"
            people = stack.enter_context(provider(url, folder))
            environment = settings(folder, database)
            atlas = {each: _atlas(each, ports[each], environment, folder) for each in ROUTES}
            front = _nginx(folder, public, (ports["a"], ports["b"]))
            scheduler, *dask_programs = dask.programs(folder, environment)
            stack.enter_context(started(*atlas.values(), *dask_programs, front))
            yield Cluster(url, atlas, ports, database, people, scheduler, environment, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settings(folder: Path, database: Place) -> dict[str, str]:
    """Of a process: docs/deploy/atlas.env with a secret, what the unit of systemd adds, and the database."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("ATLAS_", "STREAMLIT_"))}
    shipped = (ROOT / "docs" / "deploy" / "atlas.env").read_text(encoding="utf-8")
    lines = [line for line in shipped.splitlines() if line and not line.startswith("#")]
    told = dict(line.replace(PLACEHOLDER, secrets.token_hex(32)).split("=", 1) for line in lines)
    cache = folder / "cache"
    cache.mkdir(exist_ok=True)
    return ours | told | {"TMPDIR": str(cache), "HOME": str(folder), "DATABASE_URL": database.url}


def _atlas(route: str, port: int, environment: Mapping[str, str], folder: Path) -> Program:
    command = [sys.executable, "tools/run.py", "--host", HOST, "--port", str(port)]
    live = f"http://{HOST}:{port}/livez"
    return Program(f"process {route}", command, environment, folder / f"{route}.log", lambda: bool(_text(live)))


def _nginx(folder: Path, public: int, ports: tuple[int, int]) -> Program:
    own = folder / "nginx"
    own.mkdir()
    live = f"http://{HOST}:{public}/livez"
    command = nginx.command(own, public, ports)
    return Program("nginx", command, dict(os.environ), own / "log", lambda: bool(_text(live)))


def _text(url: str) -> str:
    """What an address answers, "" where it does not."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 -- our own server
            return str(answer.read().decode())
    except (urllib.error.URLError, OSError):
        return ""
