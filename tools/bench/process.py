"""What a command of its own costs: seconds by the clock and on the processor, and the most memory it had.

A process that is started takes over the highest memory of the one that starts it (Linux's `ru_maxrss`), so a small one
stands between: what a bench or a run of tests holds is not counted as the command's.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BETWEEN = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, text=True, check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6, done.stdout]))
"""


@dataclass(frozen=True)
class Spent:
    """seconds  by the clock;  processor_s  on the processor;  peak_mb  the most memory;  told  what it printed"""

    seconds: float
    processor_s: float
    peak_mb: float
    told: str


def spent_by(command: Sequence[str]) -> Spent:
    """Run a command in the project's folder; RuntimeError when it fails, with what it said of that."""
    began = time.perf_counter()
    started = [sys.executable, "-c", BETWEEN, *command]
    between = subprocess.run(started, cwd=ROOT, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - began
    status, processor_s, peak_mb, told = json.loads(between.stdout)
    if status:
        raise RuntimeError(f"{' '.join(command)} ended with {status}: {between.stderr.strip()[-500:]}")
    return Spent(seconds, processor_s, peak_mb, told)
