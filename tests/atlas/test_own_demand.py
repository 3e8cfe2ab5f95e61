"""An office's own places in place of residents: what was folded is counted, all else stays, and all says whose."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pyarrow import parquet

import cli
from atlas.entities import entities_answer
from atlas.faults import FaultError
from atlas.own.demand import with_demand
from atlas.reach import gaps_answer, reach_of
from atlas.weights import weight_ids, weight_of
from atlas.words import say_in
from data import demand_in
from data.demand_out import demand_parquet
from data.errors import TableError
from data.limits import DEMAND_ROWS, Limit
from tests.atlas.oracles import ELLIPSOID, asked_bodies, serves, straight_limit_m
from tests.data.point_files import plain
from tests.worlds import the_atlas, usual_question

pytestmark = pytest.mark.usefixtures("one_atlas")
ABOUT = {"source": "register.parquet", "weight": "employees", "cell_deg": "0.01", "data_version": "0"}
LEVELS = ("zones", "prefectures", "gaps", "lost_when_closed", "critical", "bodies")
SUMS = ("total", "covered", "covered_range", "share", "second_in_reach", "straight_m")


def folded(folder: Path, cell_deg: float = 0.001, column: str | None = "residents") -> Path:
    """The shipped places as a register, folded by the verb: at a thousandth of a degree each has a cell of its own."""
    shipped = the_atlas().world["demand_points"]
    points = plain(
        folder / "register.parquet", {each: shipped[each].to_numpy() for each in ("lon", "lat", "residents")}
    )
    given = {"points": [points], "datum": "wgs84", "column": column, "fold": cell_deg}
    out = folder / "demand.parquet"
    entities_answer(the_atlas(), usual_question(), {**given, "demand_out": out}, lambda _line: None)
    return out


def written(path: Path, about: Any = None, **changes: Any) -> Path:
    """Two cells of Guangzhou as the verb would write them, but for what is said otherwise; None leaves a column out."""
    columns = {
        "id": ["cell-1", "cell-2"],
        "county": ["440103", "440104"],
        "prefecture": ["440100", "440100"],
        "lon": [113.24, 113.26],
        "lat": [23.1, 23.13],
        "amount": [70, 30],
        "rows": [7, 3],
    } | changes
    kept = {name: each for name, each in columns.items() if each is not None}
    path.write_bytes(demand_parquet(kept, ABOUT if about is None else about))
    return path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert cli.main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("changes", [{}, {"radius_km": 120}, {"ignore_borders": True, "kinds": ("court",)}], ids=str)
def test_the_shipped_places_folded_and_brought_back_give_the_numbers_of_the_atlas(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    question = usual_question(**changes)
    own = gaps_answer(with_demand(the_atlas(), folded(tmp_path)), question)
    shipped = gaps_answer(the_atlas(), question)
    assert {each: own[each] for each in (*SUMS, *LEVELS)} == {each: shipped[each] for each in (*SUMS, *LEVELS)}


def test_the_share_in_reach_is_the_one_counted_cell_by_cell(tmp_path: Path) -> None:
    out = folded(tmp_path, cell_deg=0.2, column=None)
    cells, question = pd.read_parquet(out).to_dict("records"), usual_question()
    assert 100 < len(cells) < 1652
    limit, covered = straight_limit_m(question.radius_km, "detour"), 0
    for cell in cells:
        metres = [
            ELLIPSOID.inv(cell["lon"], cell["lat"], float(body["lon"]), float(body["lat"]))[2]
            for body in asked_bodies(question)
            if serves(body, cell, question)
        ]
        covered += cell["amount"] if min(metres, default=np.inf) <= limit else 0
    told = gaps_answer(with_demand(the_atlas(), out), question)
    assert (told["total"], told["covered"]) == (1652, covered)
    assert told["weight"]["unit"] == "处地点"


def test_siting_finds_the_sites_that_it_finds_for_the_same_places(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("site", "--problem", "mclp", "--p", "2", "--lang", "zh")
    own = printed(capsys, *asked, "--demand-file", str(folded(tmp_path)))
    shipped = printed(capsys, *asked)
    for name in ("sites", "objective", "bound", "status", "per_prefecture", "demand_places"):
        assert own[name] == shipped[name], name
    assert "（本单位地点，未发布）" in own["sentence"]
    assert [each["weight"] for each in own["first_sites"]] == ["own-places"]


def test_every_amount_says_whose_it_is_and_the_data_stay(tmp_path: Path) -> None:
    atlas, question = with_demand(the_atlas(), written(tmp_path / "d.parquet")), usual_question()
    told = gaps_answer(atlas, question)
    assert told["weight"] == {
        "id": "own-places",
        "unit": "employees",
        "period": "",
        "modelled": False,
        "missing": [],
        "demand": {
            "file": "d.parquet",
            "source": "register.parquet",
            "weight": "employees",
            "cell_deg": "0.01",
            "rows": 10,
        },
    }
    weight, say = weight_of(atlas, question), say_in("zh")
    assert weight.long(say) == "employees（本单位地点，未发布），来自register.parquet，按0.01°网格归并"
    assert weight.within(question, say) == "50公里内可及的employees（本单位地点，未发布）"
    assert told["data_version"].startswith(f"{the_atlas().version}-demand-")
    assert told["total"] == 100
    assert weight_ids(atlas) == ["residents"]
    # A prefecture and a zone without a place have nobody, and a share of "no data".
    assert {each["id"]: each["people"] for each in told["prefectures"]} == dict.fromkeys(atlas.prefectures, 0) | {
        "440100": 100
    }
    assert [each["people"] for each in told["zones"]] == [100, 0, 0, 0]
    assert np.isnan(told["prefectures"][1]["share"])
    # Laid over a copy: nobody else is answered from them.
    assert len(the_atlas().world["demand_points"]) == 1652
    assert reach_of(the_atlas(), question).weight.id == "residents"


def test_other_amounts_in_the_cells_are_other_data(tmp_path: Path) -> None:
    one, other = written(tmp_path / "a.parquet"), written(tmp_path / "b.parquet", amount=[30, 70])
    versions = [with_demand(the_atlas(), each).version for each in (one, other, one)]
    assert versions[0] == versions[2] != versions[1]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"amount": None}, "no column amount"),
        ({"amount": ["many", "few"]}, "column amount holds no numbers"),
        ({"amount": [1, -1]}, "below 0"),
        ({"lon": [113.2, float("nan")]}, "a number is missing"),
        ({"id": ["cell-1", "cell-1"]}, "stands twice"),
        ({"id": ["cell-1", None]}, "an id is missing"),
        ({"about": {}}, "does not say where it is from"),
        ({"about": {"source": "a", "weight": "b"}}, "does not say where it is from"),
    ],
    ids=str,
)
def test_a_table_that_is_no_such_one_is_one_sentence(tmp_path: Path, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(TableError, match=why):
        with_demand(the_atlas(), written(tmp_path / "d.parquet", **changes))


@pytest.mark.parametrize(
    "changes", [{"county": ["440103", "110101"]}, {"prefecture": ["440100", "440300"]}, {"county": ["440103", ""]}]
)
def test_cells_of_other_counties_are_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(FaultError, match="fold the places anew"):
        with_demand(the_atlas(), written(tmp_path / "d.parquet", **changes))


def test_files_that_are_empty_cut_off_other_or_not_there_are_one_sentence(tmp_path: Path) -> None:
    whole = written(tmp_path / "d.parquet").read_bytes()
    for content in (b"", whole[:-9], whole[: len(whole) // 2], b"PAR1" + b"\0" * 900 + b"PAR1", b"id,county\n"):
        (tmp_path / "e.parquet").write_bytes(content)
        with pytest.raises(TableError, match=r"e\.parquet: expected a table of demand"):
            with_demand(the_atlas(), tmp_path / "e.parquet")
    for absent in (tmp_path / "none.parquet", tmp_path):
        with pytest.raises(TableError, match="expected a table of demand"):
            with_demand(the_atlas(), absent)


def test_so_many_cells_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path / "d.parquet")
    monkeypatch.setattr(demand_in, "DEMAND_ROWS", Limit(2, DEMAND_ROWS.unit, ""))
    assert len(with_demand(the_atlas(), file).world["demand_points"]) == 2
    monkeypatch.setattr(demand_in, "DEMAND_ROWS", Limit(1, DEMAND_ROWS.unit, ""))
    with pytest.raises(TableError, match="at most 1 are taken"):
        with_demand(the_atlas(), file)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gaps", "--weight", "gdp"], "expected no --weight"),
        (["gaps", "--matrix", "m.csv"], "--demand-file or --matrix, not both"),
        (["site", "--problem", "mclp", "--p", "1", "--weights", "w.csv"], "--demand-file or --weights, not both"),
        (["site", "--problem", "mclp", "--p", "1", "--candidates", "places"], "no candidates of places"),
        (["site", "--problem", "rule"], "--demand-file says nothing to rule"),
    ],
)
def test_what_speaks_of_residents_is_not_asked_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    for name in ("m.csv", "w.csv"):
        (tmp_path / name).write_text("adcode,weight\n440103,1\n")
    paths = [str(tmp_path / each) if each.endswith(".csv") else each for each in arguments]
    assert cli.main([*paths, "--demand-file", str(written(tmp_path / "d.parquet"))]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_the_file_says_of_itself_what_is_read_back(tmp_path: Path) -> None:
    path = folded(tmp_path, cell_deg=0.2)
    assert demand_in.read_demand(path).about == json.loads(parquet.read_schema(path).metadata[demand_in.ABOUT])
