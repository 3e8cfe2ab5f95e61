"""`cli.py roads`: an extract becomes a folder, a folder a matrix, and a matrix says what it rests on."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import cli
from atlas.travel import travel_file
from atlas.ways import Way, way_called
from atlas.words import say_in
from geo.distance import distance_m
from tests.data.extracts import REAL, write_extract
from tests.worlds import rows

pytestmark = pytest.mark.usefixtures("one_atlas")

BODY = next(row for row in rows("bodies") if row["id"] == "protection-centre-shantou")
PLACES = [row for row in rows("demand_points") if row["prefecture"] == BODY["prefecture"]][:3]


def point(row: dict[str, str]) -> tuple[float, float]:
    return float(row["lon"]), float(row["lat"])


def km(one: dict[str, str], other: dict[str, str]) -> float:
    pairs = zip(point(one), point(other), strict=True)
    (west, east), (south, north) = pairs
    return float(distance_m([west], [south], [east], [north])[0]) / 1000


def told(capsys: pytest.CaptureFixture[str], arguments: Sequence[str]) -> dict[str, Any]:
    assert cli.main([*arguments, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A one-way street past three places to the body, and a primary road on from there to the first."""
    stations = [*PLACES, BODY]
    points = {number: point(row) for number, row in enumerate(stations)}
    ways = [([0, 1, 2, 3], {"highway": "secondary", "oneway": "yes"}), ([3, 0], {"highway": "primary"})]
    extract = write_extract(tmp_path / "mine.osm.pbf", points, ways, date="2026-10-31")
    about = told(capsys, ["roads", "import", str(extract), "--out", str(tmp_path / "net")])
    assert (about["nodes"], about["date"], about["largest_share"]) == (4, "2026-10-31", 1.0)
    return tmp_path / "net"


def test_a_matrix_has_the_ways_that_one_may_drive(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, ["roads", "matrix", str(folder), "--from", "demand_points", "--to", "bodies", "--unit", "km"])
    assert (answer["unit"], answer["date"], answer["licence"]) == ("km", "2026-10-31", "ODbL 1.0")
    matrix = travel_file(Path(answer["out"]))
    first, second, third = PLACES
    ahead = [km(first, second) + km(second, third) + km(third, BODY), km(second, third) + km(third, BODY), 0]
    ahead[2] = km(third, BODY)
    ahead[0] = min(ahead[0], km(first, BODY))
    found = matrix.between([row["id"] for row in PLACES], [BODY["id"]])[:, 0]
    assert found.tolist() == pytest.approx(ahead, abs=0.006)
    assert len(matrix.places) == len(rows("demand_points"))
    assert answer["joined_rows"] < answer["rows"]


def test_minutes_follow_the_speeds_of_the_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder / "way.csv"
    told(
        capsys,
        ["roads", "matrix", str(folder), "--from", "demand_points", "parks", "--to", "bodies", "--out", str(out)],
    )
    kmh = tomllib.loads((folder / "meta.toml").read_text(encoding="utf-8"))["speeds"]["kmh"]
    found = travel_file(out).between([PLACES[2]["id"]], [BODY["id"]])
    assert found[0, 0] == pytest.approx(km(PLACES[2], BODY) / kmh["secondary"] * 60, abs=0.006)
    assert any(each.startswith("park-") for each in travel_file(out).places)


def test_with_ferries_an_island_is_reached_and_the_matrix_says_that_it_has_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (east, north), (there, far) = point(PLACES[0]), point(BODY)
    points = {0: (east, north), 1: (there, far), 2: (east + 0.001, north), 3: (there + 0.001, far)}
    ways = [
        ([0, 2], {"highway": "service"}),
        ([1, 3], {"highway": "service"}),
        ([0, 1], {"route": "ferry", "duration": "00:45"}),
    ]
    extract = write_extract(tmp_path / "strait.osm.pbf", points, ways)
    found = {}
    for flag in ((), ("--ferries",)):
        net = str(tmp_path / f"net{len(flag)}")
        about = told(capsys, ["roads", "import", str(extract), "--out", net, *flag])
        assert about["ferries"] == len(flag)
        answer = told(capsys, ["roads", "matrix", net, "--from", "demand_points", "--to", "bodies"])
        found[answer["method"]] = travel_file(Path(answer["out"]))
    minutes = [each.between([PLACES[0]["id"]], [BODY["id"]])[0, 0] for each in found.values()]
    assert list(found) == ["free flow", "free flow, with ferries"]
    assert minutes[1] == pytest.approx(45, abs=0.006)
    # Without them the way ends at the water.
    assert minutes[0] > 1e6
    way = Way("own-ferries", way_called("detour").detours, found["free flow, with ferries"])
    assert "含轮渡（不含候船），不含转向限制" in way.sentence(say_in("zh"))


def test_other_speeds_source_and_licence_are_those_of_the_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extract = write_extract(tmp_path / "a.osm.pbf", {1: (113, 23), 2: (113.1, 23)}, [([1, 2], {"highway": "path"})])
    speeds = tmp_path / "speeds.toml"
    speeds.write_text(
        'join_kmh = 5\nfarthest_km = 1\ncell_degrees = 0.1\nno_stopping = ["x"]\n[kmh]\npath = 4\n', encoding="utf-8"
    )
    arguments = ["roads", "import", str(extract), "--out", str(tmp_path / "net"), "--speeds", str(speeds)]
    told(capsys, [*arguments, "--source", "测绘院", "--licence", "内部使用"])
    meta = tomllib.loads((tmp_path / "net" / "meta.toml").read_text(encoding="utf-8"))
    assert (meta["source"], meta["licence"], meta["date"]) == ("测绘院", "内部使用", "")
    assert meta["speeds"]["kmh"] == {"path": 4}


def test_what_cannot_be_imported_is_one_sentence_and_leaves_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for given, sentence in ((REAL, "another place"), (REAL.parent / "LICENCE.txt", "read to its end")):
        assert cli.main(["roads", "import", str(given), "--out", str(tmp_path / "net")]) == cli.BAD_ARGUMENTS
        error = capsys.readouterr().err
        assert sentence in error
        assert error.count("\n") == 1
    assert not (tmp_path / "net").exists()
    assert cli.main(["roads", "matrix", str(tmp_path), "--from", "parks", "--to", "bodies"]) == cli.BAD_ARGUMENTS
    assert "expected a folder made by" in capsys.readouterr().err
