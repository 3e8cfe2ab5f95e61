"""k of n prefectures under a definition at a date: counts, verdict, and the way back to the records."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.coverage import Coverage, Definition, coverage
from geo.errors import BadValueError, MissingColumnError
from tests.geo.oracles import states_slowly, unplaced_slowly, verdict_slowly
from tests.geo.worlds import (
    ANY_RAPID_BODY,
    COUNTED,
    NATIONAL_APPROVED,
    NATIONAL_OPERATING,
    PREFECTURES,
    SUBCENTRE,
    UNDATED,
    bodies,
    body,
    centres_in,
    count,
    counts,
    guangdong,
)

END_2025 = date(2025, 12, 31)
EIGHT = ("440100", "440300", "440400", "440500", "440600", "441900", "442000", "445100")


def cover(*tables: pd.DataFrame, definition: Definition = NATIONAL_APPROVED, day: date = END_2025) -> Coverage:
    """Coverage of the 21 prefectures at the end of 2025."""
    return coverage(tables[0], tables[1] if len(tables) > 1 else counts(), PREFECTURES, definition, as_of=day)


def facts(found: Coverage) -> dict[str, Any]:
    """All of an answer in a form that can be compared."""
    series = found.per_prefecture.to_dict()
    plain = {
        name: getattr(found, name)
        for name in ("certain", "best", "possible", "verdict", "short_by", "pivotal", "flip_set")
    }
    return plain | {"states": series, "records": dict(found.records_by_prefecture), "of": dict(found.record_states)}


def test_the_province_by_national_centres_approved_is_eight_to_nine_of_seventeen() -> None:
    found = cover(*guangdong())
    assert (found.n, found.needed, found.verdict) == (21, 17, "below")
    assert (found.certain.count, found.best.count, found.possible.count) == (8, 9, 9)
    assert found.certain.prefectures == EIGHT
    assert set(found.best.prefectures) - set(EIGHT) == {"441700"}
    assert asdict(found.short_by) == {"certain": 9, "best": 8, "possible": 8}
    assert found.best.share == pytest.approx(9 / 21)


def test_its_pivotal_records_are_those_that_stand_alone() -> None:
    found = cover(*guangdong())
    assert found.pivotal == ("p-foshan", "p-shantou", "p-zhuhai", "r-chaozhou", "r-yangjiang", "r-zhongshan")


def test_its_verdict_changes_with_eight_further_bodies() -> None:
    flip = cover(*guangdong()).flip_set
    assert (flip.direction, flip.further_bodies, flip.records, flip.to_verdict) == ("add", 8, (), "open")


def test_the_province_by_any_rapid_body_is_open_because_fifteen_have_no_place() -> None:
    found = cover(*guangdong(), definition=ANY_RAPID_BODY)
    assert (found.certain.count, found.best.count, found.possible.count) == (8, 9, 21)
    assert (found.possible.unplaced, found.unplaced_bodies, found.verdict) == (12, 15, "open")
    assert asdict(found.short_by) == {"certain": 9, "best": 8, "possible": 0}


def test_that_open_verdict_closes_when_one_record_fails_and_seven_of_fifteen_prove_to_stand_elsewhere() -> None:
    flip = cover(*guangdong(), definition=ANY_RAPID_BODY).flip_set
    assert (flip.direction, flip.records, flip.further_bodies, flip.size) == ("remove", ("r-yangjiang",), 7, 8)
    assert flip.to_verdict == "below"


def test_evidence_grew_with_time() -> None:
    ends = [cover(*guangdong(), day=date(year, 12, 31)) for year in (2010, 2013, 2020)]
    assert [found.certain.count for found in ends] == [0, 2, 8]
    assert [found.best.count for found in ends] == [0, 2, 9]


def test_operating_is_a_stricter_question_than_approved() -> None:
    found = cover(*guangdong(), definition=NATIONAL_OPERATING)
    assert found.certain.prefectures == ("442000",)
    assert "440300" in found.possible.prefectures


@pytest.mark.parametrize(("n", "verdict"), [(16, "below"), (17, "met"), (21, "met"), (0, "below")])
def test_seventeen_of_twenty_one_are_needed(n: int, verdict: str) -> None:
    found = cover(centres_in(n))
    assert (found.certain.count, found.verdict) == (n, verdict)
    assert found.short_by.certain == max(0, 17 - n)


def test_sixteen_certain_and_one_doubtful_is_open() -> None:
    doubtful = pd.concat([centres_in(16), bodies(body("doubtful", PREFECTURES[16], **UNDATED))])
    found = cover(doubtful)
    assert (found.certain.count, found.best.count, found.possible.count, found.verdict) == (16, 16, 17, "open")
    assert found.per_prefecture[PREFECTURES[16]] == "possible"
    assert (found.flip_set.direction, found.flip_set.records) == ("confirm", ("doubtful",))


def test_sixteen_and_one_believed_is_open_too() -> None:
    found = cover(pd.concat([centres_in(16), bodies(body("believed", PREFECTURES[16], **COUNTED))]))
    assert (found.certain.count, found.best.count, found.verdict) == (16, 17, "open")


def test_the_centre_of_the_province_gives_no_prefecture_coverage() -> None:
    found = cover(bodies(body("provincial", "440100", serves="province")))
    assert found.possible.count == 0
    assert found.records_by_prefecture["440100"] == ()


def test_bodies_elsewhere_or_of_another_kind_are_left_aside() -> None:
    found = cover(bodies(body("hunan", "430100"), body("court", kind="court"), body("municipal", level="municipal")))
    assert found.possible.count == 0
    assert found.record_states == {}


def test_unplaced_bodies_are_possible_only_and_never_more_than_the_prefectures_left() -> None:
    for n, added in ((3, 3), (15, 12)):
        found = cover(centres_in(9), counts(count("many", n)), definition=ANY_RAPID_BODY)
        assert (found.best.count, found.possible.count, found.possible.unplaced) == (9, 9 + added, added)
        assert found.possible.prefectures == PREFECTURES[:9]
        assert found.per_prefecture[PREFECTURES[9]] == "none"


def test_a_count_in_one_prefecture_adds_that_prefecture_at_most() -> None:
    placed = counts(count("three", 3, prefecture="440200"), count("two", 2, prefecture="440100"))
    found = cover(centres_in(1), placed, definition=ANY_RAPID_BODY)
    assert found.possible.prefectures == ("440100", "440200")
    assert (found.possible.count, found.possible.unplaced) == (2, 0)
    assert found.records_by_prefecture["440100"] == ("centre-440100", "two")
    assert found.pivotal == ("centre-440100", "three")


@pytest.mark.parametrize(
    "out",
    [
        {"not_before": "2026"},
        {"evidence": "C"},
        {"subkind": "aid_station"},
        {"unplaced": 0.0},
        {"prefecture": "430100"},
    ],
)
def test_a_count_that_cannot_speak_adds_nothing(out: dict[str, Any]) -> None:
    found = cover(centres_in(1), counts({**count("out", 5), **out}), definition=ANY_RAPID_BODY)
    assert found.possible.count == 1


def test_a_count_begins_with_the_first_day_it_could() -> None:
    table = counts(count("later", 5, not_before="2022"))
    assert cover(bodies(), table, definition=ANY_RAPID_BODY, day=date(2021, 12, 31)).possible.count == 0
    assert cover(bodies(), table, definition=ANY_RAPID_BODY, day=date(2022, 1, 1)).possible.count == 5


def test_every_prefecture_leads_back_to_its_records_the_surest_first() -> None:
    found = cover(*guangdong())
    assert found.records_by_prefecture["440600"] == ("p-foshan", "r-shunde")
    assert found.records_by_prefecture["440200"] == ()
    assert found.record_states["r-shunde"] == "best"
    assert tuple(found.per_prefecture.index) == tuple(found.records_by_prefecture) == PREFECTURES


def test_a_subset_of_the_prefectures_has_its_own_denominator() -> None:
    table, _ = guangdong()
    found = coverage(table, counts(), ["442000", "440200"], NATIONAL_APPROVED, as_of=END_2025)
    assert (found.n, found.needed, found.certain.prefectures) == (2, 2, ("442000",))


def test_the_tables_are_left_alone_and_their_rows_may_come_in_any_order() -> None:
    table, numbers = guangdong()
    before = table.copy(), numbers.copy()
    found = facts(cover(table, numbers, definition=ANY_RAPID_BODY))
    for seed in range(3):
        again = cover(table.sample(frac=1, random_state=seed), numbers.iloc[::-1], definition=ANY_RAPID_BODY)
        assert facts(again) == found
    pd.testing.assert_frame_equal(table, before[0])
    pd.testing.assert_frame_equal(numbers, before[1])


def test_tables_that_are_not_as_described_are_refused() -> None:
    with pytest.raises(MissingColumnError, match=r"bodies: .*serves.*counts: .*unplaced"):
        cover(bodies().drop(columns="serves"), counts().drop(columns="unplaced"))
    with pytest.raises(BadValueError, match="'x' more than once"):
        cover(bodies(body("x")), counts(count("x")))
    wrong = {"half": 1.5, "unknown": float("nan"), "less": -1.0}
    numbers = counts(*({**count(name), "unplaced": number} for name, number in wrong.items()))
    with pytest.raises(BadValueError, match="whole numbers >= 0, see half, unknown, less"):
        cover(bodies(), numbers)
    with pytest.raises(BadValueError, match="at least one adcode"):
        coverage(bodies(), counts(), [], NATIONAL_APPROVED, as_of=END_2025)
    with pytest.raises(BadValueError, match="'440100' more than once"):
        coverage(bodies(), counts(), ["440100", "440100"], NATIONAL_APPROVED, as_of=END_2025)


FOUR = PREFECTURES[:4]
TODAY = date(2020, 6, 30)
PLACES = st.sampled_from([*FOUR, "", "430100"])


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A handful of bodies and counts of all sorts, in four prefectures and outside."""
    kinds = st.sampled_from([{}, {}, SUBCENTRE, {"kind": "court"}])
    dates = st.sampled_from([{}, COUNTED, UNDATED, {"approved": "2020"}, {"approved": "2021"}, {"not_before": "2021"}])
    serves, evidence = st.sampled_from(["prefecture", "industry", "province"]), st.sampled_from(["A1", "A2", "B", "C"])
    rows = [
        body(
            f"b{place}",
            draw(PLACES),
            **draw(kinds),
            **(draw(dates) | {"evidence": draw(evidence)}),
            serves=draw(serves),
        )
        for place in range(draw(st.integers(0, 6)))
    ]
    numbers = [
        count(f"c{place}", draw(st.integers(0, 3)), prefecture=draw(PLACES), evidence=draw(evidence))
        for place in range(draw(st.integers(0, 2)))
    ]
    return rows, numbers


