"""The command line gives the screen's numbers, and one sentence for whatever it cannot use."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import cli
from atlas.map_state import view_of
from atlas.question.question import default_question
from tests.worlds import choices, rows, the_atlas

pytestmark = pytest.mark.usefixtures("one_atlas")

ROOT = Path(__file__).resolve().parents[1]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """The JSON of a verb that must succeed."""
    assert cli.main([*arguments, "--json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert captured.out.count("\n") == 1
    return json.loads(captured.out, parse_constant=pytest.fail)


def test_coverage_says_all_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    answer = said(capsys, "coverage", "--definition", "national-approved", "--as-of", "2025-12-31")
    assert (answer["plan"], answer["definition"], answer["as_of"]) == ("14-5", "national-approved", "2025-12-31")
    assert (answer["n"], answer["needed"], answer["verdict"]) == (21, 17, "below")
    assert [answer[end]["count"] for end in ("certain", "best", "possible")] == [8, 9, 9]
    assert answer["short_by"] == {"certain": 9, "best": 8, "possible": 8}
    assert len(answer["certain"]["prefectures"]) == 8
    assert answer["certain"]["share"] == pytest.approx(8 / 21)
    yangjiang = [row["id"] for row in rows("bodies") if row["prefecture"] == "441700"]
    assert set(yangjiang) <= set(answer["pivotal"])
    assert answer["flip_set"]["further_bodies"] == 8
    assert answer["data_version"] == the_atlas().version


@pytest.mark.parametrize(
    "verb",
    [
        "coverage",
        "layers",
        "records",
        "locate 113.3 23.1",
        "gaps",
        "compare",
        "plan",
        "prefecture 441200",
        "link /compare",
        "site --problem lscp --radius-km 60 --ignore-borders --candidates places --time-limit 0.001",
        "site --problem mclp --p 3 --time-limit 0.001",
        "site --problem p-center --p 21 --demand counties --time-limit 0.001",
        "site --problem p-median --p 21 --demand counties --time-limit 0.05",
        "site --problem rule --k 17 --time-limit 0.05",
    ],
)
def test_what_a_verb_says_is_strict_json_however_little_is_known(capsys: pytest.CaptureFixture[str], verb: str) -> None:
    said(capsys, *verb.split())


def test_coverage_under_the_wide_definition_is_open(capsys: pytest.CaptureFixture[str]) -> None:
    answer = said(capsys, "coverage", "--definition", "any-rapid-body")
    assert [answer[end]["count"] for end in ("certain", "best", "possible")] == [8, 9, 21]
    assert answer["verdict"] == "open"


def test_layers_are_as_many_as_the_page_shows(capsys: pytest.CaptureFixture[str]) -> None:
    answer = said(capsys, "layers", "--as-of", "2020-12-31")
    question = default_question(choices()).with_changes(as_of=date(2020, 12, 31))
    decision = view_of(the_atlas(), question).decision
    assert answer["layers"] == {layer: len(shown) for layer, shown in decision.items()}
    assert answer["layers"]["protection-centres"] == 6


def test_records_with_and_without_a_date(capsys: pytest.CaptureFixture[str]) -> None:
    everything = said(capsys, "records")
    assert everything["count"] == len(rows("bodies"))
    at_2020 = said(capsys, "records", "--kind", "rapid_rights_centre", "--as-of", "2020-12-31")
    literal = said(capsys, "records", "--kind", "rapid_rights_centre", "--as-of", "2020-12-31", "--literal")
    assert (at_2020["count"], literal["count"]) == (7, 2)
    assert {record["basis"] for record in literal["records"]} <= {"exact", "bound"}


def test_locate_one_point_and_a_file_in_order(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert said(capsys, "locate", "113.26", "23.13") == {
        "prefecture": "440100",
        "county": "440104",
        "lon_wgs84": 113.26,
        "lat_wgs84": 23.13,
    }
    shifted = said(capsys, "locate", "113.26", "23.13", "--datum", "gcj02")
    assert 0.003 < 113.26 - shifted["lon_wgs84"] < 0.008
    points = tmp_path / "points.csv"
    points.write_text(
        "name,lon,lat\nsea,112.0,20.5\nshantou,116.67876,23.35489\nguangzhou,113.26,23.13\n", encoding="utf-8-sig"
    )
    assert [point["prefecture"] for point in said(capsys, "locate", "--file", str(points))] == [
        None,
        "440500",
        "440100",
    ]


def test_the_map_is_one_file_that_asks_for_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    answer = said(capsys, "map", "--out", str(out), "--as-of", "2020-12-31", "--layers", "prefectures", "courts")
    assert answer["layers"] == ["prefectures", "courts"]
    page = out.read_text(encoding="utf-8")
    assert not re.search(r"<(script|img|link|iframe)[^>]+(src|href)=", page)
    assert "@import" not in page


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["fly"], "invalid choice: 'fly'"),
        (["coverage", "--definition", "mine"], "definition 'mine' is not in plan 14-5; expected one of"),
        (["coverage", "--as-of", "2025-02-30"], "expected a date that exists, such as 2025-12-31, got '2025-02-30'"),
        (["coverage", "--as-of", "1999-01-01"], "1999-01-01 is outside the data; expected a date from 2010-01-01"),
        (["coverage", "--plan", "99"], "plan '99' is not known; expected one of: 13-5, 14-5"),
        (["coverage", "--plan", "13-5"], "plan 13-5"),
        (["records", "--kind", "moon"], "kind 'moon' is not known; expected one of"),
        (["locate", "here", "there"], "argument lon: expected a number such as 113.26, got 'here'"),
        (["locate", "23.13", "113.26"], "lat 113.26 is not between -90 and 90 degrees (give longitude first"),
        (["locate", "nan", "23"], "argument lon: expected a number such as 113.26, got 'nan'"),
        (["locate"], "expected LON LAT, or --file"),
        (["locate", "--file", "no-such.csv"], "no-such.csv"),
        (["map", "--out", "/no/such/folder/map.html"], "/no/such/folder/map.html"),
        (["map", "--out", "map.html", "--layers", "moon"], "layers 'moon' cannot be used"),
        (["map", "--out", "map.gif"], "expected a name that ends in one of: .html .png .svg .pdf"),
        (["map", "--out", "map.png", "--sheet", "a5"], "paper 'a5' is not known; expected one of: a4,"),
        (["map", "--out", "map.html", "--sheet", "a4"], "expected --sheet and --print-settings with a picture only"),
        (["map", "--out", "map.png", "--link", "/plan", "--literal"], "in --link or in options, got both: literal"),
        (["map", "--out", "map.png", "--print-settings", "no-such.toml"], "expected the file no-such.toml"),
        (["map"], "the following arguments are required: --out"),
        (["whatif"], "the following arguments are required: scenario"),
        (["whatif", "no-such.json"], "no-such.json"),
    ],
)
def test_bad_arguments_get_one_sentence_and_exit_2(
    arguments: list[str],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        code = cli.main(arguments)
    except SystemExit as stopped:
        code = stopped.code  # type: ignore[assignment]
    captured = capsys.readouterr()
    assert code == 2
    assert sentence in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("x,y\n1,2\n", "expected the columns lon,lat in the first line, found x, y"),
        ("", "found nothing"),
        ("lon,lat\n113.2,23.1\n113.3,north\n", "row 3: expected a number for lat, found 'north'"),
        ("lon,lat\n113.2\n", "row 2: expected a number for lat, found ''"),
    ],
)
def test_a_broken_file_is_told_by_row_and_column(
    table: str, sentence: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    points = tmp_path / "points.csv"
    points.write_text(table, encoding="utf-8")
    assert cli.main(["locate", "--file", str(points)]) == 2
    assert sentence in capsys.readouterr().err


SCENARIO: dict[str, Any] = {
    "format": "guangdong-ip-atlas scenario",
    "version": 1,
    "name": "梅州",
    "plan": "14-5",
    "as_of": "2025-12-31",
    "definition": "national-approved",
    "radius_km": 50,
    "kinds": ["protection_centre", "rapid_rights_centre"],
    "ignore_borders": False,
    "changes": [
        {"do": "add", "id": "new-1", "kind": "protection_centre", "name": "", "lon": 116.1, "lat": 24.3},
        {"do": "close", "id": "protection-centre-foshan"},
    ],
}


def saved(folder: Path, **changes: Any) -> str:
    """A scenario file with some parts otherwise; a part that is None is left out."""
    told = {name: value for name, value in (SCENARIO | changes).items() if value is not None}
    path = folder / "scenario.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    return str(path)


def test_a_scenario_file_is_compared_with_the_data(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    answer = said(capsys, "whatif", saved(tmp_path))
    plain = said(capsys, "gaps")
    assert (answer["name"], answer["changes"]) == ("梅州", SCENARIO["changes"])
    assert answer["before"]["covered"] == plain["covered"]
    assert answer["delta"]["covered"] == answer["after"]["covered"] - answer["before"]["covered"]
    assert answer["delta"]["by_best_reading"] == 1
    states = {row["prefecture"]: (row["before"]["state"], row["after"]["state"]) for row in answer["per_prefecture"]}
    assert states["441400"] == ("none", "supposed")
    assert len(states) == 21
    assert [each["id"] for each in answer["definitions"]] == [each["id"] for each in the_atlas().plan.definitions]
    assert (answer["not_applied"], answer["data_version"]) == ([], the_atlas().version)


def test_a_scenario_of_other_data_does_what_it_can_and_names_what_it_cannot(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    moon = {"do": "close", "id": "moon"}
    path = saved(tmp_path, data_version="000000000000", changes=[*SCENARIO["changes"], moon], definition="mine")
    answer = said(capsys, "whatif", path)
    assert answer["changes"] == SCENARIO["changes"]
    assert (answer["made_with"], answer["definition"]) == ("000000000000", "national-approved")
    assert len(answer["not_applied"]) == 2
    assert cli.main(["whatif", path]) == 0
    told = capsys.readouterr().out
    assert f"made with data version 000000000000; the data are now {the_atlas().version}" in told
    assert "not applied: change 3 (close moon): moon is not the id of a body" in told
    assert "441400" in told


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": "geojson"}, 'format: expected "guangdong-ip-atlas scenario", got geojson'),
        ({"version": 2}, "version: expected at most 1, got 2; this file was made by a newer atlas"),
        ({"changes": None}, "changes: expected a list, got nothing"),
        ({"changes": [{"do": "fly"}]}, "change 1: expected do: add, move, close, status"),
        ({"changes": [{"do": "close", "id": "moon"}]}, "change 1 (close moon): moon is not the id of a body"),
        ({"changes": [{"do": "move", "id": "a", "lon": 23, "lat": 113}]}, "change 1: a: the point 23,113 is no place"),
        ({"as_of": "2025-02-30"}, "as_of: expected a date such as 2025-12-31, got 2025-02-30"),
        ({"as_of": "1999-01-01"}, "date '1999-01-01' cannot be used"),
        ({"definition": "mine"}, "definition 'mine' cannot be used"),
        ({"plan": "99"}, "plan '99' is not known"),
    ],
)
def test_a_broken_scenario_file_gets_one_sentence(
    changes: dict[str, Any], sentence: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert cli.main(["whatif", saved(tmp_path, **changes), "--json"]) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_it_runs_as_a_program() -> None:
    command = [sys.executable, "cli.py", "coverage", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["needed"] == 17


def test_a_scenario_is_never_applied_to_another_plan(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Neither that of a plan nobody knows, nor one that the command line asks for instead."""
    assert cli.main(["whatif", saved(tmp_path, plan="15-5"), "--json"]) == 2
    assert "'15-5' is not known" in capsys.readouterr().err
    other = ["--plan", "next", "--plans", str(ROOT / "tests" / "plans")]
    assert cli.main(["whatif", saved(tmp_path, plan="14-5"), "--json", *other]) == 2
    told = capsys.readouterr().err
    assert "made for plan 14-5" in told
    assert "shown is plan next" in told


