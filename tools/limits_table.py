"""Write the table of limits in docs/operations.md anew from data/limits.py."""

from __future__ import annotations

import re
from pathlib import Path

from data.limits import every

OPERATIONS = Path(__file__).resolve().parent.parent / "docs" / "operations.md"
PLACE = re.compile(r"(<!-- limits: [^\n]*-->\n).*?(<!-- /limits -->)", re.DOTALL)


def table() -> str:
    """The limits as a Markdown table, a row each in the order of the file."""
    rows = [
        f"| `{name}` | {each.told}{'' if each.unit == 'bytes' else ' ' + each.unit} | {each.holds} |"
        for name, each in every().items()
    ]
    return "\n".join(["| limit | number | holds back |", "|---|---:|---|", *rows]) + "\n"


def written(document: str) -> str:
    """The document with the table as it is now."""
    return PLACE.sub(lambda found: found[1] + table() + found[2], document)


if __name__ == "__main__":
    OPERATIONS.write_text(written(OPERATIONS.read_text(encoding="utf-8")), encoding="utf-8")
