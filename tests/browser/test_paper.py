"""Printing from the browser: the whole tables around the map, in place of grids and controls, and back again."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.steps import TABLES, go, map_frame, settled
from tests.worlds import the_atlas

pytestmark = pytest.mark.long
PLACE = "[atlas.home, atlas.map.getZoom(), atlas.map.getSize().x, atlas.map.getCenter().lat]"
HIDDEN = f".st-key-toolbar, .st-key-controls, {TABLES}, [data-testid='stButton'], .st-key-cards"


@pytest.mark.parametrize(("path", "rows"), [("coverage", 96), ("plan", 49), ("data", 100)])
def test_paper_has_whole_tables_and_no_control(
    new_page: Callable[..., Page], app_url: str, path: str, rows: int
) -> None:
    page = new_page(1366, 768)
    go(page, f"{app_url}/{path}")
    if path != "data":
        page.wait_for_selector("[data-testid=stVegaLiteChart] svg text")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    paper = page.locator(".paper-rest")
    assert paper.locator("tr").count() > rows
    expect(page.locator(".paper-head h1")).to_be_visible()
    charts = page.locator("[data-testid=stVegaLiteChart]").count()
    figures = paper.locator("figure")
    assert figures.count() == charts == (0 if path == "data" else 1)
    closed = paper.locator(".closed")
    names = page.locator("[role=tab][aria-selected=false]").all_inner_texts() if path == "coverage" else []
    assert closed.count() == bool(names)
    for name in names:
        expect(closed).to_contain_text(name)
    for place in range(charts):
        expect(figures.nth(place).locator("svg text").first).to_be_visible()
        assert figures.nth(place).locator("figcaption").inner_text()
    seen = page.locator(HIDDEN)
    assert not [place for place in range(seen.count()) if seen.nth(place).is_visible()]
    wide = "() => [...document.querySelectorAll('.paper-rest table')].filter((t) => t.scrollWidth > innerWidth).length"
    assert page.evaluate(wide) == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(paper).to_have_count(0)
    for landscape in (False, True):
        assert page.pdf(format="A4", landscape=landscape).startswith(b"%PDF")


def foot_of_map(paper: bytes) -> list[float]:
    """How far down its frame the foot of the map is on the first sheet, where its scale and the end of its stamp are.

    Not where on the sheet: the same map may be printed smaller.
    """
    found = list[tuple[str, float, float]]()
    read = PdfReader(io.BytesIO(paper)).pages[0]
    read.extract_text(visitor_text=lambda text, _, at, *__: found.append((text.strip(), at[4], at[5])))
    ((left, down),) = [(x, y) for text, x, y in found if text == "100 km"]
    return [down, left, max(x for _, x, y in found if y == down)]


def test_the_map_stands_alike_under_its_sentence_however_the_paper_lies_and_is_put_back(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(1366, 768)
    go(page, f"{app_url}/coverage")
    frame = map_frame(page)
    before, feet = frame.evaluate(PLACE), []
    for landscape in (False, True, True, False):
        feet.append(foot_of_map(page.pdf(format="A4", landscape=landscape)))
        frame.wait_for_function(
            f"(before) => {PLACE}.every((each, at) => Math.abs(each - before[at]) <= 0.005)", arg=before
        )
    assert feet[0][2] > 0.9 * 690, "as wide as the frame on paper"
    assert feet == [feet[0]] * 4


def test_across_the_sentence_stands_beside_the_map_and_on_too_narrow_a_sheet_above_it(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(1024, 718)
    go(page, f"{app_url}/coverage")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    head, frame = page.locator(".paper-head"), page.locator(".st-key-atlas-map iframe")
    for width, beside in ((1024, True), (740, False)):
        page.set_viewport_size({"width": width, "height": 718})
        told, drawn = head.bounding_box(), frame.bounding_box()
        assert told
        assert drawn
        assert (told["x"] >= drawn["x"] + drawn["width"]) is beside
        assert (told["y"] + told["height"] <= drawn["y"] + 1) is not beside
        assert drawn["width"] == 690, "as wide as the frame on paper"


def test_no_last_sheet_has_the_sources_alone(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(1366, 768)
    go(page, f"{app_url}/siting")
    expect(page.locator(".st-key-lead")).to_contain_text("再建")
    settled(page)
    for height in ("180mm", "186mm", "192mm", "297mm"):
        sheets = PdfReader(io.BytesIO(page.pdf(width="210mm", height=height))).pages
        last = "".join(sheets[-1].extract_text().split())
        assert "/siting?" in last, "the link stands at the end"
        assert "云浮" in last, "and with it the end of the last table"


CONTROLS = ".st-key-controls, " + ", ".join(
    f"[data-testid={each}]" for each in ("stSlider", "stTextInput", "stSelectbox", "stRadio", "stButtonGroup")
)


def without_a_map(new_page: Callable[..., Page], address: str) -> Page:
    """A page that prints as it is, at rest."""
    page = new_page(1366, 768)
    page.goto(address)
    expect(page.locator("h1")).to_be_visible()
    settled(page)
    return page


def sheets_of(page: Page) -> Iterator[list[str]]:
    """The texts of the sheets that a page prints, upright and across."""
    for landscape in (False, True):
        sheets = PdfReader(io.BytesIO(page.pdf(format="A4", landscape=landscape))).pages
        yield [each.extract_text() for each in sheets]


@pytest.mark.parametrize("path", ["briefing", "manual", "review"])
def test_a_page_without_a_map_prints_no_control_and_no_empty_sheet(
    new_page: Callable[..., Page], app_url: str, path: str
) -> None:
    page = without_a_map(new_page, f"{app_url}/{path}")
    if path == "briefing":
        # Made beside the page; printed before it is there, nothing of it could leave a sheet empty.
        expect(page.locator(".st-key-first-page img")).to_be_visible(timeout=60_000)
    for sheets in sheets_of(page):
        assert all(len(each.strip()) > len("使用手册") for each in sheets)
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    seen = page.locator(CONTROLS)
    assert not [place for place in range(seen.count()) if seen.nth(place).is_visible()]


@pytest.mark.parametrize("path", ["briefing", "manual", "review"])
def test_a_page_that_prints_as_it_is_has_its_link_and_data_version_at_its_end(
    new_page: Callable[..., Page], app_url: str, path: str
) -> None:
    page = without_a_map(new_page, f"{app_url}/{path}")
    for sheets in sheets_of(page):
        last = "".join(sheets[-1].split())
        assert f"{app_url}/{path}?" in last
        assert f"数据版本{the_atlas().version}" in last
    expect(page.locator(".paper-foot")).to_have_count(0)


def test_a_token_of_nobody_prints_nothing(new_page: Callable[..., Page], app_url: str) -> None:
    answer = new_page(1366, 768).request.get(f"{app_url}/print/nobody")
    assert answer.status == 404


SMALLEST = """(places) => Math.min(...[...document.querySelectorAll(places)]
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((each) => parseFloat(getComputedStyle(each).fontSize) * 0.75))"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_on_the_sheet_of_a_prefecture_is_smaller_than_eight_points_and_it_says_its_sources(
    new_page: Callable[..., Page], app_url: str, language: str
) -> None:
    page = new_page(794, 1123)
    go(page, f"{app_url}/prefecture?id=440100&lang={language}")
    page.emulate_media(media="print")
    assert page.evaluate(SMALLEST, ".sheet, .sheet *") >= 8
    sheet = page.locator(".sheet")
    expect(sheet).to_contain_text("来源：" if language == "zh" else "Sources: ")
    expect(sheet).to_contain_text(f"{app_url}/prefecture?")
    assert len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1


