"""Where the store is: outside the repository, a directory of this user's that nobody else may read.

Nothing here imports SQLAlchemy: a verb asks whether there is a store at all before it pays for one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.told import Say, Told

NAME = "guangdong-ip-atlas"
FILE = "store.sqlite"
URL, FOLDER = "DATABASE_URL", "ATLAS_STORE"
POSTGRES = ("postgresql://", "postgresql+psycopg://", "postgres://")


class StoreError(ValueError):
    """The store cannot be used, or not be written; one sentence, with what to do.

    problem  what is wrong;  cure  what whoever runs the server does about it, None where nothing can be done;  place
    as the administrator knows it. str() is for them, in English; a page says `sentence`, which names no path.
    """

    def __init__(self, problem: Told, cure: Told | None = None, place: str = "") -> None:
        self.problem, self.cure, self.place = problem, cure, place
        told = str(problem) if cure is None else f"{problem}; {cure}"
        super().__init__(f"{place}: {told}" if place else told)

    def sentence(self, say: Say) -> str:
        """For a reader, in a language: what is wrong, what is to be done, and by whom."""
        if self.cure is None:
            return self.problem.sentence(say)
        parts = {"problem": self.problem, "cure": self.cure}
        return Told("{problem}; for whoever runs the server: {cure}", parts).sentence(say)

    def __reduce__(self) -> tuple[object, ...]:
        """Out of another process it comes as it was."""
        return type(self), (self.problem, self.cure, self.place)


class NotWrittenError(StoreError):
    """Somebody wanted to write, and nothing was written; it says so."""

    @classmethod
    def of(cls, error: StoreError) -> NotWrittenError:
        """The error that kept somebody from writing."""
        if isinstance(error, cls):
            return error
        return cls(Told("nothing was written: {problem}", {"problem": error.problem}), error.cure, error.place)


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
        raise StoreError(
            Told("expected {form}, or nothing for a file of its own", {"form": "postgresql://user@host/database"}),
            Told("correct the setting {name}", {"name": URL}),
            URL,
        )
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
            problem = Told("the folder of the store is not closed to others")
            raise StoreError(problem, Told("close it to others (chmod 700)"), str(folder))
    except OSError as error:
        problem = Told("the folder of the store cannot be used ({why})", {"why": error.strerror})
        raise StoreError(problem, Told("see to its disk and its rights"), str(folder)) from None
    return folder
