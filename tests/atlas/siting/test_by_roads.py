"""Siting by a loaded matrix: the best choice is that of every choice tried by the numbers of the file; what the matrix
lacks is said; page, link and command line answer alike.
"""

from __future__ import annotations

import json
import pickle
import random
from functools import cache
from itertools import combinations
from math import inf
from pathlib import Path
from typing import Any

import pytest

import cli
from atlas.faults import FaultError
from atlas.inquiry import Inquiry
from atlas.link_answer import link_answer
from atlas.question.question import Question
from atlas.siting.answer import found_answer
from atlas.siting.certificate import certificate_lines, headline
from atlas.siting.checks import refusals
from atlas.siting.ground import Loaded, candidates_of
from atlas.siting.lead import siting_lead
from atlas.siting.question import SitingQuestion
from atlas.siting.search import Found, search
from atlas.siting.session import hold, searched
from atlas.travel import Travel, is_travel, known, travel
from atlas.words import say_in
from geo.siting import Clock
from tests.atlas.oracles import asked_bodies, serves
from tests.worlds import rows, the_atlas, usual_question

pytestmark = pytest.mark.usefixtures("one_atlas")

SAY = say_in("zh")
SEATS = [row["adcode"] for row in rows("county_seats")]
PLACES = [row["id"] for row in rows("demand_points")]
BODIES = [row["id"] for row in rows("bodies") if row["lon"]]


@cache
def costs() -> dict[tuple[str, str], float]:
    """Tenths of minutes, or no way, from every place to every body and seat."""
    chance = random.Random("siting 20261127")
    return {
        (place, site): inf if chance.random() < 0.04 else chance.randint(50, 4000) / 10
        for place in PLACES
        for site in (*BODIES, *SEATS)
    }


@cache
def written(lacking: int = 0) -> str:
    """The file; without the last `lacking` seats and places."""
    sites, told = [*BODIES, *SEATS[: len(SEATS) - lacking]], costs()
    lines = [f"id,{','.join(sites)}", "#unit,minutes", "#source,某测绘院", "#date,2026-10-31", "#licence,内部使用"]
    for place in PLACES[: len(PLACES) - lacking]:
        lines.append(",".join([place, *("" if told[place, each] == inf else str(told[place, each]) for each in sites)]))
    return "\n".join(lines)


@cache
def held(lacking: int = 0) -> Travel:
    return known(travel(written(lacking).encode(), "seats.csv"))


def asked(**changes: Any) -> Question:
    return usual_question(distance=held().id, **changes)


def found_by(siting: SitingQuestion, question: Question, loaded: Loaded | None = None) -> Found:
    return search(the_atlas(), question, siting, loaded or Loaded(), Clock(60))


def nearest(question: Question, sites: tuple[str, ...]) -> list[float]:
    """For every place the least minutes to a body that may serve it or a new centre, place by place."""
    told, bodies, home = (
        costs(),
        asked_bodies(question),
        {row["adcode"]: row["prefecture"] for row in rows("county_seats")},
    )
    found = []
    for place in rows("demand_points"):
        line = [told[place["id"], each["id"]] for each in bodies if serves(each, place, question)]
        line += [
            told[place["id"], site] for site in sites if question.ignore_borders or home[site] == place["prefecture"]
        ]
        found.append(min(line, default=inf))
    return found


def people(found: list[float], limit: float) -> int:
    return sum(
        int(place["residents"]) for place, cost in zip(rows("demand_points"), found, strict=True) if cost <= limit
    )


def test_two_centres_reach_the_most_people_of_all_pairs_that_may_be_chosen() -> None:
    question, few = asked(radius_km=60), SEATS[::25]
    siting = SitingQuestion(question="most", p=2, ban=tuple(each for each in SEATS if each not in few))
    found = found_by(siting, question)
    best = max(people(nearest(question, pair), 60) for pair in combinations(few, 2))
    told = found_answer(the_atlas(), question, found, SAY)
    assert (told["objective"], told["bound"], told["status"]) == (best, best, "optimal")
    assert people(nearest(question, tuple(told["sites"])), 60) == best
    before = sum(row["covered_before"] for row in told["per_prefecture"])
    assert before == people(nearest(question, ()), 60)
    assert sum(row["covered_after"] for row in told["per_prefecture"]) == best
    assert told["distance"] == held().id


@pytest.mark.parametrize("aim", ["p-median", "p-center"])
def test_mean_and_worst_minutes_are_those_of_the_best_choice(aim: str) -> None:
    question, few = (
        asked(ignore_borders=True, kinds=tuple(sorted({row["kind"] for row in rows("bodies")}))),
        SEATS[::20],
    )
    siting = SitingQuestion(question="all", aim=aim, p=1, ban=tuple(each for each in SEATS if each not in few))
    told = found_answer(the_atlas(), question, found_by(siting, question), SAY)
    residents = [int(place["residents"]) for place in rows("demand_points")]

    def value(site: str) -> float:
        line = nearest(question, (site,))
        if aim == "p-center":
            return max(line)
        return sum(cost * many for cost, many in zip(line, residents, strict=True)) / sum(residents)

    assert told["stages"][0]["objective"] == pytest.approx(min(map(value, few)))
    assert value(told["sites"][0]) == pytest.approx(min(map(value, few)))
    assert told["unit"] == "minutes"


