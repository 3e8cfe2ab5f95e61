"""The scoreboard against the printed tables, typed out by hand, and against a little oracle that reads the raw files.

An entry is judged twice: from the TOML of the plan and the CSV of outcomes, and from the inputs printed with it.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

import cli
from tests.atlas.boards import DAYS, JUDGED, entries
from tests.oracles import ends
from tests.worlds import rows, the_atlas, toml

pytestmark = pytest.mark.usefixtures("one_atlas")

PROMISED = {
    *("id", "title", "unit", "base", "base_year", "target", "target_year", "latest", "latest_date", "source"),
    *("evidence", "has_base", "conclusion", "inputs", "clause"),
}
PLANS = ["14-5", "13-5"]

# Number, indicator, unit, base of 2020 (None: "—"), target of 2025, whether printed in ( ), which is: added 2021-2025.
PRINTED_14_5 = [
    ("1", "每万人口高价值发明专利拥有量", "件", 13.5, 20, False),
    ("2", "海外发明专利授权量", "万件", None, 8, True),
    ("3", "商标品牌发展指数", "分", 87.95, 90, False),
    ("4a", "知识产权质押融资登记金额", "亿元", 907.6, 2500, True),
    ("4b", "知识产权质押融资项目数", "项", 3765, 5000, True),
    ("5", "知识产权使用费年进出口总额", "亿元", None, 1100, False),
    ("6", "专利密集型产业增加值占地区生产总值比重", "%", None, 19, False),
    ("7", "版权产业增加值占地区生产总值比重", "%", 8.7, 9.2, False),
    ("8", "地理标志产品交易额", "亿元", 752.5, 1510, True),
    ("9", "知识产权维权援助和调解办案量", "件/年", None, 3000, False),
    ("10", "知识产权民事一审案件服判息诉率", "%", None, 85, False),
    ("11", "知识产权保护社会满意度", "分", 80, 83, False),
    ("12", "知识产权信息公共服务网站访问量", "万人次/年", None, 50, False),
    ("13", "知识产权信息公共服务节点、网点数量", "家", None, 40, False),
    ("14", "广东发明专利申请代理授权率", "%", 56.5, 60, False),
]

# Number, indicator, unit, target, result, conclusion.
PRINTED_13_5 = [
    ("1", "发明专利有效量", "万件", 20, 35.1, "met"),
    ("2", "每万人发明专利拥有量", "件", 19, 27.8, "met"),
    ("3", "PCT申请量年均增长率", "%", 10, 13.1, "met"),
    ("4", "每万人口作品著作权和计算机软件著作权拥有量", "件", 36, 103, "met"),
    ("5", "有效注册商标量", "万件", 210, 543.0, "met"),
    ("6", "马德里商标累计有效注册量", "件", 6000, 8862, "met"),
    ("7", "年均林业植物新品种申请量", "件", 15, 29, "met"),
    ("8", "农业植物新品种权申请量", "件", 80, 945, "met"),
    ("9", "农业植物新品种权授权量", "件", 25, 397, "met"),
    ("10", "农产品地理标志登记", "个", 100, 54, "behind"),
    ("11", "地理标志商标", "件", 50, 85, "met"),
    ("12", "建设知识产权运营交易服务机构", "家", 20, 57, "met"),
    ("13", "知识产权质押融资年度金额", "亿元", 100, 181.5, "met"),
    ("14", "建设专利密集型产业集聚区", "个", 10, 11, "met"),
    ("15", "建设商标密集型产业集聚区", "个", 10, 11, "met"),
    ("16", "版权产业对国民经济的贡献率", "%", 9, 8.7, "behind"),
    ("17", "知识产权保护社会满意度", "分", 80, 75.07, "behind"),
    ("18", "知识产权服务业营业收入年均增长率", "%", 20, 21.1, "met"),
]


@cache
def declared(plan: str) -> list[dict[str, Any]]:
    return list(toml(f"plans/{plan}/targets.toml")["target"])


def outcomes(plan: str, target: dict[str, Any], day: date) -> list[dict[str, Any]]:
    """What is known of a target by a day, from the raw table and the plan's own result: value, day, since, row."""
    found = []
    for row in rows("outcomes"):
        mine = row["target"] and row["target"] in (target["id"], target.get("same_as"))
        if mine and row["value"] and row["date"] and row["evidence"] != "C" and ends(row["date"]) <= day:
            since = date(int(row["period"][:4]), 1, 1) if row["period"] else None
            found.append(
                {
                    "value": float(row["value"]),
                    "day": ends(row["date"]),
                    "since": since,
                    "id": row["id"],
                    "row": row,
                    "at_least": row["bound"] == "at_least",
                }
            )
    end = date.fromisoformat(toml(f"plans/{plan}/plan.toml")["end"])
    if "outcome" in target and end <= day:
        found.append(
            {
                "value": float(target["outcome"]),
                "day": end,
                "since": None,
                "id": "outcome-in-plan",
                "row": {},
                "at_least": False,
            }
        )
    return sorted(found, key=lambda each: (each["day"], not each["at_least"], each["id"]))


