"""A PostgreSQL of one's own, for tests and the demo: on a free port of loopback, ended with them, its files gone."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from data.store.place import Place, place
from tools.cluster_demo.another_user import can_be_another, give, prefix
from tools.servers import free_port

# Debian keeps them out of the path, a folder a version.
DEBIAN = Path("/usr/lib/postgresql")
QUICK = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=16MB -c max_connections=20"


@dataclass(frozen=True)
class Server:
    """A running server.  password  of its superuser and of `atlas`, the role of the store, which is none"""

    port: int
    password: str

    def database(self) -> Place:
        """An empty database of the store's own."""
        name = f"atlas_{secrets.token_hex(4)}"
        self.say("postgres", f"CREATE DATABASE {name} OWNER atlas TEMPLATE template0")
        return place({"DATABASE_URL": self.url("atlas", name)})

    def url(self, role: str, database: str) -> str:
        """How a role reaches a database."""
        return f"postgresql://{role}:{self.password}@127.0.0.1:{self.port}/{database}"

    def say(self, database: str, *statements: str) -> None:
        """As the superuser: what an administrator of the database may do."""
        with psycopg.connect(self.url("postgres", database), autocommit=True) as connection:
            for each in statements:
                connection.execute(each.encode())


def why_not() -> str:
    """Why no server can be started here, "" when one can."""
    if _binaries() is None:
        return "no PostgreSQL here: initdb and pg_ctl are neither in the path nor where Debian puts them"
    if not can_be_another():
        return "PostgreSQL does not run as root, and there is neither setpriv nor another user"
    return ""


@contextmanager
def running(parent: Path | None = None) -> Iterator[Server]:
    """A server as long as the block lasts.

    parent  where its folder is made, searchable by others; None: the temporary directory
    Raises RuntimeError where none can be started.
    """
    binaries = _binaries()
    if binaries is None:
        raise RuntimeError(why_not())
    folder = Path(tempfile.mkdtemp(prefix="atlas-postgres-", dir=parent))
    server = Server(free_port(), secrets.token_hex(16))
    (folder / "password").write_text(server.password, encoding="ascii")
    give(folder, folder / "password")

    def run(program: str, *arguments: str) -> None:
        command = [*prefix(), str(binaries / program), "-D", str(folder / "data"), *arguments]
        done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.decode())

    try:
        secret = ("--auth=scram-sha-256", f"--pwfile={folder / 'password'}")
        run("initdb", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", *secret)
        listen = f"-c listen_addresses=127.0.0.1 -c port={server.port} -c unix_socket_directories='' {QUICK}"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", listen, "start")
        try:
            server.say("postgres", f"CREATE ROLE atlas LOGIN PASSWORD '{server.password}'")
            yield server
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    found = [Path(each).parent for each in [shutil.which("pg_ctl")] if each] + sorted(
        DEBIAN.glob("*/bin"), reverse=True
    )
    return next((each for each in found if all((each / name).exists() for name in ("initdb", "pg_ctl"))), None)
