"""The few ways in which data can be refused; each is also a built-in kind."""

from __future__ import annotations

from typing import Self

from data.told import Say, Told


class MissingSetError(LookupError):
    """A dataset, a plan or a file of rules is not there; the message names what was expected."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class DataError(ValueError):
    """A file of data or rules is not what it must be; the message names the file, and row and column or table and
    key.
    """


class SetError(DataError):
    """It is a dataset that cannot be used: its table is not what its meta.toml promises, or that is not whole. Every
    other error of data is one of rules.
    """


class LostSetError(SetError, MissingSetError):
    """A dataset, or its table, is not there."""


class ToldError(ValueError):
    """An error that a person is told of. str() says it in English; a page says it in its own language.

    message  the English sentence with placeholders, as the catalogues know it;  parts  what goes into them
    """

    def __init__(self, message: str, **parts: object) -> None:
        self.message, self.parts = message, parts
        super().__init__(self.sentence(str))

    def sentence(self, say: Say, **instead: object) -> str:
        """The sentence in a language; what came stays as it is. instead  parts that are to be told differently"""
        return Told(self.message, {**self.parts, **instead}).sentence(say)

    def anew(self) -> Self:
        """The same error, raised by nobody: one that was raised holds every frame that it passed. (A copy may take
        them along, where a library teaches pickle to.)
        """
        return type(self)(self.message, **self.parts)

    def __reduce__(self) -> tuple[object, ...]:
        """Out of another process it comes as it was."""
        return _again, (type(self), self.message, self.parts)


class TableError(ToldError):
    """A table that a person brought cannot be used."""


def _again(kind: type[ToldError], message: str, parts: dict[str, object]) -> ToldError:
    return kind(message, **parts)