# Words and figures of tables that stand on two lines, and tables that are broader than their sheet.
BROKEN = """() => {
    const held = [...document.querySelectorAll('.paper-head .held, .paper-rest .held')];
    const found = held.filter((each) => each.getClientRects().length > 1);
    const broken = found.map((each) => each.textContent);
    for (const cell of document.querySelectorAll('.paper-rest :is(th, td):not(.loose)')) {
        const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            for (const word of node.data.matchAll(/[A-Za-z]{2,}/g)) {
                const range = document.createRange();
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                if (new Set([...range.getClientRects()].map((each) => each.top)).size > 1) broken.push(word[0]);
            }
        }
    }
    const broad = [...document.querySelectorAll('.paper-rest table')].filter((each) => each.scrollWidth > innerWidth);
    return [...broken, ...broad.map((each) => `too broad: ${each.innerText.slice(0, 80)}`)];
}"""


PRINTED = """() => {
    for (const each of ["afterprint", "beforeprint"]) window.dispatchEvent(new Event(each));
    return document.querySelectorAll(".paper-rest tr").length > 10;
}"""
UPRIGHT, ACROSS = (696, 1000), (1024, 718)
# As wide as A4 between its margins, and the smallest letters there: thirteen English columns fit no upright sheet.
SHEETS = [
    *((path, UPRIGHT, 8) for path in ("coverage?lang=en", "compare", "plan", "data", "siting")),
    *((path, UPRIGHT, 7) for path in ("plan?lang=en", "data?lang=en")),
    *((path, ACROSS, 8) for path in ("plan?lang=en", "data?lang=en")),
]


@pytest.mark.parametrize(("path", "sheet", "smallest"), SHEETS)
def test_no_word_date_or_figure_of_a_table_stands_on_two_lines_and_none_is_small(
    new_page: Callable[..., Page], app_url: str, path: str, sheet: tuple[int, int], smallest: float
) -> None:
    page = new_page(*sheet)
    go(page, f"{app_url}/{path}")
    page.emulate_media(media="print")
    # The tables of a search come with its answer.
    page.wait_for_function(PRINTED, timeout=30_000, polling=500)
    assert page.evaluate(BROKEN) == []
    assert round(page.evaluate(SMALLEST, ".paper-head *, .paper-rest table *, .paper-rest footer *"), 2) >= smallest
    expect(page.locator(".paper-rest footer")).to_contain_text(f"{app_url}/{path.partition('?')[0]}?")


