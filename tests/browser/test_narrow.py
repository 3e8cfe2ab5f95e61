"""On a telephone: what is pressed answers a finger, and what is or may be chosen stands there whole."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import OUT_OF_SIGHT, TABLES, go

# Signs of Streamlit's own that do not answer 11 pixels from their middle, each way: 24 are the least for a finger.
HARD_TO_HIT = """() => {
    const signs = [...document.querySelectorAll(
        "[data-testid=stMultiSelectTagsContainer] button, [data-testid=stWidgetLabel] button",
    )].filter((each) => each.checkVisibility());
    const misses = (sign) => {
        sign.scrollIntoView({ block: "center" });
        const box = sign.getBoundingClientRect();
        const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
        return [[-11, 0], [11, 0], [0, -11], [0, 11]]
            .some(([right, down]) => !sign.contains(document.elementFromPoint(x + right, y + down)));
    };
    return [signs.length, signs.filter(misses).map((each) => each.ariaLabel)];
}"""
# What is chosen in a list of many and stands outside its box.
HIDDEN_TAGS = """() => [...document.querySelectorAll("[data-testid=stMultiSelectTagsContainer]")]
    .filter((each) => each.checkVisibility())
    .flatMap((box) => [...box.querySelectorAll("[role=group] > span")].filter((tag) => {
        const [a, b] = [box, tag].map((each) => each.getBoundingClientRect());
        return b.right > a.right + 1 || b.bottom > a.bottom + 1;
    }).map((tag) => tag.innerText))"""


# Choices side by side of which a part lies past the edge of the screen.
PAST_THE_EDGE = """() => [...document.querySelectorAll("[data-testid=stButtonGroup] button")]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth)
    .map((each) => each.innerText)"""


def test_small_signs_answer_a_finger_and_what_is_chosen_is_whole(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(360, 740, has_touch=True)
    go(page, f"{app_url}/coverage?lang=en")
    count, hard = page.evaluate(HARD_TO_HIT)
    assert count >= 4
    assert hard == []
    assert page.evaluate(HIDDEN_TAGS) == []
    assert page.evaluate(PAST_THE_EDGE) == []


# The headings of what has opened, as a reader sees their first letter.
FIRST_LETTERS = """() => [...document.querySelectorAll("[data-testid=stPopoverBody] p:has(> strong)")].map((each) => {
    const first = each.innerText[0];
    return getComputedStyle(each, "::first-letter").textTransform === "uppercase" ? first.toUpperCase() : first;
})"""
# Lists that cut what is chosen without a sign of it.
CUT_SHORT = """() => [...document.querySelectorAll("[data-testid=stSelectbox] input")]
    .filter((each) => each.scrollWidth > each.clientWidth && getComputedStyle(each).textOverflow !== "ellipsis")
    .map((each) => each.value)"""
SOME_CUT = """() => [...document.querySelectorAll("[data-testid=stSelectbox] input")]
    .some((each) => each.scrollWidth > each.clientWidth)"""


def test_what_opens_has_headings_with_capitals_and_says_where_it_cuts_a_choice(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(360, 740)
    go(page, f"{app_url}/?lang=en")
    page.get_by_role("button", name="Help", exact=True).click()
    expect(page.get_by_text("what the words mean", exact=True)).to_be_visible()
    letters = page.evaluate(FIRST_LETTERS)
    assert len(letters) > 2
    assert [each for each in letters if each.islower()] == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Filters and indicator").click()
    expect(page.get_by_role("combobox", name="Indicator")).to_be_visible()
    assert page.evaluate(SOME_CUT)
    assert page.evaluate(CUT_SHORT) == []


def test_the_list_of_pages_can_be_folded_again(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(360, 780)
    go(page, f"{app_url}/coverage")
    page.get_by_test_id("stExpandSidebarButton").first.click()
    fold = page.get_by_test_id("stSidebarCollapseButton").locator("button")
    expect(fold).to_be_in_viewport()
    # Playwright presses only what nothing else lies over.
    fold.click(timeout=5_000)
    expect(fold).not_to_be_in_viewport()


def test_what_the_gap_list_is_about_is_in_sight_beside_the_name(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(360, 740)
    go(page, f"{app_url}/coverage")
    expect(page.locator(f"{TABLES} tbody tr").first).to_be_visible()
    count, hidden = page.evaluate(OUT_OF_SIGHT)
    assert count >= 2
    assert hidden == []
    head = page.locator(".st-key-table-gaps-counties thead th")
    expect(head.nth(1)).to_have_text("不可及")
    # With room they stand in the order in which they are reckoned.
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(head.nth(4)).to_have_text("不可及")


def test_the_conclusion_of_a_quantity_is_whole_beside_its_value_on_an_office_screen(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(1366, 768)
    go(page, f"{app_url}/plan")
    expect(page.locator(f"{TABLES} tbody tr").first).to_be_visible()
    count, hidden = page.evaluate(OUT_OF_SIGHT)
    assert count == 2
    assert hidden == []
    expect(page.locator(f"{TABLES} td.about").filter(has_text="28.8件").first).to_be_visible()
