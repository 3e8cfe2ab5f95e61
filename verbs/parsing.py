"""What verbs share: a parser that says one sentence, a question as options, and the question that was asked."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, Protocol

BAD_ARGUMENTS = 2
# `--lock a b` and `--lock a --lock b` ask the same; SOME is None where nothing is said, MANY is [].
SOME: dict[str, Any] = {"nargs": "*", "action": "extend"}
MANY: dict[str, Any] = {**SOME, "default": []}
MATRIX: dict[str, Any] = {"type": Path, "metavar": "FILE", "help": "count by this matrix of travel, see roads matrix"}

DEMAND: dict[str, Any] = {"type": Path, "metavar": "FILE", "help": "count these places, see entities --demand-out"}


class NewVerb(Protocol):
    """Adds a verb: its name, the function that answers it, what it is about."""

    def __call__(self, name: str, run: Callable[[argparse.Namespace], Any], about: str) -> argparse.ArgumentParser:
        """The verb's parser, for its arguments."""


class Once(argparse.Action):
    """An option that is given once: of two, argparse would take the last and say nothing."""

    def __call__(
        self, parser: argparse.ArgumentParser, asked: argparse.Namespace, value: Any, option: Any = None
    ) -> None:
        """Keep the value."""
        given = asked.__dict__.setdefault("given", set())
        if self.option_strings and self.dest in given:
            raise argparse.ArgumentError(self, "expected once, got it again")
        given.add(self.dest)
        setattr(asked, self.dest, value)


class OneSentence(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence and exits with 2."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.register("action", None, Once)

    def error(self, message: str) -> NoReturn:
        """Print the sentence, without the usage block, and stop."""
        from atlas.terminal import shortened

        print(f"{self.prog}: {' '.join(shortened(message).split())}", file=sys.stderr)
        raise SystemExit(BAD_ARGUMENTS)

    def print_help(self, file: Any = None) -> None:
        """Print the help; argparse would say nothing of a disk that is full."""
        (file or sys.stdout).write(self.format_help())


def add_question(verb: argparse.ArgumentParser, names: Sequence[str] = ()) -> None:
    """The parts of a question that a verb takes, each an option; names  of those it takes, () for all."""
    from atlas.question.parameters import Day, Flag, Whole
    from atlas.question.question import PARAMETERS

    for each in PARAMETERS:
        elsewhere = each.verbs and verb.prog.split()[-1] not in each.verbs
        if not each.option or elsewhere or (names and each.name not in names):
            continue
        shape: dict[str, Any] = {"dest": each.field, "help": each.about}
        if isinstance(each.kind, Flag):
            shape["action"] = "store_true"
        elif isinstance(each.kind, Day):
            shape |= {"type": exactly("day"), "metavar": "YYYY-MM-DD"}
        elif isinstance(each.kind, Whole):
            shape |= {"type": exactly("whole", each.kind.least, each.kind.most), "metavar": "N"}
        elif each.kind.several:
            shape |= SOME
        verb.add_argument(each.option, **shape)
    if not names and not verb.prog.endswith("site"):
        verb.add_argument("--matrix", **MATRIX)


def exactly(reader: str, *limits: int) -> Callable[[str], Any]:
    """A reader of geo.typed as a type of argparse: the value, or the sentence that names the one form it takes."""

    def read(text: str) -> Any:
        from geo import typed

        try:
            return getattr(typed, reader)(text, *limits)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return read


def given_options(asked: argparse.Namespace) -> list[str]:
    """Names of the options that were typed."""
    said = {name for name, value in vars(asked).items() if value is True or (isinstance(value, list) and value)}
    return sorted(asked.given | said)


def atlas_and_question(asked: argparse.Namespace) -> tuple[Any, Any]:
    """The atlas and the question of a verb."""
    from atlas.loading import load

    atlas = load(asked.plan, more=asked.plans, data=asked.data)
    return atlas, question_of(atlas, asked)


def question_of(atlas: Any, asked: argparse.Namespace) -> Any:
    """See atlas.typed_question."""
    from atlas.typed_question import typed_question

    return typed_question(atlas, vars(asked))


def day_of(asked: argparse.Namespace) -> date:
    """The day that was asked for, or the last one of the data."""
    from atlas.typed_question import day_or_last

    return day_or_last(asked.as_of)
