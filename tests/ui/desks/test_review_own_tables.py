"""Corrections while a session's own tables lie over the data: nothing of them is proposed."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from atlas.corrections.proposals import proposals, propose
from atlas.corrections.releases import releases
from atlas.corrections.roles import AT_THE_KEYBOARD, Who
from data.store.opening import Store
from tests.corrections import CENTRE, FIRST_REVIEWER, OTHER_REVIEWER, SHANTOU, SOURCE, draft, moved, published
from tests.data.intake.files import bodies, body
from tests.own_data import LABEL, SHAOGUAN, over_the_centre, table_of
from tests.ui.correcting import filled, seen
from tests.ui.reader import opened, told, unharmed
from ui.session.own_data import HELD, Held
from ui.session.present import KEY as QUESTION


def with_own_tables(app: AppTest, tab: str = "") -> AppTest:
    """A page once tables are laid over the data; the tab is opened after that."""
    app.session_state[HELD] = Held((over_the_centre(), table_of(bodies(body(**SHAOGUAN)))))
    if tab:
        app.session_state["prefecture-parts"] = tab
    return app.run()


def test_nothing_of_a_sessions_own_table_is_proposed_and_the_form_says_so(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    sits_there(AT_THE_KEYBOARD)
    app = with_own_tables(opened("prefecture", id=SHANTOU), "核对与更正")
    unharmed(app)
    key, known = f"correction-{CENTRE}", moved().before or {}
    for name in ("name_zh", "address", "operating"):
        assert app.text_input(key=f"{key}-{name}").value == known[name]
    assert any("叠加了本单位的表" in each.value for each in app.info)
    filled(app, key, address="试验路1号", **{"source-title": SOURCE["title"]})
    next(each for each in app.button if each.label == "提出更正").click().run()
    assert [each.value for each in app.error] == []
    (found,) = proposals(store)
    assert found.change.before == known
    assert "内部" not in str(found.change)
    assert LABEL not in str(found.change)


def test_a_row_of_an_own_table_is_not_offered_and_it_is_said_why(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    sits_there(AT_THE_KEYBOARD)
    app = with_own_tables(opened("prefecture", id="440200"), "核对与更正")
    unharmed(app)
    (which,) = (each for each in app.selectbox if str(each.key).startswith("correct-which-bodies"))
    assert not [each for each in which.options if LABEL in each]
    assert any("不在此更正" in each.value for each in app.caption)
    chosen = with_own_tables(opened("overview"))
    chosen.session_state[QUESTION] = chosen.session_state[QUESTION].with_changes(selected="own-shaoguan")
    chosen.run()
    unharmed(chosen)
    assert f"## {SHAOGUAN['名称']}" in told(chosen)
    assert any("不在此更正" in each.value for each in chosen.caption)
    assert "correct-own-shaoguan" not in {each.key for each in chosen.button}


def test_with_an_own_table_over_the_data_releases_are_listed_and_made(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    published(store)
    sits_there(FIRST_REVIEWER)
    seen()
    app = with_own_tables(opened("review", "review-parts:发布记录"))
    unharmed(app)
    next(each for each in app.button if each.label == "作为新的发布恢复").click().run()
    unharmed(app)
    propose(store, OTHER_REVIEWER, draft(store, moved(notes="试验")))
    queue = with_own_tables(opened("review"))
    queue.button(key="approve-2").click().run()
    queue.button(key="publish").click().run()
    unharmed(queue)
    assert [each.id for each in releases(store)] == [3, 2, 1]
    assert "内部" not in str(proposals(store))
