"""PostgreSQL does not run as root, and nginx need not: where we are root they are another, who may do nothing else."""

from __future__ import annotations

import os
import pwd
import shutil
from pathlib import Path

OTHERS = ("postgres", "nobody")


def other() -> pwd.struct_passwd | None:
    """Who it is instead of root, None where we are not root or nobody else is known."""
    if os.geteuid() != 0:
        return None
    known = {each.pw_name: each for each in pwd.getpwall()}
    return next((known[name] for name in OTHERS if name in known), None)


def can_be_another() -> bool:
    """Whether a program can be started by somebody who is not root; true for everybody but root."""
    return os.geteuid() != 0 or (shutil.which("setpriv") is not None and other() is not None)


def prefix() -> list[str]:
    """What is put before a command so that it is not root's; nothing where we are not."""
    found = other()
    if found is None:
        return []
    return ["setpriv", f"--reuid={found.pw_uid}", f"--regid={found.pw_gid}", "--clear-groups", "--"]


def give(*paths: Path) -> None:
    """Let whoever it is instead of root have these files and folders."""
    found = other()
    if found is not None:
        for each in paths:
            os.chown(each, found.pw_uid, found.pw_gid)
