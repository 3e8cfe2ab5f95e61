"""Every prefecture's own page, gathered once more from the raw tables."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from math import dist, isnan, log
from statistics import pstdev
from typing import Any

import pandas as pd
import pytest

import cli
from atlas.prefecture import Prefecture, describe_prefecture, prefecture_answer
from atlas.question.question import Question
from tests.atlas.oracles import CATALOGUE, COMPUTED, expected, gained, own_rows, properties, raw, same
from tests.atlas.worlds import ledger_once, prefecture_page, prefecture_pages
from tests.oracles import ends, operates, stands
from tests.worlds import partition, prefectures, rows, the_atlas, toml, usual_question


def state(row: dict[str, str], question: Question) -> str:
    """operating when documented by the day, approved when surely not yet, else unclear; "" when not drawn."""
    if not stands(row, question):
        return ""
    if operates(row, question):
        return "operating"
    later = row["operating_bound"] == "exact" and ends(row["operating"]) > question.as_of
    return "approved" if later or row["status"] == "approved" else "unclear"


def test_working_out_once_what_is_shared_changes_nothing() -> None:
    plain = describe_prefecture(the_atlas(), usual_question(), "440500")
    for field in fields(Prefecture):
        assert str(getattr(plain, field.name)) == str(getattr(prefecture_pages()["440500"], field.name)), field.name


@pytest.mark.parametrize("adcode", prefectures())
def test_the_bodies_of_a_prefecture_are_its_rows(adcode: str) -> None:
    told = {row["id"]: row for row in prefecture_pages()[adcode].here.to_dict("records")}
    assert len(told) == len(prefecture_pages()[adcode].here)
    assert set(told) == {row["id"] for row in own_rows(adcode)}
    for row in own_rows(adcode):
        assert told[row["id"]]["state"] == state(row, usual_question()), row["id"]
        assert told[row["id"]]["name_zh"] == row["name_zh"]
    elsewhere = [row for row in rows("bodies") if row["serves"] == "province" and row["prefecture"] != adcode]
    serving = {row["id"] for row in elsewhere if stands(row, usual_question())}
    assert set(prefecture_pages()[adcode].serving["id"]) == serving


@pytest.mark.parametrize(
    ("adcode", "day"),
    [("440100", date(2020, 12, 31)), ("440400", date(2021, 9, 5)), ("441900", date(2013, 12, 31))],
    ids=str,
)
def test_a_body_stays_listed_and_its_state_is_that_of_the_day(adcode: str, day: date) -> None:
    told = {row["id"]: row["state"] for row in prefecture_page(adcode, day).here.to_dict("records")}
    assert told == {row["id"]: state(row, usual_question(as_of=day)) for row in own_rows(adcode)}


@pytest.mark.filterwarnings("error")
def test_a_day_before_any_body_is_told_without_a_warning() -> None:
    assert set(prefecture_page("441900", date(2010, 1, 1)).here["state"]) == {""}


@pytest.mark.parametrize("adcode", prefectures())
def test_residents_are_those_of_the_communique(adcode: str) -> None:
    row = next(each for each in rows("residents_prefecture") if each["adcode"] == adcode)
    found = prefecture_pages()[adcode]
    assert found.residents == int(row["residents_2020"])
    assert found.residents_note == row["note_zh"]
    assert found.people == int(row["county_sum"])
    assert (found.residents != found.people) == bool(found.residents_note)
    assert found.zone == partition()[adcode]
    assert found.name == next(each["name_zh"] for each in properties("prefectures") if each["adcode"] == adcode)


@pytest.mark.parametrize("adcode", prefectures())
def test_peers_are_three_others_of_like_residents_and_density(adcode: str) -> None:
    found = prefecture_pages()[adcode].peers
    assert adcode not in found
    assert len(set(found)) == 3
    columns = [raw("residents-census", "2020"), raw("residents-density", "2020")]
    spread = [pstdev(log(column[each]) for each in prefectures()) for column in columns]
    placed = {
        each: [log(column[each]) / width for column, width in zip(columns, spread, strict=True)]
        for each in prefectures()
    }
    others = sorted((dist(placed[each], placed[adcode]), each) for each in prefectures() if each != adcode)
    assert list(found) == [each for _, each in others[:3]]


@pytest.mark.parametrize("adcode", prefectures())
def test_states_are_those_of_the_ledger(adcode: str) -> None:
    told = prefecture_pages()[adcode].definitions
    results = {row.id: row for row in ledger_once(usual_question()) if row.result is not None}
    assert [each["id"] for each in told] == list(results)
    for each in told:
        result: Any = results[each["id"]].result
        degrees = [
            degree for degree in ("certain", "best", "possible") if adcode in getattr(result, degree).prefectures
        ]
        assert each["state"] == (degrees[0] if degrees else "none"), each["id"]
        assert each["lacking"] == ("best" not in degrees), each["id"]
        assert each["rule"] == results[each["id"]].rule


def weaknesses(row: dict[str, str]) -> set[str]:
    """What somebody who knows could mend in a row, read as it is written."""
    found = set()
    if row["evidence"] == "B":
        found.add("believed")
    if row["evidence"] == "C":
        found.add("unusable")
    bounds = {row["approved_bound"], row["operating_bound"]}
    if bounds == {"unknown"}:
        found.add("undated")
    elif "exact" not in bounds:
        found.add("bounded")
    if not row["lon"]:
        found.add("no-place")
    if row["position_km"] and float(row["position_km"]) >= 15:
        found.add("imprecise")
    if row["status"] == "unknown":
        found.add("status-unknown")
    return found


@pytest.mark.parametrize("adcode", prefectures())
def test_weak_evidence_is_read_off_the_rows(adcode: str) -> None:
    told = {row["id"]: row["weak"] for row in prefecture_pages()[adcode].weak.to_dict("records")}
    assert {each: set(weak) for each, weak in told.items()} == {
        row["id"]: weaknesses(row) for row in own_rows(adcode) if weaknesses(row)
    }
    assert all(len(set(weak)) == len(weak) for weak in told.values())


@pytest.mark.parametrize("adcode", prefectures())
def test_the_standing_has_every_measure_with_its_own_and_its_zones_number(adcode: str) -> None:
    table = {row["id"]: row for row in prefecture_pages()[adcode].standing.to_dict("records")}
    assert list(table) == [*COMPUTED, *CATALOGUE]
    zone = [each for each in prefectures() if partition()[each] == partition()[adcode]]
    for measure_id, row in table.items():
        value, whole = expected(measure_id, usual_question(), [adcode]), expected(measure_id, usual_question(), zone)
        assert same(row["value"], value, measure_id), measure_id
        assert same(row["zone_value"], whole, measure_id), measure_id
        assert (row["text"] == "–") == isnan(value), measure_id
        assert (row["zone_text"] == "–") == isnan(whole), measure_id
        assert pd.isna(row["rank"]) == isnan(value), measure_id
        assert row["of"] == sum(not isnan(expected(measure_id, usual_question(), [each])) for each in prefectures())


@pytest.mark.parametrize("adcode", prefectures())
def test_the_plans_words_titles_and_areas_are_its_own(adcode: str) -> None:
    found = prefecture_pages()[adcode]
    mentions = [each for each in toml("plans/14-5/mentions.toml")["mention"] if adcode in each["prefectures"]]
    assert [each["text_zh"] for each in found.mentions] == [each["text_zh"] for each in mentions]
    areas = {each["id"] for each in properties("demonstration_areas") if each["prefecture"] == adcode}
    assert set(found.areas["id"]) == areas
    targets = [
        each["id"]
        for each in toml("plans/14-5/targets.toml")["target"]
        if adcode in each.get("prefectures", []) or areas & set(each.get("areas", []))
    ]
    assert [each["id"] for each in found.targets] == targets
    titles = [row["id"] for row in rows("titles") if row["prefecture"] == adcode and row["evidence"] != "C"]
    assert list(found.titles["id"]) == titles


def test_a_demonstration_area_is_shown_from_its_day_on() -> None:
    area = next(each for each in properties("demonstration_areas") if each["id"] == "hengqin")
    assert area["established"] == "2021-09-05"
    for day, shown in [(date(2021, 9, 4), []), (date(2021, 9, 5), ["hengqin"])]:
        assert list(prefecture_page("440400", day).areas["id"]) == shown


def test_a_title_is_shown_from_its_day_on() -> None:
    day = date(2020, 12, 31)
    told = list(prefecture_page("440100", day).titles["id"])
    begun = [
        row["id"]
        for row in rows("titles")
        if row["prefecture"] == "440100" and row["evidence"] != "C" and (not row["since"] or ends(row["since"]) <= day)
    ]
    assert told == begun


@pytest.mark.parametrize("adcode", ["999999", "440000", "440103", "", "广州", "810000"])
def test_what_is_no_prefecture_is_refused_by_name(adcode: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert adcode not in prefectures()
    with pytest.raises(LookupError, match="is not the adcode of a prefecture; expected one of: 440100"):
        describe_prefecture(the_atlas(), usual_question(), adcode)
    with pytest.raises(LookupError):
        prefecture_answer(the_atlas(), usual_question(), adcode)
    assert capsys.readouterr().out == ""


def test_the_command_line_says_what_the_page_shows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atlas.loading.load", lambda *_, **__: the_atlas())
    assert cli.main(["prefecture", "440200", "--json"]) == 0
    told, found = json.loads(capsys.readouterr().out, parse_constant=pytest.fail), prefecture_pages()["440200"]
    assert (told["id"], told["name"], told["zone"], told["as_of"]) == ("440200", "韶关市", "north", "2025-12-31")
    assert told["residents_2020"] == found.residents
    assert told["reach"] == {"people": found.people, "covered": 0, "share": 0}
    assert [each["county"] for each in told["counties"]] == list(found.counties["county"])
    assert {each["id"] for each in told["bodies"]} == {row["id"] for row in own_rows("440200")}
    assert told["peers"] == list(found.peers)
    assert told["one_more"]["more"] == gained(usual_question(), "440200")[0]
    assert cli.main(["prefecture", "440000", "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "'440000' is not the adcode of a prefecture" in captured.err
    assert captured.err.count("\n") == 1
