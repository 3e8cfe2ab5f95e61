"""`cli.py link`: the numbers of the page that a link shows, put together from the answers of the other verbs."""

from __future__ import annotations

import json
from typing import Any

import pytest

import cli

pytestmark = pytest.mark.usefixtures("one_atlas")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert cli.main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("link", "part", "verb"),
    [
        ("/?date=2020-12-31", "coverage", ["coverage", "--as-of", "2020-12-31"]),
        ("/coverage?radius=80&borders=ignore", "gaps", ["gaps", "--radius-km", "80", "--ignore-borders"]),
        ("/compare?measure=bodies", "", ["compare", "--measure", "bodies"]),
        ("/plan", "", ["plan"]),
        ("/prefecture?id=441500", "", ["prefecture", "441500"]),
    ],
)
def test_it_is_what_the_verb_of_the_page_says(
    capsys: pytest.CaptureFixture[str], link: str, part: str, verb: list[str]
) -> None:
    page, alone = told(capsys, "link", link), told(capsys, *verb)
    if part == "gaps":
        # The verb tells all that the page says of gaps in one object.
        page["gaps"] |= {"parks": page["parks"], "catchment": page["catchment"]}
    assert (page[part] if part else {name: page[name] for name in alone}) == alone


def test_a_whole_address_will_do_and_english_is_english(capsys: pytest.CaptureFixture[str]) -> None:
    chinese = told(capsys, "link", "http://localhost:8501/atlas/coverage?radius=80")
    english = told(capsys, "link", "/compare?lang=en")
    assert chinese["page"] == "coverage"
    assert chinese["question"]["radius"] == "80"
    assert english["measure"]["title"].isascii()


def test_the_layers_of_the_overview_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    page = told(capsys, "link", "/?layers=prefectures+counties")
    assert page["layers"] == {"prefectures": 21, "counties": 124}


@pytest.mark.parametrize(
    ("link", "sentence"),
    [("/?moon=full", "moon 'full'"), ("/coverage?radius=far", "radius 'far'"), ("/nowhere", "'nowhere' is not known")],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str], link: str, sentence: str
) -> None:
    assert cli.main(["link", link, "--json"]) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.out == ""


@pytest.mark.parametrize(("link", "page"), [("/manual", "manual"), ("/prefecture", "prefecture")])
def test_a_page_without_numbers_says_so_with_the_data_version(
    capsys: pytest.CaptureFixture[str], link: str, page: str
) -> None:
    found = told(capsys, "link", link)
    assert found["page"] == page
    assert found["numbers"] is None
    assert len(found["data_version"]) == 12


def test_every_page_of_the_navigation_answers(capsys: pytest.CaptureFixture[str]) -> None:
    from ui.desks import PAGES

    # A search is solved anew, which has tests of its own.
    for page in [each.path for each in PAGES if each.path != "siting"]:
        assert told(capsys, "link", f"/{page}")["page"] == page


def test_what_only_another_page_looks_at_is_not_in_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert "id" not in told(capsys, "link", "/coverage?id=441500&zone=north")["question"]
    assert told(capsys, "link", "/coverage?zone=north")["question"]["zone"] == "north"
