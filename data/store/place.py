"""Where the store is: outside the repository, a directory of this user's that nobody else may read.

Nothing here imports SQLAlchemy: a verb asks whether there is a store at all before it pays for one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "guangdong-ip-atlas"
FILE = "store.sqlite"
URL, FOLDER = "DATABASE_URL", "ATLAS_STORE"
POSTGRES = ("postgresql://", "postgresql+psycopg://", "postgres://")


class StoreError(ValueError):
    """The store cannot be used, or not be written; one sentence, with what to do."""


@dataclass(frozen=True)
class Place:
    """A store: the URL of PostgreSQL, or the folder that holds the file of SQLite."""

    url: str = ""
    folder: Path = Path()

    @property
    def file(self) -> Path:
        """The file of SQLite."""
        return self.folder / FILE

    @property
    def begun(self) -> bool:
        """Whether anybody has ever written; PostgreSQL is asked for an answer each time."""
        return bool(self.url) or self.file.exists()

    @property
    def told(self) -> str:
        """The place as it may be shown: never a password."""
        return self.url.rsplit("@", maxsplit=1)[-1] if self.url else str(self.file)


def place(environment: Mapping[str, str] | None = None) -> Place:
    """The place an administrator has set: DATABASE_URL, else the folder ATLAS_STORE, else the usual one of this user.

    Raises StoreError for a URL of another database.
    """
    given = os.environ if environment is None else environment
    url = given.get(URL, "")
    if url and not url.startswith(POSTGRES):
        raise StoreError(f"{URL}: expected postgresql://user@host/database, or nothing for a file of its own")
    if url:
        return Place(url="postgresql+psycopg://" + url.split("://", 1)[1])
    return Place(folder=Path(given[FOLDER]) if given.get(FOLDER) else _usual(given))


def _usual(given: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return Path(given.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / NAME
    return Path(given.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / NAME


def made(folder: Path) -> Path:
    """The folder of a store, made and closed to others. Raises StoreError, which says how to close it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if hasattr(os, "getuid") and (folder.stat().st_uid != os.geteuid() or folder.stat().st_mode & 0o077):
            raise StoreError(f"{folder}: expected a folder of this user alone; run: chmod 700 '{folder}'")
    except OSError as error:
        raise StoreError(f"{folder}: cannot be used ({error.strerror})") from None
    return folder