def test_all_that_is_said_speaks_of_minutes_of_the_road_network() -> None:
    question = asked(radius_km=60)
    found = found_by(SitingQuestion(question="most", p=2), question)
    (sentence,) = siting_lead(Inquiry(the_atlas(), question), found)
    assert "60分钟可及" in sentence
    assert "公里" not in sentence
    lines = certificate_lines(the_atlas(), question, found, SAY)
    assert all(each in " ".join(lines) for each in ("某测绘院", "2026-10-31", "内部使用", "不得用于导航"))
    anyone = asked(ignore_borders=True, kinds=("protection_centre",))
    few = SitingQuestion(question="all", aim="p-center", p=1, ban=tuple(SEATS[6:]))
    worst = found_by(few, anyone)
    assert "分钟" in headline(worst, SAY)
    assert any("最远" in each and "分钟" in each for each in certificate_lines(the_atlas(), anyone, worst, SAY))


def test_what_the_matrix_lacks_is_one_sentence_with_what_to_do_and_nothing_is_searched() -> None:
    question, siting = usual_question(distance=held(3).id), SitingQuestion(question="most", p=2)
    (told,) = refusals(the_atlas(), question, siting, Loaded(), str, SAY)
    pairs = len(PLACES) * len(SEATS) - (len(PLACES) - 3) * (len(SEATS) - 3)
    assert all(each in told for each in ("3处", f"{len(SEATS)}个候选点中的3个", f"{pairs:,}对"))
    assert "cli.py roads matrix DIR --from demand_points --to bodies county_seats" in told
    found = found_by(siting, question)
    assert (found.refused, found.answer) == (told, None)
    for sites, datasets in (("parks", "bodies parks"), ("places", "bodies demand_points")):
        (other,) = refusals(the_atlas(), question, siting.with_changes(sites=sites), Loaded(), str, SAY)
        assert datasets in other
    rows_too = refusals(the_atlas(), question, siting.with_changes(demand="counties"), Loaded(), str, SAY)
    assert "--from county_seats" in rows_too[0]
    own = Loaded(candidates=candidates_of(the_atlas(), siting, Loaded()).head(4).assign(id=["a", "b", "c", "d"]))
    (mine,) = refusals(the_atlas(), question, siting.with_changes(sites="own"), own, str, SAY)
    assert "编号同自带候选点表" in mine
    assert refusals(the_atlas(), asked(), siting, Loaded(), str, SAY) == []
    assert refusals(the_atlas(), usual_question(), siting, Loaded(), str, SAY) == []


def test_another_process_is_given_the_matrix_and_hands_back_no_numbers_of_it() -> None:
    question, siting = asked(radius_km=60), SitingQuestion(question="most", p=1)
    given = pickle.loads(pickle.dumps(Loaded(travel=held())))  # noqa: S301 -- our own
    hold(given)
    found = searched(lambda: False, lambda _: False, the_atlas(), question, siting, given, 30.0, False)
    assert found_answer(the_atlas(), question, found, SAY) == found_answer(
        the_atlas(), question, found_by(siting, question), SAY
    )
    assert found.on is not None
    assert found.on.way.travel is not None
    assert found.on.way.travel.costs.size == 0
    assert certificate_lines(the_atlas(), question, found, SAY)


def test_verb_and_link_answer_as_the_page_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "seats.csv"
    file.write_text(written(), encoding="utf-8")
    question = asked(radius_km=60)
    page = json.loads(
        json.dumps(found_answer(the_atlas(), question, found_by(SitingQuestion(question="most", p=2), question), SAY))
    )
    given = ["--problem", "mclp", "--p", "2", "--radius-km", "60", "--matrix", str(file), "--lang", "zh", "--json"]
    assert cli.main(["site", *given]) == 0
    typed = json.loads(capsys.readouterr().out)
    del typed["seconds"]
    assert typed == page
    link = f"/siting?radius=60&distance={held().id}&siting=question%3Amost+p%3A2+sites%3Acounties"
    assert json.loads(json.dumps(link_answer(link, "14-5", matrix=file)["search"])) == page


def test_a_verb_whose_matrix_lacks_candidates_is_refused_in_that_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "few.csv"
    file.write_text(written(3), encoding="utf-8")
    assert cli.main(["site", "--problem", "mclp", "--p", "2", "--matrix", str(file)]) == cli.BAD_ARGUMENTS
    assert "lacks 3 of" in capsys.readouterr().err


def test_plain_numbers_are_told_from_a_matrix_of_travel_by_their_first_cell(tmp_path: Path) -> None:
    plain, heading, empty = (tmp_path / name for name in ("plain.csv", "heading.csv", "empty.csv"))
    plain.write_text("1,2\n3,4\n")
    heading.write_text("\ufeffID,a\n#unit,km\n", encoding="utf-8")
    empty.write_text("")
    assert [is_travel(each) for each in (plain, heading, empty)] == [False, True, False]
    with pytest.raises(FaultError):
        travel(heading.read_bytes(), "heading.csv")
