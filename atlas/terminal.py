"""What the command line writes: whole, or one line why not, and the code with which it ends.

0 done · 1 the answer could not be written · 2 refused · 130 stopped by Ctrl-C · 141 nobody reads on (`| head`).
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from typing import Any, TextIO

# Something in quotes that is longer than eighty characters; an apostrophe inside a word opens nothing.
QUOTED = re.compile(r"(?<![^\s(\[])'([^']{80})[^']+'(?![^\s,;:)\]])")
NOT_WRITTEN, STOPPED, NOT_READ = 1, 130, 141


def ended(run: Callable[[], int]) -> int:
    """Run a program to its end and give its code; what its output or its reader does is no traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show Chinese shows \u77e5 and goes on.
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            code = run()
        finally:
            sys.stdout.flush()
        # The answer is out: a late Ctrl-C changes nothing, and must not kill what is only being cleared away.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except BrokenPipeError:
        _let_go(sys.stdout)
        return NOT_READ
    except KeyboardInterrupt:
        _let_go(sys.stdout)
        sys.stderr.write("stopped\n")
        return STOPPED
    except OSError as error:
        _let_go(sys.stdout)
        sys.stderr.write(f"the answer could not be written: {error.strerror or error}\n")
        return NOT_WRITTEN
    return code


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


def _let_go(stream: TextIO) -> None:
    """What is left in the buffer goes nowhere: Python would try, and complain, once more at its end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
