"""Every table of every page as a reader on an office computer meets it: what is cut says so and is whole under the
pointer, what a row is stays in sight, each has a name and its files, and the keyboard gets to all of them.

(The key of the fill of each legend: test_map_explains.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import MAP_HAS_DRAWN, OUT_OF_SIGHT, TABLES, rows_of, settled, taken

pytestmark = pytest.mark.long
# A page, and how many parts of it can be opened.
PAGES = {
    "?card=fast-protection": 0,
    "?selected=440600": 0,
    "coverage": 5,
    "compare?other-measure=gdp": 6,
    "plan": 0,
    "plan?card=T064": 0,
    "prefecture?id=441500": 5,
    "prefecture?id=440600": 5,
    "siting?scenario=close protection-centre-foshan": 0,
    "data": 0,
}
# What is wrong with each table, by its name. A cell is cut where its texts are wider or higher than it is.
WRONG = """() => {
    const faults = [];
    const inView = (element) => element.getClientRects().length > 0;
    for (const grid of document.querySelectorAll("[data-testid=stDataFrame]")) faults.push("a table on a canvas");
    const hosts = [...document.querySelectorAll('[class*="st-key-table-"]')].filter(inView);
    for (const host of hosts) {
        const key = [...host.classList].find((each) => each.startsWith("st-key-table-"));
        const name = key.replace("st-key-table-", "");
        const root = [...host.querySelectorAll("*")].find((each) => each.shadowRoot)?.shadowRoot;
        const table = root?.querySelector("table");
        if (!table) { faults.push(`${name}: not drawn`); continue; }
        const say = (what) => faults.push(`${table.getAttribute("aria-label")} (${name}): ${what}`);
        if (!table.getAttribute("aria-label")) say("without a name");
        if (!table.rows[1]) say("without a row");
        const stops = root.querySelectorAll('.scroll[tabindex="0"], tbody tr[tabindex="0"]');
        if (!stops.length) say("out of reach of the keyboard");
        for (const kind of ["xlsx", "csv"]) {
            if (!document.querySelector(`.st-key-${kind}-${CSS.escape(name)}`)) say(`without ${kind}`);
        }
        for (const row of table.rows) {
            const { position, left } = getComputedStyle(row.cells[0]);
            if (position !== "sticky" || left !== "0px") { say("its first column goes out of sight"); break; }
        }
        for (const cell of table.querySelectorAll("th, td")) {
            const text = cell.innerText.slice(0, 20);
            if (cell.scrollHeight > cell.clientHeight + 1) say(`cut at the foot: ${text}`);
            if (cell.scrollWidth <= cell.clientWidth) continue;
            if (cell.closest("thead")) say(`a heading is cut: ${text}`);
            if (cell.classList.contains("right")) say(`a number is cut: ${text}`);
            if (getComputedStyle(cell).textOverflow !== "ellipsis") say(`cut without a sign: ${text}`);
            cell.dispatchEvent(new MouseEvent("mouseover", { bubbles: true, composed: true }));
            if (cell.title !== cell.innerText) say(`not whole under the pointer: ${text}`);
        }
    }
    for (const whole of document.querySelectorAll(".whole")) {
        if (!inView(whole)) continue;
        if (!whole.getAttribute("aria-label") || whole.tabIndex !== 0) faults.push("side by side: without a name");
        for (const cell of whole.querySelectorAll("th, td")) {
            if (cell.scrollWidth > cell.clientWidth) faults.push(`side by side: cut ${cell.innerText}`);
        }
    }
    return [hosts.length, faults];
}"""


def drawn(page: Page) -> None:
    """Every table has its rows."""
    settled(page)
    page.wait_for_function(
        f"""() => [...document.querySelectorAll('{TABLES}')].every((host) => [...host.querySelectorAll("*")]
            .some((each) => each.shadowRoot?.querySelector("tbody tr")))""",
        timeout=60_000,
    )


def wrong(page: Page) -> tuple[int, list[str]]:
    drawn(page)
    n, faults = page.evaluate(WRONG)
    return n, faults


@pytest.mark.timeout(900)
def test_nothing_of_any_table_is_lost(new_page: Callable[..., Page], app_url: str, screenshot: Any) -> None:
    page = new_page(1366, 768)
    faults, tables = dict[str, list[str]](), 0
    for path, parts in PAGES.items():
        page.goto(f"{app_url}/{path}")
        if path != "data":
            page.wait_for_function(MAP_HAS_DRAWN, timeout=60_000)
        drawn(page)
        twin = page.locator(".st-key-twin summary")
        if twin.count() and "card=" not in path:
            twin.first.click()
            drawn(page)
        for part in range(max(1, parts)):
            if parts:
                page.get_by_role("tab").nth(part).click()
            n, found = wrong(page)
            tables += n
            if found:
                faults[f"{path}, part {part}"] = found
                screenshot(f"table-{path.split('?')[0]}-{part}", page)
    assert tables > 25
    assert not faults, "\n".join(f"{place}: {each}" for place, found in faults.items() for each in found)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_table_is_about_is_whole_and_in_sight_on_a_telephone(
    new_page: Callable[..., Page], app_url: str, screenshot: Any, language: str
) -> None:
    page = new_page(360, 740)
    faults, tables = dict[str, list[str]](), 0
    for path, parts in PAGES.items():
        page.goto(f"{app_url}/{path}{'&' if '?' in path else '?'}lang={language}")
        drawn(page)
        for part in range(max(1, parts)):
            if parts:
                page.get_by_role("tab").nth(part).click()
                drawn(page)
            n, found = page.evaluate(OUT_OF_SIGHT)
            tables += n
            if found:
                faults[f"{path}, part {part}"] = found
                screenshot(f"about-{language}-{path.split('?')[0]}-{part}", page)
    assert tables > 25
    assert not faults, "\n".join(f"{place}: {each}" for place, found in faults.items() for each in found)


def test_a_fault_would_be_found(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/data")
    _, faults = wrong(page)
    assert not faults
    page.evaluate(
        """() => {
            const style = new CSSStyleSheet();
            style.replaceSync("td { text-overflow: clip !important } tr > * { position: static !important }");
            for (const each of document.querySelectorAll("*")) {
                if (each.shadowRoot) each.shadowRoot.adoptedStyleSheets = [style];
            }
            document.querySelector(".st-key-csv-sources").remove();
        }"""
    )
    told = "\n".join(page.evaluate(WRONG)[1])
    for wanted in ("cut without a sign", "goes out of sight", "(sources): without csv"):
        assert wanted in told


def test_rows_are_found_by_pinyin_and_code_put_in_order_and_columns_left_out(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/coverage")
    page.wait_for_function(MAP_HAS_DRAWN)
    drawn(page)
    table = page.locator(".st-key-table-gaps-counties")
    rows, box = table.locator("tbody tr"), table.get_by_placeholder("筛选行")
    every = rows.count()
    files = rows_of(taken(page, "CSV"))
    assert every == len(files)
    box.fill("shantou")
    expect(rows).to_have_count(sum(each["地市"] == "汕头" for each in files))
    expect(table.get_by_role("status")).to_contain_text(f"{every}行中的")
    box.fill("445281")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("普宁市")
    box.fill("没有的地方")
    expect(table.get_by_text("没有含这些字的行")).to_be_visible()
    box.fill("")
    table.locator("thead").get_by_role("button", name="可及占比").click()
    shares = [float(each.rstrip("%")) for each in rows.locator("td:last-child").all_inner_texts() if each != "–"]
    assert shares == sorted(shares)
    table.get_by_text("选择列").click()
    table.get_by_role("checkbox", name="可及占比").uncheck()
    expect(table.locator("thead th", has_text="可及占比")).to_have_count(0)


def test_a_table_has_the_whole_width_of_a_narrow_screen(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(768, 1024)
    page.goto(f"{app_url}/coverage")
    drawn(page)
    for name in ("gaps-counties", "gaps-prefectures"):
        table = page.locator(f".st-key-table-{name}").bounding_box()
        assert table is not None
        # All but the margins of the page.
        assert table["width"] > 768 - 2 * 40
