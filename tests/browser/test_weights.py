"""By GDP instead of residents: page, map, table, command line, file and link agree."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import command, go, map_frame, numbers_of, pick, rows_of, settled, taken

GDP = "地区生产总值（推算）"


@pytest.mark.long
def test_page_map_table_command_line_and_link_agree_by_gdp(
    page: Page, new_page: Callable[..., Page], app_url: str
) -> None:
    go(page, f"{app_url}/coverage")
    pick(page, "按什么计（权重）", GDP)
    answer, residents = command("gaps", "--weight", "gdp"), command("gaps")
    assert f"{answer['share']:.1%}" != f"{residents['share']:.1%}"
    expect(page.locator(".card b").first).to_have_text(f"{answer['share']:.1%}")
    expect(page.get_by_text(f"{answer['covered']:,.0f}/{answer['total']:,.0f}亿元").first).to_be_visible()
    expect(page.locator(".lead p").first).to_contain_text("地区生产总值（2024年，亿元，按人口分摊的推算）")
    # Every weight side by side, as the command line has them.
    beside = page.get_by_text(re.compile("^50公里（估算路程）内：居民")).inner_text()
    shares = re.findall(r"(\d+\.\d%)", beside)
    assert shares == [f"{each['share']:.1%}" for each in answer["by_weight"]]
    expect(page.get_by_text(re.compile("^缺口清单随权重变化："))).to_be_visible()
    # Choosing it shows it on the map, whose key says what it is.
    assert f"50公里内可及的{GDP}" in map_frame(page).locator("body").inner_text()
    table = rows_of(taken(page, "CSV"))
    # Whole on the page, with two decimals in the answer: half of the last digit of each.
    unserved = [each["unserved"] for each in answer["gaps"]]
    assert [int(row["不可及（推算）"]) for row in table] == pytest.approx(unserved, abs=0.505)
    assert f"{GDP}，亿元" in table[0]
    link = f"{app_url}/coverage?{page.url.split('?')[1]}"
    assert "weight=gdp" in link
    other = new_page()
    go(other, link)
    expect(other.locator(".card b").first).to_have_text(f"{answer['share']:.1%}")
    handed = numbers_of(other)
    told = {name: value for name, value in answer.items() if name not in ("parks", "catchment")}
    assert handed["gaps"] == told  # type: ignore[index]
    assert command("link", link)["gaps"] == told


@pytest.mark.long
def test_the_next_site_by_gdp_is_that_of_the_command_line(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/siting?weight=gdp&siting=question:most+p:1+sites:parks")
    expect(page.locator(".card.certificate")).to_be_visible()
    settled(page)
    answer = command(
        "site", "--problem", "mclp", "--p", "1", "--candidates", "parks", "--weight", "gdp", "--lang", "zh"
    )
    expect(page.locator(".card.certificate b")).to_have_text(f"可及{GDP}{answer['objective']:,.0f}亿元")
    expect(page.locator(".card.certificate")).to_contain_text(answer["first_sites_sentence"])
    assert answer["sites"] != command("site", "--problem", "mclp", "--p", "1", "--candidates", "parks")["sites"]
    assert answer["sites"] == [next(each["site"] for each in answer["first_sites"] if each["weight"] == "gdp")]
