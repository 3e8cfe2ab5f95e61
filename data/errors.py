"""The few ways a dataset can be refused; each is also a built-in kind."""

from __future__ import annotations


class MissingSetError(LookupError):
    """A dataset, its table or its meta.toml is not there; the message names the expected path."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class DataError(ValueError):
    """A table is not what its meta.toml promises; the message names file, row and column."""
