"""The dialog behind a card speaks of the definition of the card, whichever one the reader has chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from atlas.headline import cards
from atlas.question.offered import choices_of
from atlas.question.question import default_question
from atlas.words import say_in
from tests.data.tiny_plan import written
from tests.ui.reader import MAIN, PATIENCE_S
from tests.worlds import loaded
from ui import shared


def test_it_names_the_pivotal_records_of_a_definition_of_people(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    more = written(tmp_path, cards=('definition = "one-centre"', 'definition = "near"'))
    monkeypatch.setenv("ATLAS_PLAN", "tiny")
    monkeypatch.setenv("ATLAS_PLANS", str(more))
    shared._stamp.cache.clear()
    page = AppTest.from_file(str(MAIN), default_timeout=PATIENCE_S)
    page.query_params["card"] = "covered"
    page.run()
    assert not page.exception
    atlas = loaded("tiny", "zh", more)
    question = default_question(choices_of(atlas, atlas.declared("bodies").as_of))
    (card,) = [each for each in cards(atlas, question, say_in("zh")) if each.id == "covered"]
    said = [each.value for each in page.markdown]
    assert f"## {card.figure}" in said
    (pivotal,) = [each for each in said if each.startswith("**关键记录")]
    bodies = atlas.world["bodies"].set_index("id")
    assert card.result is not None
    assert card.result.pivotal
    assert all(bodies.loc[each, "name_zh"] in pivotal.replace("\\", "") for each in card.result.pivotal)
    assert not [each for each in said if "改变结论的最小变动" in each], "only prefectures with a body have one"
