"""What a leader's secretary fetches: a printed map of a compared view, a slide of 选址, a prefecture's page, and all 22
for a meeting, stopped once, while somebody else reads on. Every file is opened.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

from tests.browser.steps import go, settled

pytestmark = [pytest.mark.long, pytest.mark.timeout(420)]
COMPARED = "coverage?radius=80&against=radius%3D50"
SITING = "siting?radius=80&siting=question%3Amost+p%3A2"
WAIT_MS, MADE_MS = 60_000, 240_000
STAMP = "示意图·未经地图审核，不得公开使用"


def carried(page: Page, thing: str) -> tuple[str, bytes]:
    """Open 带走, ask for a thing, and save it once it is there: its name and content."""
    opener, save = page.locator(".st-key-take-away button").first, page.locator(f".st-key-save-{thing} button")
    opener.click()
    page.locator(f".st-key-take-{thing} button").first.click()
    expect(save).to_be_visible(timeout=WAIT_MS)
    found = saved(page, save)
    opener.click()
    expect(save).to_be_hidden()
    return found


def saved(page: Page, button: object) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        button.click()  # type: ignore[attr-defined]
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def said_by(raw: bytes) -> list[str]:
    """What stands on each page of a PDF, without blanks."""
    return [re.sub(r"\s", "", each.extract_text()) for each in pypdf.PdfReader(io.BytesIO(raw)).pages]


def lead_of(page: Page) -> str:
    return re.sub(r"\s", "", page.locator(".lead p").first.inner_text())


def test_from_a_compared_view_to_a_printed_a4_map(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/{COMPARED}")
    name, raw = carried(page, "page")
    assert name == "覆盖缺口-全省-一页图（PDF）-2025-12-31.pdf"
    (sheet,) = pypdf.PdfReader(io.BytesIO(raw)).pages
    assert [round(float(each) * 25.4 / 72) for each in sheet.mediabox[2:]] == [210, 297]
    (said,) = said_by(raw)
    assert lead_of(page) in said, said
    # The screen has both views side by side; paper says which is which.
    assert "A→B（半径：50公里→80公里）。可及的居民由A的52.5%到B的58.2%" in said
    assert STAMP in said


def test_from_the_siting_page_to_a_slide(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/{SITING}")
    page.get_by_role("button", name=re.compile("^(search )?(重新)?求解$")).click()
    expect(page.locator(".card.met, .card.open").first).to_contain_text("已证最优", timeout=WAIT_MS)
    settled(page)
    name, raw = carried(page, "slide")
    assert name == "选址推演-全省-可编辑幻灯片（PPTX）-2025-12-31.pptx"
    (slide,) = Presentation(io.BytesIO(raw)).slides
    assert re.sub(r"\s", "", slide.shapes.title.text) == lead_of(page)
    assert [each.shape_type.name for each in slide.shapes].count("PICTURE") == 1
    assert "未经地图审核" in slide.notes_slide.notes_text_frame.text


def test_a_prefectures_page_as_word_and_pdf(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/prefecture?id=440500")
    name, raw = carried(page, "brief")
    assert name == "我的地市-汕头-简报（PDF）-2025-12-31.pdf"
    (said,) = said_by(raw)
    assert said.startswith("汕头市知识产权保护布局")
    name, raw = carried(page, "brief-word")
    assert name == "我的地市-汕头-简报（Word）-2025-12-31.docx"
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert "汕头市知识产权保护布局" in packed.read("word/document.xml").decode()
        assert [each for each in packed.namelist() if each.startswith("word/media/")] != []


def test_all_22_are_stopped_once_then_made_while_another_reads_on(
    new_page: Callable[..., Page], app_url: str, tmp_path: Path
) -> None:
    page, other = new_page(), new_page()
    make = page.locator(".st-key-make-briefs button")
    now, stop = page.get_by_text(re.compile("已成[0-9]+/22份")), page.locator(".st-key-cancel-briefs button")
    page.goto(f"{app_url}/briefing?brief=all")
    expect(make).to_have_text(re.compile("制作（44份文件）"), timeout=WAIT_MS)
    make.click()
    expect(now).to_be_visible(timeout=WAIT_MS)
    stop.click()
    expect(make).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("button", name=re.compile("^download 保存|保存："))).to_have_count(0)

    make.click()
    expect(now).to_be_visible(timeout=WAIT_MS)
    go(other, f"{app_url}/coverage?radius=80")
    expect(other.locator(".lead p").first).to_contain_text("80公里")
    # Whoever else reads has the answer before all are made.
    expect(stop).to_be_visible()
    save = page.locator(".st-key-save-brief-0 button")
    expect(save).to_be_visible(timeout=MADE_MS)
    name, raw = saved(page, save)
    assert name == "全省及各地市简报-2025-12-31.zip"
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert packed.testzip() is None
        assert len(set(packed.namelist())) == 44
        for each in packed.namelist():
            if each.endswith(".pdf"):
                assert len(said_by(packed.read(each))) == (4 if each.startswith("全省") else 1), each


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.long)])
def test_the_prefecture_with_most_records_prints_on_one_sheet_in_either_language(
    page: Page, app_url: str, language: str
) -> None:
    go(page, f"{app_url}/prefecture?id=440100&lang={language}")
    page.wait_for_selector(".sheet", state="attached")
    (said,) = said_by(page.pdf(prefer_css_page_size=True))
    assert lead_of(page) in said
