"""What a reader sees while tables are laid over the data, after they are dropped, and who opens the link elsewhere."""

from __future__ import annotations

from urllib.parse import parse_qs

from streamlit.testing.v1 import AppTest

from atlas.own.laying import mark_of
from tests.data.intake.files import bodies, body
from tests.own_data import SHAOGUAN, overlaid, table_of
from tests.ui.reader import opened, told
from ui.session.own_data import HELD, Held

ELSEWHERE = "此链接制作时叠加了某单位自己的表"


def with_table(app: AppTest) -> AppTest:
    app.session_state[HELD] = Held((table_of(bodies(body(**SHAOGUAN))),))
    return app.run()


def lead_of(app: AppTest) -> str:
    return next(each.proto.body for each in app.get("html") if 'class="lead"' in each.proto.body)


def test_pages_answer_from_the_table_until_it_is_dropped() -> None:
    app = opened("coverage")
    before = lead_of(app)
    with_table(app)
    assert lead_of(app) != before
    assert "韶关.csv" in lead_of(app)
    assert any("本单位数据（未发布）" in each.value and "机构1行" in each.value for each in app.info)
    assert app.session_state["own-data"].atlases, "made once, and kept"
    next(each for each in app.button if each.key == "drop-own-0").click().run()
    assert lead_of(app) == before
    assert "韶关.csv" not in told(app)


def test_another_session_has_none_of_it_and_its_link_is_told_what_it_stood_on() -> None:
    mine = with_table(opened("coverage"))
    link = parse_qs(mine.code[0].value.split("?")[1])
    assert link["own"] == [mark_of(overlaid().own)]
    assert "116" not in str(link), "none of the rows is in the link"
    elsewhere = opened("coverage", own=link["own"][0], data=link["data"][0])
    assert ELSEWHERE in told(elsewhere)
    assert "韶关.csv" not in told(elsewhere)
    assert lead_of(elsewhere) == lead_of(opened("coverage"))
    assert ELSEWHERE not in told(with_table(elsewhere)), "whoever has the same rows sees the same answer"


def test_a_mark_that_is_none_is_one_problem_of_the_link() -> None:
    assert ELSEWHERE not in told(opened("coverage", own="<script>"))
