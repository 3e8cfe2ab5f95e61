"""A meeting within the app: what it shows is what each kept view says, and only its own session is told it."""

from __future__ import annotations

import gc
import json
import re
from datetime import date
from typing import Any

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from atlas.inquiry import Inquiry
from atlas.kept import named
from atlas.lead import lead
from atlas.words import say_in
from documents.told import Told
from tests.worlds import choices, the_atlas, usual_question
from ui.door.document import hashes
from ui.talking import keep_for_talk, talk

LINKS = ["/overview?date=2020-12-31", "/coverage?radius=80", "/moon", "/coverage?radius=<b>far"]
MAP = "/atlas/map-0/map.html"


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a session remembers, without Streamlit."""
    held: dict[str, Any] = {}
    monkeypatch.setattr(streamlit, "session_state", held)
    return held


def kept(links: list[str]) -> str:
    return keep_for_talk(links, Told(Inquiry(the_atlas(), usual_question()), choices()), MAP)


@pytest.fixture
def browser() -> TestClient:
    return TestClient(Starlette(routes=[Route("/talk/{token}", talk)]))


def part(page: str, name: str) -> Any:
    (told,) = re.findall(f'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    return json.loads(told)


def test_it_says_of_each_view_what_its_page_says_and_of_a_broken_one_that_it_is(
    memory: dict[str, Any], browser: TestClient
) -> None:
    answer = browser.get(kept(LINKS))
    views = part(answer.text, "views")
    for view, page, question in zip(
        views,
        ("overview", "coverage"),
        (usual_question(as_of=date(2020, 12, 31)), usual_question(radius_km=80)),
        strict=False,
    ):
        assert view["sentences"] == list(lead(page, Inquiry(the_atlas(), question)))
        assert view["state"]["classes"]
    assert [each["state"] for each in views[2:]] == [None, None]
    assert all(each["sentences"][0].startswith("这一视图现在不能显示：") for each in views[2:])
    assert part(answer.text, "address") == MAP
    assert "<b>far" not in answer.text


def test_a_request_for_it_solves_nothing_and_says_of_a_question_of_siting_that_it_is_not_solved(
    memory: dict[str, Any], browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    solved = list[Any]()
    monkeypatch.setattr("atlas.siting.search.search_link", lambda *given: solved.append(given))
    address = kept(["/siting?siting=question:most", "/coverage"])
    first, other = part(browser.get(address).text, "views")
    assert solved == []
    assert "尚未求解" in first["sentences"][0]
    assert first["state"]["classes"]
    assert other["state"]["classes"]


def test_it_runs_its_own_script_alone_within_the_app_alone(memory: dict[str, Any], browser: TestClient) -> None:
    answer = browser.get(kept(LINKS[:1]))
    policy = answer.headers["content-security-policy"]
    assert hashes(answer.content) in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["cache-control"] == "no-store"


def test_a_token_is_of_its_session_alone_and_goes_with_it(memory: dict[str, Any], browser: TestClient) -> None:
    address = kept(LINKS[:1])
    assert browser.get(address).status_code == 200
    assert browser.get("/talk/moon").status_code == 404
    assert browser.get(kept([])).status_code == 404, "nothing is kept"
    memory.clear()
    gc.collect()
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("/overview?date=2020-12-31&definition=national-approved&data=1", "总览 · 2020-12-31"),
        ("/coverage?radius=80&zone=north", "覆盖缺口 · 另有2项设置"),
        ("/" + "x" * 500, "x" * 80),
    ],
)
def test_a_kept_view_is_named_in_words(link: str, words: str) -> None:
    assert named(link, say_in("zh")) == words
