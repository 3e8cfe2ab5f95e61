"""The page of briefs: which one, as what, what it will say of itself; nothing is made or set before somebody asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.background import Pool
from atlas.children import Children, LostError
from documents.press import Progress, StoppedError, made
from documents.wanted import Wanted
from tests.addresses import SCENARIO
from tests.ui.reader import opened, told, unharmed
from tests.worlds import the_atlas, usual_question
from ui.desks.briefing.wanted import DOCUMENTS, FIRST_PAGE
from ui.parts.making import Held

KIND, FORMS = "widget-brief-kind", "brief-forms"


def test_it_opens_with_the_province_in_both_forms_and_makes_nothing_by_itself() -> None:
    app = opened("briefing")
    unharmed(app)
    assert app.radio(KIND).value == "province"
    words = told(app)
    for said in ("2025年12月31日", "国家级，已获批或运行", the_atlas().version, "示意图 · 未经地图审核，不得公开使用"):
        assert said in words, said
    assert app.button("make-briefs").label == "制作（2份文件）"
    for held in (DOCUMENTS, FIRST_PAGE):
        assert (app.session_state[held].works, app.session_state[held].files) == ({}, {}), held


def test_a_link_opens_the_page_of_one_prefecture_and_a_choice_changes_the_question() -> None:
    app = opened("briefing", brief="441500")
    assert app.radio(KIND).value == "prefecture"
    assert app.selectbox("widget-brief").value == "441500"
    app.radio(KIND).set_value("all").run()
    unharmed(app)
    assert app.session_state["question"].brief == "all"
    assert app.button("make-briefs").label == "制作（44份文件）"


def test_without_a_form_there_is_a_sentence_in_place_of_the_button() -> None:
    app = opened("briefing")
    app.session_state[FORMS] = []
    app.run()
    unharmed(app)
    assert [each.value for each in app.warning] == ["请至少选一种格式：Word、PDF或两者。"]
    assert not [each for each in app.button if each.key == "make-briefs"]


def test_what_is_supposed_and_filtered_is_said_before_anything_is_made() -> None:
    app = opened("briefing", scenario=SCENARIO, evidence="confirmed")
    unharmed(app)
    assert any("设想" in each.value for each in app.warning)
    assert "只看确证记录" in told(app) or "仅" in told(app)


def test_a_siting_brief_without_an_answer_says_what_will_happen_and_a_question_that_cannot_be_asked_why() -> None:
    app = opened("briefing", brief="siting")
    unharmed(app)
    assert any("选址推演" in each.value for each in app.info)
    assert app.button("make-briefs").label == "制作（2份文件）"
    refused = opened("briefing", brief="siting", siting="question:most sites:own")
    unharmed(refused)
    assert not [each for each in refused.button if each.key == "make-briefs"]
    assert refused.warning


def test_an_offices_map_number_is_said_where_it_holds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "paper.toml"
    file.write_text(
        '[map_number]\nnumber = "测S(2026)1号"\ngranted = "2000-01-01"\nuntil = "2099-12-31"\nplans = ["14-5"]\n'
        'pages = ["coverage"]\nlayers = ["neighbours", "prefectures", "coverage", "protection-centres", '
        '"rapid-rights-centres"]\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("ATLAS_PAPER", str(file))
    assert "审图号：测S(2026)1号" in told(opened("briefing"))
    assert "审图号" not in told(opened("briefing", brief="440500"))
    assert "审图号" not in told(opened("briefing", scenario=SCENARIO))


def test_what_belongs_to_another_view_is_let_go() -> None:
    held: Held[bytes] = Held()
    held.look_at("one")
    held.files["page"] = b"ready"
    held.look_at("one")
    assert held.files == {"page": b"ready"}
    held.look_at("another")
    assert held.files == {}


@pytest.mark.long
def test_a_process_of_its_own_makes_the_same_files_and_a_stop_ends_all_of_them_without_a_half() -> None:
    atlas, question = the_atlas(), usual_question()
    children, pool = Children(kept=1), Pool()
    heard: list[Progress] = []

    def watch(now: Progress) -> bool:
        heard.append(now)
        return False

    try:
        apart = children.run(lambda: 0, watch, made, atlas, question, Wanted("441500"))
        assert apart == made(lambda: 0, lambda _now: False, atlas, question, Wanted("441500"))
        assert heard[0] == Progress(0, 1, "441500")
        heard.clear()
        work = pool.begin("reader", lambda stopped, tell: children.run(stopped, tell, made, atlas, question, ALL_OF_IT))
        while not (work.progress and work.progress.done):
            assert not work.done
        work.stop()
        # Either it stopped by itself, or it was late on a busy machine and was ended.
        with pytest.raises((StoppedError, LostError)):
            work.answer(60)
        assert pool.counts() == (0, 0)
        # The process that was stopped is as good as before.
        assert children.run(lambda: 0, watch, made, atlas, question, Wanted("441500")) == apart
    finally:
        children.end()


ALL_OF_IT = Wanted("all")
