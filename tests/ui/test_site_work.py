"""What the siting page works out: refusals in words, answers with reasons, and the same numbers in a link's JSON."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from geo.siting import Clock, Progress
from tests.layers.test_decide import choices, known
from ui import reply, siting, siting_view
from ui.site_form import SiteForm, to_text
from ui.site_work import Loaded, Memory, faults, lost_without, question_of, work
from ui.state import Asked, default_question
from ui.words import say_in

SAY = say_in("zh")


def asked(**changes: Any) -> Asked:
    return default_question(choices()).with_changes(**changes)


def solved(form: SiteForm, question: Asked, loaded: Loaded | None = None) -> Any:
    return work(known(), question, form, loaded or Loaded(), Clock(30), lambda _: False)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (SiteForm(question="most", p=2, lock=("440103", "440104", "440105")), "锁定了3个候选点，多于要新建的2家"),
        (SiteForm(lock=("440103",), ban=("440103",)), "同一候选点既锁定又排除"),
        (SiteForm(lock=("moon",)), "moon不在候选点中"),
        (SiteForm(floors={"north": 6}), "要求粤北至少6市达到，而它只有5市"),
        (SiteForm(k=22), "要求22市，而全省只有21市"),
        (SiteForm(least={"441500": 2}, up_to={"441500": 1}), "汕尾：新建至少2家与至多1家不能同时成立"),
        (SiteForm(sites="own"), "尚未载入候选点"),
        (SiteForm(own_weights=True), "尚未载入权重"),
    ],
)
def test_what_cannot_be_asked_is_said_before_any_search(form: SiteForm, sentence: str) -> None:
    told = faults(known(), form, asked(), Loaded(), SAY)
    assert any(sentence in each for each in told)


def test_more_centres_than_candidates_is_said_and_the_usual_form_is_fine() -> None:
    seats = [str(each) for each in known().world["county_seats"]["adcode"]]
    form = SiteForm(question="most", p=60, ban=tuple(seats[:65]))
    assert faults(known(), form, asked(), Loaded(), SAY) == ["要新建60家，而可选的候选点只有59个。"]
    assert faults(known(), choices().site_form, asked(), Loaded(), SAY) == []


def test_progress_is_told_in_kilometres_and_people() -> None:
    heard: list[Progress] = []
    form = SiteForm(question="all", aim="p-center", p=3)
    question = asked(ignore_borders=True)
    work(known(), question, form, Loaded(), Clock(30), lambda now: heard.append(now) or False)  # type: ignore[func-returns-value]
    bests = [now.incumbent for now in heard if now.incumbent is not None]
    assert bests
    assert all(1 < best < 1500 for best in bests)


def test_a_demand_that_cannot_be_met_names_the_smallest_way_out() -> None:
    found = solved(SiteForm(k=21, share=100, floors={"north": 5}), asked(radius_km=30))
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
    found = solved(SiteForm(question="most", p=1, sites="own"), asked(radius_km=80), Loaded(parks, "parks.csv"))
    assert found.on.ids(found.answer.sites)[0] in ("park-1", "park-2")


def test_people_lost_without_a_site_are_those_nobody_else_reaches() -> None:
    form, question = SiteForm(question="most", p=3), asked(radius_km=80)
    found = solved(form, question)
    lost = lost_without(found.on, found.question, found.answer)
    sites, radius = list(found.answer.sites), siting.radius_m(found.question)
    for site in sites:
        others = [each for each in sites if each != site]
        gone = found.on.task.covered(sites, radius) - found.on.task.covered(others, radius)
        assert lost[found.on.ids([site])[0]] == pytest.approx(gone)


def test_the_map_shows_the_answer_and_what_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    form, question = SiteForm(question="most", p=3, ban=("440103",)), asked(radius_km=80)
    held = Memory()
    monkeypatch.setattr(siting_view, "memory", lambda: held)
    assert siting_view.proposed(form, known(), question) == {"site-440103": "banned"}
    found = solved(form, question)
    held.found[siting_view.key_of(form, question, held.loaded, known().version)] = found
    chosen = found.on.ids(found.answer.sites)
    assert siting_view.proposed(form, known(), question) == {
        "site-440103": "banned",
        **{f"site-{each}": "proposed" for each in chosen},
    }


def test_a_link_answers_what_the_form_finds() -> None:
    form = SiteForm(question="most", p=3)
    question = asked(radius_km=80, siting=to_text(form, choices().site_form))
    told = reply.answer("siting", known(), question)["search"]
    found = solved(form, question)
    assert told["sites"] == found.on.ids(found.answer.sites)
    assert told["status"] == "optimal"
    assert "seconds" not in told
    assert question_of(form, question, Loaded()).problem == told["problem"]
