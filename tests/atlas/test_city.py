"""Every prefecture's own page, gathered once more from the raw tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from functools import cache
from math import dist, isnan, log
from statistics import pstdev
from typing import Any

import pandas as pd
import pytest

import atlas.prefecture
import cli
from atlas.ledger import ledger
from atlas.memo import Memo
from atlas.prefecture import Prefecture, describe_prefecture, effect_of_one_more, prefecture_answer, with_one_more
from atlas.question.question import Question
from atlas.reach import reach_of
from atlas.scenario.reading import scenario_of
from data.catalog import ROOT
from tests.atlas.oracles import (
    CATALOGUE,
    COMPUTED,
    DETOUR,
    UNSURE,
    asked_bodies,
    expected,
    median_of,
    metres_to,
    people,
    raw,
    reaches,
    same,
)
from tests.oracles import ends, operates, stands
from tests.worlds import partition, prefectures, rows, the_atlas, toml, usual_question


@cache
def prefecture_of_county() -> dict[str, str]:
    return {each["adcode"]: each["prefecture"] for each in properties("counties")}


@cache
def properties(set_id: str) -> list[dict[str, Any]]:
    """The attributes of a GeoJSON set, as written."""
    text = (ROOT / "sets" / set_id / f"{set_id}.geojson").read_text(encoding="utf-8")
    return [feature["properties"] for feature in json.loads(text)["features"]]


@cache
def cities() -> dict[str, Prefecture]:
    """All pages under the plain question. What does not depend on the prefecture is worked out once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(atlas.prefecture, "reach_of", cache(atlas.prefecture.reach_of))
        patch.setattr(atlas.prefecture, "ledger", cache(atlas.prefecture.ledger))
        patch.setattr(atlas.prefecture, "all_measures", once(atlas.prefecture.all_measures, lambda *_: "all"))
        patch.setattr(atlas.prefecture, "ranking", once(atlas.prefecture.ranking, lambda _, chosen: chosen.id))
        return {adcode: describe_prefecture(the_atlas(), usual_question(), adcode) for adcode in prefectures()}


@cache
def page(adcode: str, day: date) -> Prefecture:
    return describe_prefecture(the_atlas(), usual_question(as_of=day), adcode)


def once(work: Callable[..., Any], key: Callable[..., str]) -> Callable[..., Any]:
    """The same work, done once for each key of its arguments."""
    found: dict[str, Any] = {}

    def kept(*arguments: Any) -> Any:
        if key(*arguments) not in found:
            found[key(*arguments)] = work(*arguments)
        return found[key(*arguments)]

    return kept


@cache
def in_reach(question: Question) -> list[bool]:
    return [len(each) > 0 for each in reaches(question, asked_bodies(question))]


def own_rows(adcode: str) -> list[dict[str, str]]:
    return [row for row in rows("bodies") if row["prefecture"] == adcode and row["record_type"] == "body"]


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
        assert str(getattr(plain, field.name)) == str(getattr(cities()["440500"], field.name)), field.name


@pytest.mark.parametrize("adcode", prefectures())
def test_the_bodies_of_a_prefecture_are_its_rows(adcode: str) -> None:
    told = {row["id"]: row for row in cities()[adcode].here.to_dict("records")}
    assert len(told) == len(cities()[adcode].here)
    assert set(told) == {row["id"] for row in own_rows(adcode)}
    for row in own_rows(adcode):
        assert told[row["id"]]["state"] == state(row, usual_question()), row["id"]
        assert told[row["id"]]["name_zh"] == row["name_zh"]
    elsewhere = [row for row in rows("bodies") if row["serves"] == "province" and row["prefecture"] != adcode]
    serving = {row["id"] for row in elsewhere if stands(row, usual_question())}
    assert set(cities()[adcode].serving["id"]) == serving


