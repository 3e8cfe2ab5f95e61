"""A walk through the whole installation: each step does something as a reader would, and says in a line what it saw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from playwright.sync_api import Browser

from tools.cluster_demo.cluster import Cluster
from tools.cluster_demo.correcting import correct
from tools.cluster_demo.crowd import crowd
from tools.cluster_demo.dask import count
from tools.cluster_demo.landing import land
from tools.cluster_demo.losing import lose, roll
from tools.cluster_demo.working import solve, upload


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
    yield correct(cluster, landed)
    yield upload(landed, cluster.folder)
    yield solve(landed.b)
    yield count(cluster.scheduler, cluster.folder, cluster.environment)
    yield lose(cluster, landed)
    yield roll(cluster, landed)
    yield crowd(cluster)
