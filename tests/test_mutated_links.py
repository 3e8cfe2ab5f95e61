"""A thousand links with something done to them: no error box, no traceback, nothing slow, nothing silently changed.

The page's own reading and the command line's take all of them, whole pages a sample; `make test` takes a few of each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest

import cli
from atlas.plan import shown_plans
from atlas.question.address import NAMES, Address, read_address, said_once
from atlas.question.parameters import Problem
from atlas.question.question import NAMES_ASKED, Question, from_params
from layers import safe
from tests.addresses import addresses
from tests.brief import brief
from tests.mutated_links import silent
from tests.mutator import Link, Pairs, link
from tests.ui.reader import opened_at
from tests.worlds import choices

LINKS, SAMPLE = 1000, 120
FEW = range(10_000, 10_030)
# Fifty files or a hundred links are one test; each of them has its own clock (tests/brief.py).
pytestmark = pytest.mark.timeout(600)
long = pytest.mark.long
parts = pytest.mark.parametrize(
    "numbers", [FEW, *(pytest.param(range(at, at + 100), marks=long) for at in range(0, LINKS, 100))], ids=str
)
pages = pytest.mark.parametrize(
    "numbers", [FEW[:2], *(pytest.param(range(at, at + 20), marks=long) for at in range(0, SAMPLE, 20))], ids=str
)


def each(numbers: range) -> Iterator[tuple[Link, Pairs]]:
    """The links of some numbers, with what a browser's address says: all before a number sign."""
    for number in numbers:
        found = link(number, addresses())
        yield found, parse_qsl(found.query.split("#")[0], keep_blank_values=True)


def read(pairs: Pairs) -> tuple[Question, Address, list[Problem]]:
    params, repeated = said_once(pairs)
    address, unknown = read_address(params, shown_plans(), "14-5")
    question, problems = from_params(params, choices())
    return question, address, [*unknown, *problems, *repeated]


@parts
def test_all_that_a_link_says_is_used_as_given_or_told(numbers: range) -> None:
    for found, pairs in each(numbers):
        with brief(found.done):
            question, address, problems = read(pairs)
        assert silent(pairs, question, address, problems, choices()) == [], found


@parts
@pytest.mark.usefixtures("one_atlas")
def test_the_command_line_uses_what_a_link_says_or_refuses_it_in_a_line(
    numbers: range, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A search takes the seconds that a link asks for; here its question is read only.
    monkeypatch.setattr("atlas.siting.search.search_link", lambda *_: None)
    for found, pairs in each(numbers):
        with brief(found.done):
            code = cli.main(["link", f"/{found.page}?{found.query}", "--json"])
        said = capsys.readouterr()
        _, _, problems = read(pairs)
        if problems:
            assert (code, said.out, said.err.count("\n")) == (2, "", 1), found
            # A name in quotes has its backslashes doubled.
            names = (problems[0].name[:40], ascii(problems[0].name)[1:40], repr(problems[0].name)[1:40])
            assert any(name in said.err for name in names), found
            assert len(said.err) < 2000, found
        else:
            assert (code, said.err, said.out.count("\n")) == (0, "", 1), found
            assert json.loads(said.out)["page"] == found.page


@pages
def test_a_page_shows_what_a_link_says_or_says_what_it_does_not(numbers: range) -> None:
    for found, pairs in each(numbers):
        with brief(found.done):
            app = opened_at(found.page, pairs)
        assert [error.value for error in app.exception] == [], found
        assert not any("页面出错" in error.value or "went wrong" in error.value for error in app.error), found
        question, _, problems = read(pairs)
        notices = "\n".join(plain(warning.value) for warning in app.warning)
        for name in {problem.name for problem in problems}:
            assert named(name, notices), (name, notices, found)
        assert app.session_state["question"].with_changes(layers=(), selected="") == question.with_changes(
            layers=(), selected=""
        ), found


def plain(markdown: str) -> str:
    """What the reader sees of a notice."""
    return re.sub(r"\\(.)", r"\1", markdown).replace(safe.WORD_JOINER, "")


def named(name: str, notices: str) -> bool:
    """Whether a notice speaks of a parameter; unknown ones are told together, the first by their names."""
    if name == "scenario":
        return any(each in notices for each in ("设想方案", "scenario"))
    known = name in NAMES_ASKED | NAMES
    return any(
        each in notices for each in ((f"{name}=", f"（{name}）", f"({name})") if known else ("参数", "parameter"))
    )


def test_the_same_number_is_the_same_link_for_ever() -> None:
    assert link(7, addresses()) == link(7, addresses())
    assert len({link(number, addresses()).query for number in FEW}) > 25