def stands(value: float, comparison: str, asked: float) -> bool:
    return {">=": value >= asked, "about": value >= asked, ">": value > asked}[comparison]


def on_the_line(measure: str, inputs: dict[str, Any]) -> float:
    """Where the straight line stands at the day of the value: from base, or from nothing for what is added up."""
    start, end, day = (date.fromisoformat(inputs[each]) for each in ("start", "end", "day"))
    begin, first = inputs["base"], date.fromisoformat(inputs.get("base_day", inputs["start"]))
    if measure == "added":
        begin, first = 0, start - timedelta(days=1)
    return float(begin + (inputs["target"] - begin) * (day - first).days / (end - first).days)


def proves(target: dict[str, Any], start: date, end: date, seen: dict[str, Any]) -> bool:
    """At least so much, added up within the plan's period: as much as is asked, so the target is met."""
    within = seen["since"] is not None and start <= seen["since"] and seen["day"] <= end
    return stands(seen["value"], target["comparison"], target["target"]) and (within or target["measure"] != "added")


def whole(measure: str, start: date, end: date, outcome: dict[str, Any]) -> bool:
    """Whether a value is of the quantity that is asked for, not of a part of it."""
    if measure == "added":
        from_the_start = outcome["since"] == start or (outcome["since"] is None and outcome["day"] == end)
        return from_the_start and bool(outcome["day"] <= end)
    if measure == "annual" and outcome["since"] is not None:
        return bool((outcome["day"] - outcome["since"]).days + 1 in (365, 366))
    return True


def expected(plan: str, target: dict[str, Any], day: date) -> tuple[str, str]:
    """Conclusion and method, from the raw files and the words of the project's rules."""
    about = toml(f"plans/{plan}/plan.toml")
    start, end = date.fromisoformat(about["start"]), date.fromisoformat(about["end"])
    if "target_year" in target:
        end = date(int(target["target_year"][-4:]), 12, 31)
    seen = outcomes(plan, target, day)
    if target.get("undefined"):
        return "undefined", "not-defined"
    if target["measure"] == "event":
        wanted = target.get("target", 1)
        if not seen:
            return "no-data", "no-value"
        return ("met", "established") if seen[-1]["value"] >= wanted else ("no-data", "not-established")
    if "target" not in target:
        return ("no-target", "fact") if "base" in target else ("undefined", "no-quantity")
    if not seen:
        return "no-data", "no-value"
    values = [each for each in seen if not each["at_least"]]
    complete = [each for each in values if whole(target["measure"], start, end, each)]
    complete += [each for each in seen if each["at_least"] and proves(target, start, end, each)]
    usable = [each for each in seen if each in complete and each["day"] >= start]
    if not usable and not values:
        return "no-data", "lower-bound"
    if not usable:
        return "no-data", "before-period" if values[-1] in complete else "partial"
    return judged(target, usable[-1], start, end)


