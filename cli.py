"""粤知图 on the command line: the same numbers as the screen, as text or JSON; `--help` lists the verbs."""

from __future__ import annotations

import _thread
import os
import sys

STOPPED = 130


def say_stopped(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Ctrl-C while the program is still being read: a word and the code of a shell, no traceback."""
    if issubclass(kind, KeyboardInterrupt):
        sys.stderr.write("stopped\n")
        sys.stderr.flush()
        os._exit(STOPPED)
    sys.__excepthook__(kind, error, trace)


def stop_again(lost: UnraisableHookArgs) -> None:
    """Ctrl-C where Python cannot raise, as while it lets go of a module: it comes again as soon as it can."""
    if issubclass(lost.exc_type, KeyboardInterrupt):
        # By another thread, since here it could not be raised either.
        _thread.start_new_thread(_thread.interrupt_main, ())
    else:
        sys.__unraisablehook__(lost)


if __name__ == "__main__":
    sys.excepthook = say_stopped
    sys.unraisablehook = stop_again

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sys import UnraisableHookArgs
    from types import TracebackType

from verbs import FAMILIES
from verbs.parsing import BAD_ARGUMENTS, OneSentence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code: 0 done, 2 bad arguments or refused data, another where a verb says so."""
    asked = parser().parse_args(arguments)
    from data.errors import DataError, MissingSetError
    from data.plans import need_plans
    from geo.errors import GeoError

    try:
        asked.given_plan = asked.plan
        if asked.plans is not None:
            need_plans(asked.plans)
        if asked.plan is None:
            from data.defaults import defaults

            asked.plan = defaults().plan
        answer = asked.run(asked)
    except BrokenPipeError:
        raise
    except (DataError, MissingSetError, GeoError, LookupError, ValueError, OSError) as error:
        from atlas.terminal import shortened

        print(f"cli.py {asked.verb}: {shortened(str(error))}", file=sys.stderr)
        return BAD_ARGUMENTS
    from atlas.terminal import as_text

    print(as_text(answer, one_line=asked.json))
    return int(getattr(asked, "code", 0))


def parser() -> argparse.ArgumentParser:
    """All verbs with their arguments."""
    top = OneSentence(prog="cli.py", description=__doc__)
    verbs = top.add_subparsers(dest="verb", required=True, parser_class=OneSentence, metavar="VERB")

    def verb(name: str, run: Any, about: str) -> argparse.ArgumentParser:
        found = verbs.add_parser(name, help=about, description=about)
        found.set_defaults(run=run)
        found.add_argument("--json", action="store_true", help="one JSON document on one line")
        found.add_argument("--plan", help="id of the plan (default: that of data/atlas.toml)")
        found.add_argument("--plans", type=Path, metavar="FOLDER", help="a folder with more plans, one folder each")
        found.add_argument("--data", default="", metavar="VERSION", help="answer from this release, not the newest one")
        return found

    for family in FAMILIES:
        family.add_verbs(verb)
    return top


if __name__ == "__main__":
    from atlas.terminal import ended

    sys.exit(ended(main))
