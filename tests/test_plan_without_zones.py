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
from atlas.loading import load
from atlas.pages import PAGES
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


def test_every_desk_is_drawn(monkeypatch: pytest.MonkeyPatch, more: Path, request: pytest.FixtureRequest) -> None:
    language = {"no zones": "zh"}.get(request.node.callspec.params["more"], "en")
    monkeypatch.setenv("ATLAS_PLAN", "tiny")
    monkeypatch.setenv("ATLAS_PLANS", str(more))
    shared._stamp.cache.clear()
    for desk in DESKS:
        page = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=PATIENCE_S)
        page.query_params["lang"] = language
        page._page_hash = calc_hash(desk.path) if desk is not DESKS[0] else ""
        page.run()
        assert not page.exception, (desk.path, [each.value for each in page.exception])
        assert not page.error, (desk.path, [each.value for each in page.error])
        assert not re.search(r"\bnan\b", " ".join(each.value for each in page.markdown)), desk.path


def test_two_views_are_compared_without_zones(capsys: pytest.CaptureFixture[str], more: Path) -> None:
    found = said(capsys, more, "link", "/coverage?radius=80&against=radius%3D50")["difference"]
    assert found["province"]["gained"] == sum(each["gained"] for each in found["prefectures"]) > 0
    assert set(zones_named(found)) <= {"east"}