def judged(target: dict[str, Any], last: dict[str, Any], start: date, end: date) -> tuple[str, str]:
    """What a value says that can be held against the target."""
    if stands(last["value"], target["comparison"], target["target"]):
        return "met", "reached-by-bound" if last["at_least"] else "reached"
    if last["day"] >= end:
        return "behind", "final"
    if "base" not in target:
        return "no-data", "no-base"
    line = on_the_line(
        target["measure"],
        {
            "base": target["base"],
            "base_day": f"{target['base_year'][-4:]}-12-31",
            "target": target["target"],
            "start": start.isoformat(),
            "end": end.isoformat(),
            "day": last["day"].isoformat(),
        },
    )
    return "on-schedule" if last["value"] >= line else "behind", "schedule"


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_fifteen_rows_of_the_14_5_table_are_as_printed(day: date) -> None:
    table = [entry for entry in entries("14-5", day).values() if entry["table"] == "main-table"]
    found = [(row["number"], row["title"], row["unit"], row["base"], row["target"]) for row in table]
    assert found == [row[:5] for row in PRINTED_14_5]
    assert [row["measure"] == "added" for row in table] == [row[5] for row in PRINTED_14_5]
    assert {row["target_year"] for row in table} == {"2025"}
    assert [row["has_base"] for row in table] == [row[3] is not None for row in PRINTED_14_5]
    years = {(row["measure"] == "added", row["base_year"]) for row in table if row["base"] is not None}
    assert years == {(False, "2020"), (True, "2016-2020")}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_eighteen_rows_of_the_13_5_table_are_as_printed_and_three_are_missed(day: date) -> None:
    table = [entry for entry in entries("13-5", day).values() if entry["table"] == "main-table"]
    found = [
        (row["number"], row["title"], row["unit"], row["target"], row["latest"], row["conclusion"]) for row in table
    ]
    assert found == PRINTED_13_5
    assert {row["latest_date"] for row in table} == {"2020-12-31"} == {row["conclusion_date"] for row in table}
    assert {row["conclusion"]: row["method"] for row in table} == {"met": "reached", "behind": "final"}
    missed = {row["title"]: (row["latest"], row["target"]) for row in table if row["conclusion"] == "behind"}
    assert missed == {
        "农产品地理标志登记": (54, 100),
        "版权产业对国民经济的贡献率": (8.7, 9),
        "知识产权保护社会满意度": (75.07, 80),
    }
    assert all(not row["has_base"] for row in table)


def test_the_results_of_13_5_are_not_known_before_its_end() -> None:
    for entry in entries("13-5", date(2020, 12, 30)).values():
        assert entry["latest"] is None, entry["id"]
        assert entry["conclusion"] not in JUDGED, entry["id"]


def test_the_plans_contradictions_are_carried() -> None:
    told = {each: entry["conflict"] for plan in PLANS for each, entry in entries(plan).items() if entry["conflict"]}
    assert set(told) == {"T047", "T060", "T062", "T089"}
    assert "80" in told["T047"]
    assert "75.07" in told["T060"]
    assert "超过40" in told["T062"]
    assert "40" in told["T089"]
    assert entries("14-5")["T060"]["base"] == 80
    assert entries("13-5")["T047"]["latest"] == 75.07


@pytest.mark.parametrize("day", [date(2019, 12, 31), *DAYS], ids=str)
@pytest.mark.parametrize("plan", PLANS)
def test_every_conclusion_is_that_of_the_raw_files(plan: str, day: date) -> None:
    found = entries(plan, day)
    assert list(found) == [target["id"] for target in declared(plan)]
    for target in declared(plan):
        entry = found[target["id"]]
        assert (entry["conclusion"], entry["method"]) == expected(plan, target, day), target["id"]


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("plan", PLANS)
def test_every_conclusion_follows_from_the_inputs_printed_with_it(plan: str, day: date) -> None:
    for entry in entries(plan, day).values():
        inputs, told = entry["inputs"], (entry["conclusion"], entry["method"])
        if entry["conclusion"] not in JUDGED:
            assert entry["conclusion_date"] is None, entry["id"]
            continue
        assert entry["conclusion_date"] == inputs["day"] == entry["latest_date"], entry["id"]
        assert inputs["value"] == entry["latest"], entry["id"]
        assert inputs["target"] == (entry["target"] or 1), entry["id"]
        if stands(inputs["value"], inputs["comparison"], inputs["target"]):
            how = "reached-by-bound" if inputs.get("bound") else "reached"
            assert told == ("met", "established" if entry["measure"] == "event" else how), entry["id"]
            assert entry["latest_is"] == ("at_least" if inputs.get("bound") else "value"), entry["id"]
        elif inputs["day"] >= inputs["end"]:
            assert told == ("behind", "final"), entry["id"]
        else:
            line = on_the_line(entry["measure"], inputs)
            assert inputs["scheduled"] == pytest.approx(line, rel=1e-12), entry["id"]
            assert inputs["base"] == entry["base"], entry["id"]
            assert told == ("on-schedule" if inputs["value"] >= line else "behind", "schedule"), entry["id"]


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("plan", PLANS)
def test_inputs_are_those_of_the_plan_and_of_the_table(plan: str, day: date) -> None:
    about = toml(f"plans/{plan}/plan.toml")
    for target in declared(plan):
        inputs = entries(plan, day)[target["id"]]["inputs"]
        if not inputs:
            continue
        known_values = [(each["value"], each["day"].isoformat()) for each in outcomes(plan, target, day)]
        assert (inputs["value"], inputs["day"]) in known_values, target["id"]
        assert inputs["target"] == target.get("target", 1), target["id"]
        if target["measure"] == "event":
            continue
        assert inputs["comparison"] == target["comparison"], target["id"]
        assert inputs["start"] == about["start"], target["id"]
        assert inputs["end"] == f"{target.get('target_year', about['end'][:4])[-4:]}-12-31", target["id"]
        assert inputs.get("base") == target.get("base"), target["id"]
        base_day = f"{target['base_year'][-4:]}-12-31" if "base_year" in target else None
        assert inputs.get("base_day") == base_day, target["id"]


