"""What is said of a proposed record, and what it would change."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from atlas.corrections.checks import OTHERWISE, faults_of
from atlas.corrections.effect import effect
from atlas.corrections.form import UnusableError, change_of
from atlas.corrections.kinds import declared_of, kinds
from atlas.corrections.released import Change, parts_of, record_of
from atlas.faults import Note
from atlas.words import catalogue, say_in
from data.schemas import FILLED_IN, Rule, rules_of
from tests.corrections import CENTRE, SHANTOU, SOURCE, moved
from tests.worlds import loaded, the_atlas, usual_question


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"lon": "113.26", "lat": "23.13"}, "广州"),
        ({"lon": "23.37", "lat": "116.73"}, "经度"),
        ({"lon": "110.1", "lat": "25.5"}, "outside"),
        ({"lat": ""}, "both"),
        ({"lon": "x"}, "a number"),
        ({"kind": "castle"}, "castle"),
        ({"county": "999999"}, "not known"),
        ({"county": "440511"}, "金平"),
        ({"operating": "2022-13"}, "2022-13"),
        ({"name_zh": ""}, "filled in"),
    ],
)
def test_a_wrong_record_is_told_its_fault(cells: dict[str, str], said: str) -> None:
    street = {"lon": "116.7301", "lat": "23.3704", "position": "street"}
    told = " ".join(each.message.format(**each.parts) for each in faults_of(the_atlas(), moved(**street | cells)))
    assert said in told


@pytest.mark.parametrize(("language", "column"), [("zh", "名称"), ("en", "name")])
def test_faults_are_told_in_the_language_of_the_reader_whole(language: str, column: str) -> None:
    atlas, say = loaded("14-5", language), say_in(language)
    for cells in ({"name_zh": ""}, {"lon": "x"}, {"lat": "200"}, {"operating": "2022-13"}, {"status": "asleep"}):
        told = " ".join(each.sentence(say) for each in faults_of(atlas, moved(**cells)))
        assert told
        assert bool(re.search(r"[a-z]{2,}", told.replace("'asleep'", ""))) == (language == "en"), told
        assert bool(re.search("[\u4e00-\u9fff]", told)) == (language == "zh"), told
    (empty,) = faults_of(atlas, moved(name_zh=""))
    assert empty.sentence(say).lower().startswith(column)


def said_of(change: Change, unusable: Mapping[str, Note] | None = None) -> list[str]:
    return [each.sentence(say_in("en")) for each in faults_of(the_atlas(), change, unusable or {})]


def test_all_that_is_wrong_is_told_at_once_each_once_in_the_order_of_the_form() -> None:
    """A number, rules of a dataset, ids of another and the check of an upload, each beside the others."""
    record = moved(operating="2022-13", status="asleep", lon="x", county="999999", name_zh="")
    told = said_of(record)
    assert len(told) == 5, told
    for sentence, part in zip(told, ("must be filled in", "999999", "a number", "asleep", "2022-13"), strict=True):
        assert part in sentence
    value = record_of(the_atlas(), "prefecture_indicators", "gdp | 440500 | 2023") or {}
    wrong = value | {"value": "31580", "evidence": "Z"}
    told = said_of(Change("prefecture_indicators", "gdp | 440500 | 2023", value, wrong, SOURCE))
    assert len(told) == 2, told
    assert "decimal point" in told[0]
    assert "'Z'" in told[1]


@pytest.mark.parametrize(
    "cells",
    [
        {"lon": "x"},
        {"lat": "200"},
        {"lon": ""},
        {"lon": "110.1", "lat": "25.5"},
        {"prefecture": "999999"},
        {"prefecture": "4405"},
        {"county": "999999"},
        {"name_zh": ""},
        {"operating": "2022-13"},
    ],
)
def test_what_follows_from_a_fault_is_not_told_beside_it(cells: dict[str, str]) -> None:
    street = {"lon": "116.7301", "lat": "23.3704", "position": "street"}
    assert len(said_of(moved(**street | cells))) == 1


def test_what_the_form_cannot_take_hides_nothing_else() -> None:
    cells = {"name_zh": "", "lon": "east", "lat": "23.4", "evidence": "Z"}
    with pytest.raises(UnusableError, match="two numbers") as refused:
        change_of(the_atlas(), "bodies", CENTRE, cells, "", SOURCE)
    told = said_of(refused.value.rest, refused.value.unusable)
    for sentence, part in zip(told, ("filled in", "two numbers", "'Z'", "which datum"), strict=True):
        assert part in sentence
    half = {"lon": "", "lat": "23.4"}
    with pytest.raises(UnusableError, match="both longitude and latitude") as refused:
        change_of(the_atlas(), "bodies", CENTRE, half, "wgs84", SOURCE)
    assert len(said_of(refused.value.rest, refused.value.unusable)) == 1


@pytest.mark.parametrize(
    ("position", "said"), [("", "must be filled in."), ("moon", "expected one of those offered, found 'moon'")]
)
def test_a_position_that_is_not_offered_is_told_and_ends_nothing(position: str, said: str) -> None:
    """A table may hold it, and an old page may send it."""
    change = change_of(the_atlas(), "bodies", CENTRE, {"position": position}, "", SOURCE)
    assert said_of(change) == [f"点位性质: {said}"]


def test_a_record_that_is_there_already_is_told_beside_what_is_wrong_with_it() -> None:
    again = {"indicator": "invention-grants-per-10k", "period": "2023", "value": "many", "evidence": "B"}
    with pytest.raises(UnusableError) as refused:
        change_of(the_atlas(), "prefecture_indicators", "", again, "", SOURCE, SHANTOU)
    first, second = said_of(refused.value.rest, refused.value.unusable)
    assert "already" in first
    assert "'many'" in second


def every_rule() -> set[Rule]:
    """The rules of all columns that may be corrected."""
    atlas = the_atlas()
    columns = [(declared_of(atlas, each).columns, [*kind.asked, *kind.first]) for each, kind in kinds().items()]
    return {rule for known, asked in columns for name in asked for rule in rules_of(known[name])}


def test_every_rule_of_a_column_that_is_asked_has_words() -> None:
    said = catalogue("zh")._catalog
    found = every_rule() - {FILLED_IN}
    assert len(found) > 5
    messages = {OTHERWISE[each.name].message if each.name in OTHERWISE else each.message for each in found}
    assert [each for each in sorted(messages) if each not in said] == []


def test_a_whole_record_has_no_fault() -> None:
    assert faults_of(the_atlas(), moved()) == []


def test_moving_a_centre_changes_reach_and_no_definition_of_bodies() -> None:
    question = usual_question(radius_km=10)
    found = effect(the_atlas(), question, [moved()])
    assert all(each.before == each.after for each in found.definitions if not each.id.startswith("reach"))
    ((place, before, after),) = found.here
    assert place == SHANTOU
    assert before != after
    assert not found.nothing


def test_without_its_record_a_prefecture_no_longer_qualifies() -> None:
    found = effect(the_atlas(), usual_question(), [Change("bodies", CENTRE, moved().before, None, SOURCE)])
    assert ("national-operating", SHANTOU, "certain") in [each[:3] for each in found.states]
    by_name = {each.id: each for each in found.definitions}
    here = by_name["national-operating"]
    assert here.before[0] - here.after[0] == 1


def test_a_change_of_notes_changes_no_number() -> None:
    assert effect(the_atlas(), usual_question(), [moved(notes="x")]).nothing


def test_a_version_names_its_release() -> None:
    assert parts_of("0123456789ab-r12-89abcdef") == ("0123456789ab", 12, "89abcdef")
    assert parts_of("0123456789ab") == ("0123456789ab", 0, "")
    with pytest.raises(LookupError):
        parts_of("0123456789ab-r12")