@pytest.mark.parametrize(
    ("adcode", "day"),
    [("440100", date(2020, 12, 31)), ("440400", date(2021, 9, 5)), ("441900", date(2013, 12, 31))],
    ids=str,
)
def test_a_body_stays_listed_and_its_state_is_that_of_the_day(adcode: str, day: date) -> None:
    told = {row["id"]: row["state"] for row in page(adcode, day).here.to_dict("records")}
    assert told == {row["id"]: state(row, usual_question(as_of=day)) for row in own_rows(adcode)}


@pytest.mark.filterwarnings("error")
def test_a_day_before_any_body_is_told_without_a_warning() -> None:
    assert set(page("441900", date(2010, 1, 1)).here["state"]) == {""}


@pytest.mark.parametrize("adcode", prefectures())
def test_counties_are_those_of_the_boundaries_with_their_residents_in_reach(adcode: str) -> None:
    found = cities()[adcode]
    table = found.counties.set_index("county")
    names = {each["adcode"]: each["name_zh"] for each in properties("counties") if each["prefecture"] == adcode}
    if adcode in names:  # Dongguan and Zhongshan have no counties; the whole prefecture goes by its short name
        names = {adcode: next(each["short_zh"] for each in properties("prefectures") if each["adcode"] == adcode)}
    assert sorted(table.index) == sorted(names)
    census = {row["adcode"]: int(row["residents_2020"]) for row in rows("residents_county")}
    for county, row in table.iterrows():
        assert row["name"] == names[county]
        assert row["people"] == census[county], county
        assert row["covered"] == people(in_reach(usual_question()), county=county), county
        assert row["people"] - row["covered"] == row["unserved"]
        assert row["share"] == pytest.approx(row["covered"] / row["people"], abs=1e-12)
    assert found.covered == table["covered"].sum() == people(in_reach(usual_question()), prefecture=adcode)
    assert found.people == table["people"].sum() == sum(census[county] for county in names)


def nearest_of_county(county: str, bodies: list[dict[str, str]], *, anybody: bool) -> tuple[str, float]:
    """The body most residents of a county have nearest, and the road kilometres to it of the resident in the middle of
    all of them.
    """
    lines: dict[str, list[tuple[float, int]]] = {}
    for number, place in enumerate(rows("demand_points")):
        if place["county"] != county:
            continue
        near = [
            (metres_to(body["lon"], body["lat"])[number] * DETOUR / 1000, body["id"])
            for body in bodies
            if anybody or body["serves"] == "province" or body["prefecture"] == place["prefecture"]
        ]
        if near:
            km, body_id = min(near)
            lines.setdefault(body_id, []).append((km, int(place["residents"])))
    if not lines:
        return "", float("nan")
    most = max(sorted(lines), key=lambda each: sum(many for _, many in lines[each]))
    body = next(each for each in bodies if each["id"] == most)
    far = [
        (metres_to(body["lon"], body["lat"])[number] * DETOUR / 1000, int(place["residents"]))
        for number, place in enumerate(rows("demand_points"))
        if place["county"] == county
    ]
    return most, median_of(sorted(far))


@pytest.mark.parametrize("adcode", prefectures())
def test_the_nearest_body_of_a_county_is_the_one_most_of_its_residents_have(adcode: str) -> None:
    """Own: those that serve it by jurisdiction, the provincial centre included."""
    for row in cities()[adcode].counties.to_dict("records"):
        for kind in cities()[adcode].kinds:
            bodies = asked_bodies(usual_question(kinds=(kind,)))
            widths = {body["id"]: float(body["position_km"]) for body in bodies}
            for whose in ("own", "any"):
                body, km = nearest_of_county(row["county"], bodies, anybody=whose == "any")
                stem = f"{whose}_{kind}"
                assert row[stem] == body, (row["county"], stem)
                assert row[f"{stem}_off"] == pytest.approx(widths.get(body, 0)), (row["county"], stem)
                if isnan(km):
                    assert isnan(row[f"{stem}_km"])
                else:
                    assert row[f"{stem}_km"] == pytest.approx(km, rel=UNSURE), (row["county"], stem)


