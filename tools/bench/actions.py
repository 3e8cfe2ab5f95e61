"""What a reader does in each app: ask again, shade by another indicator, step the date, switch a layer."""

from __future__ import annotations

from playwright.sync_api import Page

from tools.bench.apps import EMPTY, PRODUCT, App
from tools.bench.browser import Action

RERUN, SHADE, STEP, SWITCH = "rerun", "shade", "step", "switch"
CHANGES = (SHADE, STEP, SWITCH)
BUTTON = "[data-testid=stButton] button"
CHECKBOX = "[data-testid=stCheckbox] label"
SELECT = "[data-testid=stSelectbox] input"
INDICATOR = ".st-key-widget-indicator input"
FILTERS = "[data-testid=stPopoverButton][kind=secondary]"
THUMB = "[data-testid=stSlider] input[type=range]"
COUNTIES = 2  # place of its switch among those of the product's layer panel
TURNS = 5


def actions_of(app: App) -> dict[str, Action]:
    """The actions of an app by name; an empty page can only be asked again."""
    again = Action(_nothing, lambda page, _turn: page.locator(BUTTON).first.click(), fresh=False)
    if app is EMPTY:
        return {RERUN: again}
    if app is PRODUCT:
        return _product_actions()
    return {
        RERUN: again,
        SHADE: Action(lambda page, _turn: page.locator(SELECT).first.click(), _choose),
        STEP: Action(lambda page, _turn: page.locator(THUMB).first.focus(), _step),
        SWITCH: Action(_nothing, lambda page, _turn: page.locator(CHECKBOX).click()),
    }


def switch_of(app: App) -> str:
    """JavaScript that finds what six readers click at once: the layer's own switch, or the button of an empty page."""
    if app is EMPTY:
        return f"document.querySelector('{BUTTON}')"
    if app is PRODUCT:
        switches = "window.stopwatch.findVessel().contentDocument.querySelectorAll('.atlas-panel [type=checkbox]')"
        return f"{switches}[{COUNTIES}]"
    return "document.querySelector('[data-testid=stCheckbox] input')"


def _product_actions() -> dict[str, Action]:
    """The product has no button that changes nothing: Streamlit's own key for it is R."""
    return {
        RERUN: Action(_nothing, lambda page, _turn: page.keyboard.press("r"), fresh=False),
        SHADE: Action(_open_indicators, _choose),
        STEP: Action(lambda page, _turn: page.locator(THUMB).first.focus(), _step),
        SWITCH: Action(_open_layers, _switch_layer),
    }


def _nothing(_page: Page, _turn: int) -> None:
    """No preparation."""


def _choose(page: Page, turn: int) -> None:
    """Another option than the one before, a different one for each of five turns, then the same again."""
    page.locator("[role=option]").nth(turn % TURNS + 1).click()


def _step(page: Page, turn: int) -> None:
    """A month back in the first five turns, then forward again over the same months."""
    page.keyboard.press("ArrowLeft" if turn < TURNS else "ArrowRight")


def _open_indicators(page: Page, _turn: int) -> None:
    if not page.locator(INDICATOR).is_visible():
        page.locator(FILTERS).click()
    page.locator(INDICATOR).click()


def _open_layers(page: Page, _turn: int) -> None:
    frame = page.frame_locator("iframe[src*='/atlas/']")
    if not frame.locator(".atlas-panel.open").count():
        frame.locator(".atlas-panel .atlas-fold").click()


def _switch_layer(page: Page, _turn: int) -> None:
    page.frame_locator("iframe[src*='/atlas/']").locator(".atlas-panel [type=checkbox]").nth(COUNTIES).click()
