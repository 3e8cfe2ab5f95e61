"""The tools on every page: the link that is shared, the other language, the tour from its first step to its end."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from data.limits import LINK
from tests.ui.reader import as_read, opened, told, unharmed
from tests.worlds import the_atlas
from ui.frame.tour import STEPS


def pressed(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    unharmed(app)
    return app


def test_the_link_to_share_names_date_definition_and_data() -> None:
    app = opened("coverage", radius="80")
    asked = parse_qs(app.code[0].value.split("?", 1)[1])
    assert asked["radius"] == ["80"]
    assert asked["data"] == [the_atlas().version]
    assert {"date", "definition"} <= set(asked)


def test_the_link_opens_the_same_numbers() -> None:
    asked = parse_qs(opened("coverage", radius="80", zone="north").code[0].value.split("?", 1)[1])
    again = opened("coverage", **{name.replace("-", "_"): values[0] for name, values in asked.items()})
    assert [each.value for each in again.warning] == [each.value for each in opened("coverage", zone="north").warning]
    assert parse_qs(again.code[0].value.split("?", 1)[1]) == asked


def test_the_other_language_is_one_click_away_and_back() -> None:
    app = pressed(opened("coverage"), "language")
    assert "Link to this view" in told(app) or "ink to this view" in told(app)
    app = pressed(app, "language")
    assert "本视图链接" in told(app)


def test_the_tour_goes_step_by_step_to_its_end() -> None:
    app = pressed(opened(), "start-tour")
    for step in range(1, len(STEPS) + 1):
        assert f"**{step}/{len(STEPS)} " in told(app)
        app = pressed(app, "tour-next" if step < len(STEPS) else "tour-end")
    assert f"/{len(STEPS)} " not in told(app)


@pytest.mark.parametrize("page", ["data", "review", "manual"])
def test_a_page_about_no_question_still_shares_it_so_that_one_can_go_on_from_there(page: str) -> None:
    asked = parse_qs(opened(page, radius="80").code[0].value.split("?", 1)[1])
    assert asked["radius"] == ["80"]


@pytest.mark.parametrize(("changes", "is_long"), [(3, False), (80, True)])
def test_a_link_that_programs_cut_off_says_so_and_is_offered_as_a_file(changes: int, is_long: bool) -> None:
    scenario = "; ".join(f"add court 113.{place:04},23.1000 place{place}" for place in range(1, changes + 1))
    app = opened("coverage", scenario=scenario)
    unharmed(app)
    link = app.code[0].value
    assert (len(link) > LINK.most) == is_long
    said = [as_read(each.value) for each in app.warning if "会截断" in each.value]
    assert len(said) == is_long
    assert any(f"本链接长{len(link):,}个字符" in each for each in said) == is_long
    assert ("long-link" in [each.key for each in app.get("download_button")]) == is_long
