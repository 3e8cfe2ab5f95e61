"""What the command line writes: whole, or one line why not, and the code with which it ends.

0 done · 1 the answer could not be written · 2 refused · 130 stopped by Ctrl-C · 141 nobody reads on (`| head`).
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any, NoReturn

# Something in quotes that is longer than eighty characters; an apostrophe inside a word opens nothing.
QUOTED = re.compile(r"(?<![^\s(\[])'([^']{80})[^']+'(?![^\s,;:)\]])")
NOT_WRITTEN, STOPPED, NOT_READ = 1, 130, 141
STDOUT, STDERR = 1, 2


def ended(run: Callable[[], int], *also: signal.Signals) -> int:
    """Run a program to its end and give its code; what its output or its reader does is no traceback.

    The signals named besides end it as Ctrl-C does.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show Chinese shows \u77e5 and goes on.
            stream.reconfigure(errors="backslashreplace")
    interruption = Interruption()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interruption)
    for each in also:
        signal.signal(each, interruption)
    try:
        try:
            code = run()
        finally:
            sys.stdout.flush()
        # The answer is out: a late Ctrl-C changes nothing, and must not kill what is only being cleared away.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except BaseException as error:
        answered = _answered(error, interruption)
        if answered is None:
            raise
        return answered
    return interruption.answered() if interruption.heard and code else code


class Interruption:
    """Ctrl-C, remembered: a library may make another error of what Python raises, or tell of it when all is over.

    pydantic, stopped while it makes a model, says SchemaError; asyncio speaks of a stopped task when it is collected.
    So whatever ends a program after Ctrl-C is its end by Ctrl-C, and what others write of it goes nowhere.
    """

    def __init__(self) -> None:
        self._terminal: int | None = None

    def __call__(self, _signal: int, _frame: FrameType | None) -> NoReturn:
        """As a handler of a signal: remember, be silent, and raise what every program expects."""
        if self._terminal is None:
            self._terminal = os.dup(STDERR)
            _let_go(STDERR)
        raise KeyboardInterrupt

    @property
    def heard(self) -> bool:
        """Whether it has come."""
        return self._terminal is not None

    def answered(self) -> int:
        """The one word, when all is ended, and the code of a shell."""
        _let_go(STDOUT)
        with suppress(OSError):
            os.write(STDERR if self._terminal is None else self._terminal, b"stopped\n")
        return STOPPED


def _answered(error: BaseException, interruption: Interruption) -> int | None:
    """The code of a program that an error has ended, with its line written; None where the error is a fault."""
    if interruption.heard or isinstance(error, KeyboardInterrupt):
        return interruption.answered()
    if isinstance(error, BrokenPipeError):
        _let_go(STDOUT)
        return NOT_READ
    if isinstance(error, OSError):
        _let_go(STDOUT)
        sys.stderr.write(f"the answer could not be written: {error.strerror or error}\n")
        return NOT_WRITTEN
    return None


def shortened(sentence: str) -> str:
    """A sentence with at most 80 characters of each thing that it quotes: what came may fill the line of a shell."""
    return QUOTED.sub(r"'\1…'", sentence)


def as_text(answer: Any, *, one_line: bool) -> str:
    """An answer as JSON, in ASCII where the terminal knows nothing else; a text as it is."""
    if isinstance(answer, str):
        return answer
    # What only ends another program need not wait for tables.
    from data.export import as_json  # noqa: PLC0415

    text = as_json(answer, indent=None if one_line else 2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return as_json(answer, indent=None if one_line else 2, ascii_only=True)
    return text


def _let_go(stream: int) -> None:
    """What is left in the buffer of this file descriptor goes nowhere: Python would try, and complain, at its end."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream)
        os.close(nowhere)
