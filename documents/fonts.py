"""Where the fonts of the PDFs are: those the application brings."""

from __future__ import annotations

from pathlib import Path

VENDORED = Path(__file__).resolve().parent.parent / "static" / "fonts" / "print"


def font_folders() -> list[Path]:
    """The folders with fonts."""
    return [VENDORED]
