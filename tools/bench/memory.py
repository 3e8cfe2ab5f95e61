"""How much memory a process holds. Linux only: it reads /proc."""

from __future__ import annotations

import re
from pathlib import Path

RESIDENT = re.compile(r"^Rss:\s+(\d+) kB$", re.MULTILINE)


def resident_mb(pid: int) -> float:
    """Resident memory of a process in MB; NaN where the system does not tell."""
    told = Path(f"/proc/{pid}/smaps_rollup")
    return megabytes(told.read_text(encoding="utf-8")) if told.exists() else float("nan")


def megabytes(told: str) -> float:
    """The line `Rss:` of smaps_rollup in MB; NaN without one."""
    found = RESIDENT.search(told)
    return int(found.group(1)) * 1024 / 1e6 if found else float("nan")
