"""The question of siting in a link: there and back, and what cannot be used degrades only itself, with a sentence."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.siting.question import (
    AIMS,
    DEMANDS,
    LIMITS_S,
    PROBLEMS,
    QUESTIONS,
    SETS,
    SitingChoices,
    SitingQuestion,
    question_of,
)
from tests.worlds import choices

PREFECTURES = ("440100", "441500")
ZONES = {"north": 5, "core": 9}
REGIONS = (*ZONES, *PREFECTURES)
USUAL = SitingQuestion(k=2, share=Fraction(4, 5))
THERE = SitingChoices(USUAL, ZONES, PREFECTURES, REGIONS)

IDS = st.lists(
    st.from_regex(r"[A-Za-z0-9_.\-园区]{1,12}", fullmatch=True).filter(lambda each: each != "none"), unique=True
)
CENTRES = st.dictionaries(st.sampled_from(PREFECTURES), st.integers(0, 60))
SHARES = st.fractions(min_value=Fraction(1, 1000), max_value=1, max_denominator=1000)

ASKED = st.builds(
    SitingQuestion,
    question=st.sampled_from(QUESTIONS),
    aim=st.sampled_from(AIMS),
    p=st.integers(1, 60),
    most=st.integers(2, 60),
    k=st.integers(1, 2),
    share=SHARES,
    floors=st.fixed_dictionaries({}, optional={"north": st.integers(0, 5), "core": st.integers(0, 9)}),
    sites=st.sampled_from(SETS),
    demand=st.sampled_from(DEMANDS),
    lock=IDS.map(tuple),
    ban=IDS.map(tuple),
    least=CENTRES,
    up_to=CENTRES,
    fair=st.dictionaries(st.sampled_from(REGIONS), SHARES),
    own_weights=st.booleans(),
    limit_s=st.sampled_from(LIMITS_S),
)


def read(text: str) -> tuple[SitingQuestion, list[str]]:
    return THERE.read(text)


@given(ASKED, ASKED)
def test_there_and_back(siting: SitingQuestion, usual: SitingQuestion) -> None:
    there = SitingChoices(usual, ZONES, PREFECTURES, REGIONS)
    assert there.read(there.write(siting)) == (siting, [])


def test_the_usual_question_is_no_text() -> None:
    assert THERE.write(USUAL) == ""


def test_a_broken_part_degrades_only_itself() -> None:
    text = "question:most p:4 share:101 k:x floors:nowhere=3 lock:<b>,a limit-s:1e9 sites:mine colour:red fair:north"
    question, unusable = read(text)
    assert question == USUAL.with_changes(question="most", p=4, fair={"north": Fraction(1, 2)})
    assert unusable == [each for each in text.split() if each not in ("question:most", "p:4", "fair:north")]


@pytest.mark.parametrize(
    "part",
    [
        "k:3",  # there are two prefectures
        "k:99",
        "k:0",
        "p:61",
        "p:1_0",
        "p:+4",
        "floors:north=6",  # which has five
        "floors:north=-1",
        "floors:440100=1",  # no zone
        "least:440100=100000",
        "least:440100=61",
        "least:north=1",  # limits are of prefectures
        "least:440100=1,440100=2",
        "up-to:440100=",
        "share:0",
        "share:3/2",
        "share:1/0",
        "fair:north=0",
        "demand:nowhere",
    ],
)
def test_what_is_beyond_what_there_is_is_refused_and_nothing_else_is_asked_instead(part: str) -> None:
    assert read(part) == (USUAL, [part])


def test_a_part_said_twice_is_refused_the_second_time() -> None:
    assert read("p:4 p:5") == (USUAL.with_changes(p=4), ["p:5"])


def test_links_that_say_one_share_for_all_regions_are_still_read() -> None:
    together = {"north": Fraction(3, 5), "core": Fraction(3, 5)}
    assert read("fair:north,core fair-share:60") == (USUAL.with_changes(fair=together), [])
    assert read("fair-share:60 fair:north,core") == (USUAL.with_changes(fair=together), [])


@pytest.mark.parametrize("shares", ["fair:north=50 fair-share:60", "fair-share:60", "fair:none fair-share:60"])
def test_one_share_for_all_is_told_where_regions_have_their_own_or_there_are_none(shares: str) -> None:
    question, unusable = read(shares)
    assert set(question.fair.values()) <= {Fraction(1, 2)}
    assert unusable == ["fair-share:60"]


def test_shares_are_exact() -> None:
    question, unusable = read("share:2/3 fair:north=55")
    assert (question.share, question.fair["north"], unusable) == (Fraction(2, 3), Fraction(11, 20), [])


def test_full_width_signs_are_read_as_the_plain_ones() -> None:
    assert read("ｐ：４ lock:440１04") == (USUAL.with_changes(p=4, lock=("440104",)), [])


@given(st.text())
def test_any_text_is_read_without_a_fault(text: str) -> None:
    question, unusable = read(text)
    assert isinstance(question, SitingQuestion)
    assert all(not set(part) & set(" \n") for part in unusable)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_problem_by_its_name_in_the_field_is_one_of_the_questions(problem: str) -> None:
    siting = question_of(problem, USUAL, p=4, quotas={"440100": (1, None), "441500": (0, 2)})
    assert (siting.problem, siting.p, siting.k) == (problem, 4, USUAL.k)
    assert siting.quotas == {"440100": (1, None), "441500": (0, 2)}


def test_an_unknown_problem_is_refused_by_name() -> None:
    with pytest.raises(LookupError, match="'p-dispersion' is not known"):
        question_of("p-dispersion", USUAL)


def test_a_text_that_names_no_candidates_means_the_seats_and_a_new_one_always_names_them() -> None:
    """Links of the time when seats were the default keep their meaning; no text at all is the first question."""
    siting = choices().siting
    assert siting.usual.sites == "parks"
    first = siting.usual.with_changes(question="most", p=2)
    assert (siting.usual.question, siting.usual.p) == ("rule", 3)
    assert siting.read("")[0] == siting.first == first
    assert siting.read("question:most p:4")[0].sites == "counties"
    assert siting.read("moon:full")[0].sites == "counties", "what cannot be used was of that time too"
    assert siting.read("question:most sites:parks")[0].sites == "parks"
    four = siting.usual.with_changes(question="most", p=4)
    assert siting.write(four) == "question:most p:4 sites:parks"
    for sites in ("parks", "counties", "places"):
        asked = four.with_changes(sites=sites)
        assert siting.read(siting.write(asked)) == (asked, [])
    assert siting.write(first) == ""
    assert siting.write(siting.usual) == "question:rule sites:parks"
    assert siting.read("question:rule sites:parks") == (siting.usual, [])
