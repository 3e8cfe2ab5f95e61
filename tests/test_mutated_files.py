"""Five hundred files with something done to them: refused with one sentence, or used as they are; none is slow."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import cli
from atlas.faults import FaultError
from atlas.scenario.file import as_file, open_saved, read_file
from atlas.siting import tables
from tests.addresses import SCENARIO
from tests.brief import brief
from tests.mutated_files import matrix_stands_in, scenario_stands_in, stands_in
from tests.mutator import File, file
from tests.worlds import choices, rows, the_atlas, usual_question

FILES = 500
# Fifty files or a hundred links are one test; each of them has its own clock (tests/brief.py).
pytestmark = pytest.mark.timeout(600)
parts = pytest.mark.parametrize(
    "numbers",
    [range(10_000, 10_010), *(pytest.param(range(at, at + 50), marks=pytest.mark.long) for at in range(0, FILES, 50))],
    ids=str,
)
VERBS: dict[str, Callable[[str], list[str]]] = {
    "candidates": lambda path: ["site", "--problem", "lscp", "--candidates", path],
    "weights": lambda path: ["site", "--problem", "lscp", "--weights", path],
    "points": lambda path: ["locate", "--file", path],
    "matrix": lambda path: ["site", "--problem", "p-median", "--p", "2", "--matrix", path],
    "scenario": lambda path: ["whatif", path],
}


@cache
def samples() -> dict[str, list[list[str]]]:
    """Real tables of each kind, as rows of cells."""
    seats = rows("county_seats")[:40]
    names = {each["adcode"]: each["name_zh"] for each in the_atlas().world["counties"].to_dict("records")}
    return {
        "candidates": [
            ["id", "lon", "lat", "name"],
            *([each["adcode"], each["lon"], each["lat"], names[each["adcode"]]] for each in seats[:12]),
        ],
        "weights": [["行政区划代码", "权重"], *([each["adcode"], str(at)] for at, each in enumerate(seats, 1))],
        "points": [["lon", "lat"], *([each["lon"], each["lat"]] for each in seats[:20])],
        "matrix": [[str((row * 7 + column * 5) % 23) for column in range(6)] for row in range(8)],
    }


def each(numbers: range) -> Iterator[File]:
    scenario = json.loads(as_file(the_atlas(), usual_question(scenario=SCENARIO, scenario_name="甲", radius_km=80)))
    for number in numbers:
        yield file(number, samples(), scenario)


def used(given: File) -> str:
    """What a page or the command line would use of a file but does not stand in it; "" where all is right."""
    name = f"桌面{given.suffix}"
    if given.kind == "candidates":
        frame = tables.candidates(given.content, name).value
        columns = ("id", "name", "lon", "lat")
        return "" if stands_in(given, [tuple(row) for row in frame[list(columns)].to_numpy()], columns) else str(frame)
    if given.kind == "weights":
        weights = tables.weights(given.content, name).value
        return "" if stands_in(given, list(weights.items()), ("adcode", "weight")) else str(weights)
    if given.kind == "scenario":
        opened = open_saved(read_file(given.content), the_atlas(), choices())
        return "; ".join(scenario_stands_in(given.content, opened.question, opened.not_applied))
    return ""


@parts
def test_a_page_uses_what_stands_in_a_file_or_refuses_it_in_a_sentence(numbers: range) -> None:
    for given in each(numbers):
        sentence = "refused"
        with brief(given.done):
            try:
                assert used(given) == "", (given.kind, given.suffix, given.done, given.content[:300])
            except FaultError as error:
                sentence = str(error)
        assert 0 < len(sentence) < 1500, given.done
        assert "\n" not in sentence, given.done


@parts
@pytest.mark.usefixtures("one_atlas")
def test_the_command_line_does_the_same(
    numbers: range, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def reached(*_: Any, **__: Any) -> None:
        raise ValueError("the search would begin")

    monkeypatch.setattr("atlas.siting.search.search", reached)
    for given in each(numbers):
        path = tmp_path / f"桌面{given.suffix}"
        path.write_bytes(given.content)
        with brief(given.done):
            code = cli.main([*VERBS[given.kind](str(path)), "--json"])
        said = capsys.readouterr()
        if code:
            assert (code, said.out, said.err.count("\n")) == (2, "", 1), (given.done, said.err)
            assert len(said.err) < 1500, given.done
        else:
            assert (said.err, said.out.count("\n")) == ("", 1), given.done
            assert read_rightly(given, path, json.loads(said.out)), (given.done, given.content[:300])


def read_rightly(given: File, path: Path, answer: Any) -> bool:
    if given.kind == "points":
        found = [(each["lon_wgs84"], each["lat_wgs84"]) for each in answer]
        exact = [tuple(round(value, 6) for value in row) for row in found]
        return stands_in(given, exact, ("lon", "lat"))
    return given.kind != "matrix" or matrix_stands_in(given, tables.matrix_file(path).tolist())