@pytest.mark.parametrize("adcode", prefectures())
def test_residents_are_those_of_the_communique(adcode: str) -> None:
    row = next(each for each in rows("residents_prefecture") if each["adcode"] == adcode)
    found = cities()[adcode]
    assert found.residents == int(row["residents_2020"])
    assert found.residents_note == row["note_zh"]
    assert found.people == int(row["county_sum"])
    assert (found.residents != found.people) == bool(found.residents_note)
    assert found.zone == partition()[adcode]
    assert found.name == next(each["name_zh"] for each in properties("prefectures") if each["adcode"] == adcode)


@pytest.mark.parametrize("adcode", prefectures())
def test_peers_are_three_others_of_like_residents_and_density(adcode: str) -> None:
    found = cities()[adcode].peers
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
    told = cities()[adcode].definitions
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
    told = {row["id"]: row["weak"] for row in cities()[adcode].weak.to_dict("records")}
    assert {each: set(weak) for each, weak in told.items()} == {
        row["id"]: weaknesses(row) for row in own_rows(adcode) if weaknesses(row)
    }
    assert all(len(set(weak)) == len(weak) for weak in told.values())


@cache
def gained(question: Question, adcode: str) -> tuple[int, int]:
    """Residents nobody reaches yet whom a body at the seat of the prefecture would reach: at least, and at most.

    The two differ only by places so near to the radius that the page may rightly see them inside or outside.
    """
    seat = next(each for each in properties("prefectures") if each["adcode"] == adcode)
    metres, radius = metres_to(str(seat["seat_lon"]), str(seat["seat_lat"])), question.radius_km * 1000 / DETOUR
    least = most = 0
    for number, place in enumerate(rows("demand_points")):
        if in_reach(question)[number] or not (question.ignore_borders or place["prefecture"] == adcode):
            continue
        least += int(place["residents"]) if metres[number] <= radius * (1 - UNSURE) else 0
        most += int(place["residents"]) if metres[number] <= radius * (1 + UNSURE) else 0
    return least, most


def test_only_one_town_lies_too_near_to_the_radius_to_be_sure() -> None:
    """Yingya is 38,461.77 m from the seat of Meizhou, and 50 km of road are 38,461.54 m."""
    unsure = [each for each in prefectures() if gained(usual_question(), each)[0] != gained(usual_question(), each)[1]]
    assert unsure == ["441400"]


@pytest.mark.parametrize("adcode", prefectures())
@pytest.mark.parametrize(
    "changes", [{}, {"ignore_borders": True}, {"radius_km": 20}, {"as_of": date(2020, 12, 31)}], ids=str
)
def test_one_more_body_at_the_seat_reaches_those_nobody_reaches_yet(changes: dict[str, Any], adcode: str) -> None:
    question = usual_question(**changes)
    told = effect_of_one_more(the_atlas(), question, reached_once(question), ledger_once(question), adcode)
    total, before = people([True] * len(in_reach(question))), people(in_reach(question))
    least, most = gained(question, adcode)
    assert least <= told["residents"] <= most
    assert told["share_before"] == pytest.approx(before / total, abs=1e-12)
    assert told["share_after"] == pytest.approx((before + told["residents"]) / total, abs=1e-12)
    assert told["radius_km"] == question.radius_km
    coverage = {
        row.id: row.result for row in ledger_once(question) if row.rule == "coverage" and row.result is not None
    }
    assert [each["id"] for each in told["definitions"]] == list(coverage)
    for each in told["definitions"]:
        best = coverage[each["id"]].best.prefectures
        assert (each["before"], each["after"]) == (len(best), len({*best, adcode})), each["id"]
        assert each["needed"] == 17


@cache
def reached_once(question: Question) -> Any:
    return reach_of(the_atlas(), question)


@cache
def ledger_once(question: Question) -> Any:
    return ledger(the_atlas(), question)


@pytest.mark.parametrize("adcode", prefectures())
def test_the_page_carries_the_effect_of_the_plain_question(adcode: str) -> None:
    found = cities()[adcode].effect
    assert found == effect_of_one_more(
        the_atlas(), usual_question(), reached_once(usual_question()), ledger_once(usual_question()), adcode
    )


