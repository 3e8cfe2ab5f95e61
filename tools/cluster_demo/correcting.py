"""Corrections by people who have logged in: proposed through one process, read and decided through the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from atlas.corrections.accounts import appoint
from atlas.corrections.proposals import proposals
from atlas.corrections.roles import AT_THE_KEYBOARD, EDITOR, REVIEWER
from data.store.opening import open_store
from tools.cluster_demo.cluster import Cluster
from tools.cluster_demo.landing import Landed
from tools.cluster_demo.provider import PEOPLE
from tools.cluster_demo.reader import WAIT_MS, Reader

if TYPE_CHECKING:
    from data.store.opening import Store

SHANTOU, ADDRESS = "440500", "两进程路1号"
ACKNOWLEDGED = re.compile(r"已提出，编号(\d+)")


@dataclass(frozen=True)
class Corrected:
    """A correction that an editor proposed at a and a reviewer approved at b.

    number  as the editor was told;  known  what each was greeted with;  kept  what the database then has of it: who
    did what;  routes  of the two readers after their logins
    """

    number: int
    known: tuple[str, str]
    kept: tuple[tuple[str, str], ...]
    routes: tuple[str, str]

    @property
    def good(self) -> bool:
        """Both were who they are, at the process where they were before, and nothing is missing."""
        actions = tuple(action for action, _ in self.kept)
        return actions == ("propose", "approve") and self.routes == ("a", "b") and all(self.known)

    def told(self) -> str:
        """One line."""
        decided = ", ".join(f"{action} by {who.rsplit(' ', 1)[-1]}" for action, who in self.kept)
        return (
            f"logged in by OIDC: {self.known[0]} at {self.routes[0]}, {self.known[1]} at {self.routes[1]}; correction "
            f"no. {self.number} proposed through a, read and approved through b; PostgreSQL has: {decided}"
        )


def correct(cluster: Cluster, landed: Landed) -> Corrected:
    """An editor proposes at a, a reviewer approves at b what b shows."""
    store = open_store(cluster.store)
    appoint(store, AT_THE_KEYBOARD, cluster.provider.subject("editor"), EDITOR, SHANTOU)
    appoint(store, AT_THE_KEYBOARD, cluster.provider.subject("reviewer"), REVIEWER)
    landed.a.log_in("editor")
    greeted = _greeting(landed.a, "editor")
    number = propose(landed.a, SHANTOU, ADDRESS)
    landed.b.log_in("reviewer")
    expect(landed.b.page.get_by_text(ADDRESS)).to_be_visible(timeout=WAIT_MS)
    landed.b.page.get_by_role("button", name="通过", exact=True).click()
    landed.b.settle()
    kept = next((each.decisions for each in proposals(store) if each.id == number), ())
    return Corrected(
        number,
        (greeted, _greeting(landed.b, "reviewer")),
        tuple((each.action, each.who) for each in kept),
        (landed.a.route, landed.b.route),
    )


def propose(reader: Reader, prefecture: str, address: str, patience_ms: float = WAIT_MS) -> int:
    """Propose another address for the first body of a prefecture, by the form of its page; the number acknowledged."""
    page = reader.page
    reader.go(f"prefecture?id={prefecture}")
    page.get_by_role("tab", name="核对与更正").click()
    page.get_by_label("地址（门牌）").fill(address)
    page.get_by_label("文件或网页题名").fill("试验来源")
    page.get_by_role("button", name="提出更正").click()
    said = page.get_by_text(ACKNOWLEDGED)
    expect(said).to_be_visible(timeout=patience_ms)
    found = ACKNOWLEDGED.search(said.inner_text())
    return int(found[1]) if found else 0


def addresses(store: Store) -> dict[int, str]:
    """The address that each proposal in the database asks for, by its number."""
    return {each.id: (each.change.after or {}).get("address", "") for each in proposals(store)}


def _greeting(reader: Reader, person: str) -> str:
    """What the page of reviews calls whoever has logged in."""
    return reader.page.get_by_text(re.compile(f"^{PEOPLE[person]}：")).inner_text(timeout=WAIT_MS).strip()
