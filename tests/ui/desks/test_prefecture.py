"""My prefecture: its residents, its reach and what it lacks, as the answer of the page has them."""

from __future__ import annotations

import pytest

from tests.ui.reader import map_state, opened, told, unharmed
from tests.worlds import answered, prefectures, the_atlas


@pytest.mark.parametrize("adcode", ["440100", "441500", "442000"])
def test_reach_and_what_it_lacks_are_those_of_the_answer(adcode: str) -> None:
    answer, words = answered("prefecture", prefecture=adcode), told(opened("prefecture", id=adcode))
    assert the_atlas().world["prefectures"].set_index("adcode").at[adcode, "name_zh"] in words
    assert words.count("<li class=lacking>") == sum(bool(each["lacking"]) for each in answer["definitions"])
    if answer["one_more"]["more"]:
        assert f"{answer['one_more']['more']:,}人" in words


def test_one_without_any_record_is_shown_with_its_residents_and_told_to_have_none() -> None:
    """The records of none of them reach back to 2010, so there each is one without any."""
    for adcode in prefectures()[:3]:
        app = opened("prefecture", "prefecture-parts:机构", id=adcode, date="2010-01-31")
        unharmed(app)
        assert "<b>0</b>" in told(app)


def test_the_map_goes_to_it_and_another_is_one_click_away() -> None:
    app = opened("prefecture", id="441500")
    assert map_state(app)["about"] == "441500"
    app.button(key="next").click().run()
    order = prefectures()
    assert map_state(app)["about"] == order[(order.index("441500") + 1) % len(order)]


def test_the_sheet_on_paper_begins_with_the_sentence_of_the_page_and_groups_its_numbers() -> None:
    words = told(opened("prefecture", id="441500"))
    sheet = words[words.index('<div class="sheet">') :]
    assert "汕尾市，截至2025年12月31日：未见保护中心" in sheet[: sheet.index("<h2>")]
    assert "<td>1,235,827</td>" in sheet
