"""What is printed stays as printed: every quantity of the two plans, its sentence, and the places the plan names.

The numbers in this file were written out by hand from the printed plan, not from the tables under test.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from data.catalog import read
from data.plan import Plan
from data.plans import plan_ids, read_plan
from geo.coverage import needed

Table = Mapping[str, Any]

# The 13-5 table: number, kind, indicator, unit, target, outcome.
PRINTED_13_5 = [
    (1, "创造", "发明专利有效量", "万件", "20", 35.1),
    (2, "创造", "每万人发明专利拥有量", "件", "19", 27.8),
    (3, "创造", "PCT申请量年均增长率", "%", "10", 13.1),
    (4, "创造", "每万人口作品著作权和计算机软件著作权拥有量", "件", "36", 103),
    (5, "创造", "有效注册商标量", "万件", "210", 543.0),
    (6, "创造", "马德里商标累计有效注册量", "件", "6000", 8862),
    (7, "创造", "年均林业植物新品种申请量", "件", "15", 29),
    (8, "创造", "农业植物新品种权申请量", "件", "80", 945),
    (9, "创造", "农业植物新品种权授权量", "件", "25", 397),
    (10, "创造", "农产品地理标志登记", "个", "100", 54),
    (11, "创造", "地理标志商标", "件", "50", 85),
    (12, "运用", "建设知识产权运营交易服务机构", "家", "20", 57),
    (13, "运用", "知识产权质押融资年度金额", "亿元", "100", 181.5),
    (14, "运用", "建设专利密集型产业集聚区", "个", "10", 11),
    (15, "运用", "建设商标密集型产业集聚区", "个", "10", 11),
    (16, "运用", "版权产业对国民经济的贡献率", "%", "≥9", 8.7),
    (17, "保护", "知识产权保护社会满意度", "分", "≥80", 75.07),
    (18, "服务", "知识产权服务业营业收入年均增长率", "%", "20", 21.1),
]
# The 14-5 table: number, kind, indicator, unit, base of 2020 (None: "—"), target of 2025, printed in ( ) or not.
PRINTED_14_5 = [
    ("1", "高质量创造", "每万人口高价值发明专利拥有量", "件", 13.5, "20", False),
    ("2", "高质量创造", "海外发明专利授权量", "万件", None, "8", True),
    ("3", "高质量创造", "商标品牌发展指数", "分", 87.95, "90", False),
    ("4a", "高效益运用", "知识产权质押融资登记金额", "亿元", 907.6, "2500", True),
    ("4b", "高效益运用", "知识产权质押融资项目数", "项", 3765, "5000", True),
    ("5", "高效益运用", "知识产权使用费年进出口总额", "亿元", None, "1100", False),
    ("6", "高效益运用", "专利密集型产业增加值占地区生产总值比重", "%", None, "≥19", False),
    ("7", "高效益运用", "版权产业增加值占地区生产总值比重", "%", 8.7, "9.2", False),
    ("8", "高效益运用", "地理标志产品交易额", "亿元", 752.5, "1510", True),
    ("9", "高标准保护", "知识产权维权援助和调解办案量", "件/年", None, "≥3000", False),
    ("10", "高标准保护", "知识产权民事一审案件服判息诉率", "%", None, "≥85", False),
    ("11", "高标准保护", "知识产权保护社会满意度", "分", 80, "≥83", False),
    ("12", "高水平服务", "知识产权信息公共服务网站访问量", "万人次/年", None, "50", False),
    ("13", "高水平服务", "知识产权信息公共服务节点、网点数量", "家", None, "40", False),
    ("14", "高水平服务", "广东发明专利申请代理授权率", "%", 56.5, "60", False),
]
# Chapter 1, in the order of its sentences: what stood at the end of 2020, or was done in the five years.
PRINTED_CHAPTER_1 = {
    "T001": (6, "家"),
    "T002": (7, "家"),
    "T003": (35, "家"),
    "T004": (2, "家"),
    "T005": (4.8, "万件"),
    "T006": (47.7, "万件"),
    "T007": (1.2, "万件"),
    "T008": (233, "个"),
    "T009": (35.1, "万件"),
    "T010": (543.0, "万件"),
    "T011": (20.7, "万件"),
    "T012": (27.8, "件"),
    "T013": (108, "万件"),
    "T014": (845, "项"),
    "T015": (85, "件"),
    "T016": (155, "个"),
    "T017": (3, "个"),
    "T018": (4, "个"),
    "T019": (1.6, "万家"),
    "T020": (870, "家"),
    "T021": (907.6, "亿元"),
    "T022": (16, "支"),
    "T023": (4, "个"),
    "T024": (2, "个"),
    "T025": (1, "个"),
    "T026": (6, "家"),
    "T027": (282, "项"),
    "T028": (1, "万家"),
    "T029": (5, "家"),
    "T030": (5, "所"),
}
# What the text and the boxes of the 14-5 plan add to its table: target, how it is meant, box (0: running text).
PRINTED_OUTSIDE_THE_TABLE = {
    "T064": (80, ">=", 0),
    "T069": (80, ">=", 4),
    "T071": (600, "about", 5),
    "T074": (23, ">=", 0),
    "T075": (500, ">=", 8),
    "T076": (1000, ">", 8),
    "T079": (500, ">=", 11),
    "T080": (20, "about", 12),
    "T081": (20, "about", 12),
    "T083": (2500, ">=", 14),
    "T084": (50, ">=", 14),
    "T088": (50, ">=", 16),
    "T089": (40, ">", 16),
    "T090": (1000, ">=", 0),
    "T093": (1, ">=", 0),
    "T096": (3, ">=", 19),
}
# One Zhuhai branch and three areas: the sentence names them and prints no numeral.
WITHOUT_NUMERAL = {"T093", "T096"}
# Bases that chapter 1 prints, not the sentence of the target itself: id of the 14-5 target -> id in chapter 1.
BASE_IN_CHAPTER_1 = {"T075": "T008", "T076": "T014", "T084": "T022"}
MEASURES = {"level", "added", "annual", "event", "area", "qualitative"}


@cache
def plan(plan_id: str) -> Plan:
    return read_plan(plan_id)


def targets(plan_id: str) -> dict[str, Table]:
    return {each["id"]: each for each in plan(plan_id).targets}


def all_targets() -> dict[str, Table]:
    return targets("13-5") | targets("14-5")


def table_rows(plan_id: str) -> list[Table]:
    return [each for each in plan(plan_id).targets if each.get("table") == "main-table"]


def sentence(plan_id: str, target: Table) -> str:
    """The sentence of a target, without the spaces of the print."""
    return "".join(str(plan(plan_id).clauses[target["clause"]]["text_zh"]).split())


# --- the quantities, as printed


def test_the_97_quantities_are_there_once_each() -> None:
    ids = [each["id"] for plan_id in ("13-5", "14-5") for each in plan(plan_id).targets]
    assert plan_ids() == ["13-5", "14-5"]
    assert ids == [f"T{number:03d}" for number in range(1, 98)]
    assert list(targets("13-5")) == [f"T{number:03d}" for number in range(1, 49)]


def test_the_18_rows_of_the_13_5_table_are_as_printed() -> None:
    found = [
        (
            int(each["indicator_number"]),
            each["category_zh"],
            each["item_zh"],
            each["unit_zh"],
            each["target_text"].removesuffix(each["unit_zh"]),
            each["outcome"],
        )
        for each in table_rows("13-5")
    ]
    assert found == PRINTED_13_5
    for each, printed in zip(table_rows("13-5"), PRINTED_13_5, strict=True):
        assert each["target"] == float(printed[4].strip("≥"))


def test_the_15_quantities_of_the_14_5_table_are_as_printed() -> None:
    found = [
        (
            each["indicator_number"],
            each["category_zh"],
            each["item_zh"],
            each["unit_zh"],
            each.get("base"),
            each["target_text"].removesuffix(each["unit_zh"]),
            each["measure"] == "added",
        )
        for each in table_rows("14-5")
    ]
    assert found == PRINTED_14_5
    for each, printed in zip(table_rows("14-5"), PRINTED_14_5, strict=True):
        assert each["target"] == float(printed[5].strip("≥"))
        assert each["attribute"] == "预期性"


def test_an_unprinted_base_is_absent_and_not_zero() -> None:
    without = {each["indicator_number"] for each in table_rows("14-5") if "base" not in each}
    assert without == {"2", "5", "6", "9", "10", "12", "13"}
    assert not [each["id"] for each in all_targets().values() if each.get("base") == 0]


def test_chapter_one_counts_as_printed() -> None:
    found = {id_: (each["base"], each["unit_zh"]) for id_, each in targets("13-5").items() if "table" not in each}
    assert found == PRINTED_CHAPTER_1


def test_what_text_and_boxes_add_is_as_printed() -> None:
    found = {
        id_: (each["target"], each["comparison"], each.get("box", 0))
        for id_, each in targets("14-5").items()
        if "target" in each and "table" not in each
    }
    assert found == PRINTED_OUTSIDE_THE_TABLE


def test_all_20_boxes_speak_and_box_17_of_the_talent_harbour_is_not_the_thousand_people() -> None:
    boxes = {each["box"] for each in targets("14-5").values() if "box" in each}
    assert boxes == set(range(1, 21))
    assert "box" not in targets("14-5")["T090"]
    assert targets("14-5")["T091"]["box"] == 17


def test_a_number_has_a_comparison_and_a_promise_without_number_has_none() -> None:
    for id_, each in all_targets().items():
        assert ("target" in each) == ("comparison" in each) or id_ == "T028", id_
        assert each["measure"] in MEASURES, id_
        if "target" not in each:
            assert "base" in each or each["target_text"], id_


def test_the_conflicts_of_the_print_are_said_at_both_ends() -> None:
    said = {id_ for id_, each in all_targets().items() if each.get("conflict_zh")}
    assert said == {"T047", "T060", "T062", "T089"}
    assert "75.07" in targets("14-5")["T060"]["conflict_zh"]
    assert "80" in targets("13-5")["T047"]["conflict_zh"]
    assert "40" in targets("14-5")["T062"]["conflict_zh"]
    assert "40" in targets("14-5")["T089"]["conflict_zh"]


# --- every quantity stands in its sentence


@pytest.mark.parametrize("plan_id", ["13-5", "14-5"])
def test_the_sentence_holds_the_numbers(plan_id: str) -> None:
    for id_, target in targets(plan_id).items():
        text = sentence(plan_id, target)
        for part in ("base", "target", "outcome"):
            if part not in target or (part == "target" and id_ in WITHOUT_NUMERAL):
                continue
            if part == "base" and id_ in BASE_IN_CHAPTER_1:
                origin = targets("13-5")[BASE_IN_CHAPTER_1[id_]]
                assert origin["base"] == target["base"]
                text_of_part = sentence("13-5", origin)
            else:
                text_of_part = text
            assert f"{target[part]:g}" in text_of_part, (id_, part)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("T064", "80%以上地市建立知识产权快保护机制"),
        ("T065", "争取设立国家知识产权局商标评审巡回审理庭"),
        ("T070", "到2022年，全面建成"),
        ("T071", "约600个维权援助服务站"),
        ("T082", "大幅增长"),
        ("T088", "地市级综合性知识产权公共服务机构覆盖率达到50%"),
        ("T090", "各培养1000名以上"),
        ("T093", "国家海外知识产权纠纷应对指导中心珠海分中心"),
        ("T096", "横琴粤澳深度合作区、前海深港现代服务业合作区和中新广州知识城"),
        ("T097", "“深圳-香港-广州”科技集群保持世界前列"),
    ],
)
def test_the_sentence_says_what_the_target_is(target: str, words: str) -> None:
    assert words in sentence("14-5", targets("14-5")[target])


def test_a_target_in_a_box_cites_that_box() -> None:
    for id_, target in targets("14-5").items():
        box = plan("14-5").clauses[target["clause"]].get("box", "")
        assert box == (f"专栏{target['box']}" if "box" in target else ""), id_


# --- places


def test_the_four_zones_divide_the_21_prefectures() -> None:
    parts = {each["id"]: each["members"] for each in plan("14-5").zones if each["group"] == "partition"}
    sizes = {id_: len(members) for id_, members in parts.items()}
    assert sizes == {"core": 9, "belt-east": 4, "belt-west": 3, "north": 5}
    together = [member for members in parts.values() for member in members]
    assert sorted(together) == sorted(plan("14-5").about["prefectures"])
    assert sorted(together) == sorted(read("prefectures")["adcode"])


def names_in(text: str) -> set[str]:
    return set(text.split())


def test_zones_are_the_prefectures_they_are_named_for() -> None:
    names = {each["adcode"]: each["name_zh"].removesuffix("市") for each in read("prefectures").to_dict("records")}
    by_name = {each["id"]: {names.get(code, code) for code in each["members"]} for each in plan("14-5").zones}
    assert by_name["core"] == names_in("广州 深圳 珠海 佛山 惠州 东莞 中山 江门 肇庆")
    assert by_name["belt-east"] == names_in("汕头 汕尾 潮州 揭阳")
    assert by_name["belt-west"] == names_in("湛江 茂名 阳江")
    assert by_name["north"] == names_in("韶关 河源 梅州 清远 云浮")
    assert by_name["double-city"] == {"广州", "深圳"}
    coast = names_in("广州 深圳 珠海 惠州 东莞 中山 江门") | by_name["belt-east"] | by_name["belt-west"]
    assert by_name["coastal14"] == coast
    assert len(by_name["coastal14"]) == 14
    assert by_name["finance-core"] == by_name["core"]
    assert by_name["finance-ewn"] == by_name["belt-east"] | by_name["belt-west"] | by_name["north"]
    assert by_name["gba"] == by_name["core"] | {"810000", "820000"}
    assert all(len(each["members"]) == len(set(each["members"])) for each in plan("14-5").zones)


# --- what is counted and named


def test_the_places_that_targets_name_are_those_of_the_print() -> None:
    placed = {id_ for id_, each in all_targets().items() if {"zones", "areas", "prefectures"} & set(each)}
    assert placed == names_in("T017 T023 T065 T073 T077 T082 T085 T086 T091 T092 T093 T094 T095 T096 T097")


def test_four_centres_are_planned_in_the_three_demonstration_areas() -> None:
    assert len(plan("14-5").planned) == 4
    assert {each["area"] for each in plan("14-5").planned} == {"hengqin", "qianhai", "knowledge-city"}


def test_the_three_zones_for_inequality_hold_nine_seven_and_five() -> None:
    members = {zone["id"]: zone["members"] for zone in plan("14-5").zones}
    assert [len(members[zone]) for zone in plan("14-5").about["inequality_zones"]] == [9, 7, 5]


def test_the_sentences_name_eight_prefectures() -> None:
    mentions = plan("14-5").mentions
    named = {adcode for each in mentions for adcode in each["prefectures"]}
    assert named == {"440100", "440300", "440400", "440800", "441400", "441800", "442000", "445100"}
    words = {word for each in mentions for word in each["words"]}
    assert {"中山灯饰", "凤凰单丛", "知识城", "横琴", "前海"} <= words


def test_eighty_per_cent_of_21_is_17_and_half_of_them_11() -> None:
    """Whatever further definitions are declared for the two printed shares."""
    needs = {"T064": 17, "T088": 11}
    counted = [each for each in plan("14-5").definitions if each.get("target") in needs]
    assert {each["target"] for each in counted} == set(needs)
    for each in counted:
        assert needed(each["share"], 21) == needs[each["target"]], each["id"]


def test_the_overview_shows_what_the_plan_promises() -> None:
    pledged = {each["target"] for each in plan("14-5").cards}
    assert pledged >= {"T001", "T002", "T062", "T064", "T071", "T080", "T081", "T088", "T096"}
