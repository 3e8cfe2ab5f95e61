"""The three desks as their users meet them: each question answered within three clicks from the overview, and the same
number on the screen, on the command line and in the file taken away.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import TABLES, command, go, map_frame, paragraph, rows_of, settled, taken, to

ROOT = Path(__file__).resolve().parents[2]
WITHOUT = ["惠州", "江门", "肇庆", "汕尾", "揭阳", "湛江", "茂名", "韶关", "梅州", "清远", "河源", "云浮"]


def cells_of(content: bytes) -> list[list[str]]:
    """The first sheet of a workbook of our own, cell by cell, read from its XML."""
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        texts = [
            "".join(part.text or "" for part in each.iter(f"{{{space['x']}}}t"))
            for each in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).findall("x:si", space)  # noqa: S314
        ]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    found = []
    for row in sheet.findall(".//x:row", space):
        cells = [(cell.get("t"), cell.findtext("x:v", "", space)) for cell in row.findall("x:c", space)]
        found.append([texts[int(value)] if kind == "s" else value for kind, value in cells])
    return found


def test_a_planner_finds_the_prefectures_without_a_body_in_one_click(page: Page, app_url: str, screenshot: Any) -> None:
    go(page, app_url)
    to(page, "覆盖缺口")
    line = paragraph(page, "未见（12）")
    expect(line).to_be_visible()
    assert sorted(line.inner_text().removeprefix("未见（12）").split()) == sorted(WITHOUT)
    screenshot("planner-without-a-body")


def test_a_planner_finds_the_worst_county_of_the_west_in_two_clicks(page: Page, app_url: str, screenshot: Any) -> None:
    go(page, app_url)
    to(page, "覆盖缺口")
    page.get_by_test_id("stButtonGroup").get_by_text("粤西", exact=True).click()
    settled(page)
    answer = command("gaps", "--zone", "belt-west")
    told = page.get_by_text(re.compile("个县级单位共")).inner_text()
    unserved = sum(each["unserved"] for each in answer["gaps"])
    assert f"{unserved:,}人不可及" in told
    assert unserved == answer["total"] - answer["covered"]
    first = rows_of(taken(page, "CSV"))[0]
    assert (first["名称"], first["地市"], int(first["不可及"])) == ("电白区", "茂名", answer["gaps"][0]["unserved"])
    screenshot("planner-worst-county", full_page=True)


def test_screen_command_line_and_both_files_say_the_same(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/coverage?radius=80&borders=ignore")
    answer = command("gaps", "--radius-km", "80", "--ignore-borders")
    expect(page.get_by_text(f"{answer['total']:,}人中的{answer['covered']:,}人")).to_be_visible()
    expect(page.locator(".card b").first).to_have_text(f"{answer['share']:.1%}")
    table, book = rows_of(taken(page, "CSV")), cells_of(taken(page, "Excel"))
    assert [int(row["不可及"]) for row in table] == [each["unserved"] for each in answer["gaps"]]
    # A share is a number in the workbook, and prints there as it does on the page.
    shares = [name for name, text in table[0].items() if text.endswith("%")]
    numbers = [dict(zip(book[0], cells, strict=True)) for cells in book[1:]]
    assert table == [row | {name: f"{float(row[name]):.1%}" for name in shares} for row in numbers]
    assert list(table[0]) == book[0]
    served = {each["id"]: each for each in answer["prefectures"]}
    by_prefecture = rows_of(taken(page, "CSV", 1))
    assert sum(int(row["不可及"]) for row in by_prefecture) == answer["total"] - answer["covered"]
    assert len(by_prefecture) == sum(each["people"] > each["covered"] for each in served.values())


def test_a_leader_sees_the_worst_zone_and_by_how_much_in_one_click(page: Page, app_url: str, screenshot: Any) -> None:
    go(page, app_url)
    to(page, "区域比较")
    answer = command("compare")
    reach = next(line for line in answer["lines"] if line["id"] == "reach")["values"]
    names = {"core": "珠三角", "belt": "沿海两翼", "north": "粤北"}
    worst = min(names, key=reach.__getitem__)
    told = page.locator(".lead p").inner_text()
    less = (reach["province"] - reach[worst]) * 100
    told = told.removeprefix(told[: told.index("：")])
    assert (
        told
        == f"：各区中{names[worst]}最差，为{reach[worst]:.1%}，比全省（{reach['province']:.1%}）低{less:.1f}个百分点。"
    )
    screenshot("leader-worst-zone")


def test_a_leader_sees_whether_the_plan_is_on_target_in_one_click(page: Page, app_url: str, screenshot: Any) -> None:
    go(page, app_url)
    to(page, "规划指标")
    entries = command("plan")["indicators"]
    table = [each for each in entries if each["table"] == "main-table"]
    standing = paragraph(page, "规划指标表（15）").inner_text()
    for conclusion, word in (("met", "已达标"), ("on-schedule", "按序时"), ("no-data", "数据待补充")):
        assert f"{word} {sum(each['conclusion'] == conclusion for each in table)}" in standing
    screenshot("leader-on-target")


def test_a_quantity_opens_with_its_inputs_its_clause_and_its_layers(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/plan?card=T064")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(re.compile(r"80%\s*以上地市建立知识产权快保护机制"))
    dialog.get_by_role("button", name="在地图上显示").click()
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert map_frame(page).evaluate("['coverage', 'protection-centres'].every((id) => atlas.on.has(id))")


def test_city_staff_see_what_is_missing_in_three_clicks(page: Page, app_url: str, screenshot: Any) -> None:
    go(page, app_url)
    page.get_by_role("link", name="我的地市").first.click()
    page.get_by_role("button", name="汕尾", exact=True).click()
    expect(page.get_by_role("heading", name="汕尾市")).to_be_visible()
    answer = command("prefecture", "441500")
    lacking = [each for each in answer["definitions"] if each["lacking"]]
    states = page.locator(".states li.lacking")
    expect(states.filter(has_text=re.compile("：(未见|未达到)"))).to_have_count(len(lacking))
    assert len(lacking) == 6
    assert f"{answer['one_more']['more']:,}人" in page.get_by_text(re.compile("公里内可及居民增加")).first.inner_text()
    screenshot("city-missing")
    assert "id=441500" in page.url


def test_a_record_taken_as_wrong_changes_everything_but_the_data(page: Page, app_url: str) -> None:
    record = "rapid-rights-yangjiang-hardware"
    go(page, f"{app_url}/coverage?wrong={record}")
    expect(page.get_by_text("推演中")).to_be_visible()
    expect(paragraph(page, "未见（12）")).to_be_visible()
    expect(paragraph(page, "不再有（设想）（1）")).to_be_visible()
    frame = map_frame(page)
    assert frame.evaluate(f"atlas.classes['rapid-rights-centres'].closed.includes('{record}')")
    answer = command("gaps", "--wrong", record)
    for told in (answer, answer["supposed"]):
        expect(page.get_by_text(f"{told['total']:,}人中的{told['covered']:,}人")).to_be_visible()
    page.get_by_role("button", name="回到数据").click()
    settled(page)
    expect(paragraph(page, "未见（12）")).to_be_visible()
    assert "wrong" not in page.url


def test_a_row_of_the_gap_list_takes_the_map_there(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/coverage?zone=north")
    before = map_frame(page).evaluate("atlas.map.getZoom()")
    page.locator(f".st-key-below-coverage {TABLES} tbody tr").first.click()
    settled(page)
    frame = map_frame(page)
    frame.wait_for_function(f"() => atlas.map.getZoom() > {before} + 0.5")
    worst = command("gaps", "--zone", "north")["gaps"][0]["county"]
    assert frame.evaluate("atlas.selected") == f"c{worst}"
    assert frame.evaluate("atlas.on.has('reach') && atlas.on.has('reach-rings')")


def test_rings_are_as_wide_as_the_straight_distance(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/coverage?radius=65&layers=prefectures reach reach-rings")
    frame = map_frame(page)
    radii = frame.evaluate(
        "[...atlas.shown].filter(([, each]) => each.id === 'reach-rings').map(([ring]) => ring.getRadius())"
    )
    assert len(radii) == len(command("gaps", "--radius-km", "65")["bodies"])
    assert radii == [pytest.approx(50_000)] * len(radii)
    ink = """() => {
        const canvas = atlas.map.getPane('atlas-ring').querySelector('canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((value, place) => place % 4 === 3 && value > 100).length;
    }"""
    assert frame.evaluate(ink) > 500, "the rings are there but not drawn"


@pytest.mark.parametrize("adcode", ["440100", "441500", "442000"])
def test_a_prefecture_prints_on_one_sheet(new_page: Callable[..., Page], app_url: str, adcode: str) -> None:
    page = new_page(width=1366, height=768)
    go(page, f"{app_url}/prefecture?id={adcode}")
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1


def test_a_click_on_the_chosen_plan_keeps_it(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/plan")
    page.get_by_role("radio", name="“十四五”规划").or_(page.get_by_role("button", name="“十四五”规划")).first.click()
    settled(page)
    expect(paragraph(page, "规划指标表（15）")).to_be_visible()
    page.get_by_role("radio", name="“十三五”完成情况").or_(
        page.get_by_role("button", name="“十三五”完成情况")
    ).first.click()
    expect(paragraph(page, "规划指标表（18）")).to_contain_text("滞后或低于目标 3")


def test_going_back_keeps_the_question(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/coverage?radius=100")
    to(page, "区域比较")
    expect(page.get_by_text("100公里内可及的居民").first).to_be_visible()
    page.wait_for_url("**/compare?radius=100*")
    page.go_back()
    settled(page)
    page.wait_for_url("**/coverage?radius=100*")
    expect(page.get_by_text("100公里内可及的居民").first).to_be_visible()


def test_the_name_of_the_overview_leads_there_with_its_question(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/overview?date=2020-12-31")
    assert map_frame(page).evaluate("atlas.features.prefectures.size") == 21
    expect(page.get_by_text("2020-12-31").first).to_be_visible()


def test_filters_that_thin_the_numbers_are_told_on_every_page(page: Page, app_url: str) -> None:
    for path in ("coverage", "compare", "prefecture"):
        go(page, f"{app_url}/{path}?industry=灯饰照明&borders=ignore")
        expect(page.get_by_text("筛选中：产业 灯饰照明；可及不论辖区")).to_be_visible()


@pytest.mark.parametrize("question", ["kinds=none", "date=2010-01-31"])
def test_nobody_in_reach_is_said_in_words(page: Page, app_url: str, question: str) -> None:
    go(page, f"{app_url}/coverage?{question}")
    page.get_by_role("tab", name="距离、备份与单点失效").click()
    expect(page.get_by_text("没有所选类别的机构")).to_be_visible()
    assert "nan" not in page.locator(".st-key-below-coverage").inner_text()


def test_a_bar_chooses_on_the_map_and_in_the_address_at_once(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/compare")
    box = page.locator("[data-testid=stVegaLiteChart]").first.bounding_box()
    page.mouse.click(box["x"] + 250, box["y"] + 14)
    first = command("compare")["ranking"][0]["prefecture"]
    map_frame(page).wait_for_function(f"() => atlas.selected === '{first}'")
    page.wait_for_url(f"**selected={first}*")
