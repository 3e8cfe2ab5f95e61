"""An office's table from the template to every page and back: filled badly, mended, laid over, taken away, dropped."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.steps import go, map_frame, settled, to
from tests.data.intake.files import xlsx

LABEL = "（本单位数据，未发布）"
GOOD = {
    "编号": "own-shaoguan", "名称": "韶关保护中心", "类别": "保护中心", "层级": "国家级", "地市": "韶关市",
    "县区": "武江区", "经度": "113.58", "纬度": "24.79", "运行日期": "2024年6月", "现状": "运行中",
}  # fmt: skip
BAD = GOOD | {"编号": "own-2", "县区": "武江县城"}
MENDED = GOOD | {"编号": "own-2", "名称": "韶关受理窗口", "类别": "受理窗口", "层级": "市级"}
SLOW = 60_000
STRIP = re.compile("本单位数据（未发布）：韶关.*机构2行")


def rows_of(content: bytes, sheet: int) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(sheet % len(book.sheet_names)).to_python()]


def saved(page: Page, button: str) -> tuple[str, bytes]:
    """Name and content of what a button hands out."""
    with page.expect_download(timeout=SLOW) as coming:
        page.get_by_role("button", name=button).click(timeout=SLOW)
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


def bring(page: Page, heading: list[str], rows: list[dict[str, str]], file: Path) -> None:
    """Fill the template's own headings with rows, and upload it."""
    file.write_bytes(xlsx([heading, *[[row.get(title, "") for title in heading] for row in rows]]))
    page.locator(".st-key-widget-own-table input[type=file]").set_input_files(file)


def lead_of(page: Page) -> str:
    return page.locator(".lead").inner_text()


def filled_mended_and_laid_over(page: Page, folder: Path) -> None:
    """On the data page: the template, a bad row that is told, a mended one, and the rows on all pages."""
    heading = rows_of(saved(page, "空白模板")[1], 0)[0]
    page.get_by_text("WGS-84（GPS）").click()
    settled(page)
    bring(page, heading, [GOOD, BAD], folder / "韶关.xlsx")
    expect(page.get_by_text(re.compile("共2行，可收下1行，问题1个"))).to_be_visible(timeout=SLOW)
    settled(page)
    bring(page, heading, [GOOD, MENDED], folder / "韶关改.xlsx")
    expect(page.get_by_text(re.compile("共2行，可收下2行，问题0个"))).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("各行所在位置（2点）")).to_be_visible()
    page.get_by_role("button", name="叠加到各页").click()
    expect(page.get_by_text(STRIP)).to_be_visible(timeout=SLOW)


def link_of_the_tables(page: Page) -> str:
    """The tables of the page, taken away: they say what they count, and carry a link with a mark."""
    page.get_by_text("带走", exact=True).click()
    page.get_by_role("button", name="本页表格").click()
    name, content = saved(page, "保存：本页表格")
    assert "本单位数据" in name
    about = [cell for row in rows_of(content, -1) for cell in row]
    assert any(cell.startswith("本单位数据，未发布（韶关") for cell in about)
    (link,) = [cell for cell in about if "own=" in cell]
    page.keyboard.press("Escape")
    return link


@pytest.mark.long
def test_a_table_is_filled_mended_laid_over_every_page_taken_away_and_dropped(
    page: Page, new_page: Callable[..., Page], app_url: str, tmp_path: Path
) -> None:
    go(page, f"{app_url}/coverage")
    before = lead_of(page)
    page.get_by_role("link", name="数据与来源").first.click()
    filled_mended_and_laid_over(page, tmp_path)
    to(page, "覆盖缺口")
    expect(page.get_by_text(STRIP)).to_be_visible(timeout=SLOW)
    assert lead_of(page) != before
    marks = map_frame(page).evaluate("atlas.extra.map((each) => [each.id, each.class, each.name])")
    assert ["own-shaoguan", "own", f"韶关保护中心{LABEL}"] in marks
    link = link_of_the_tables(page)

    elsewhere = new_page()
    go(elsewhere, link)
    expect(elsewhere.get_by_text(re.compile("此链接制作时叠加了某单位自己的表"))).to_be_visible(timeout=SLOW)
    assert lead_of(elsewhere) == before

    page.get_by_role("button", name="撤下").click()
    expect(page.get_by_text(STRIP)).to_have_count(0, timeout=SLOW)
    settled(page)
    assert lead_of(page) == before
    assert map_frame(page).evaluate("atlas.extra.length") == 0
