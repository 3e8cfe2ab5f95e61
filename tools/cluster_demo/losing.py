"""A process that is lost in mid-air, and two that are restarted one after the other while people go on writing."""

from __future__ import annotations

import csv
import threading
from dataclasses import dataclass

from playwright.sync_api import Error

from data.store.opening import open_store
from tools.cluster_demo.children import READY_SECONDS
from tools.cluster_demo.cluster import Cluster
from tools.cluster_demo.correcting import SHANTOU, addresses, propose
from tools.cluster_demo.landing import QUESTION, Landed
from tools.cluster_demo.nginx import ROOT
from tools.cluster_demo.reader import WAIT_MS, Reader

# A control that the reader turns once more, and what the address then says.
TURNED = "date=2023-11-30"
# A form whose process went away while it was sent is never answered; its reader fills it in anew.
PATIENCE_MS = 20_000


@dataclass(frozen=True)
class Lost:
    """What a's reader had before process a was killed, and has after it, without having done anything.

    same_page  whether it is the page that was open, not one loaded anew
    turned     the address after a control was turned;  sessions  of process b, before and after
    """

    asked: tuple[str, str]
    answers: tuple[str, str]
    same_page: bool
    turned: str
    sessions: tuple[int, int]

    @property
    def good(self) -> bool:
        """The same question, the same numbers, at the process that is left."""
        same = len(set(self.asked)) == len(set(self.answers)) == 1
        return same and self.same_page and TURNED in self.turned and self.sessions[1] == self.sessions[0] + 1

    def told(self) -> str:
        """One line."""
        kept = "the same address and numbers" if len(set(self.asked + self.answers)) == 2 else "ANOTHER question"
        return (
            f"process a killed: its reader is at b ({self.sessions[0]} readers, then {self.sessions[1]}) with {kept} "
            f"({self.asked[1]}), and is answered when the clock is turned"
        )


def lose(cluster: Cluster, landed: Landed) -> Lost:
    """Kill a under its reader's hands; afterwards it is started again."""
    reader, before = landed.a, cluster.sessions("b")
    reader.go(QUESTION)
    asked, answer = reader.asked, reader.answer()
    reader.page.evaluate("window.stillHere = true")
    cluster.atlas["a"].kill()
    reader.lose()
    reader.settle()
    asked_then, answer_then, sessions = reader.asked, reader.answer(), cluster.sessions("b")
    same = bool(reader.page.evaluate("window.stillHere === true"))
    reader.page.locator("[data-testid='stSlider'] input").first.focus()
    reader.page.keyboard.press("ArrowLeft")
    reader.page.wait_for_url(f"**{TURNED}*", timeout=WAIT_MS)
    reader.settle()
    turned = reader.asked
    cluster.atlas["a"].start()
    cluster.atlas["a"].wait()
    return Lost((asked, asked_then), (answer, answer_then), same, turned, (before, sessions))


@dataclass(frozen=True)
class Rolled:
    """Corrections made during a rolling restart.

    acknowledged  number -> address as its reader was told;  kept  all that the database has
    down          how many were acknowledged while a, and while b was away;  failed  how often one had to try anew
    """

    acknowledged: dict[int, str]
    kept: dict[int, str]
    down: tuple[int, int]
    failed: int

    @property
    def lost(self) -> set[int]:
        """Numbers that a reader was given and the database does not have as they were."""
        return {number for number, address in self.acknowledged.items() if self.kept.get(number) != address}

    @property
    def good(self) -> bool:
        """None is lost, and people could go on all the time."""
        return not self.lost and all(self.down)

    def told(self) -> str:
        """One line."""
        return (
            f"a restarted, then b, corrections meanwhile: {len(self.acknowledged)} acknowledged, {self.down[0]} "
            f"with a away, {self.down[1]} with b away, {self.failed} tried anew; lost: {len(self.lost)}"
        )


class Restarts:
    """One process after the other is ended, and started again once something was acknowledged without it."""

    def __init__(self, cluster: Cluster) -> None:
        self.away = ""
        self.fault: BaseException | None = None
        self._cluster = cluster
        self._went_on = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether they are not all through."""
        return self._thread.is_alive()

    def finish(self) -> None:
        """Wait until both are back. Raises RuntimeError when one is not."""
        self._thread.join(2 * READY_SECONDS)
        if self.fault is not None or self.running:
            raise RuntimeError(f"the restart did not come to its end: {self.fault or 'still under way'}")

    def tell(self, away: str) -> None:
        """Something was acknowledged that was begun while this process was away."""
        if away and away == self.away:
            self._went_on.set()

    def _run(self) -> None:
        try:
            for route, program in self._cluster.atlas.items():
                self._went_on.clear()
                program.stop()
                self.away = route
                if not self._went_on.wait(READY_SECONDS):
                    raise RuntimeError(f"nothing was acknowledged while process {route} was away")
                program.start()
                program.wait()
                self.away = ""
        except RuntimeError as error:
            self.fault = error


def roll(cluster: Cluster, landed: Landed) -> Rolled:
    """Both readers propose in turn, each time for another prefecture, until both processes have been restarted."""
    readers, places = (landed.a, landed.b), _prefectures()
    landed.a.forget()
    landed.a.log_in("reviewer")
    acknowledged, down, failed = {}, {"a": 0, "b": 0}, 0
    restarts = Restarts(cluster)
    for turn, prefecture in enumerate(places):
        if not restarts.running:
            break
        away, address = restarts.away, f"滚动路{turn}号"
        number = _proposed(readers[turn % 2], prefecture, address)
        if number is None:
            failed += 1
            continue
        acknowledged[number] = address
        restarts.tell(away)
        if away:
            down[away] += 1
    restarts.finish()
    return Rolled(acknowledged, addresses(open_store(cluster.store)), (down["a"], down["b"]), failed)


def _proposed(reader: Reader, prefecture: str, address: str) -> int | None:
    """The number acknowledged, None when the page was lost before it could say."""
    try:
        return propose(reader, prefecture, address, PATIENCE_MS)
    except (Error, AssertionError):
        return None


def _prefectures() -> list[str]:
    """Those with a body to be corrected, without the one of the step before."""
    with (ROOT / "data" / "sets" / "bodies" / "bodies.csv").open(encoding="utf-8", newline="") as file:
        found = {row["prefecture"] for row in csv.DictReader(file)}
    return sorted(found - {SHANTOU, ""})