@pytest.mark.parametrize(
    ("plain", "wide"),
    [
        (
            ["coverage", "--definition", "national-operating"],
            ["coverage", "--definition", "ｎａｔｉｏｎａｌ－ｏｐｅｒａｔｉｎｇ"],
        ),
        (["records", "--kind", "protection_centre"], ["records", "--kind", "ｐｒｏｔｅｃｔｉｏｎ＿ｃｅｎｔｒｅ"]),
        (["prefecture", "440500", "--radius-km", "80"], ["prefecture", "４４０５００", "--radius-km", "８０"]),
        (["compare", "--regions", "north", "440500"], ["compare", "--regions", "ｎｏｒｔｈ", "４４０５００"]),
        (["gaps", "--zone", "north", "--kinds", "none"], ["gaps", "--zone", "ｎｏｒｔｈ", "--kinds", "ｎｏｎｅ"]),
    ],
)
def test_full_width_arguments_ask_what_the_plain_ones_ask(
    capsys: pytest.CaptureFixture[str], plain: list[str], wide: list[str]
) -> None:
    assert said(capsys, *wide) == said(capsys, *plain)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("records --as-of 9999-12-31", "9999-12-31 is outside the data; expected a date from 2010-01-01 to 2025-12-31"),
        ("records --as-of 2009-12-31", "2009-12-31 is outside the data"),
        (
            "records --plans /nonexistent",
            "/nonexistent: expected a folder that holds plans, one folder each, found none",
        ),
        ("records --literal", "expected --as-of beside --literal"),
        ("site --problem lscp --plans README.md", "README.md: expected a folder that holds plans"),
        ("coverage --as-of 2020-12-31 --as-of 2021-12-31", "argument --as-of: expected once, got it again"),
        (
            "gaps --wrong protection-centre-foshan --confirmed protection-centre-foshan",
            "confirmed 'protection-centre-",
        ),
        ("link /siting?siting=least:440100=100000", "siting 'least:440100=100000' cannot be used"),
        ("link /siting?siting=k:99", "siting 'k:99' cannot be used"),
        ("link /overview?date=2020-12-31&date=2021-12-31", "date is said more than once"),
        ("link /overview?moon&date=2020-12-31", "moon '' cannot be used"),
        ("link /overview?%1B[31m=1", r"'\x1b[31m' '1' cannot be used"),
        ("link /overview?layers=none+courts", "layers 'none' cannot be used"),
        ("locate 113 23 --file points.csv", "expected LON LAT, or --file points.csv"),
        ("site --problem lscp --p 3", "--p says nothing to lscp; leave it out"),
        ("site --problem mclp --p 3 --zone-floor north=3", "--zone-floor says nothing to mclp; leave it out"),
        ("site --problem rule --equity north=0.5", "--equity says nothing to rule; leave it out"),
        ("site --problem p-center --p 1 --matrix m.csv --ignore-borders", "--ignore-borders says nothing to p-center"),
        ("site --problem p-center --p 1 --matrix m.csv --radius 3", "--radius says nothing to p-center with --matrix"),
    ],
)
def test_what_would_be_left_out_or_changed_in_silence_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: str, sentence: str
) -> None:
    try:
        code: Any = cli.main(arguments.split())
    except SystemExit as stopped:
        code = stopped.code
    captured = capsys.readouterr()
    assert (code, captured.out, captured.err.count("\n")) == (2, "", 1)
    assert sentence in captured.err


def test_many_broken_parts_of_a_link_are_named_by_their_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["link", "/siting?scenario=" + ";".join(f"fly+{place}" for place in range(5000))]) == 2
    said_of_it = capsys.readouterr().err
    assert said_of_it.endswith("scenario 'fly 4' cannot be used; and 4995 more\n")
    assert len(said_of_it) < 300


def test_a_link_of_other_data_says_with_which_it_was_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "link", "/manual?data=000000000000")["made_with"] == "000000000000"
    assert "made_with" not in said(capsys, "link", f"/manual?data={the_atlas().version}")


def test_a_scenario_file_is_read_no_farther_than_its_limit(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "large.json").write_bytes(b" " * 2_000_000)
    for file in (tmp_path / "large.json", *filter(Path.exists, [Path("/dev/zero")])):
        assert cli.main(["whatif", str(file)]) == 2
        assert "expected a file of at most 1 MB, found a larger one" in capsys.readouterr().err