# The letters of the charts in points, as large as they are printed, and the texts that pass the edge of their drawing.
IN_CHARTS = """() => {
    const points = [], cut = [];
    for (const drawing of document.querySelectorAll(".paper-rest figure svg")) {
        const sheet = drawing.getBoundingClientRect(), { width, height } = drawing.viewBox.baseVal;
        const scale = Math.min(sheet.width / width, sheet.height / height);
        for (const text of drawing.querySelectorAll("text")) {
            if (!text.textContent.trim()) continue;
            const at = text.getBoundingClientRect();
            points.push(parseFloat(getComputedStyle(text).fontSize) * scale * 0.75);
            if (at.left < sheet.left - 1 || at.right > sheet.right + 1 || at.top < sheet.top - 1
                || at.bottom > sheet.bottom + 1) cut.push(text.textContent);
        }
    }
    return [points, cut];
}"""


@pytest.mark.parametrize("width", [360, 1366, 1920])
@pytest.mark.parametrize("path", ["coverage", "compare?lang=en", "compare?measure=gdp&other-measure=reach"])
def test_no_letter_of_a_chart_is_smaller_than_eight_points_and_none_is_cut(
    new_page: Callable[..., Page], app_url: str, path: str, width: int
) -> None:
    page = new_page(width, 900)
    go(page, f"{app_url}/{path}")
    page.wait_for_selector("[data-testid=stVegaLiteChart] svg text")
    settled(page)
    # The drawing is taken as the screen has it, then laid out on the sheet.
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.set_viewport_size({"width": UPRIGHT[0], "height": UPRIGHT[1]})
    page.emulate_media(media="print")
    points, cut = page.evaluate(IN_CHARTS)
    assert len(points) > 10
    assert min(points) >= 8
    assert cut == []
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")


# What is named on the last sheet laid out: which prefectures, and how far south the name of 汕尾 stands.
NAMED = """() => {
    const { labels } = atlas.ui;
    const place = labels.place;
    labels.place = () => {
        place();
        if (!document.documentElement.classList.contains("paper")) return;
        const placed = labels.placed().filter(({ id }) => id === "prefectures");
        const own = placed.find(({ feature }) => feature === "441500");
        window.onPaper = {
            names: placed.map(({ feature }) => feature),
            south: own ? atlas.map.containerPointToLatLng([own.box.x, own.box.y]).lat : NaN,
        };
    };
}"""


@pytest.mark.parametrize("path", ["", "plan?lang=en", "compare?lang=en", "siting?lang=en"])
def test_on_paper_every_prefecture_is_named_and_none_by_its_reefs(
    new_page: Callable[..., Page], app_url: str, path: str
) -> None:
    page = new_page(1366, 768)
    go(page, f"{app_url}/{path}")
    if "siting" in path:
        expect(page.locator(".st-key-lead")).to_contain_text("Proven best")
        settled(page)
    frame = map_frame(page)
    frame.evaluate(NAMED)
    page.pdf(format="A4")
    on_paper = frame.evaluate("window.onPaper")
    assert len(set(on_paper["names"])) == 21
    assert on_paper["south"] > 21.5, "its reefs are at 20.7° N"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_sheet_of_the_manual_has_its_last_lines_alone(
    new_page: Callable[..., Page], app_url: str, language: str
) -> None:
    page = new_page(1366, 768)
    page.goto(f"{app_url}/manual?lang={language}")
    expect(page.locator("h1")).to_be_visible()
    settled(page)
    for landscape in (False, True):
        sheets = [
            each.extract_text() for each in PdfReader(io.BytesIO(page.pdf(format="A4", landscape=landscape))).pages
        ]
        assert len(sheets[-1]) > len(sheets[0]) / 4


# Of each chart on paper what stands behind it, and its smallest letters in CSS pixels.
DRAWN = """() => [...document.querySelectorAll('.paper-rest figure svg')].map((drawing) => {
    const scale = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
    const sizes = [...drawing.querySelectorAll('text')].map((text) => parseFloat(getComputedStyle(text).fontSize));
    return [getComputedStyle(drawing).backgroundColor, Math.min(...sizes) * scale];
})"""


@pytest.mark.parametrize(("path", "least_pt"), [("plan?board=13-5", 8), ("coverage", 7.5)])
def test_a_chart_of_the_dark_theme_stands_on_white_paper_in_letters_that_can_be_read(
    new_page: Callable[..., Page], app_url: str, path: str, least_pt: float
) -> None:
    """A drawing wider than the sheet is drawn smaller, so the few bars of the plan are never so wide."""
    page = new_page(1366, 768, color_scheme="dark")
    go(page, f"{app_url}/{path}")
    page.wait_for_selector("[data-testid=stVegaLiteChart] svg text")
    # The sheet of A4 within its margins; the charts are drawn as wide as on the screen.
    page.add_style_tag(content=".paper-rest { width: 690px; }")
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    ((ground, smallest),) = page.evaluate(DRAWN)
    assert ground == "rgba(0, 0, 0, 0)"
    assert smallest >= least_pt * 96 / 72 - 0.1
