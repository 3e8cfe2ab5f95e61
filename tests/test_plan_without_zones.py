"""Zones are optional: a plan without them, or whose zones leave prefectures out, is shown on every page and by every
verb, in both languages, and nothing is said of a zone that is not there.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import cli
from atlas import loading
from atlas.headline import cards
from atlas.inquiry import Inquiry
from atlas.ledger import coverage_of
from atlas.loading import load
from atlas.pages import PAGES
from atlas.question.offered import choices_of
from atlas.question.question import default_question
from atlas.words import say_in
from documents.tables.pages import tables_of
from documents.told import Told
from layers.folium_map import manifest
from tests.data.tiny_plan import written
from tests.ui.reader import PATIENCE_S
from ui import shared
from ui.desks import PAGES as DESKS

ROOT = Path(__file__).resolve().parents[1]
DECLARED = 'compared_zones = ["east"]\ninequality_zones = ["east", "west"]\n'
WITHOUT: dict[str, Mapping[str, Any]] = {
    "no zones": {"zones": None, "plan": (DECLARED, ""), "targets": ('zones = ["east"]\n', "")},
    "zones that leave prefectures out": {
        "zones": ('id = "west"\ngroup = "partition"', 'id = "west"\ngroup = "other"'),
        "plan": (DECLARED, ""),
    },
}
VERBS = (
    ["coverage"],
    ["layers"],
    ["records"],
    ["gaps"],
    ["compare"],
    ["compare", "--regions", "440100", "440500"],
    ["plan"],
    ["prefecture", "440500"],
    ["site", "--problem", "mclp", "--p", "1", "--candidates", "counties", "--demand", "counties"],
)


@pytest.fixture(scope="module", params=WITHOUT)
def more(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("plans"), **WITHOUT[request.param])


# The same atlas for every verb, as it is for every reader of the pages.
loaded = functools.cache(load)


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "load", loaded)


def said(capsys: pytest.CaptureFixture[str], more: Path, *arguments: str) -> Any:
    assert cli.main([*arguments, "--plan", "tiny", "--plans", str(more), "--json"]) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


def zones_named(answer: Any) -> Iterator[Any]:
    """Every id of a zone that an answer names, wherever it stands."""
    if isinstance(answer, dict):
        for key, value in answer.items():
            if key == "zones" and isinstance(value, list):
                yield from (each["id"] if isinstance(each, dict) else each for each in value)
            yield from zones_named(value)
    elif isinstance(answer, list):
        for each in answer:
            yield from zones_named(each)


def test_every_page_has_its_numbers(capsys: pytest.CaptureFixture[str], more: Path) -> None:
    for page in (each for each in PAGES if each != "siting"):
        for language in ("", "?lang=en"):
            answer = said(capsys, more, "link", f"/{page}{language}")
            assert set(zones_named(answer)) <= {"east"}, page


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_verb_answers(capsys: pytest.CaptureFixture[str], more: Path, verb: list[str]) -> None:
    assert set(zones_named(said(capsys, more, *verb))) <= {"east"}


def test_inequality_is_told_whole_and_undivided(capsys: pytest.CaptureFixture[str], more: Path) -> None:
    theil = said(capsys, more, "compare")["theil"]
    assert theil["total"] > 0
    assert (theil["between"], theil["within"], theil["groups"]) == (None, None, [])


def test_a_scenario_is_told_without_a_line_for_no_zone(
    capsys: pytest.CaptureFixture[str], more: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "scenario.json"
    changes = [{"do": "add", "id": "new-1", "kind": "protection_centre", "name": "新", "lon": 116.1, "lat": 24.3}]
    told = {"format": "guangdong-ip-atlas scenario", "version": 1, "plan": "tiny", "changes": changes}
    saved.write_text(json.dumps(told), encoding="utf-8")
    assert cli.main(["whatif", str(saved), "--plans", str(more)]) == 0
    assert "nan" not in capsys.readouterr().out


def desk(monkeypatch: pytest.MonkeyPatch, more: Path, path: str, language: str) -> AppTest:
    """A page of the tiny plan, as it is first drawn."""
    monkeypatch.setenv("ATLAS_PLAN", "tiny")
    monkeypatch.setenv("ATLAS_PLANS", str(more))
    shared._stamp.cache.clear()
    page = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=PATIENCE_S)
    page.query_params["lang"] = language
    page._page_hash = calc_hash(path) if path != DESKS[0].path else ""
    return page.run()


def test_every_desk_is_drawn(monkeypatch: pytest.MonkeyPatch, more: Path, request: pytest.FixtureRequest) -> None:
    language = {"no zones": "zh"}.get(request.node.callspec.params["more"], "en")
    for each in DESKS:
        page = desk(monkeypatch, more, each.path, language)
        assert not page.exception, (each.path, [fault.value for fault in page.exception])
        assert not page.error, (each.path, [fault.value for fault in page.error])
        assert not re.search(r"\bnan\b", " ".join(text.value for text in page.markdown)), each.path


def test_two_views_are_compared_without_zones(capsys: pytest.CaptureFixture[str], more: Path) -> None:
    found = said(capsys, more, "link", "/coverage?radius=80&against=radius%3D50")["difference"]
    assert found["province"]["gained"] == sum(each["gained"] for each in found["prefectures"]) > 0
    assert set(zones_named(found)) <= {"east"}


def test_no_column_speaks_of_zones_where_there_are_none(more: Path, request: pytest.FixtureRequest) -> None:
    atlas = loaded("tiny", "zh", more)
    choices = choices_of(atlas, atlas.declared("bodies").as_of)
    told = Told(Inquiry(atlas, default_question(choices).with_changes(prefecture="440500")), choices)
    headings = [str(name) for page in ("compare", "prefecture") for each in tables_of(page, told) for name in each.rows]
    named = {"区域", "本区", "与本区差"} & set(headings)
    if request.node.callspec.params["more"] == "no zones":
        assert not named
    else:
        assert named


def test_no_layer_of_zones_is_offered_where_there_are_none(more: Path, request: pytest.FixtureRequest) -> None:
    told = manifest(loaded("tiny", "zh", more).world, say_in("zh"))["layers"]
    withheld = {each["id"] for each in told if not each["offered"]}
    of_the_others = {"finance-areas", "bay-area", "coastal-belt", "double-city"}
    none_at_all = request.node.callspec.params["more"] == "no zones"
    assert withheld == (of_the_others | {"zones"} if none_at_all else of_the_others)


def test_a_card_counts_by_the_definition_that_it_names(more: Path) -> None:
    atlas = loaded("tiny", "zh", more)
    question = default_question(choices_of(atlas, atlas.declared("bodies").as_of))
    counted = coverage_of(atlas, question, "one-centre")
    (card,) = [each for each in cards(atlas, question, say_in("zh")) if each.id == "covered"]
    assert card.figure == f"{counted.best.count}/{counted.n}"


def test_a_plan_without_a_table_of_its_own_is_not_said_to_have_one(monkeypatch: pytest.MonkeyPatch, more: Path) -> None:
    page = desk(monkeypatch, more, "plan", "zh")
    said = " ".join(each.value for each in [*page.markdown, *page.get("html")])
    assert "主表" not in said
    assert "规划指标表" not in said
    assert "没有可列的内容" not in " ".join(each.value for each in page.info)


def test_nothing_is_to_be_chosen_where_there_is_one_choice(monkeypatch: pytest.MonkeyPatch, more: Path) -> None:
    coverage = desk(monkeypatch, more, "coverage", "zh")
    assert "区域" not in [each.label for each in coverage.get("button_group")]
    assert "## 可及居民占比" in [each.value for each in coverage.markdown]
    compare = desk(monkeypatch, more, "compare", "zh")
    (regions,) = [each for each in compare.multiselect if each.label == "并列的区域"]
    assert regions.proto.placeholder == "全省"
