"""The few ways a dataset can be refused; each is also a built-in kind."""

from __future__ import annotations


class MissingSetError(LookupError):
    """A dataset, its table or its meta.toml is not there; the message names the expected path."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class DataError(ValueError):
    """A table is not what its meta.toml promises; the message names file, row and column."""


class TableError(ValueError):
    """A table that a person brought cannot be used. str() says it in English; a page says it in its own language.

    message  the English sentence with placeholders, as the catalogues know it;  parts  what goes into them
    """

    def __init__(self, message: str, **parts: object) -> None:
        super().__init__(message.format(**parts))
        self.message, self.parts = message, parts

    def __reduce__(self) -> tuple[object, ...]:
        """Out of another process it comes as it was."""
        return _again, (type(self), self.message, self.parts)


def _again(kind: type[TableError], message: str, parts: dict[str, object]) -> TableError:
    return kind(message, **parts)
