"""The walk of `make cluster-demo`: the shipped nginx.conf and atlas.env, two processes and one PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tools.cluster_demo import nginx, postgres
from tools.cluster_demo.cluster import Cluster, running
from tools.cluster_demo.landing import QUESTION, Landed, land

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        nginx.binary() is None, reason="no nginx here, and none could be installed: not root, or no apt"
    ),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    if postgres.why_not():
        pytest.skip(postgres.why_not())
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def landed(cluster: Cluster, browser: Browser) -> Iterator[Landed]:
    found = land(cluster, browser)
    yield found
    for each in (found.a, found.b):
        each.context.close()


def test_two_browsers_are_on_two_processes_and_have_the_same_answer(landed: Landed) -> None:
    assert (landed.a.route, landed.b.route) == ("a", "b")
    assert landed.sessions == (1, 1)
    assert landed.asked[0] == landed.asked[1]
    assert landed.asked[0].startswith(f"/{QUESTION}")
    assert "2023年12月31日" in landed.answers[0]
    assert landed.answers[0] == landed.answers[1]
    assert landed.good
