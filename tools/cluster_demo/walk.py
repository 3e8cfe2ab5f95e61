"""A walk through the whole installation: each step does something as a reader would, and says in a line what it saw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from playwright.sync_api import Browser

from tools.cluster_demo.cluster import Cluster
from tools.cluster_demo.landing import land


class Seen(Protocol):
    """What a step saw."""

    @property
    def good(self) -> bool:
        """Whether it is as it should be."""

    def told(self) -> str:
        """One line."""


def walk(cluster: Cluster, browser: Browser) -> Iterator[Seen]:
    """All steps in order; the later ones go on with the readers of the first."""
    landed = land(cluster, browser)
    yield landed
