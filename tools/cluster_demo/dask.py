"""A scheduler of Dask and two workers, started as docs/operations.md says, and a count of theirs."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from atlas.loading import load
from tools.cluster_demo.children import Program
from tools.cluster_demo.nginx import ROOT
from tools.servers import free_port
from ui.settings import read_settings

HOST = "127.0.0.1"
WORKERS = 2
# So few rows a piece that both workers have many.
PIECE = 100


def programs(folder: Path, environment: Mapping[str, str]) -> tuple[str, Program, Program]:
    """The address of the scheduler, the scheduler, and the program of both workers, not yet started."""
    port, figures = free_port(), free_port()
    address = f"tcp://{HOST}:{port}"
    quiet = ("--no-dashboard", "--host", HOST)
    scheduler = [*_module("dask_scheduler"), *quiet, "--port", str(port), "--dashboard-address", f"{HOST}:{figures}"]
    own = ("--dashboard-address", f"{HOST}:0", "--local-directory", str(folder / "dask"))
    workers = [*_module("dask_worker"), address, "--nworkers", str(WORKERS), "--nthreads", "1", *quiet, *own]
    return (
        address,
        Program("scheduler", scheduler, environment, folder / "scheduler.log", lambda: _workers(figures) is not None),
        Program("workers", workers, environment, folder / "workers.log", lambda: _workers(figures) == WORKERS),
    )


@dataclass(frozen=True)
class Counted:
    """The same places counted by a loop and by the cluster: rows and hash of each."""

    rows: tuple[int, int]
    hashes: tuple[str, str]
    by: str

    @property
    def good(self) -> bool:
        """Both counted the same."""
        return len(set(self.hashes)) == len(set(self.rows)) == 1 and self.rows[0] > 0

    def told(self) -> str:
        """One line."""
        return (
            f"cli.py entities --cluster {self.by}, {WORKERS} workers: {self.rows[1]} rows, hash {self.hashes[1][:12]}, "
            f"the loop's {self.hashes[0][:12]}"
        )


def count(address: str, folder: Path, environment: Mapping[str, str]) -> Counted:
    """Count the places of residents by the verb, here and on the cluster."""
    places = load(read_settings({}).plan).world["demand_points"]
    columns = {name: places[name].to_numpy() for name in ("lon", "lat")}
    table = pa.table(columns | {"residents": places["residents"].astype(int).to_numpy()})
    file = folder / "places.parquet"
    pq.write_table(table, file, row_group_size=PIECE)
    loop, cluster = (_entities(file, environment, *more) for more in ((), ("--cluster", address)))
    return Counted((loop["rows"], cluster["rows"]), (loop["hash"], cluster["hash"]), str(cluster["workers"]))


def _entities(file: Path, environment: Mapping[str, str], *more: str) -> Any:
    typed = ["entities", str(file), "--datum", "wgs84", "--weight", "residents", *more, "--json"]
    done = subprocess.run(
        [sys.executable, "cli.py", *typed],
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return json.loads(done.stdout)


def _module(name: str) -> list[str]:
    return [sys.executable, "-m", f"distributed.cli.{name}"]


def _workers(figures: int) -> int | None:
    """How many workers the scheduler has by its own figures, None where it does not answer."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{figures}/json/counts.json", timeout=5) as answer:
            return int(json.load(answer)["workers"])
    except (urllib.error.URLError, OSError):
        return None
