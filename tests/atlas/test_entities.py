"""Places of an office's own: the numbers of reach, whoever counts them, and refused in one sentence."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import cli
from atlas.entities import Counting, entities_answer, ground_of, hash_of
from atlas.executors import in_processes, in_turn
from atlas.faults import FaultError
from atlas.reach import gaps_answer
from data import points_in
from data.errors import TableError
from data.limits import FOLDED_CELLS, POINTS_AT_ONCE, WORKERS, Limit
from data.points_in import pieces, point_file
from geo.datums import wgs84_to_gcj02
from tests.data.point_files import geoparquet, plain, wkb
from tests.worlds import the_atlas, usual_question

pytestmark = pytest.mark.usefixtures("one_atlas")

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = ("rows", "shore", "amounts", "reached", "twice", "nearest")
DEMAND = the_atlas().world["demand_points"]


def demand_file(path: Path, rows: Sequence[int] | None = None, group: int = 200, datum: str = "wgs84") -> Path:
    """The demand points as a file of points with their residents."""
    chosen = DEMAND if rows is None else DEMAND.iloc[list(rows)]
    lon, lat = chosen["lon"].to_numpy(), chosen["lat"].to_numpy()
    if datum == "gcj02":
        lon, lat = wgs84_to_gcj02(lon, lat)
    points = [wkb(*each) for each in zip(lon, lat, strict=True)]
    return geoparquet(path, points, more={"residents": chosen["residents"].astype(int).to_numpy()}, group=group)


def answer(*files: Path, question: Any = None, **given: Any) -> dict[str, Any]:
    asked = {"points": list(files), "datum": "wgs84", **given}
    return entities_answer(the_atlas(), question or usual_question(), asked, lambda _line: None)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"radius_km": 120},
        {"ignore_borders": True},
        {"distance": "by-distance"},
        {"kinds": ("court", "rights_aid", "filing_window"), "radius_km": 30},
    ],
    ids=str,
)
def test_the_weighted_demand_points_give_the_numbers_of_reach(tmp_path: Path, changes: dict[str, Any]) -> None:
    question = usual_question(**changes)
    found = answer(demand_file(tmp_path / "d.parquet"), question=question, column="residents", by_kind=True)
    told = gaps_answer(the_atlas(), question)
    assert (found["rows"], found["total"]) == (len(DEMAND), int(DEMAND["residents"].sum()))
    for name in ("total", "covered", "second_in_reach", "share"):
        assert found[name] == told[name], name
    assert found["rows_outside"] == found["rows_without_place"] == 0
    left = {row["id"]: row["total"] - row["covered"] for row in found["counties"]}
    assert {name: each for name, each in left.items() if each} == {
        row["county"]: row["unserved"] for row in told["gaps"]
    }
    for each in found["by_kind"]:
        alone = gaps_answer(the_atlas(), usual_question(**{**changes, "kinds": (each["kind"],)}))
        assert each["covered"] == alone["covered"], each["kind"]


def test_prefectures_and_counties_add_up_to_the_whole(tmp_path: Path) -> None:
    found = answer(demand_file(tmp_path / "d.parquet"), column="residents")
    for name in ("total", "covered", "second_in_reach"):
        assert sum(row[name] for row in found["counties"]) == found[name]
        assert sum(row[name] for row in found["prefectures"]) == found[name]
    counted = sum(row["rows"] for row in found["counties"])
    assert counted + found["rows_outside"] + found["rows_without_place"] == found["rows"]
    own = DEMAND.groupby("prefecture")["residents"].sum().astype(int)
    assert {row["id"]: row["total"] for row in found["prefectures"]} == own.to_dict()


def test_rows_permuted_split_and_in_other_formats_have_the_same_hash(tmp_path: Path) -> None:
    whole = answer(demand_file(tmp_path / "d.parquet"), column="residents")["hash"]
    order = np.random.default_rng(1).permutation(len(DEMAND)).tolist()
    split = [demand_file(tmp_path / f"{part}.parquet", order[part::3], 70 + part) for part in range(3)]
    assert answer(*split, column="residents")["hash"] == whole
    csv = tmp_path / "d.csv"
    DEMAND.iloc[order].astype({"residents": int}).to_csv(csv, index=False)
    assert answer(csv, column="residents")["hash"] == whole
    table = plain(tmp_path / "p.parquet", {name: DEMAND[name].to_numpy() for name in ("lon", "lat", "residents")})
    assert answer(table, column="residents")["hash"] == whole
    assert answer(table)["hash"] != whole
    shifted = demand_file(tmp_path / "g.parquet", datum="gcj02")
    # Back to within a hundredth of a millimetre: no place of these lies so near a border.
    assert answer(shifted, column="residents", datum="gcj02")["hash"] == whole


def test_rows_outside_the_province_and_without_a_place_are_counted_and_told(tmp_path: Path) -> None:
    points = [wkb(113.26, 23.13), None, wkb(116.4, 39.9), wkb(114.17, 22.32), None]
    found = answer(geoparquet(tmp_path / "p.parquet", points))
    assert [found[each] for each in ("rows", "total", "rows_outside", "rows_without_place")] == [5, 1, 2, 2]


@pytest.mark.long
def test_a_pool_counts_what_a_loop_counts(tmp_path: Path) -> None:
    file = demand_file(tmp_path / "d.parquet")
    loop = answer(file, column="residents", fold=0.05, demand_out=tmp_path / "one.parquet")
    pool = answer(file, column="residents", fold=0.05, demand_out=tmp_path / "two.parquet", workers=2)
    assert (pool["hash"], pool["workers"]) == (loop["hash"], "2")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def damaged(path: Path) -> Path:
    """A file whose second row group cannot be read; its description says nothing of it."""
    whole = bytearray(demand_file(path, group=800).read_bytes())
    at = parquet.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
    whole[at : at + 40] = b"\xff" * 40
    path.write_bytes(bytes(whole))
    return path


@pytest.mark.long
def test_a_fault_in_a_process_is_the_sentence_of_a_loop(tmp_path: Path) -> None:
    file = damaged(tmp_path / "d.parquet")
    said = []
    for workers in (1, 2):
        with pytest.raises(TableError, match="expected a whole file") as fault:
            answer(file, workers=workers)
        said.append(str(fault.value))
    assert said[0] == said[1]


def end_oneself(_piece: Any) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


@pytest.mark.long
def test_a_process_that_is_killed_is_one_sentence() -> None:
    with pytest.raises(FaultError, match="a process that counted was ended"):
        list(in_processes(2)(end_oneself, range(4)))


def test_pieces_are_taken_as_they_are_needed() -> None:
    taken = []

    def numbers() -> Iterator[int]:
        for each in range(1000):
            taken.append(each)
            yield each

    found = in_turn(lambda each: each + 1, numbers())
    assert next(found) == 1
    assert taken == [0]


def test_the_folded_places_hold_every_row_and_weight_that_lies_in_a_county(tmp_path: Path) -> None:
    file, out = demand_file(tmp_path / "d.parquet"), tmp_path / "demand.parquet"
    found = answer(file, column="residents", fold=0.01, demand_out=out)
    demand = pd.read_parquet(out)
    assert found["demand"]["cells"] == len(demand) == demand["id"].nunique()
    assert (demand["rows"].sum(), demand["amount"].sum()) == (found["rows"], found["total"])
    by_county = demand.groupby("county")["amount"].sum()
    assert {row["id"]: row["total"] for row in found["counties"] if row["total"]} == by_county.to_dict()
    again = answer(out, column="amount")
    assert abs(again["share"] - found["share"]) < 0.005
    about = json.loads(parquet.read_schema(out).metadata[b"guangdong-ip-atlas"])
    assert about == {
        "source": "d.parquet",
        "weight": "residents",
        "cell_deg": "0.01",
        "data_version": the_atlas().version,
    }


def test_what_cannot_be_asked_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = demand_file(tmp_path / "d.parquet")
    with pytest.raises(FaultError, match="--fold and --demand-out together"):
        answer(file, fold=0.01)
    with pytest.raises(FaultError, match="--workers or --cluster, not both"):
        answer(file, workers=2, cluster="tcp://127.0.0.1:8786")
    with pytest.raises(FaultError, match=f"at most {WORKERS.told} workers"):
        answer(file, workers=WORKERS.most + 1)
    with pytest.raises(FaultError, match=r"d\.parquet: expected each file once"):
        answer(file, tmp_path / "." / "d.parquet")
    with pytest.raises(TableError, match=r"after row 0: column half: expected whole weights .* 0\.5 in row 2"):
        answer(geoparquet(tmp_path / "w.parquet", [wkb(113, 23)] * 2, more={"half": pa.array([1, 0.5])}), column="half")
    monkeypatch.setattr("atlas.entities.FOLDED_CELLS", type(FOLDED_CELLS)(10, "cells", "", FOLDED_CELLS.sentence))
    with pytest.raises(FaultError, match="at most 10 cells"):
        answer(file, fold=0.01, demand_out=tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize("group", [7, 25])
def test_a_bad_weight_is_named_by_its_place_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: int
) -> None:
    # Of 25 rows the 19th, read five at a time: the fourth batch of one group, the first of the third group of seven.
    monkeypatch.setattr(points_in, "POINTS_AT_ONCE", Limit(5, POINTS_AT_ONCE.unit, ""))
    half = np.ones(25)
    half[18] = 0.5
    file = geoparquet(tmp_path / "half.parquet", [wkb(113.3, 23.1)] * 25, more={"half": half}, group=group)
    with pytest.raises(TableError, match=r"after row (14|15): column half: expected .* in row [0-9]+$") as told:
        answer(file, column="half")
    after, row = (int(each) for each in re.findall(r"row ([0-9]+)", str(told.value)))
    assert after + row == 19


def test_files_of_different_datums_are_refused_whichever_is_asked_for(tmp_path: Path) -> None:
    points = [wkb(113, 23)]
    two = [geoparquet(tmp_path / f"{code}.parquet", points, crs=code) for code in (4326, 4490)]
    for datum in ("wgs84", "cgcs2000", "gcj02"):
        with pytest.raises(TableError, match="give the files of each datum apart"):
            answer(*two, datum=datum)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--datum"),
        (["--datum", "gps"], "invalid choice: 'gps'"),
        (["--datum", "wgs84", "--workers", "0"], "expected a whole number from 1 to 64"),
        (["--datum", "wgs84", "--weight", "nothing"], "expected one column nothing"),
        (["--datum", "wgs84", "--fold", "7", "--demand-out", "x.parquet"], "expected cells of 0.001 to 0.5 degrees"),
    ],
    ids=str,
)
def test_the_command_line_says_one_sentence_and_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    file = geoparquet(tmp_path / "p.parquet", [wkb(113, 23)])
    try:
        code = cli.main(["entities", str(file), *arguments])
    except SystemExit as ended:
        code = int(ended.code or 0)
    out, error = capsys.readouterr()
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert said in error


def test_the_command_line_prints_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = demand_file(tmp_path / "d.parquet")
    assert cli.main(["entities", str(file), "--datum", "wgs84", "--weight", "residents", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    expected = answer(file, column="residents")
    assert {name: printed[name] for name in printed if name != "seconds"} == {
        name: expected[name] for name in expected if name != "seconds"
    }


# The command line, which tells at once how far it is.
TELLING = """
import sys
import atlas.entities, cli
from atlas.terminal import ended
atlas.entities.FIRST_TOLD_S = atlas.entities.TOLD_EVERY_S = 0.0
sys.exit(ended(cli.main))
"""


def heard() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.long
def test_ctrl_c_in_the_midst_of_a_pool_is_one_word_and_leaves_nobody(tmp_path: Path) -> None:
    many = np.tile(DEMAND.index.to_numpy(), 3000)
    columns = {"lon": DEMAND["lon"].to_numpy()[many], "lat": DEMAND["lat"].to_numpy()[many]}
    file = plain(tmp_path / "many.parquet", columns, group=POINTS_AT_ONCE.most)
    command = [sys.executable, "-c", TELLING, "entities", str(file), "--datum", "wgs84", "--workers", "2"]
    # A shell that starts the tests in the background lets them ignore Ctrl-C, and all that they start.
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "preexec_fn": heard}
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True, **pipes) as running:
        assert running.stderr is not None
        told = running.stderr.readline()
        assert told.startswith(b"entities: "), told
        os.killpg(running.pid, signal.SIGINT)
        out, said = running.communicate(timeout=60)
        assert (running.returncode, out, said.splitlines()[-1]) == (130, b"", b"stopped")
        assert all(line.startswith(b"entities: ") for line in said.splitlines()[:-1])
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.killpg(running.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        pytest.fail("a process of the pool is still there")


def heard_meanwhile(_piece: int) -> bool:
    """Whether this process would have heard Ctrl-C before it was told what to do."""
    return signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="this system knows no mask of signals")
def test_no_process_of_a_pool_hears_ctrl_c_even_while_it_begins() -> None:
    assert not any(in_processes(2)(heard_meanwhile, range(4)))
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set()), "whoever asks still hears it"


def test_the_hash_is_of_every_number(tmp_path: Path) -> None:
    (piece,) = pieces(point_file(geoparquet(tmp_path / "p.parquet", [wkb(113.26, 23.13)]), "wgs84"))
    counts = Counting(ground_of(the_atlas(), usual_question()), "wgs84", 0.0)(piece).counts
    assert hash_of(counts) == hash_of(counts + replace(counts, **{each: 0 * getattr(counts, each) for each in NUMBERS}))
    for each in NUMBERS:
        assert hash_of(replace(counts, **{each: getattr(counts, each) + 1})) != hash_of(counts)
