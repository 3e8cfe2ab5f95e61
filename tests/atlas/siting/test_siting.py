"""Siting as the page and `cli.py site` ask for it, against slow arithmetic over the tables."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cli
from atlas.background import Pool
from atlas.question.question import default_question
from atlas.siting import ground as grounds
from atlas.siting import sentences, studies
from atlas.siting.answer import in_units, per_prefecture
from atlas.siting.ground import Loaded
from atlas.siting.question import SitingQuestion
from atlas.siting.solving import solve, why
from atlas.words import say_in
from geo.siting import Clock
from geo.siting.robust import Spread
from tests.worlds import choices, the_atlas

pytestmark = pytest.mark.usefixtures("one_atlas")

ROOT = Path(__file__).resolve().parents[3]
RULE = choices().siting.usual.with_changes(floors={"north": 3}, sites="counties")


def asked_question(**changes: Any) -> Any:
    return default_question(choices()).with_changes(**changes)


def ground(siting: SitingQuestion, **changes: Any) -> grounds.Ground:
    return grounds.ground(the_atlas(), asked_question(**changes), siting, Loaded())


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert cli.main(["site", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    try:
        code = cli.main(["site", *arguments, "--json"])
    except SystemExit as error:
        code = int(str(error.code))
    captured = capsys.readouterr()
    assert (code, captured.out) == (2, "")
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err
    return captured.err


def test_the_rule_is_proven_and_says_what_holds_it(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = ("--k", "17", "--theta", "0.8", "--radius-km", "80", "--zone-floor", "north=3")
    answer = said(capsys, "--problem", "rule", *numbers, "--lang", "zh")
    assert {"problem", "sites", "objective", "bound", "gap", "status", "seconds", "solver", "data_version"} <= set(
        answer
    )
    assert (answer["status"], answer["gap"]) == ("optimal", 0)
    assert answer["objective"] == answer["bound"] == len(answer["sites"])
    table = {row["prefecture"]: row for row in answer["per_prefecture"]}
    assert len(table) == 21
    enough = [adcode for adcode, row in table.items() if row["share_after"] >= 0.8]
    assert len(enough) >= 17
    assert len(set(enough) & set(the_atlas().members("north"))) >= 3
    assert sum(row["covered_after"] for row in table.values()) == answer["stages"][1]["objective"]
    assert sum(row["sites"] for row in table.values()) == len(answer["sites"])
    assert "已证最优" in answer["sentence"]
    assert "还差8个" in answer["by_body"]
    assert "差9个" in answer["by_body"]


def test_a_list_may_be_typed_at_once_or_piece_by_piece(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--problem", "mclp", "--p", "3", "--radius-km", "80")
    once = said(capsys, *asked, "--lock", "441502", "441602")
    assert once["sites"] == said(capsys, *asked, "--lock", "441502", "--lock", "441602")["sites"]
    assert {"441502", "441602"} <= set(once["sites"])


def test_the_places_scale_is_proven(capsys: pytest.CaptureFixture[str]) -> None:
    answer = said(
        capsys, "--problem", "mclp", "--p", "13", "--radius-km", "40", "--ignore-borders", "--candidates", "places"
    )
    assert (answer["status"], answer["gap"], len(answer["sites"])) == ("optimal", 0, 13)
    assert answer["candidates"] == answer["demand_places"] == len(the_atlas().world["demand_points"])


def test_one_more_site_buys_what_a_full_count_says() -> None:
    siting = SitingQuestion("most", p=2)
    on = ground(siting)
    answer = solve(the_atlas(), siting, on, Clock())
    table = per_prefecture(on, answer.sites)
    nearest = np.minimum(on.task.already, on.task.cost[:, list(answer.sites)].min(axis=1))
    within = nearest <= 50_000 / 1.3 + 1e-6
    for adcode, row in table.iterrows():
        mine = (on.demand["prefecture"] == adcode).to_numpy()
        assert row["covered_after"] == on.demand["residents"][mine & within].sum()
    assert table["covered_after"].sum() == answer.objective


def test_a_median_over_the_province_serves_everybody_and_is_told_in_road_kilometres(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = said(capsys, "--problem", "p-median", "--p", "5", "--demand", "counties")
    assert (answer["status"], answer["unit"], answer["stages"][0]["aim"]) == ("optimal", "road_km", "mean")
    assert 0 < answer["objective"] < 300


def test_floors_that_conflict_are_named_with_the_smallest_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    sentence = refused(capsys, "--problem", "rule", "--radius-km", "20", "--k", "21", "--zone-floor", "north=5")
    assert "North (north) at least 5 (North (north) at most 0)" in sentence
    k, north = map(int, re.findall("at least ([0-9]+)", sentence.split("the smallest change that works:")[1]))
    assert north == 0
    works = ("--problem", "rule", "--radius-km", "20", "--zone-floor", "north=0", "--k")
    assert said(capsys, *works, str(k))["status"] in {"optimal", "time_limit"}
    refused(capsys, *works, str(k + 1))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (
            ("--problem", "mclp", "--p", "1", "--quota", "440100=0:0", "--quota", "441500=0:0", "--lock", "440103"),
            ("Liwan District (440103)", "Guangzhou (440100) 0 to 0", "Shanwei (441500) 0 to 0"),
        ),
        (
            ("--problem", "p-center", "--p", "2", "--kinds", "rapid_rights_centre"),
            ("2 new centres cannot serve every place: at least",),
        ),
        (("--problem", "lscp", "--radius-km", "20", "--ignore-borders"), ("District (44", "can be served from no")),
    ],
)
def test_what_cannot_be_met_names_ids_and_names_and_no_rows_or_columns(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], named: tuple[str, ...]
) -> None:
    sentence = refused(capsys, *arguments)
    assert all(each in sentence for each in named)
    assert not re.search(r"\b(rows?|columns?)\b", sentence)


def test_the_sentences_of_the_verb_are_those_of_the_page_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ("--problem", "mclp", "--p", "125")
    assert "only 124 candidates may be chosen" in refused(capsys, *asked)
    assert "要新建125家，而可选的候选点只有124个。" in refused(capsys, *asked, "--lang", "zh")


def test_the_same_candidates_in_another_order_have_the_same_sites() -> None:
    seats = grounds.candidates_of(the_atlas(), SitingQuestion(), Loaded())
    p_centre, found = SitingQuestion("all", aim="p-center", p=4, sites="own", demand="counties"), []
    for table in (seats, seats.iloc[::-1], seats.sample(frac=1, random_state=7)):
        on = grounds.ground(the_atlas(), asked_question(ignore_borders=True), p_centre, Loaded(table))
        found.append(on.ids(solve(the_atlas(), p_centre, on, Clock(60)).sites))
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--problem", "mclp"), "expected --p"),
        (("--problem", "mclp", "--p", "0"), "1 or more"),
        (("--problem", "mclp", "--p", "-2"), "expected a whole number"),
        (("--problem", "mclp", "--p", "two"), "expected a whole number"),
        (("--problem", "mclp", "--p", "125"), "only 124 candidates may be chosen"),
        (("--problem", "mclp", "--p", "3", "--radius-km", "-5"), "expected a whole number from 5 to 150"),
        (("--problem", "mclp", "--p", "3", "--time-limit", "0"), "expected seconds above 0"),
        (("--problem", "mclp", "--p", "3", "--lock", "000000"), "000000 is none of these candidates"),
        (("--problem", "mclp", "--p", "3", "--candidates", "missing.csv"), "missing.csv"),
        (("--problem", "mclp", "--p", "3", "--equity", "north=2"), "an equity floor such as"),
        (
            ("--problem", "mclp", "--p", "1", "--radius-km", "20", "--equity", "north=0.9"),
            "North (north) 90.0%; it works with North (north)",
        ),
        (("--problem", "rule", "--theta", "1.2"), "a share from 0 to 1"),
        (("--problem", "rule", "--theta", "nan"), "a share from 0 to 1 such as 0.8"),
        (("--problem", "rule", "--theta", "0"), "above 0"),
        (("--problem", "rule", "--k", "22"), "22 prefectures are asked for, but there are 21"),
        (("--problem", "rule", "--zone-floor", "north=9"), "in North (north), which has 5"),
        (("--problem", "rule", "--zone-floor", "mars=1"), "mars is none of the zones"),
        (("--problem", "rule", "--zone-floor", "north"), "a floor such as north=3"),
        (("--problem", "lscp", "--radius-km", "5"), "can be served from no candidate"),
        (("--problem", "mclp", "--p", "1", "--radius", "80"), "expected --radius-km"),
        (("--problem", "rule", "--zone-floor", "north=3", "--zone-floor", "mars=1"), "mars is none of the zones"),
    ],
)
def test_what_cannot_be_gets_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refused(capsys, *arguments)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("id,lon,lat\n", "at least one candidate"),
        ("id,lon\na,113\n", "expected the columns id,lon,lat"),
        ("id,lon,lat\na,113,abc\n", "a number for lat"),
        ("id,lon,lat\na,23.1,113.2\n", "not in the province"),
        ("id,lon,lat\na,113.3,23.1\na,113.4,23.1\n", "that no other row has"),
    ],
)
def test_a_candidate_file_that_cannot_be_used(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, rows: str, sentence: str
) -> None:
    file = tmp_path / "own.csv"
    file.write_text(rows, encoding="utf-8")
    assert sentence in refused(capsys, "--problem", "mclp", "--p", "1", "--candidates", str(file))


def matrix(tmp_path: Path, cost: str, weights: str = "") -> list[str]:
    (tmp_path / "cost.csv").write_text(cost, encoding="utf-8")
    (tmp_path / "w.csv").write_text(weights, encoding="utf-8")
    return ["--matrix", str(tmp_path / "cost.csv"), *(["--weights", str(tmp_path / "w.csv")] if weights else [])]


TOWNS = "0,10,20\n10,0,10\n20,10,0\n"


@pytest.mark.parametrize(
    ("problem", "more", "sites", "objective"),
    [
        ("p-median", ("--p", "1"), [2], 4000),
        ("p-median", ("--p", "2"), [1, 2], 1000),
        ("p-center", ("--p", "1"), [1], 10),
        ("mclp", ("--p", "1", "--radius", "5"), [2], 700),
        ("mclp", ("--p", "1", "--radius", "10"), [1], 1000),
        ("lscp", ("--radius", "10"), [1], 1),
    ],
)
def test_three_towns_as_a_matrix(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    problem: str,
    more: tuple[str, ...],
    sites: list[int],
    objective: int,
) -> None:
    answer = said(capsys, *matrix(tmp_path, TOWNS, "100\n200\n700\n"), "--problem", problem, *more)
    assert (answer["sites"], answer["objective"], answer["bound"]) == (sites, objective, objective)
    assert (answer["status"], answer["gap"]) == ("optimal", 0)


@pytest.mark.parametrize(
    ("cost", "weights", "more", "sentence"),
    [
        ("1,2\n3\n", "", ("--p", "1"), "line 2: expected 2 numbers"),
        ("1,x\n3,4\n", "", ("--p", "1"), "expected a number, found 'x'"),
        ("1,nan\n3,4\n", "", ("--p", "1"), "expected a number"),
        ("", "", ("--p", "1"), "an empty file"),
        ("1,2\n3,4\n", "1\nnan\n", ("--p", "1"), "line 2"),
        ("1,2\n3,4\n", "1\n-1\n", ("--p", "1"), "a weight of 0 or more"),
        ("1,2\n3,4\n", "1\n", ("--p", "1"), "expected 2 weights"),
        ("1,2\n3,-4\n", "", ("--p", "1"), "0 or more"),
        ("1,2\n3,4\n", "", ("--p", "3"), "as many sites as candidates"),
        ("1,2\n3,4\n", "", ("--p", "1", "--lock", "7"), "a column number from 0 to 1"),
    ],
)
def test_a_matrix_that_cannot_be_used(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, cost: str, weights: str, more: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refused(capsys, *matrix(tmp_path, cost, weights), "--problem", "p-median", *more)


def test_a_matrix_that_is_no_text(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "cost.csv").write_bytes(bytes(range(256)))
    assert "expected a table as CSV" in refused(
        capsys, "--matrix", str(tmp_path / "cost.csv"), "--problem", "p-median", "--p", "1"
    )
    assert "can be read" in refused(capsys, "--matrix", str(tmp_path), "--problem", "p-median", "--p", "1")
    needs = matrix(tmp_path, TOWNS)
    assert "--radius" in refused(capsys, *needs, "--problem", "mclp", "--p", "1")
    assert "radius of 0 or more" in refused(capsys, *needs, "--problem", "mclp", "--p", "1", "--radius", "-1")
    assert "needs prefectures" in refused(capsys, *needs, "--problem", "rule")


def test_a_question_runs_beside_the_page_and_is_heard_of() -> None:
    on = ground(RULE, radius_km=80)
    solving = Pool().begin(
        0, lambda stopped, watch: solve(the_atlas(), RULE, on, Clock(60, lambda: bool(stopped())), watch)
    )
    answer = solving.answer(60)
    assert solving.done
    assert answer.status == "optimal"
    assert solving.progress is not None


def test_a_question_stopped_beside_the_page_keeps_its_best() -> None:
    question = choices().siting.usual.with_changes(sites="places")
    on = ground(question, ignore_borders=True)
    solving = Pool().begin(
        0, lambda stopped, watch: solve(the_atlas(), question, on, Clock(60, lambda: bool(stopped())), watch)
    )
    with pytest.raises(TimeoutError):
        solving.answer(1.5)
    solving.stop()
    answer = solving.answer(20)
    assert answer.status == "stopped"
    assert "人工停止" in sentences.certificate(
        in_units(on, answer), answer.solver, answer.seconds, say_in("zh"), on.weight
    )


def test_why_not_fewer_says_how_many_prefectures_are_left() -> None:
    on = ground(RULE, radius_km=80)
    answer = solve(the_atlas(), RULE, on, Clock())
    found = why(the_atlas(), RULE, on, answer, Clock())
    assert found.fewer is not None
    assert found.fewer.proven
    assert found.fewer.qualifying < 17
    assert set(found.depends) == set(on.ids(answer.sites))


def test_the_frontier_is_told_by_id_and_never_falls() -> None:
    siting = SitingQuestion("frontier", most=6)
    on = ground(siting)
    found = studies.frontier(the_atlas(), siting, on, Clock(60))
    assert list(found.points["p"]) == [1, 2, 3, 4, 5, 6]
    assert found.points["covered"].is_monotonic_increasing
    assert (found.points["covered"] <= found.points["bound"]).all()
    assert set(found.built["site"]) == set(found.points["sites"].iloc[-1])
    assert (found.built["loss"] >= -1e-6).all()


def test_robustness_over_the_province_is_the_same_for_a_seed() -> None:
    siting = SitingQuestion("most", p=3)
    draws = {"runs": 4, "seed": 5, "spread": Spread()}
    one, same = (studies.robustness(the_atlas(), asked_question(), siting, Loaded(), **draws).sites for _ in range(2))
    assert one.equals(same)
    assert one["chosen"].sum() == 12
    assert one["share"].max() <= 1


def test_the_app_starts_without_the_solver() -> None:
    code = "import sys, streamlit_app; assert not {'highspy', 'geo.siting'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)
