"""What the tests of the children order: a child finds its work by the name of the module."""

from __future__ import annotations

import os
import sys
import time

from atlas.background import Stopped, Watch

MEGABYTE = 1_000_000


def doubled(_stopped: Stopped, _watch: Watch, number: int) -> int:
    """The shortest work."""
    return 2 * number


def whose(_stopped: Stopped, _watch: Watch) -> tuple[int, int]:
    """The process that works, and how nice it is."""
    return os.getpid(), os.nice(0) if hasattr(os, "nice") else 0


def processors(_stopped: Stopped, _watch: Watch) -> set[int]:
    """Where the process may work."""
    return os.sched_getaffinity(0)


def counted(stopped: Stopped, watch: Watch, most: int) -> int:
    """Count tenths of a second, and give as far as it came when asked to stop."""
    for number in range(most):
        if watch(number) or stopped():
            return number
        time.sleep(0.1)
    return most


def deaf(_stopped: Stopped, _watch: Watch, seconds: float) -> None:
    """Listen to nobody."""
    time.sleep(seconds)


def broken(_stopped: Stopped, _watch: Watch) -> None:
    """Fail."""
    raise ZeroDivisionError("expected another number")


def gone(_stopped: Stopped, _watch: Watch) -> None:
    """End the process, as the system does when memory is short."""
    os._exit(9)


def hungry(_stopped: Stopped, _watch: Watch, megabytes: int) -> int:
    """Take so much memory, and really use it."""
    return len(bytearray(b"\1") * (megabytes * MEGABYTE))


def talkative(_stopped: Stopped, _watch: Watch) -> str:
    """Print, which must not get between the messages."""
    sys.stdout.write("nobody asked\n")
    sys.stdout.flush()
    os.write(1, b"and nobody listens\n")
    return "heard"


class Unreadable:
    """What a process can send, but no other one read."""

    def __reduce__(self) -> tuple[type, tuple[str]]:
        return Unreadable, ("one too many",)


def unreadable(_stopped: Stopped, _watch: Watch) -> Unreadable:
    """A result that raises where it is read."""
    return Unreadable()
