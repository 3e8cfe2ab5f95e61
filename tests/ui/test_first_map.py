"""The map before a page has run: the same for whoever asks, and refused where it should be."""

from __future__ import annotations

import json
from datetime import date

import pytest

from atlas.page_titles import OF_TEXT_ALONE, WITH_A_MAP
from data.limits import FIRST_AT_ONCE, FIRST_MINUTE, FIRST_QUERY
from tests.atlas.travels import text
from tests.data.intake.files import bodies, body
from tests.own_data import SHAOGUAN, overlaid, table_of
from tests.ui.door.asking import Answer, ask
from tests.ui.first_maps import SETTINGS, app, get
from tests.ui.reader import message, opened
from ui import shared
from ui.door.headers import NOTHING
from ui.first_map import FirstMaps
from ui.session.own_data import HELD, Held

# What the page's address and the map's own state say of a question, and nothing else.
PARTS = {"on", "classes", "captions", "selected", "ring_m", "extra", "about"}


def refused(answer: Answer, status: int) -> str:
    """The sentence of a refusal."""
    assert answer.status == status
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"] == NOTHING
    assert "\n" not in answer.text
    return answer.text


def test_every_page_with_a_map_has_one_and_the_others_have_none() -> None:
    for page in WITH_A_MAP:
        answer = get(page, {"date": "2023-12-31"})
        assert answer.status == 200
        assert set(json.loads(answer.content)["state"]) == PARTS
    for page in (*OF_TEXT_ALONE, "moon", "..", "coverage.html"):
        assert refused(get(page), 404)


def test_it_is_drawn_on_the_page_of_the_map_that_a_reader_of_these_data_has() -> None:
    version = shared.version_of(SETTINGS)
    for language in ("zh", "en"):
        told = json.loads(get("overview", {"lang": language}).content)
        assert told["page"] == shared.map_page(SETTINGS, version, language)


def test_who_has_it_already_is_told_so_and_another_question_is_another_answer() -> None:
    first = get("coverage", {"radius": "80"})
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    again = get("coverage", {"radius": "80"}, if_none_match=tag)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    others = [
        ("coverage", {"radius": "85"}),
        ("compare", {"radius": "80"}),
        ("coverage", {"radius": "80", "lang": "en"}),
    ]
    assert len({tag, *(get(*each).headers["etag"] for each in others)}) == 4


def test_another_version_of_the_data_is_another_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    before = get("coverage").headers["etag"]
    atlas, choices, plans = (getattr(shared, each) for each in ("atlas_of", "choices", "plans"))
    present = shared.version_of(SETTINGS)
    monkeypatch.setattr(shared, "version_of", lambda _: "0" * 12)
    monkeypatch.setattr(shared, "atlas_of", lambda settings, _, language="zh": atlas(settings, present, language))
    monkeypatch.setattr(shared, "choices", lambda settings, _: choices(settings, present))
    monkeypatch.setattr(shared, "plans", lambda settings, _: plans(settings, present))
    assert get("coverage", if_none_match=before).status == 200


def test_who_asks_changes_nothing_and_is_given_nothing_to_keep_of_himself() -> None:
    plain = get("overview", {"date": "2021-06-30"})
    known = get("overview", {"date": "2021-06-30"}, cookie="_streamlit_user=me; atlas-seen=1", authorization="Bearer x")
    assert plain.content == known.content
    assert plain.headers["etag"] == known.headers["etag"]
    assert "set-cookie" not in known.headers


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Host": ""}])
def test_other_hosts_and_pages_of_other_sites_are_turned_away_at_the_door(headers: dict[str, str]) -> None:
    assert ask(app(), "GET", "/map/overview", headers).status in (403, 421)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(method: str) -> None:
    assert ask(app(), method, "/map/overview").status == 405


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("radius=1_0", "radius '1_0' cannot be used"),
        ("moon=full", "moon 'full' cannot be used"),
        ("date=2020-01-31&date=2021-01-31", "date is said more than once"),
        ("turned=moon", "turned 'moon' cannot be used"),
        ("distance=own%3A0123456789abcdef", "cannot be used"),
        ("period=1999", "period '1999' cannot be used"),
        ("date=%ff%fe", "UTF-8"),
        ("layers=" + "x" * 3000, "cannot be used"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(query: str, said: str) -> None:
    sentence = refused(ask(app(), "GET", f"/map/coverage?{query}"), 400)
    assert said in sentence
    assert len(sentence) < 700


def test_a_question_that_is_too_long_is_refused() -> None:
    query = "date=" + "1" * (FIRST_QUERY.most - 5)
    assert refused(ask(app(), "GET", f"/map/coverage?{query}"), 400)
    assert FIRST_QUERY.told in refused(ask(app(), "GET", f"/map/coverage?{query}1"), 414)


def test_one_address_asks_so_often_a_minute() -> None:
    now = [0.0]
    maps = FirstMaps(SETTINGS, now=lambda: now[0])
    for _ in range(FIRST_MINUTE.most):
        assert not maps._rate.is_over("127.0.0.1")
    answer = get("overview", maps=maps)
    assert FIRST_MINUTE.told in refused(answer, 429)
    assert answer.headers["retry-after"] == "60"
    now[0] = 60.1
    assert get("overview", maps=maps).status == 200


def test_no_more_are_worked_out_at_once_than_there_is_room_for() -> None:
    maps = FirstMaps(SETTINGS)
    maps._working = FIRST_AT_ONCE.most
    assert refused(get("overview", maps=maps), 503)
    maps._working -= 1
    assert get("overview", maps=maps).status == 200
    assert maps._working == FIRST_AT_ONCE.most - 1


def test_it_is_served_below_a_base_path() -> None:
    assert ask(app("/atlas"), "GET", "/atlas/map/coverage").status == 200
    assert ask(app("/atlas"), "GET", "/map/coverage").status == 404


def test_a_page_says_what_may_be_asked_before_its_next_run() -> None:
    assert message(opened("coverage"))["first"] is True, "what its address says"
    assert message(opened("coverage", radius="80"))["first"] is True
    assert "first" not in message(opened("data")), "it has no map"


def test_a_session_that_shows_its_own_tables_goes_without() -> None:
    mine = opened("coverage")
    mine.session_state[HELD] = Held((table_of(bodies(body(**SHAOGUAN))),))
    mine.run()
    assert "first" not in message(mine)
    assert overlaid().own
    (dropped,) = [each for each in mine.button if each.key == "drop-own-0"]
    assert message(dropped.click().run())["first"] is True


def test_a_session_that_counts_by_its_own_matrix_goes_without() -> None:
    app = opened("coverage", radius="60")
    field = next(each for each in app.file_uploader if each.key == "widget-own-travel-file")
    field.set_value(("mine.csv", text("minutes").encode(), "text/csv")).run()
    assert "first" not in message(app)
    next(each for each in app.button_group if each.key == "widget-distance").set_value("detour").run()
    assert message(app)["first"] is True, "the matrix is held still, but nothing of it is shown"


def test_while_the_clock_plays_the_question_is_told_that_the_address_does_not_say() -> None:
    app = opened("overview", date="2012-12-31")
    app.session_state["clock-playing"] = True
    (day,) = [each for each in app.select_slider if each.key == "widget-as_of"]
    told = message(day.set_value(date(2010, 1, 31)).run())
    assert told["entry"]["query"] != told["first"]
    assert "date=2010-01-31" in told["first"]
