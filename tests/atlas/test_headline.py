"""Every number on a headline card is counted once more, slowly, from the raw tables; unknown is said, never zero."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from atlas.headline import Card, cards
from atlas.map_state import view_of
from atlas.question.question import Question, default_question
from atlas.words import say_in
from tests.oracles import ends, stands
from tests.worlds import choices, rows, the_atlas

END, START = date(2025, 12, 31), date(2020, 12, 31)


@cache
def made(day: date, definition: str = "national-approved") -> dict[str, Card]:
    question: Question = default_question(choices()).with_changes(as_of=day, definition=definition)
    return {card.id: card for card in cards(the_atlas(), question, say_in("zh"))}


def national(kind: str, day: date) -> int:
    question = default_question(choices()).with_changes(as_of=day)
    return sum(row["kind"] == kind and row["level"] == "national" and stands(row, question) for row in rows("bodies"))


def test_coverage_reads_as_the_definition_of_the_product_asks() -> None:
    card = made(END)["fast-protection"]
    assert card.figure == "9/21"
    assert card.lines == ("确证 8 · 需 17", "按此口径、按已知记录，距 17 还差 8；未见官方结果")
    assert card.tone == "below"
    assert "80% 以上地市建立知识产权快保护机制" in card.clause["text_zh"]


def test_the_wide_definition_is_open_and_says_how_far_it_may_reach() -> None:
    card = made(END, "any-rapid-body")["fast-protection"]
    assert card.lines[0] == "确证 8 · 需 17 · 可能 21"
    assert card.tone == "open"


@pytest.mark.parametrize("day", [START, END, date(2015, 6, 30)], ids=str)
@pytest.mark.parametrize(
    ("card", "kind"), [("protection-centres", "protection_centre"), ("rapid-rights-centres", "rapid_rights_centre")]
)
def test_centres_are_as_many_as_the_table_holds(card: str, kind: str, day: date) -> None:
    found = made(day)[card]
    wanted = national(kind, day)
    assert len(found.records) == wanted
    assert found.figure == (str(wanted) if wanted else "此日未见记录")


def test_six_and_seven_at_the_end_of_2020() -> None:
    assert made(START)["protection-centres"].figure == "6"
    assert made(START)["rapid-rights-centres"].figure == "7"


def test_stations_are_the_latest_published_count_by_the_date() -> None:
    counted = [row for row in rows("body_counts") if row["id"] == "count-stations-2023"]
    assert made(END)["rights-aid-stations"].figure == counted[0]["n"] == "217"
    assert made(date(2023, 12, 30))["rights-aid-stations"].figure == "数据待补充"
    assert ends(counted[0]["as_of"]) == date(2023, 12, 31)


@pytest.mark.parametrize("card", ["public-service-bodies", "park-operation-centres"])
def test_what_nobody_published_is_missing_and_not_zero(card: str) -> None:
    found = made(END)[card]
    assert found.figure == "数据待补充"
    assert "0" not in found.figure
    assert found.tone == "unknown"


def test_half_of_the_prefectures_is_eleven() -> None:
    assert made(END)["public-service-bodies"].lines == ("需 11/21",)


def test_partial_knowledge_is_labelled_so() -> None:
    for card in ("information-outlets", "cluster-operation-centres"):
        found = made(END)[card]
        assert found.figure == f"已知 {len(found.records)}"
        assert "仅为查得名称者，总数未见公布" in found.lines


def test_demonstration_areas_appear_from_their_dates() -> None:
    assert made(END)["demonstration-areas"].figure == "3"
    assert made(date(2015, 1, 1))["demonstration-areas"].figure == "2"


def test_every_card_has_its_clause_and_sources() -> None:
    for card in made(END).values():
        assert card.clause["text_zh"], card.id
        if "sources" in card.records:
            named = [each for cell in card.records["sources"] for each in cell.split("; ") if each]
            assert set(named) <= set(the_atlas().sources)


def test_the_distance_to_the_target_fits_the_figure_beside_it() -> None:
    card = made(END, "national-operating")["fast-protection"]
    best = int(card.figure.split("/")[0])
    assert f"还差 {17 - best}" in card.lines[1]


@pytest.mark.parametrize(
    ("filters", "kept"), [({"confirmed_only": True}, 5), ({"industry": "灯饰照明"}, 1), ({"literal": True}, 5)]
)
def test_filters_thin_the_cards_as_they_thin_the_map(filters: dict[str, object], kept: int) -> None:
    question = default_question(choices()).with_changes(**filters)
    found = view_of(the_atlas(), question)
    card = next(each for each in cards(the_atlas(), question, say_in("zh")) if each.id == "rapid-rights-centres")
    assert len(card.records) == len(found.decision["rapid-rights-centres"]) == kept
