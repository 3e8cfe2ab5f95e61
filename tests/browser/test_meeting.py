"""The page for a meeting: from a file, without a network, by keyboard, large, and usable by everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, expect

from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.words import say_in
from documents.meeting import meeting_page
from tests.worlds import choices, the_atlas, usual_question

LINKS = ["/overview", "/coverage?radius=80&layers=neighbours+prefectures+reach"]
FILL = "() => document.getElementById('map').contentWindow.atlas.on.has('reach')"


@pytest.mark.long
def test_a_meeting_turns_its_views_by_keyboard_from_a_file(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "讲解.html"
    file.write_text(meeting_page(the_atlas(), choices(), LINKS, say_in("zh")), encoding="utf-8")
    for theme in ("light", "dark"):
        context = browser.new_context(viewport={"width": 1920, "height": 1080}, offline=True, color_scheme=theme)  # type: ignore[arg-type]
        page, errors = context.new_page(), list[str]()
        page.on("pageerror", lambda error, told=errors: told.append(str(error)))  # type: ignore[misc]
        page.goto(file.as_uri())
        page.wait_for_function("() => (document.getElementById('map').contentWindow.atlas || {}).ready")
        expect(page.locator("#place")).to_have_text("1 / 2")
        expect(page.locator("#back")).to_be_disabled()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#place")).to_have_text("2 / 2")
        wanted = lead("coverage", Inquiry(the_atlas(), usual_question(radius_km=80)))[0]
        expect(page.locator("h1")).to_have_text(wanted)
        page.wait_for_function(FILL)
        # Forty pixels of 1920 are read from five metres before a screen of 1.4 m.
        assert page.locator("h1").evaluate("(told) => parseFloat(getComputedStyle(told).fontSize)") >= 40
        page.evaluate(AXE_SCRIPT)
        violations = page.evaluate("() => axe.run({ resultTypes: ['violations'], iframes: false })")["violations"]
        assert [each["id"] for each in violations if each["impact"] in ("serious", "critical")] == []
        page.keyboard.press("ArrowLeft")
        expect(page.locator("#place")).to_have_text("1 / 2")
        assert errors == []
        context.close()
