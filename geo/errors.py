"""The few errors callers of this room may catch. Each is also a built-in kind, so that a stranger can catch it too."""

from __future__ import annotations


class GeoError(Exception):
    """What all errors of this room have in common; never raised itself.

    message, parts  of one that readers are told of: the English sentence with placeholders, and what goes into them
    """

    def __init__(self, message: str = "", **parts: object) -> None:
        super().__init__(message.format(**parts) if parts else message)
        self.message, self.parts = message, parts


class CrsError(GeoError, ValueError):
    """A frame of places is in another coordinate reference system (坐标参照系) than the one asked for, or in none."""


class MissingColumnError(GeoError, KeyError):
    """A frame lacks columns; the message names them all, and the columns that came."""

    def __str__(self) -> str:
        """The sentence itself: KeyError alone would print it quoted and escaped."""
        return str(self.args[0]) if self.args else ""


class BadValueError(GeoError, ValueError):
    """A value is not one of those allowed, or out of range; the message says what came and what was expected."""


class UnknownIdError(GeoError, LookupError):
    """An id (adcode, record) is not in the frame that should hold it; the message names it."""