@pytest.mark.parametrize("day", [date(2010, 1, 1), date(2022, 8, 16), date(2022, 8, 17), *DAYS], ids=str)
@pytest.mark.parametrize("plan", PLANS)
def test_nothing_is_judged_without_a_value_and_nothing_is_known_before_its_day(plan: str, day: date) -> None:
    for target in declared(plan):
        entry, seen = entries(plan, day)[target["id"]], outcomes(plan, target, day)
        assert (entry["latest"] is not None) == bool(seen), target["id"]
        if entry["latest"] is None:
            assert entry["conclusion"] not in JUDGED, target["id"]
            assert (entry["latest_date"], entry["evidence"], entry["source"]) == (None, None, []), target["id"]
            continue
        assert entry["latest_date"] <= day.isoformat(), target["id"]
        assert entry["inputs"].get("day", "") <= day.isoformat(), target["id"]
        assert (entry["conclusion_date"] or "") <= day.isoformat(), target["id"]
        same = [
            each for each in seen if (each["value"], each["day"].isoformat()) == (entry["latest"], entry["latest_date"])
        ]
        assert same, target["id"]
        row = same[-1]["row"]
        assert entry["source"] == (row["sources"].split("; ") if row else ["plan-14-5"]), target["id"]
        assert entry["evidence"] == (row["evidence"] if row else "A2"), target["id"]
        assert entry["latest_text"] == (row.get("value_text") or None), target["id"]


@pytest.mark.parametrize("plan", PLANS)
def test_every_entry_has_what_is_promised_and_the_sentence_it_rests_on(plan: str) -> None:
    clauses = toml(f"plans/{plan}/clauses.toml")
    for target in declared(plan):
        entry = entries(plan)[target["id"]]
        assert set(entry) >= PROMISED
        assert entry["title"] == target["item_zh"]
        for name, key in [("unit", "unit_zh"), ("target_text", "target_text"), ("measure", "measure"), ("box", "box")]:
            assert entry[name] == target.get(key), target["id"]
        for name in ("base", "base_year", "target", "target_year"):
            assert entry[name] == target.get(name), target["id"]
        assert entry["has_base"] == ("base" in target), target["id"]
        assert entry["clause"] == clauses[target["clause"]]["text_zh"] != "", target["id"]


def test_the_pledged_amount_stands_twice_in_the_plan_and_is_known_once() -> None:
    for day in (date(2022, 12, 30), date(2022, 12, 31), *DAYS):
        once, again = entries("14-5", day)["T052"], entries("14-5", day)["T083"]
        for part in ("latest", "latest_date", "latest_text", "source", "evidence", "target"):
            assert once[part] == again[part], part
    assert entries("14-5")["T083"]["latest"] == 1412.7
    assert entries("14-5", date(2022, 12, 30))["T083"]["latest"] is None


def test_the_pledged_amount_is_held_against_two_of_five_years() -> None:
    """By hand: 2500 x 730 / 1826 days = 999.45, and 1412.7 is more; box 14 prints no base, so nothing is said there."""
    entry = entries("14-5")["T052"]
    assert (entry["conclusion"], entry["method"], entry["conclusion_date"]) == ("on-schedule", "schedule", "2022-12-31")
    assert entry["inputs"]["scheduled"] == pytest.approx(999.45, abs=0.01)
    assert (entries("14-5")["T083"]["conclusion"], entries("14-5")["T083"]["method"]) == ("no-data", "no-base")


def test_the_coverage_of_fast_protection_is_undefined_whatever_is_counted() -> None:
    for day in DAYS:
        entry = entries("14-5", day)["T064"]
        assert (entry["conclusion"], entry["method"], entry["conclusion_date"]) == ("undefined", "not-defined", None)
        assert entry["target"] == 80
    assert entries("14-5")["T064"]["latest"] == pytest.approx(9 / 21 * 100, abs=0.05)


@pytest.mark.parametrize("plan", PLANS)
def test_the_command_line_says_the_same(plan: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", "--plan", plan, "--as-of", "2023-12-31", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["plan"], told["as_of"], told["data_version"]) == (plan, "2023-12-31", the_atlas().version)
    assert told["indicators"] == list(entries(plan, date(2023, 12, 31)).values())