@pytest.mark.parametrize("adcode", prefectures())
def test_the_standing_has_every_measure_with_its_own_and_its_zones_number(adcode: str) -> None:
    table = {row["id"]: row for row in cities()[adcode].standing.to_dict("records")}
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
    found = cities()[adcode]
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
        assert list(page("440400", day).areas["id"]) == shown


def test_a_title_is_shown_from_its_day_on() -> None:
    day = date(2020, 12, 31)
    told = list(page("440100", day).titles["id"])
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
    monkeypatch.setattr("atlas.atlas.load", lambda *_, **__: the_atlas())
    assert cli.main(["prefecture", "440200", "--json"]) == 0
    told, found = json.loads(capsys.readouterr().out, parse_constant=pytest.fail), cities()["440200"]
    assert (told["id"], told["name"], told["zone"], told["as_of"]) == ("440200", "韶关市", "north", "2025-12-31")
    assert told["residents_2020"] == found.residents
    assert told["reach"] == {"people": found.people, "covered": 0, "share": 0}
    assert [each["county"] for each in told["counties"]] == list(found.counties["county"])
    assert {each["id"] for each in told["bodies"]} == {row["id"] for row in own_rows("440200")}
    assert told["peers"] == list(found.peers)
    assert told["one_more"]["residents"] == gained(usual_question(), "440200")[0]
    assert cli.main(["prefecture", "440000", "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "'440000' is not the adcode of a prefecture" in captured.err
    assert captured.err.count("\n") == 1


def test_counties_of_the_demand_lie_where_the_boundaries_put_them() -> None:
    assert {(row["county"], row["prefecture"]) for row in rows("demand_points")} == set(prefecture_of_county().items())


@pytest.mark.parametrize("adcode", prefectures())
def test_one_body_has_one_distance_from_a_county_however_it_was_found(adcode: str) -> None:
    for row in cities()[adcode].counties.to_dict("records"):
        for kind in cities()[adcode].kinds:
            if row[f"own_{kind}"] == row[f"any_{kind}"] != "":
                assert row[f"own_{kind}_km"] == row[f"any_{kind}_km"], (row["county"], kind)


def test_one_more_centre_counts_only_where_the_definition_admits_its_kind() -> None:
    """A ledger with a definition of courts: a protection centre more is no court more."""
    usual = the_atlas().plan.definitions[0]
    courts = {**usual, "id": "courts", "admits": [{"kinds": ["court"]}], "target": usual["target"]}
    plan = replace(the_atlas().plan, definitions=[*the_atlas().plan.definitions, courts])
    widened = replace(the_atlas(), plan=plan, memo=Memo())
    question = usual_question()
    rows_of, reached = ledger(widened, question), reach_of(widened, question)
    courts_now = next(row for row in rows_of if row.id == "courts").result
    assert courts_now is not None
    for adcode in prefectures():
        told = effect_of_one_more(widened, question, reached, rows_of, adcode)
        mine = {each["id"]: each for each in told["definitions"]}
        assert told["kind"] == "protection_centre"
        assert mine["courts"]["after"] == mine["courts"]["before"] == courts_now.best.count
        assert not mine["courts"]["admits"]
        assert mine[usual["id"]]["admits"]


def test_one_more_centre_under_an_industry_it_is_not_approved_for_reaches_nobody_more() -> None:
    question = usual_question(industry="灯饰照明")
    told = effect_of_one_more(
        the_atlas(), question, reach_of(the_atlas(), question), ledger(the_atlas(), question), "441400"
    )
    assert told["residents"] == 0
    assert any(each["after"] > each["before"] for each in told["definitions"])


def test_every_seat_lies_in_its_own_prefecture_so_that_a_centre_more_is_one_of_it() -> None:
    for adcode in prefectures():
        more = with_one_more(the_atlas(), usual_question(), "protection_centre", adcode)
        added = scenario_of(the_atlas(), more).found.usable.changes
        assert len(added) == 1
        assert scenario_of(the_atlas(), more).found.counties[0][:4] == adcode[:4]
