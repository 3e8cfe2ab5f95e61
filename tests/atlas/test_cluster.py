"""A real scheduler of Dask on loopback: its workers count what a loop counts, also when one is killed in mid-run."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import distributed
import pytest

import cli
from atlas.entities import Counting, entities_answer, ground_of, hash_of
from atlas.executors import on_cluster, program_of
from atlas.faults import FaultError
from data.points_in import Piece, pieces, point_file
from tests.data.point_files import plain
from tests.worlds import the_atlas, usual_question

pytestmark = pytest.mark.long
DEMAND = the_atlas().world["demand_points"]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two workers, each a process of its own that is begun again when it is lost."""
    folder = tmp_path_factory.mktemp("workers")
    settings = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with distributed.LocalCluster(**settings, local_directory=str(folder)) as running:
        yield running


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    columns = {name: DEMAND[name].to_numpy() for name in ("lon", "lat")}
    people = {"residents": DEMAND["residents"].astype(int).to_numpy()}
    return plain(tmp_path_factory.mktemp("points") / "d.parquet", columns | people, group=50)


def answer(file: Path, **given: Any) -> dict[str, Any]:
    asked = {"points": [file], "datum": "wgs84", "column": "residents", **given}
    return entities_answer(the_atlas(), usual_question(), asked, lambda _line: None)


def test_a_cluster_counts_what_a_loop_counts(
    cluster: Any, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = cluster.scheduler_address
    loop = answer(file, fold=0.05, demand_out=tmp_path / "one.parquet")
    found = answer(file, fold=0.05, demand_out=tmp_path / "two.parquet", cluster=address)
    assert (found["hash"], found["workers"]) == (loop["hash"], address)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()
    typed = ["entities", str(file), "--datum", "wgs84", "--weight", "residents", "--cluster", address, "--json"]
    assert cli.main(typed) == 0
    assert json.loads(capsys.readouterr().out)["hash"] == loop["hash"]


def test_a_worker_that_is_killed_in_mid_run_changes_no_number(cluster: Any, file: Path) -> None:
    do = Counting(ground_of(the_atlas(), usual_question()), "wgs84", 0.0)
    killed = []

    def work() -> Iterator[Piece]:
        for place, piece in enumerate(pieces(point_file(file, "wgs84", "residents"))):
            if place == 10:
                with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
                    killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)
            yield piece

    found = [each.counts for each in on_cluster(cluster.scheduler_address)(do, work())]
    assert len(killed) == 1
    counts = found[0]
    for each in found[1:]:
        counts = counts + each
    assert hash_of(counts) == answer(file)["hash"]


def test_a_fault_on_a_worker_is_the_sentence_of_a_loop(cluster: Any, tmp_path: Path) -> None:
    path = plain(tmp_path / "half.parquet", {"lon": [113.0] * 2, "lat": [23.0] * 2, "residents": [1, 0.5]})
    said = []
    for given in ({}, {"cluster": cluster.scheduler_address}):
        with pytest.raises(ValueError, match=r"expected whole weights .* 0\.5 in row 2") as fault:
            answer(path, **given)
        said.append(str(fault.value))
    assert said[0] == said[1]


def test_where_there_is_no_scheduler_or_another_program_it_is_one_sentence(
    cluster: Any, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atlas.executors.CONNECT_S", 1)
    with pytest.raises(FaultError, match=r"cluster tcp://127.0.0.1:9: expected a Dask scheduler"):
        answer(file, cluster="tcp://127.0.0.1:9")
    with pytest.raises(FaultError, match="expected a Dask scheduler"):
        answer(file, cluster="no address")
    monkeypatch.setattr("atlas.executors.CONNECT_S", 10)
    monkeypatch.setattr("atlas.executors.program_of_workers", lambda *_: {"another"})
    with pytest.raises(FaultError, match="the same program and libraries on every worker"):
        answer(file, cluster=cluster.scheduler_address)


def test_a_client_whose_own_thread_did_not_begin_is_made_once_more(
    cluster: Any, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, begun = distributed.utils.LoopRunner._start_unlocked, [False, True, False, False]

    def late(runner: Any) -> None:
        assert begun.pop(0)
        begin(runner)

    monkeypatch.setattr(distributed.utils.LoopRunner, "_start_unlocked", late)
    assert answer(file, cluster=cluster.scheduler_address)["hash"] == answer(file)["hash"]
    with pytest.raises(FaultError, match="too busy to begin a connection"):
        answer(file, cluster=cluster.scheduler_address)
    assert not begun


def test_the_program_is_known_by_the_source_of_what_is_done() -> None:
    do = Counting(ground_of(the_atlas(), usual_question()), "wgs84", 0.0)
    assert program_of(do) == program_of(do)
    assert program_of(do) != program_of(do.ground)
