"""Programs of the demo: each in a process group of its own that Ctrl-C does not reach: they end in our order."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tools.cluster_demo.nginx import ROOT

READY_SECONDS, END_SECONDS, PAUSE_S = 120, 20, 0.1


@dataclass
class Program:
    """What can be started, killed and started again.

    ready  whether it answers;  log  the file that has what it says
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    ready: Callable[[], bool]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, without waiting."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                list(self.command), cwd=ROOT, env=dict(self.environment), stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait(self) -> None:
        """Until it answers. Raises RuntimeError with the end of its log when it ends before, or stays silent."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self.running:
            if self.ready():
                return
            time.sleep(PAUSE_S)
        told = self.log.read_text(encoding="utf-8", errors="replace")[-3000:]
        raise RuntimeError(f"{self.name} {'does not answer' if self.running else 'has ended'}; its log:\n{told}")

    @property
    def running(self) -> bool:
        """Whether its process is there."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """End it as systemd does: asked first, made to after some seconds; nothing of its group is left."""
        if self.process is None:
            return
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(END_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End it at once, as a machine that is lost, with all that it has started."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def _signal(self, number: signal.Signals) -> None:
        if self.running and self.process is not None:
            self.process.send_signal(number)


@contextmanager
def started(*programs: Program) -> Iterator[None]:
    """All of them, started together, until the end of the block; the last is ended first."""
    try:
        for each in programs:
            each.start()
        for each in programs:
            each.wait()
        yield
    finally:
        for each in reversed(programs):
            each.stop()
