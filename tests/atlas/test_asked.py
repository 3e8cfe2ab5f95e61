"""Questions in words: what they ask, what is told of what they do not, and that nothing is left out in silence."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from atlas.asked.answer import ask, asked_answer
from atlas.asked.lexicon import lexicon
from atlas.asked.page import ANSWERS
from atlas.asked.plain import plain, plain_text
from atlas.asked.spoken import spoken
from atlas.page_titles import PAGE_TITLES
from atlas.pages import PAGES
from atlas.question.question import NAMES_ASKED, Question, default_question, from_params
from cli import main
from data.limits import ASKED
from tests.atlas.asked_questions import BESIDE, CAUGHT, FREE, LATER, OFFICIAL, PLAIN, Row
from tests.worlds import choices, the_atlas
from ui.desks import PAGES as DESKS

pytestmark = pytest.mark.usefixtures("one_atlas")

TODAY = date(2026, 11, 26)
ATTACKED = [*BESIDE, *OFFICIAL, *CAUGHT]
UP_TO_ZONE = re.compile(r"up-to:(?:ZONE|ONLY)=(.+)")


def answered(text: str, page: str = "overview", present: Question | None = None) -> dict[str, Any]:
    asked = ask(text, the_atlas(), choices(), TODAY, page=page, present=present)
    return asked_answer(asked, the_atlas(), choices())


def only(text: str, **more: Any) -> dict[str, Any]:
    (question,) = answered(text, **more)["questions"]
    return dict(question)


def said(link: str) -> tuple[str, dict[str, Any]]:
    """A link as its page and parameters; in a row a region stands for the prefectures outside it."""
    parts = urlsplit(link)
    params: dict[str, Any] = dict(parse_qsl(parts.query))
    if "siting" in params:
        atlas = the_atlas()
        zone = UP_TO_ZONE.search(params["siting"])
        if zone:
            inside = [member for each in zone[1].split() for member in atlas.members(each)]
            outside = [each for each in sorted(atlas.prefectures) if each not in inside]
            params["siting"] = params["siting"].replace(zone[0], f"up-to:{','.join(f'{each}=0' for each in outside)}")
    if parts.path == "/siting":
        # No text and the text of the first question ask the same.
        params["siting"], unusable = choices().siting.read(params.get("siting", ""))
        assert not unusable
    return parts.path, params


def told(row: Row) -> tuple[bool, bool]:
    """Whether a row is answered as it was written down, and whether a wrong answer comes without a word."""
    text, links, pieces = row
    questions = answered(text)["questions"]
    left = [each["text"] for one in questions for each in (*one["not_understood"], *one["not_used"])]
    named = all(any(piece in each or each in piece for each in left) for piece in pieces)
    right = [said(each["link"]) for each in questions] == [said(each) for each in links]
    right = right and named and bool(left) == bool(pieces)
    return right, not right and any(each["sure"] and not each["notes"] for each in questions)


def test_nine_of_ten_questions_are_answered_as_meant_and_none_is_wrong_in_silence() -> None:
    rows = [*PLAIN, *FREE, *LATER]
    assert len(rows) >= 120
    assert len(FREE) >= 60
    assert len({text for text, _, _ in rows}) == len(rows)
    results = {row[0]: told(row) for row in rows}
    wrong = [text for text, (right, _) in results.items() if not right]
    assert len(wrong) <= len(rows) // 10, wrong
    assert [text for text, (_, silent) in results.items() if silent] == []


@pytest.mark.parametrize("row", ATTACKED, ids=[text for text, _, _ in ATTACKED])
def test_a_word_is_read_with_those_beside_it(row: Row) -> None:
    right, silent = told(row)
    assert right
    assert not silent


def test_a_kind_that_is_said_takes_the_place_of_the_one_on_the_page() -> None:
    present = default_question(choices()).with_changes(kinds=("protection_centre",))
    assert only("再建两家快维中心建在哪", page="siting", present=present)["question"]["kinds"] == "rapid_rights_centre"


def test_a_measure_of_the_page_does_not_stay_where_reach_is_asked() -> None:
    present = default_question(choices()).with_changes(measure="gdp")
    assert only("各市80公里可及", page="compare", present=present)["link"] == "/compare?radius=80"


@pytest.mark.parametrize("row", PLAIN, ids=[text for text, _, _ in PLAIN])
def test_what_is_of_the_shape_of_an_example_is_always_understood(row: Row) -> None:
    assert told(row)[0]


def test_every_sign_that_was_typed_is_understood_told_or_of_no_meaning() -> None:
    """Taken apart the slow way: what is left of a text without all that is told must be idle words and marks."""
    idle = {
        plain_text(each) for role in ("filler", "joint") for words in spoken().words[role].values() for each in words
    }
    longest_first = sorted(filter(None, idle), key=len, reverse=True)
    for text, _, _ in [*PLAIN, *FREE, *LATER, *ATTACKED]:
        left = list(text)
        for question in answered(text)["questions"]:
            for each in (*question["understood"], *question["not_used"], *question["not_understood"]):
                for piece in each["text"].split(" "):
                    start = "".join(left).find(piece)
                    if start >= 0:
                        left[start : start + len(piece)] = ["\n"] * len(piece)
        rest = plain_text("".join(left))
        for word in longest_first:
            rest = rest.replace(word, " ")
        assert not re.search(r"\w", rest), (text, rest)


def test_every_link_is_read_back_without_a_problem() -> None:
    for text, _, _ in [*PLAIN, *FREE, *LATER, *ATTACKED]:
        for question in answered(text)["questions"]:
            _, params = urlsplit(question["link"]).path, dict(parse_qsl(urlsplit(question["link"]).query))
            params.pop("lang", None)
            assert from_params(params, choices())[1] == [], text


def test_a_place_whose_name_means_more_than_one_thing_is_offered_to_pick() -> None:
    understood = only("黄埔")["understood"][0]
    assert understood["title"] == "黄埔区"
    assert understood["others"]
    for other in understood["others"]:
        picked = only(other["instead"])["understood"][0]
        assert picked["title"] == other["title"]


def test_a_chip_is_corrected_by_words_in_its_place() -> None:
    question = only("汕未缺什么")
    (piece,) = question["not_understood"]
    assert question["link"] == ""
    assert [each["word"] for each in piece["near"]][:1] == ["汕尾"]
    assert only(piece["near"][0]["instead"])["link"] == "/prefecture?id=441500"
    first = only("粤北80公里可及")["understood"][0]
    assert first["without"] == "80公里可及"


def test_how_many_for_full_coverage_is_not_called_the_rule_of_the_plan() -> None:
    assert {each["value"] for each in only("全覆盖要几家")["understood"]} == {"site-all"}


def test_a_piece_of_a_name_is_not_parted_from_an_idle_sign_that_belongs_to_it() -> None:
    assert only("地理标志")["understood"][0]["text"] == "地理标志"


def test_what_the_page_asks_stays_unless_it_is_said_anew_and_is_told() -> None:
    present = default_question(choices()).with_changes(as_of=date(2020, 12, 31), radius_km=100)
    question = only("粤北80公里可及", page="siting", present=present)
    assert said(question["link"]) == ("/coverage", {"date": "2020-12-31", "radius": "80", "zone": "north"})
    assert [each["name"] for each in question["kept"]] == ["date"]


def test_conditions_stay_on_the_page_where_the_reader_is() -> None:
    assert only("2020年末", page="compare")["page"] == "compare"
    assert only("2020年末", page="manual")["page"] == "overview"


def test_a_name_that_is_no_longer_in_use_leads_to_its_land_and_says_so() -> None:
    assert any("441704" in note for note in only("441723")["notes"])
    assert any("海丰县" in note for note in only("深汕特别合作区")["notes"])


def test_leaving_something_out_is_refused_and_told() -> None:
    question = only("除汕尾外粤东80公里可及")
    assert question["link"] == ""
    assert "除" in [each["text"] for each in question["not_used"]]


@pytest.mark.parametrize(
    ("text", "piece", "link"),
    [
        ("粤北-5公里", "-5公里", "/coverage?zone=north"),
        ("粤北－80公里可及", "－80公里", "/coverage?zone=north"),
        ("粤北 -5 公里", "-5 公里", "/coverage?zone=north"),
        ("再建-2家建在哪", "-2家", "/siting?siting=question%3Amost+sites%3Aparks"),
    ],
)
def test_a_number_below_nothing_is_not_taken_for_the_one_without_its_minus(text: str, piece: str, link: str) -> None:
    asked = only(text)
    assert [each["text"] for each in asked["not_understood"]] == [piece]
    assert asked["link"] == link
    assert not asked["whole"]


def test_a_line_before_a_year_still_only_parts_it_from_a_name() -> None:
    assert only("粤北-2020年")["link"] == "/coverage?date=2020-12-31&zone=north"


def test_a_text_longer_than_anybody_asks_is_refused_with_its_limit() -> None:
    found = answered("汕" * (ASKED.most + 1))
    assert found["questions"] == []
    assert str(ASKED.most) in found["notes"][0]


@pytest.mark.parametrize(
    "text", ["", " ", "？", "\u0000", "<b>", "\ud800", "％", "🗺", "2020-", "－－", "8" * 200, "的" * 200]
)
def test_any_text_is_answered(text: str) -> None:
    json.dumps(answered(text))


def test_the_plain_form_knows_where_each_sign_was_typed() -> None:
    typed = "粵 北８０公里（可及）"
    there = plain(typed)
    assert there.text == "粤北80公里可及"
    assert [typed[place] for place in there.at[:-1]] == list("粵北８０公里可及")
    assert there.at[-1] == len(typed)


def test_numerals_are_read_as_people_write_them() -> None:
    numbers = {"两": "2", "十": "10", "十五": "15", "二十": "20", "一百二十": "120", "二〇二〇": "2020", "80": "80"}
    assert {text: spoken().number(text) for text in numbers} == numbers


def test_the_spoken_words_mean_what_there_is() -> None:
    known = {(each.role, each.value) for each in (m for w in lexicon(the_atlas(), choices()).words.values() for m in w)}
    grammar = {*ANSWERS, "page", "whole", "joint", "filler", "reversing"}
    for role, values in spoken().words.items():
        assert role in NAMES_ASKED | grammar | {"board"}, role
        for value in values:
            assert (role, value) in known, (role, value)
            assert role not in ANSWERS or value in ANSWERS[role], (role, value)


def test_the_pages_are_called_as_in_the_navigation() -> None:
    assert {each.path: each.title for each in DESKS} == PAGE_TITLES
    assert set(PAGE_TITLES) == set(PAGES)


def test_every_example_is_understood_whole() -> None:
    for examples in spoken().examples.values():
        for text in examples:
            assert all(each["sure"] for each in answered(text)["questions"]), text


def test_the_command_line_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "粤北80公里可及", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == answered("粤北80公里可及")
