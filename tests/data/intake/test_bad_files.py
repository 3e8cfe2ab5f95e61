"""Forty and more bad files, one fault each: row, column, what is wrong and how it is mended are as told here."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from atlas.words import say_in
from data.intake.check import check
from tests.data.intake.files import JINPING, bodies, body, csv, facts, geojson, square, xlsx

INDICATOR = ("指标", "地市", "年份", "数值", "来源")
GDP = ("地区生产总值", "汕头", "2024", "3168", "统计公报")
OUTCOME = ("编号", "规划目标", "数值", "日期", "来源")
SITE = ("编号", "名称", "经度", "纬度")
WEIGHT = ("区划代码", "权重")


@dataclass(frozen=True)
class Seed:
    """A bad file. row, column  of its one problem;  problem, cure  a part of each sentence, in Chinese"""

    kind: str
    content: bytes
    row: int
    column: str
    problem: str
    cure: str
    datum: str = "wgs84"


def one(column: str, problem: str, cure: str, datum: str = "wgs84", **cells: str) -> Seed:
    """A table whose second body is bad: it stands in row 3."""
    return Seed("bodies", bodies(body(), body(**({"编号": "own-2"} | cells))), 3, column, problem, cure, datum)


def figure(column: str, problem: str, cure: str, **cells: str) -> Seed:
    """A table of indicators whose one row is bad."""
    row = dict(zip(INDICATOR, GDP, strict=True)) | cells
    return Seed("indicators", csv(INDICATOR, tuple(row.values())), 2, column, problem, cure)


def site(column: str, problem: str, cure: str, lon: str, lat: str, datum: str = "wgs84") -> Seed:
    return Seed("sites", csv(SITE, ("a", "甲", lon, lat)), 2, column, problem, cure, datum)


BOW = [[[116.68, 23.35], [116.7, 23.37], [116.7, 23.35], [116.68, 23.37], [116.68, 23.35]]]
SEEDS = {
    "an id is missing": one("编号", "单元格为空", "填写“编号”", 编号=""),
    "an id comes twice": one("编号", "与第2行重复（own-1）", "保留一行", 编号="own-1"),
    "an id is written with spaces": one("编号", "编号的写法不对", "own-1", 编号="汕头 2号"),
    "an id is not ours though the body is": one(
        "编号",
        "protection-centre-foshan",
        "protection-centre-foshan",
        编号="protection-centre-fosham",
        名称="中国(佛山)知识产权保护中心",
        地市="佛山",
        县区="",
        经度="",
        纬度="",
    ),
    "a name is missing": one("名称", "单元格为空", "填写“名称”", 名称=""),
    "a kind is unknown": one("类别", "没有这个选项", "是否应为“快速维权中心”", 类别="快速维权中心站"),
    "a status is unknown": one("现状", "没有这个选项", "是否应为“筹建”", 现状="筹建阶段"),
    "a level is unknown": one("层级", "没有这个选项", "可写：国家级", 层级="村级"),
    "a prefecture is misspelt": one("地市", "没有这个代码或名称", "是否应为汕头市 440500", 地市="油头市", 县区=""),
    "a county is misspelt": one("县区", "没有这个代码或名称", "是否应为金平区 440511", 县区="金坪区"),
    "a county is a former code": one(
        "县区", "阳东县（441723）自2014年起停用", "阳东区 441704", 地市="阳江", 县区="441723", 经度="", 纬度=""
    ),
    "深汕 is explained": one("县区", "由深圳管理", "海丰县 441521", 地市="深圳", 县区="深汕合作区", 经度="", 纬度=""),
    "a county is of another prefecture": one("县区", "越秀区 440104属于广州市 440100", "汕头市 440500", 县区="越秀区"),
    "a county stands for a prefecture": one(
        "地市", "这是县区", "阳江市 441700", 地市="441704", 县区="", 经度="", 纬度=""
    ),
    "coordinates are exchanged": one("经度", "经度和纬度填反了", "经度116.69，纬度23.36", 经度="23.36", 纬度="116.69"),
    "a longitude has no decimal point": one("经度", "漏了小数点", "116.69", 经度="11669"),
    "a latitude has no decimal point": one("纬度", "漏了小数点", "23.36", 纬度="2336"),
    "half of a point is missing": one("纬度", "坐标缺了一半", "都填", 纬度=""),
    "a point is in another prefecture": one("经度", "点在越秀区 440104", "改正坐标", 经度="113.2644", 纬度="23.1291"),
    "a point is in another county": one("经度", "点在金平区 440511", "改正坐标", 县区="潮阳区"),
    "a point is in another province": site("经度", "点不在本省", "先经度", "112.5", "28.0"),
    "a point is in the sea": site("经度", "点在海上，最近的是濠江区 440512，相距10616米", "先经度", "116.9", "23.2"),
    "a point is no degree": site("经度", "不是经纬度", "请写经纬度", "39481234.5", "99.9"),
    "a point is in minutes": site("经度", "不是数", "请写成十进制度：116.691667", "116°41'30\"", "23.36"),
    "the datum is not said": Seed(
        "sites", csv(SITE, ("a", "甲", "116.69", "23.36")), 1, "经度", "没有说明坐标系", "GCJ-02", "unknown"
    ),
    "a day does not exist": one("获批日期", "没有这样的日期", "2024-12-31", 获批日期="2023-02-30"),
    "a month is the thirteenth": one("运行日期", "没有这样的日期", "2024-12", 运行日期="2023年13月"),
    "a date is a phrase": one("运行日期", "没有这样的日期", "留空", 运行日期="去年年底"),
    "it operates before it is approved": one("运行日期", "早于获批日期2023-05-01", "核对两个日期", 运行日期="2022-05"),
    "evidence has no source": one("来源", "证据等级写了A2，但没有来源", "证据等级写B", 来源=""),
    "evidence is of no grade": one("证据等级", "没有这个选项", "可写：A1", 证据等级="可靠"),
    "a value is no number": figure("数值", "不是数", "只写数：3168", 数值="3168亿元"),
    "a value is in per cent": figure("数值", "单位是亿元，不是百分比", "请按亿元填写", 数值="31.68%"),
    "a value lost its decimal point": figure("数值", "漏了小数点", "是否应为3167.97", 数值="316797"),
    "an indicator is unknown": figure("指标", "没有这个指标", "是否应为“地区生产总值", 指标="地区总产值"),
    "a sum is no prefecture": figure("地市", "这是合计", "删去这一行", 地市="合计"),
    "a value is below nought": figure("数值", "小于0", "核对原始数据", 数值="-5"),
    "a year is no year": figure("年份", "没有这样的日期", "2024", 年份="二十四"),
    "a share is a fraction": Seed(
        "outcomes", csv(OUTCOME, ("own-1", "T064", "0.43", "2025-12-31", "通报")), 2, "数值", "此处应为百分数", "请写43"
    ),
    "a target is unknown": Seed(
        "outcomes", csv(OUTCOME, ("own-1", "T640", "43", "2025-12-31", "通报")), 2, "规划目标", "没有这个目标", "T064"
    ),
    "a weight is below nought": Seed(
        "weights", csv(WEIGHT, ("440511", "-1"), ("440104", "2")), 2, "权重", "0或正数", "核对"
    ),
    "all weights are nought": Seed(
        "weights", csv(WEIGHT, ("440511", "0"), ("440104", "0")), 1, "权重", "权重全为0", "大于0"
    ),
    "a weight is of a former unit": Seed(
        "weights", csv(WEIGHT, ("440183", "3")), 2, "区划代码", "停用", "增城区 440118"
    ),
    "a unit has two weights": Seed(
        "weights", csv(WEIGHT, ("440511", "1"), ("金平区", "2")), 3, "区划代码", "与第2行重复", "保留一行"
    ),
    "code and name differ": Seed(
        "weights",
        csv(("区划代码", "县区", "权重"), ("440511", "龙湖区", "1")),
        2,
        "区划代码",
        "440511是金平区",
        "龙湖区的代码是440507",
    ),
    "a column is missing": Seed(
        "bodies",
        csv(("编号", "名称", "类别", "层级", "地市名"), ("a", "b", "c", "d", "e")),
        1,
        "地市代码",
        "缺少这一列",
        "地市代码",
    ),
    "a heading comes twice": Seed(
        "weights", csv(("区划代码", "权重", "权重"), ("440511", "1", "2")), 1, "权重", "有两列同名", "只留一列"
    ),
    "units by name and no weights": Seed(
        "weights", csv(("县区", "备注"), ("金平区", "1")), 1, "权重", "缺少这一列", "增加一列"
    ),
    "nothing stands below the heading": Seed("weights", csv(WEIGHT), 1, "", "没有数据", "至少填一行"),
    "cells are merged": Seed(
        "bodies",
        xlsx(
            [list(bodies().decode().replace('"', "").strip().split(",")), body(), body(编号="own-2", 地市="")], "E2:E3"
        ),
        3,
        "地市",
        "合并单元格",
        "取消合并",
    ),
    "empty rows are counted": Seed(
        "weights", b"adcode,weight\n440511,1\n\n\n440104,\n", 5, "weight", "单元格为空", "填写“weight”"
    ),
    "an outline crosses itself": Seed(
        "boundaries",
        geojson(({"adcode": "440511"}, {"type": "Polygon", "coordinates": BOW})),
        2,
        "adcode",
        "自相交",
        "修好边界",
    ),
    "outlines overlap": Seed(
        "boundaries",
        geojson(
            ({"adcode": "440511"}, JINPING),
            ({"adcode": "440507"}, {"type": "Polygon", "coordinates": square(116.68, 23.35, 0.08)}),
        ),
        3,
        "adcode",
        "与第2行重叠",
        "共用一条线",
    ),
}


def test_there_are_forty_bad_files_and_more() -> None:
    assert len(SEEDS) >= 40
    assert {seed.kind for seed in SEEDS.values()} == {
        "bodies", "indicators", "outcomes", "sites", "weights", "boundaries",
    }  # fmt: skip


@pytest.mark.parametrize("name", SEEDS)
def test_a_bad_file_is_caught_with_its_row_and_its_cure(name: str) -> None:
    seed, say = SEEDS[name], say_in("zh")
    suffix = "json" if seed.kind == "boundaries" else "csv"
    found = check(seed.content, f"表.{suffix}", seed.kind, seed.datum, facts())
    told = [(each.row, each.column, each.problem.sentence(say), each.cure.sentence(say)) for each in found.problems]
    places = [(row, column) for row, column, _, _ in told]
    # A column that is missing is not the only one that such a file lacks.
    assert (seed.row, seed.column) in places, told
    assert len(told) == 1 or name == "a column is missing", told
    _, _, problem, cure = told[places.index((seed.row, seed.column))]
    assert seed.problem in problem, problem
    assert seed.cure in cure, cure


@pytest.mark.parametrize("name", ["a kind is unknown", "a county is misspelt", "a day does not exist"])
def test_good_rows_beside_a_bad_one_can_be_taken(name: str) -> None:
    found = check(SEEDS[name].content, "表.csv", "bodies", "wgs84", facts())
    assert (found.rows, [row.row for row in found.good]) == (2, [2])


def test_what_came_is_told_as_it_came_and_no_longer_than_a_line() -> None:
    found = check(bodies(body(类别="快" * 400)), "表.csv", "bodies", "wgs84", facts())
    assert found.problems[0].value == "快" * 80 + "…"


def test_zero_and_missing_weights_are_said_aloud() -> None:
    found = check(csv(WEIGHT, ("440511", "0"), ("440104", "2")), "表.csv", "weights", "", facts())
    told = [each.sentence(say_in("zh")) for each in found.notes]
    assert not found.problems
    assert told[0] == "1个县区的权重为0。"
    assert told[1].startswith("1/124个县级单元有权重") or "124" in told[1]


def test_harbours_are_no_errors_and_told_with_their_metres() -> None:
    coast = csv(SITE, ("a", "盐田港", "114.2740", "22.5620"), ("b", "蛇口港", "113.9080", "22.4750"))
    found = check(coast, "表.csv", "sites", "wgs84", facts())
    assert not found.problems
    assert [row.cells["prefecture"] for row in found.good] == ["440300", "440300"]
    assert "最近的是盐田区 440308，相距494米" in found.notes[0].sentence(say_in("zh"))


def test_a_point_where_one_prefecture_administers_ground_of_another_is_explained() -> None:
    table = bodies(body(地市="深圳", 县区="", 经度="115.05", 纬度="22.85"))
    found = check(table, "表.csv", "bodies", "wgs84", facts())
    assert not found.problems
    assert "深汕特别合作区由深圳市 440300管理" in found.notes[0].sentence(say_in("zh"))


def test_points_of_an_unknown_datum_hint_at_a_shift_and_prove_nothing() -> None:
    # A pier of 珠海: in WGS-84 in the sea, read as GCJ-02 half a kilometre to the west, on land.
    lon = ("113.5925", "22.2560")
    found = check(csv(SITE, ("a", "甲", *lon)), "表.csv", "sites", "unknown", facts())
    assert [each.problem.sentence() for each in found.problems] == ["the datum of the coordinates is not said"]
    assert found.good == ()
