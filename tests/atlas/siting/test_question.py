"""The siting form in a link: there and back, and a broken part degrades only itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from atlas.siting.question import AIMS, LIMITS_S, QUESTIONS, SETS, SiteForm, from_text, to_text

REGIONS = ("north", "core", "440100", "441500")
IDS = st.lists(
    st.from_regex(r"[A-Za-z0-9_.\-园区]{1,12}", fullmatch=True).filter(lambda each: each != "none"), unique=True
)
NUMBERS = st.dictionaries(st.sampled_from(REGIONS), st.integers(0, 21))

FORMS = st.builds(
    SiteForm,
    question=st.sampled_from(QUESTIONS),
    aim=st.sampled_from(AIMS),
    p=st.integers(1, 60),
    most=st.integers(2, 60),
    k=st.integers(1, 21),
    share=st.integers(1, 100),
    floors=NUMBERS,
    sites=st.sampled_from(SETS),
    lock=IDS.map(tuple),
    ban=IDS.map(tuple),
    least=NUMBERS,
    up_to=NUMBERS,
    fair=st.lists(st.sampled_from(REGIONS), unique=True).map(tuple),
    fair_share=st.integers(1, 100),
    own_weights=st.booleans(),
    limit_s=st.sampled_from(LIMITS_S),
)


@given(FORMS, FORMS)
def test_there_and_back(form: SiteForm, usual: SiteForm) -> None:
    assert from_text(to_text(form, usual), usual, REGIONS) == (form, [])


def test_the_usual_question_is_no_text() -> None:
    assert to_text(SiteForm(), SiteForm()) == ""


def test_a_broken_part_degrades_only_itself() -> None:
    text = (
        "question:most p:4 p:0 k:x share:101 floors:nowhere=3 lock:<b>,a limit-s:1e9 sites:mine colour:red fair:north"
    )
    form, unusable = from_text(text, SiteForm(), REGIONS)
    assert form == SiteForm(question="most", p=4, fair=("north",))
    assert unusable == [each for each in text.split() if each not in ("question:most", "p:4", "fair:north")]


@given(st.text())
def test_any_text_is_read_without_a_fault(text: str) -> None:
    form, unusable = from_text(text, SiteForm(), REGIONS)
    assert isinstance(form, SiteForm)
    assert len(unusable) <= len(text.split())
