"""The log, a line an incident, and the one boundary for errors that nobody expected.

A line is JSON: time, level, event, and what else is known. What a reader wrote is in it with at most LONGEST
characters, in what an exception says and in what other programs log too; where it happened is told by file and line.
"""

from __future__ import annotations

import errno
import json
import logging
import sys
import traceback
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import streamlit as st

from atlas.question.address import LANGUAGES
from atlas.words import say_in
from ui import shared
from ui.settings import read_settings

LONGEST = 80
# Of a chain of calls, the last; of errors that led to one another, the last.
CALLS, CAUSES = 12, 3
ROOT = Path(__file__).resolve().parent.parent
OURS = "atlas"
# A disk that is full or read-only, no more open files or memory: the administrator's to mend, not the reader's.
SHORT_OF = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM}


class OneLine(logging.Formatter):
    """A record as one line of JSON. What our own code hands over as `extra={"about": …}` is told as it is: it is data
    of the atlas, never a reader's.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": _event(record),
        }
        if record.name != OURS:
            told["logger"] = record.name
        told |= getattr(record, "about", {})
        if record.exc_info and record.exc_info[1] is not None:
            told |= error_told(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False, default=str)


def error_told(error: BaseException) -> dict[str, Any]:
    """What is told of an error: its type, what it says, where it happened, and what it came from."""
    told: dict[str, Any] = {"error": type(error).__name__, "says": short(str(error)), "at": list(_calls(error))}
    if causes := [f"{type(each).__name__}: {short(str(each))}" for each in _causes(error)]:
        told["because"] = causes[:CAUSES]
    return told


def short(text: str) -> str:
    """At most LONGEST characters of a text, an ellipsis in place of the rest."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def write_lines() -> None:
    """Let our log, and every log there is by now, speak in such lines, on the error stream."""
    ours = logging.getLogger(OURS)
    ours.setLevel(logging.INFO)
    if not ours.handlers:
        ours.addHandler(logging.StreamHandler(sys.stderr))
        ours.propagate = False
    names = [OURS, *logging.root.manager.loggerDict]
    for logger in (logging.root, *map(logging.getLogger, names)):
        for handler in logger.handlers:
            handler.setFormatter(OneLine())


def log_error(error: Exception) -> bool:
    """The one boundary for unexpected errors: the log gets an incident, the reader a sentence and its number."""
    number, memory = uuid.uuid4().hex[:8], st.session_state
    about = {"incident": number, "page": memory.get("page", ""), "data": shared.version_in_use(read_settings())}
    logging.getLogger(OURS).error("a page failed", exc_info=error, extra={"about": about})
    address = memory.get("address")
    say = say_in(address.language if address is not None else LANGUAGES[0])
    if isinstance(error, OSError) and error.errno in SHORT_OF:
        text = say(
            "The server is short of disk or memory at this moment; nothing was lost. "
            "Try again later, and tell whoever runs it the number {number}."
        )
    else:
        text = say(
            "Something went wrong on this page; nothing was lost. "
            "Reload it, and if it happens again quote the number {number}."
        )
    st.error(text.format(number=number))
    return True


def _event(record: logging.LogRecord) -> str:
    """What happened, with every text in it cut; a message of another program as a whole."""
    if record.name != OURS:
        return short(record.getMessage())
    if not isinstance(record.args, tuple) or not record.args:
        return str(record.msg)
    return str(record.msg) % tuple(map(_cut, record.args))


def _cut(value: object) -> object:
    return value if isinstance(value, int | float) else short(str(value))


def _calls(error: BaseException) -> Iterator[str]:
    """Where an error came from, the innermost call last: file, line and function, without the text of the line."""
    for frame in traceback.extract_tb(error.__traceback__)[-CALLS:]:
        path = Path(frame.filename)
        known = path.relative_to(ROOT) if path.is_relative_to(ROOT) else Path(*path.parts[-2:])
        yield f"{known.as_posix()}:{frame.lineno} {frame.name}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause = error.__cause__ or error.__context__
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__
