"""Programs of another user than the one who runs the tests: only root may start them."""

from __future__ import annotations

import os
import shutil

import pytest

NOBODY = 65534
# May read what is closed to it (the interpreter often lies in root's home), but write only where it is let.
READS = "dac_read_search"
PREFIX = (
    "setpriv",
    f"--reuid={NOBODY}",
    f"--regid={NOBODY}",
    "--clear-groups",
    f"--inh-caps=-all,+{READS}",
    f"--ambient-caps=-all,+{READS}",
    f"--bounding-set=-all,+{READS}",
)
POSSIBLE = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("setpriv") is not None
AS_ROOT = pytest.mark.skipif(not POSSIBLE, reason="only root may become another user")
