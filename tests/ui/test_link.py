"""The address and the session, without a browser: what is read, what is said of it, what the entry has to say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from atlas.question.parameters import Problem
from atlas.question.question import PARAMETERS
from atlas.words import say_in
from tests.ui import reader
from ui.session.link import _sentences

MAIN = Path(__file__).resolve().parents[2] / "ui" / "main.py"


def opened(**params: str) -> AppTest:
    """The overview as an address opens it."""
    app = AppTest.from_file(str(MAIN), default_timeout=reader.PATIENCE_S)
    for name, value in params.items():
        app.query_params[name.replace("_", "-")] = value
    return app.run()


def entry(app: AppTest) -> dict[str, Any]:
    """What the entry of the history has to say."""
    return app.session_state["told"][1]  # type: ignore[no-any-return]


@pytest.mark.parametrize("n", [2, 5000])
def test_many_broken_parts_of_a_link_are_one_sentence_with_their_number(n: int) -> None:
    say = say_in("en")
    changes = [Problem("scenario", f"fly {place}", "") for place in range(n)]
    unknown = [Problem(f"moon{place}", "full", "") for place in range(n)]
    told = _sentences([*changes, *unknown], "overview", say)
    assert told[0] == f"{n} changes of the link's scenario could not be made and were left out; the first: fly 0"
    assert told[1].startswith(f"{n} parameters of the link are not known and were left out: moon0")
    assert len(told) == 2
    assert all(len(each) < 200 for each in told)


def test_a_sentence_quotes_eighty_signs_at_most_of_what_came_and_of_what_is_used() -> None:
    (told,) = _sentences([Problem("siting", "x" * 1000, "y" * 1000)], "siting", say_in("en"))
    assert "x" * 81 not in told
    assert "y" * 81 not in told


def test_only_the_page_about_a_thing_asks_to_choose_one() -> None:
    problem, say = Problem("id", "999999", ""), say_in("en")
    assert _sentences([problem], "prefecture", say)[0].endswith("choose one.")
    assert "choose" not in _sentences([problem], "overview", say)[0]


def test_five_thousand_broken_parts_are_one_notice_on_the_page() -> None:
    app = opened(scenario="; ".join(f"fly {place}" for place in range(5000)), date="2020-12-31")
    assert not app.exception
    assert len(app.warning) == 1
    assert "5000" in app.warning[0].value
    assert entry(app)["date"] == "2020-12-31"


def test_a_run_without_an_address_does_not_lose_the_question() -> None:
    app = opened(date="2020-12-31", definition="national-operating")
    for name in list(app.query_params):
        del app.query_params[name]
    app.run()
    told = entry(app)
    assert (told["date"], told["definition"]) == ("2020-12-31", "national-operating")


def test_a_change_on_a_page_is_an_entry_of_its_own_and_a_run_without_one_is_none() -> None:
    app = opened(date="2020-12-31")
    before = dict(app.query_params)
    app.run()
    assert dict(app.query_params) == before
    app.selectbox(key="widget-definition").select("any-rapid-body").run()
    assert app.query_params["definition"] == "any-rapid-body"
    assert entry(app)["definition"] == "any-rapid-body"


def test_a_page_says_what_it_uses_instead_by_its_name() -> None:
    """已改用440100 says nothing to anybody."""
    odd = {"weight": "gold", "definition": "none-such", "kinds": "moon", "distance": "crow", "regions": "1"}
    sentences = [each.value for each in reader.opened("compare", **odd).warning if "已改用" in each.value]
    used = [each.split("已改用")[1] for each in sentences]
    assert len(used) == len(odd)
    assert not [each for each in used if re.search(r"[a-z]{3,}|[0-9]{6}", each)]


def test_what_a_link_asks_wrongly_and_nothing_stands_for_is_told_to_be_left_out() -> None:
    told = [each.value for each in reader.opened("coverage", zone="moon", selected="nobody").warning]
    assert sum("已改用不含此项的结果" in each for each in told) == 2
    assert not [each for each in told if "–" in each]


def said_of(page: str, **asks: str) -> list[str]:
    """What a page says of the parts of a link that could not be used, as it is read."""
    told = [reader.as_read(each.value).replace("\\", "") for each in reader.opened(page, **asks).warning]
    return [each for each in told if "无法使用" in each]


def test_no_part_of_a_link_is_replaced_by_a_code() -> None:
    """已改用sites:counties said nothing to anybody either: all parts are asked wrongly at once."""
    wrong = {each.name: "none-such" for each in PARAMETERS if each.name != "against"} | {"siting": "p:99"}
    used = [each.split("已改用")[1] for each in said_of("compare", **wrong)]
    assert len(used) > 20
    assert not [each for each in used if re.search(r"[a-z]{3,}|[0-9]{6}", each)]


@pytest.mark.parametrize(
    ("asks", "used", "expected"),
    [
        ({"siting": "p:99"}, "最少再建几家，达到规划要求", "“新建数目”应为1至60的整数。"),
        ({"siting": "question:most p:0"}, "再建几家，服务最多居民；新建数目：3", "“新建数目”应为1至60的整数。"),
        ({"siting": "question:frontier most:61"}, "每多一家，换来什么；最多新建：12", "“最多新建”应为2至60的整数。"),
        ({"siting": "k:22"}, "最少再建几家，达到规划要求", "“达到的地市，至少”应为1至21的整数。"),
        ({"siting": "share:0"}, "最少再建几家，达到规划要求", "“居民可及率（%）”应为1至100的整数。"),
        ({"siting": "moon:1"}, "最少再建几家，达到规划要求", ""),
        ({"radius": "999"}, "150公里", "“距离”应为5至150的整数。"),
        ({"date": "2040-01-01"}, "2025-12-31", "“日期”应为2010-01-01至2025-12-31之间的日期。"),
    ],
)
def test_what_is_out_of_range_is_told_with_its_range_and_what_is_used(
    asks: dict[str, str], used: str, expected: str
) -> None:
    (told,) = said_of("coverage", **asks)
    assert told.endswith(f"无法使用，已改用{used}。{expected}")
