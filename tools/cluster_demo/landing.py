"""Readers come by one address, and stay with the process that nginx has given them."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser

from tools.cluster_demo.cluster import ROUTES, Cluster
from tools.cluster_demo.reader import Reader, opened

# By chance all go one way once in half a million.
MOST_READERS = 20
QUESTION = "coverage?date=2023-12-31&radius=80"


@dataclass(frozen=True)
class Landed:
    """Two readers, one a process, with what each was answered to the same question, and how many each process has."""

    a: Reader
    b: Reader
    asked: tuple[str, str]
    answers: tuple[str, str]
    sessions: tuple[int, int]

    @property
    def good(self) -> bool:
        """Each process has one, and both say the same."""
        same = len(set(self.asked)) == len(set(self.answers)) == 1
        return same and self.sessions == (1, 1) and (self.a.route, self.b.route) == ROUTES

    def told(self) -> str:
        """One line."""
        rows = " and ".join(str(len(each.splitlines()) - 1) for each in self.answers)
        answer = self.answers[0].splitlines()[0]
        return (
            f"two browsers, one address: cookie route={self.a.route} and route={self.b.route}, readers of each process "
            f"{self.sessions[0]} and {self.sessions[1]}; {self.asked[0]} is answered (rows: {rows}): {answer}"
        )


def land(cluster: Cluster, browser: Browser) -> Landed:
    """Readers come until both processes have one; the others leave again before they have a page."""
    found: dict[str, Reader] = {}
    for _ in range(MOST_READERS):
        reader = opened(browser, cluster.url)
        reader.context.request.get(f"{cluster.url}/livez")
        if reader.route in found or reader.route not in ROUTES:
            reader.context.close()
        else:
            found[reader.route] = reader
        if len(found) == len(ROUTES):
            break
    else:
        raise RuntimeError(f"{MOST_READERS} readers came, all to {', '.join(found) or 'no process'}")
    for reader in found.values():
        reader.go(QUESTION)
    a, b = (found[each] for each in ROUTES)
    sessions = (cluster.sessions("a"), cluster.sessions("b"))
    return Landed(a, b, (a.asked, b.asked), (a.answer(), b.answer()), sessions)