def answer(rows: list[dict[str, Any]], numbers: list[dict[str, Any]], definition: Definition) -> Coverage:
    return coverage(bodies(*rows), counts(*numbers), FOUR, definition, as_of=TODAY)


@settings(max_examples=120, deadline=None)
@given(worlds(), st.sampled_from([NATIONAL_APPROVED, NATIONAL_OPERATING, ANY_RAPID_BODY]), st.integers(1, 4))
def test_states_counts_and_verdict_are_those_of_the_slow_reading(
    world: Any, definition: Definition, asked: int
) -> None:
    definition = Definition(definition.id, definition.stage, Fraction(asked, 4), definition.admits)
    found = answer(*world, definition)
    states = states_slowly(*world, FOUR, definition, TODAY.isoformat())
    unplaced = unplaced_slowly(world[1], definition, TODAY.isoformat())
    assert found.per_prefecture.to_dict() == states
    assert found.certain.prefectures == tuple(each for each in FOUR if states[each] == "certain")
    assert found.best.prefectures == tuple(each for each in FOUR if states[each] in ("certain", "best"))
    assert found.possible.prefectures == tuple(each for each in FOUR if states[each] != "none")
    assert found.possible.count == min(4, len(found.possible.prefectures) + unplaced)
    assert found.verdict == verdict_slowly(states.values(), unplaced, asked)
    assert found.certain.count <= found.best.count <= found.possible.count <= found.n


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_pivotal_are_the_records_whose_removal_changes_a_state(world: Any) -> None:
    rows, numbers = world
    found = answer(rows, numbers, ANY_RAPID_BODY)
    states = found.per_prefecture.to_dict()
    pivotal = []
    for record in [*rows, *numbers]:
        rest = [row for row in rows if row is not record], [row for row in numbers if row is not record]
        if answer(*rest, ANY_RAPID_BODY).per_prefecture.to_dict() != states:
            pivotal.append(record["id"])
    assert list(found.pivotal) == sorted(pivotal)


@settings(max_examples=40, deadline=None)
@given(worlds(), st.sampled_from(FOUR), st.sampled_from(["A1", "B"]))
def test_one_more_body_never_lowers_a_count(world: Any, prefecture: str, evidence: str) -> None:
    rows, numbers = world
    before = answer(rows, numbers, ANY_RAPID_BODY)
    after = answer([*rows, body("more", prefecture, evidence=evidence)], numbers, ANY_RAPID_BODY)
    for degree in ("certain", "best", "possible"):
        assert getattr(after, degree).count >= getattr(before, degree).count
