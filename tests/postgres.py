"""A PostgreSQL for the tests: started by them on a port of its own on loopback, ended with them, its files gone."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data.store.place import Place, place

# Debian keeps them out of the path.
BINARIES = ("/usr/local/bin", "/usr/lib/postgresql/15/bin")
# PostgreSQL does not run as root.
OTHERS = ("postgres", "nobody")
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
        return f"postgresql://{role}:{self.password}@127.0.0.1:{self.port}/{database}"

    def say(self, database: str, *statements: str) -> None:
        """As the superuser: what an administrator of the database may do."""
        import psycopg

        with psycopg.connect(self.url("postgres", database), autocommit=True) as connection:
            for each in statements:
                connection.execute(each)  # type: ignore[call-overload]


def why_not() -> str:
    """Why no server can be started here, "" when one can."""
    if _binaries() is None:
        return "no PostgreSQL here: initdb and pg_ctl are neither in the path nor where Debian puts them"
    if os.geteuid() == 0 and not (shutil.which("setpriv") and _other() is not None):
        return "PostgreSQL does not run as root, and there is neither setpriv nor another user"
    return ""


@contextmanager
def running() -> Iterator[Server]:
    """A server as long as the block lasts."""
    binaries = _binaries()
    assert binaries is not None, why_not()
    folder = Path(tempfile.mkdtemp(prefix="atlas-postgres-"))
    server, other = Server(_free_port(), secrets.token_hex(16)), _other() if os.geteuid() == 0 else None
    (folder / "password").write_text(server.password, encoding="ascii")
    prefix: list[str] = []
    if other is not None:
        for each in (folder, folder / "password"):
            os.chown(each, other.pw_uid, other.pw_gid)
        prefix = ["setpriv", f"--reuid={other.pw_uid}", f"--regid={other.pw_gid}", "--clear-groups", "--"]

    def run(program: str, *arguments: str) -> None:
        command = [*prefix, str(binaries / program), "-D", str(folder / "data"), *arguments]
        done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 0, done.stderr.decode()

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
    found = [Path(each).parent for each in [shutil.which("pg_ctl")] if each] + [Path(each) for each in BINARIES]
    return next((each for each in found if all((each / name).exists() for name in ("initdb", "pg_ctl"))), None)


def _other() -> pwd.struct_passwd | None:
    known = {each.pw_name: each for each in pwd.getpwall()}
    return next((known[name] for name in OTHERS if name in known), None)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
