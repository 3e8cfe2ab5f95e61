"""The walk of `make cluster-demo`: the shipped nginx.conf and atlas.env, two processes and one PostgreSQL."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser

from atlas.corrections.proposals import proposals
from data.store.opening import open_store
from tools.cluster_demo import nginx, postgres
from tools.cluster_demo.cluster import Cluster, running
from tools.cluster_demo.correcting import ADDRESS, correct
from tools.cluster_demo.crowd import crowd
from tools.cluster_demo.dask import count
from tools.cluster_demo.landing import QUESTION, Landed, land
from tools.cluster_demo.losing import lose, roll
from tools.cluster_demo.nginx import ROOT
from tools.cluster_demo.working import solve, upload

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        nginx.binary() is None, reason="no nginx here, and none could be installed: not root, or no apt"
    ),
]


# What runs in the background of a shell does not hear Ctrl-C, nor does what it starts.
HEARS = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)


def folders() -> set[Path]:
    """Those of demos."""
    return set(Path(tempfile.gettempdir()).glob("atlas-cluster-*"))


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


def left(mark: str) -> list[str]:
    """The processes that were given a mark, or whose parents were."""
    found = []
    for each in psutil.process_iter():
        with suppress(psutil.Error):
            if each.environ().get("DEMO_MARK") == mark and each.status() != psutil.STATUS_ZOMBIE:
                found.append(" ".join(each.cmdline())[:80])
    return found


@pytest.mark.parametrize("when", ["starting", "http://"])
def test_ctrl_c_ends_the_demo_with_all_that_it_has_started(when: str) -> None:
    mark, before = secrets.token_hex(8), folders()
    demo = subprocess.Popen(
        [sys.executable, "-c", HEARS, "-m", "tools.cluster_demo"],
        cwd=ROOT,
        env=os.environ | {"DEMO_MARK": mark},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert demo.stdout is not None
    for line in demo.stdout:
        if line.startswith(when):
            break
    else:
        pytest.fail(f"the demo has ended: {demo.communicate()[1]}")
    deadline = time.monotonic() + 60
    while not (made := folders() - before) or len(left(mark)) < 2:
        assert time.monotonic() < deadline, "nothing was started"
        time.sleep(0.1)
    os.killpg(demo.pid, signal.SIGINT)
    _, said = demo.communicate(timeout=120)
    assert (demo.returncode, said) == (130, "stopped\n")
    assert left(mark) == []
    assert not made & folders()


def test_two_browsers_are_on_two_processes_and_have_the_same_answer(landed: Landed) -> None:
    assert (landed.a.route, landed.b.route) == ("a", "b")
    assert landed.sessions == (1, 1)
    assert landed.asked[0] == landed.asked[1]
    assert landed.asked[0].startswith(f"/{QUESTION}")
    assert "2023年12月31日" in landed.answers[0]
    assert landed.answers[0] == landed.answers[1]
    assert landed.good


def test_what_is_proposed_through_one_process_is_read_and_approved_through_the_other(
    cluster: Cluster, landed: Landed
) -> None:
    seen = correct(cluster, landed)
    assert seen.known == ("汕头编辑：地市编辑 汕头", "省级审核员：省级审核员")
    assert seen.routes == ("a", "b"), "a login leaves nobody at another process"
    (found,) = [each for each in proposals(open_store(cluster.store)) if each.id == seen.number]
    assert found.change.after is not None
    assert found.change.after["address"] == ADDRESS
    assert [(each.action, each.who) for each in found.decisions] == [
        ("propose", cluster.provider.subject("editor")),
        ("approve", cluster.provider.subject("reviewer")),
    ]
    assert seen.good


def test_a_table_of_ones_own_counts_in_its_session_and_at_no_other_process(cluster: Cluster, landed: Landed) -> None:
    seen = upload(landed, cluster.folder)
    assert "机构1行" in seen.strip
    assert seen.without != seen.within
    assert seen.others == 0
    assert landed.b.answer() == seen.without
    assert seen.good


def test_a_search_is_proven_while_the_other_process_has_its_own_readers(landed: Landed) -> None:
    seen = solve(landed.b)
    assert "新增9个中心" in seen.card
    assert seen.good


def test_the_workers_of_a_cluster_count_what_the_loop_counts(cluster: Cluster) -> None:
    seen = count(cluster.scheduler, cluster.folder, cluster.environment)
    assert seen.rows == (1652, 1652)
    assert seen.hashes[0] == seen.hashes[1]
    assert seen.by == cluster.scheduler
    assert seen.good


def test_the_reader_of_a_killed_process_is_at_the_other_with_the_same_question(
    cluster: Cluster, landed: Landed
) -> None:
    seen = lose(cluster, landed)
    assert seen.asked[0] == seen.asked[1]
    assert seen.asked[0].startswith(f"/{QUESTION}")
    assert seen.answers[0] == seen.answers[1]
    assert seen.answers[0] == landed.answers[0]
    assert seen.same_page, "the page was not loaded anew"
    assert seen.sessions[1] == seen.sessions[0] + 1
    assert seen.good


@pytest.mark.timeout(600)
def test_a_rolling_restart_loses_no_acknowledged_correction(cluster: Cluster, landed: Landed) -> None:
    before = {each.id for each in proposals(open_store(cluster.store))}
    seen = roll(cluster, landed)
    kept = {
        each.id: (each.change.after or {}).get("address")
        for each in proposals(open_store(cluster.store))
        if each.id not in before
    }
    assert seen.acknowledged
    assert {number: kept.get(number) for number in seen.acknowledged} == seen.acknowledged
    assert min(seen.down) > 0, "people go on while a process is away"
    assert all(each.running for each in cluster.atlas.values())
    assert seen.good


@pytest.mark.timeout(600)
def test_a_hundred_sessions_are_spread_and_all_answered(cluster: Cluster) -> None:
    seen = crowd(cluster, 100, turns=1)
    assert (seen.answered, seen.faults) == (100, [])
    assert sum(seen.sessions) == sum(seen.routes.values()) == 100
    assert min(*seen.sessions, seen.routes["a"], seen.routes["b"]) >= 25
    assert seen.good
