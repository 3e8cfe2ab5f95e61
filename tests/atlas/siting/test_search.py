"""What the siting page works out: refusals in words, answers with reasons, and the same numbers in a link's JSON."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from atlas import pages
from atlas.faults import FaultError
from atlas.map_state import Proposed
from atlas.question.question import Question, default_question
from atlas.siting import sentences
from atlas.siting.certificate import certificate_lines
from atlas.siting.checks import refusals
from atlas.siting.ground import Loaded
from atlas.siting.question import SitingQuestion
from atlas.siting.search import key_of, search, search_link
from atlas.siting.session import Memory
from atlas.siting.solving import lost_without
from atlas.siting.tables import candidates_file
from atlas.words import say_in
from geo.siting import Clock, Progress
from geo.siting.conflict import Conflict
from tests.worlds import choices, the_atlas, usual_question
from ui.desks.siting import marks as siting_map

SAY = say_in("zh")


def asked_question(**changes: Any) -> Question:
    return default_question(choices()).with_changes(**changes)


def solved(form: SitingQuestion, question: Question, loaded: Loaded | None = None) -> Any:
    return search(the_atlas(), question, form, loaded or Loaded(), Clock(30))


def refused(form: SitingQuestion, loaded: Loaded | None = None) -> list[str]:
    return refusals(the_atlas(), usual_question(), form, loaded or Loaded(), the_atlas().name_of, SAY)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (SitingQuestion(question="most", p=2, lock=("440103", "440104", "440105")), "锁定了3个候选点，多于要新建的2家"),
        (SitingQuestion(question="frontier", most=2, lock=("440103", "440104", "440105")), "多于要新建的2家"),
        (SitingQuestion(question="all", aim="p-center", p=1, lock=("440103", "440104")), "多于要新建的1家"),
        (SitingQuestion(lock=("440103",), ban=("440103",)), "同一候选点既锁定又排除"),
        (SitingQuestion(lock=("moon",)), "moon不在候选点中"),
        (SitingQuestion(floors={"north": 6}), "要求粤北至少6市达到，而它只有5市"),
        (SitingQuestion(k=22), "要求22市，而全省只有21市"),
        (SitingQuestion(least={"441500": 2}, up_to={"441500": 1}), "汕尾：新建至少2家与至多1家不能同时成立"),
        (SitingQuestion(sites="own"), "尚未载入候选点"),
        (SitingQuestion(own_weights=True), "尚未载入权重"),
    ],
)
def test_what_cannot_be_asked_is_said_before_any_search(form: SitingQuestion, sentence: str) -> None:
    told = refused(form)
    assert any(sentence in each for each in told)


def test_more_centres_than_candidates_is_said_and_the_usual_form_is_fine() -> None:
    seats = [str(each) for each in the_atlas().world["county_seats"]["adcode"]]
    for form in (SitingQuestion(question="most", p=60), SitingQuestion(question="all", aim="p-median", p=60)):
        few = form.with_changes(ban=tuple(seats[:65]))
        assert refused(few) == ["要新建60家，而可选的候选点只有59个。"]
    none = SitingQuestion(question="frontier", most=3, ban=tuple(seats))
    assert refused(none) == ["要新建3家，而可选的候选点只有0个。"]
    assert refused(choices().siting.usual) == []


def test_a_certificate_counts_places_with_their_thousands_apart() -> None:
    question, found = usual_question(), solved(SitingQuestion("most", p=1, sites="counties"), usual_question())
    told = " ".join(certificate_lines(the_atlas(), question, found, SAY))
    assert f"居民点{len(found.on.demand):,}个" in told
    assert len(found.on.demand) > 1000


def test_progress_is_told_in_kilometres_and_people() -> None:
    heard: list[Progress] = []
    form = SitingQuestion(question="all", aim="p-center", p=3)
    question = asked_question(ignore_borders=True)
    search(the_atlas(), question, form, Loaded(), Clock(30), lambda now: heard.append(now) or False)  # type: ignore[func-returns-value]
    bests = [now.incumbent for now in heard if now.incumbent is not None]
    assert bests
    assert all(1 < best < 1500 for best in bests)
    assert {now.aim for now in heard} == {"worst"}


@pytest.mark.parametrize(
    ("form", "changes", "sentence"),
    [
        (SitingQuestion(question="all", aim="lscp"), {"radius_km": 20, "ignore_borders": True}, "没有任何候选点可及"),
        (
            SitingQuestion(question="most", p=2, up_to=dict.fromkeys(the_atlas().prefectures, 0)),
            {},
            "锁定、排除、各市上下限与底线要求无法同时满足",
        ),
    ],
)
def test_what_cannot_be_met_is_said_in_the_language_of_the_page(
    form: SitingQuestion, changes: dict[str, Any], sentence: str
) -> None:
    assert sentence in solved(form, asked_question(**changes)).refused


def test_the_farthest_place_of_a_plan_is_told_with_who_serves_it() -> None:
    question = asked_question(radius_km=80)
    found = solved(choices().siting.usual.with_changes(sites="counties"), question)
    told = sentences.farthest(the_atlas(), found.on, found.answer, found.on.way, SAY)
    km = found.on.task.nearest(found.answer.sites).max() * 1.3 / 1000
    # Towns are known to 3 km, and the body that serves there no worse: to five kilometres.
    assert f"约{round(km / 5) * 5}公里" in told
    assert "最近现有机构" in told
    worst = solved(SitingQuestion(question="all", aim="p-center", p=10), asked_question(ignore_borders=True))
    assert "公里" in sentences.farthest(the_atlas(), worst.on, worst.answer, worst.on.way, SAY)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id,lon\na,1\n", "{file}：第一行应有列id,lon,lat，实为id, lon"),
        ("id,lon,lat\n", "{file}：应至少有一个候选点"),
        (
            "id,lon,lat\na,113.3,23.1\na,113.4,23.1\n",
            "{file}第3行：编号（id）应为不超过40个汉字、字母、数字或连字符，且不与其他行重复",
        ),
        ("id,lon,lat\na,113.3,north\n", "{file}第2行：lat应为数字，实为'north'"),
        ("id,lon,lat\na,23.1,113.3\n", "{file}第2行：23.1, 113.3不在广东省内"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_the_language_of_the_page(
    tmp_path: Path, text: str, sentence: str
) -> None:
    file = tmp_path / "parks.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FaultError) as refused:
        candidates_file(file)
    assert refused.value.sentence(SAY, file="园区.csv").startswith(sentence.format(file="园区.csv"))
    assert str(refused.value).startswith(f"{file}")


def test_a_demand_that_cannot_be_met_names_the_smallest_way_out() -> None:
    found = solved(SitingQuestion(k=21, share=Fraction(1), floors={"north": 5}), asked_question(radius_km=30))
    assert "最小的可行放宽" in found.refused
    assert found.answer is None


def test_a_loaded_table_is_what_is_chosen_from() -> None:
    parks = pd.DataFrame(
        {
            "id": ["park-1", "park-2"],
            "name": ["园区一", "园区二"],
            "prefecture": ["441500", "441600"],
            "lon": [115.4, 114.7],
            "lat": [22.8, 23.7],
        }
    )
    found = solved(
        SitingQuestion(question="most", p=1, sites="own"), asked_question(radius_km=80), Loaded(parks, "parks.csv")
    )
    assert found.on.ids(found.answer.sites)[0] in ("park-1", "park-2")


def test_a_link_to_what_only_another_reader_has_loaded_says_so() -> None:
    usual = choices().siting.usual
    for changes, sentence in (({"sites": "own"}, "尚未载入候选点"), ({"own_weights": True}, "尚未载入权重")):
        question = asked_question(siting=choices().siting.write(usual.with_changes(**changes)))
        found = search_link(the_atlas(), question, choices().siting)
        assert sentence in pages.answer("siting", the_atlas(), question, found)["search"]["refused"]


def test_people_lost_without_a_site_are_those_nobody_else_reaches() -> None:
    form, question = SitingQuestion(question="most", p=3), asked_question(radius_km=80)
    found = solved(form, question)
    lost = lost_without(found.on, found.answer)
    sites, radius = list(found.answer.sites), found.on.radius_m
    for site in sites:
        others = [each for each in sites if each != site]
        gone = found.on.task.covered(sites, radius) - found.on.task.covered(others, radius)
        assert lost[found.on.ids([site])[0]] == pytest.approx(gone)


def test_the_map_shows_the_answer_and_what_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    form, question = SitingQuestion(question="most", p=3, ban=("440103",)), asked_question(radius_km=80)
    held = Memory()
    monkeypatch.setattr(siting_map, "memory", lambda: held)
    assert siting_map.proposed(form, the_atlas(), question) == Proposed({"site-440103": "banned"})
    found = solved(form, question)
    held.found[key_of(form, question, held.loaded, the_atlas().version)] = found
    chosen = found.on.ids(found.answer.sites)
    shown = siting_map.proposed(form, the_atlas(), question)
    assert shown == Proposed({"site-440103": "banned", **{f"site-{each}": "proposed" for each in chosen}})


def test_candidates_that_no_file_of_the_map_holds_travel_as_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    places = the_atlas().world["demand_points"]
    locked = str(places["id"].iloc[0])
    form, question = SitingQuestion(question="most", p=2, sites="places", lock=(locked,)), asked_question(radius_km=80)
    held = Memory()
    monkeypatch.setattr(siting_map, "memory", lambda: held)
    assert [each["class"] for each in siting_map.proposed(form, the_atlas(), question).marks] == ["locked"]
    found = solved(form, question)
    held.found[key_of(form, question, held.loaded, the_atlas().version)] = found
    shown = siting_map.proposed(form, the_atlas(), question)
    marks = {each["id"]: each for each in shown.marks}
    assert set(marks) == {f"site-{each}" for each in found.on.ids(found.answer.sites)}
    for each in found.on.candidates.iloc[list(found.answer.sites)].to_dict("records"):
        mark = marks[f"site-{each['id']}"]
        assert (mark["lon"], mark["lat"]) == (round(each["lon"], 5), round(each["lat"], 5))
        assert mark["class"] == ("locked" if each["id"] == locked else "proposed")
    assert shown.classes == {}


def test_a_link_answers_what_the_form_finds() -> None:
    form = SitingQuestion(question="most", p=3)
    question = asked_question(radius_km=80, siting=choices().siting.write(form))
    told = pages.answer("siting", the_atlas(), question, search_link(the_atlas(), question, choices().siting))["search"]
    found = solved(form, question)
    assert told["sites"] == found.on.ids(found.answer.sites)
    assert told["status"] == "optimal"
    assert "seconds" not in told
    assert form.problem == told["problem"]


def test_choices_that_are_as_good_are_told_and_are_those_of_a_plain_recount() -> None:
    found = solved(SitingQuestion(question="most", p=2), asked_question(radius_km=5))
    task, radius, here = found.on.task, found.on.radius_m, found.answer.sites
    others = [tuple({*here, coming} - {leaving}) for leaving in here for coming in range(task.m) if coming not in here]
    as_good = sum(task.covered(each, radius) == task.covered(here, radius) for each in others)
    assert found.as_good == as_good
    worst = solved(SitingQuestion(question="all", aim="p-center", p=3), asked_question(ignore_borders=True))
    here, task = worst.answer.sites, worst.on.task
    others = [tuple({*here, coming} - {leaving}) for leaving in here for coming in range(task.m) if coming not in here]
    as_good = sum(task.worst_cost(each) == task.worst_cost(here) for each in others)
    assert worst.as_good == as_good > 0
    assert sentences.as_good(as_good, SAY) == f"并非唯一最优：至少还有{as_good}种选法同样好（各只换一个点）。"
    assert sentences.as_good(0, SAY) == ""


def test_none_at_all_is_not_offered_as_the_smallest_change() -> None:
    """Where no prefecture can have its share, at least none of them is no way out; the share or the distance is."""
    none = Conflict(asked={"k": 21}, together=("k",), relaxed={"k": 0}, attainable={"k": 0})
    assert sentences.conflict(none, the_atlas().name_of, SAY).endswith("请降低份额或加大距离。")
    some = Conflict(asked={"k": 21}, together=("k",), relaxed={"k": 16}, attainable={"k": 16})
    assert "最小的可行放宽" in sentences.conflict(some, the_atlas().name_of, SAY)
