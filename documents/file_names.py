"""What files that are handed out are called: without the signs that Windows lets into no name, and not too long."""

from __future__ import annotations

NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\t', " "))
LONGEST_NAME = 60


def plain(title: str) -> str:
    """A title as the name of a file, without its ending."""
    return " ".join(title.translate(NOT_IN_NAMES).split())[:LONGEST_NAME].strip()
