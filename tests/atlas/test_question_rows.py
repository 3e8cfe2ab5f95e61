"""Every row of the question survives its way: address → question → address, and command line → the same question.

All is looped over the rows themselves and drawn from what may really be chosen: a new row is tried with the others,
and one of a kind that nothing here can draw fails by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cli
from atlas.question.composed import Changes, Form, Layers
from atlas.question.parameters import Day, Flag, OneOf, Parameter, Several, Text, Whole
from atlas.question.pinned import Pinned
from atlas.question.question import COMPARED, PARAMETERS, Question, as_params, default_question, from_params, to_params
from atlas.siting.question import AIMS, DEMANDS, LIMITS_S, MOST_SITES, QUESTIONS, SETS
from atlas.words import say_in
from geo.scenario_text import to_text
from geo.signs import without_control
from tests.scenario_lines import scenario_of
from tests.worlds import choices, the_atlas
from verbs.parsing import question_of

Values = Callable[[Any, Mapping[str, Any]], st.SearchStrategy[Any]]
# The verbs that take a whole question, and what each needs besides.
NEEDED = {"gaps": [], "compare": [], "layers": [], "prefecture": ["440500"], "map": ["--out", "map.html"]}


def some(members: Sequence[str], most: int = 5) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the members, in their order."""
    chosen = st.sets(st.sampled_from(list(members)), max_size=most)
    return chosen.map(lambda those: tuple(each for each in members if each in those))


def one_of_several(kind: OneOf, so_far: Mapping[str, Any]) -> st.SearchStrategy[str]:
    """One of what may be chosen when the rows before are as they are; "" where a choice may stay open."""
    return st.sampled_from([*sorted(kind.allowed(choices(), so_far)), *([""] if kind.or_none else [])])


def several(kind: Several, so_far: Mapping[str, Any]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some ids in the order that the row writes them in."""
    allowed = list(kind.allowed(choices(), so_far))
    return some(sorted(allowed) if kind.sort else allowed)


def layers(_kind: Layers, _so_far: Mapping[str, Any]) -> st.SearchStrategy[tuple[str, ...]]:
    """Layers of which at most one colours the land."""
    coats = st.sampled_from([*choices().exclusive, ""])
    plain = some([each for each in choices().layers if each not in choices().exclusive])
    ordered = choices().layers
    return st.builds(lambda those, coat: tuple(each for each in ordered if each in {*those, coat}), plain, coats)


def changes(_kind: Changes, _so_far: Mapping[str, Any]) -> st.SearchStrategy[str]:
    """What can be made of a few changes of real bodies and new ones, as the canonical line."""
    bodies = st.sampled_from(sorted(choices().bodies))
    added = st.builds(
        "add {} {:.4f},{:.4f} {}".format,
        st.sampled_from(choices().kinds),
        st.floats(112.9, 113.5),
        st.floats(22.9, 23.3),
        st.sampled_from(["", "甲", "a & b = c", "名\\;称"]),
    )
    change = st.one_of(added, bodies.map("close {}".format), bodies.map("move {} 113.2640,23.1290".format))
    lines = st.lists(change, max_size=3).map("; ".join)
    return lines.map(lambda line: to_text(choices().sift(scenario_of(line)).usable))


def siting(_kind: Form, _so_far: Mapping[str, Any]) -> st.SearchStrategy[str]:
    """A question of the siting page as its canonical text."""
    usual, write = choices().siting.usual, choices().siting.write
    prefectures = st.sampled_from(list(choices().siting.prefectures))
    parts = {
        "question": st.sampled_from(QUESTIONS),
        "aim": st.sampled_from(AIMS),
        "p": st.integers(1, MOST_SITES),
        "k": st.integers(1, 21),
        "share": st.integers(1, 100).map(lambda percent: Fraction(percent, 100)),
        "floors": st.dictionaries(st.sampled_from(list(choices().siting.zones)), st.just(1), max_size=2),
        "sites": st.sampled_from(SETS),
        "demand": st.sampled_from(DEMANDS),
        "lock": st.lists(prefectures, unique=True, max_size=2).map(tuple),
        "least": st.dictionaries(prefectures, st.integers(1, 3), max_size=2),
        "own_weights": st.booleans(),
        "limit_s": st.sampled_from(LIMITS_S),
    }
    return st.fixed_dictionaries({}, optional=parts).map(lambda those: write(usual.with_changes(**those)))


@st.composite
def pinned(draw: st.DrawFn, _kind: Pinned, _so_far: Mapping[str, Any]) -> Question:
    """Another question: every row that is compared, drawn as the question's own."""
    so_far = dict(vars(default_question(choices())))
    for row in COMPARED:
        so_far[row.field] = draw(values(row, so_far), label=f"against {row.name}")
    so_far["confirmed"] = tuple(each for each in so_far["confirmed"] if each not in so_far["wrong"])
    return Question(**so_far).pinned()


DRAWN: Mapping[type, Values] = {
    OneOf: one_of_several,
    Several: several,
    Flag: lambda _kind, _so_far: st.booleans(),
    Day: lambda _kind, _so_far: st.dates(choices().first_day, choices().last_day),
    Whole: lambda kind, _so_far: st.integers(kind.least, kind.most),
    # A control sign is none of a text: tests/test_control_signs.py.
    Text: lambda kind, _so_far: st.text(max_size=kind.longest).map(without_control),
    Layers: layers,
    Changes: changes,
    Form: siting,
    Pinned: pinned,
}


def values(row: Parameter, so_far: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Values of a row, its usual one among them. Fails by name when its kind cannot be drawn."""
    if type(row.kind) not in DRAWN:
        pytest.fail(f"row {row.name!r}: nothing here draws values of the kind {type(row.kind).__name__}")
    return DRAWN[type(row.kind)](row.kind, so_far) | st.just(row.usual(choices(), so_far))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A question whose every row is drawn, in the order in which rows are read."""
    so_far = dict[str, Any]()
    for row in PARAMETERS:
        so_far[row.field] = draw(values(row, so_far), label=row.name)
    so_far["confirmed"] = tuple(each for each in so_far["confirmed"] if each not in so_far["wrong"])
    return Question(**so_far)


def as_address(params: Mapping[str, str]) -> dict[str, str]:
    """The parameters after they were in the address line of a browser."""
    return dict(parse_qsl(urlencode(params)))


def usual_so_far() -> dict[str, Any]:
    return dict(vars(default_question(choices())))


by_row = partial(pytest.mark.parametrize, "row", ids=lambda row: str(row.name))


@by_row(PARAMETERS)
def test_a_row_alone_survives_its_address(row: Parameter) -> None:
    @settings(max_examples=25)
    @given(values(row, usual_so_far()))
    def survives(value: Any) -> None:
        text = row.kind.write(value)
        question, problems = from_params(as_address({row.name: text}), choices())
        assert problems == []
        assert getattr(question, row.field) == value
        assert as_params(question)[row.name] == text
        written = to_params(question, choices())
        assert (row.name in written) is (value != row.usual(choices(), usual_so_far()))
        assert from_params(as_address(written), choices()) == (question, [])

    survives()


@settings(max_examples=50)
@given(questions())
def test_all_rows_together_survive_their_address(question: Question) -> None:
    address = to_params(question, choices())
    again, problems = from_params(as_address(address), choices())
    assert problems == []
    assert again == question
    assert to_params(again, choices()) == address


def said(row: Parameter, value: Any) -> list[str]:
    """A value of a row as arguments; nothing for a flag that is not set."""
    if isinstance(row.kind, Flag):
        return [row.option] if value else []
    if row.kind.several:
        return [row.option, *value]
    # A row that has nothing to say is not given an option at all.
    text = row.kind.write(value)
    return [f"{row.option}={text}"] if text else []


@by_row([each for each in PARAMETERS if each.option])
@pytest.mark.usefixtures("one_atlas")
def test_the_command_line_asks_what_the_address_asks(row: Parameter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atlas.question.offered.choices_of", lambda _atlas, _as_of: choices())
    parser = cli.parser()

    @settings(max_examples=25)
    @given(st.sampled_from(row.verbs or list(NEEDED)), values(row, usual_so_far()))
    def asks(verb: str, value: Any) -> None:
        by_line = question_of(the_atlas(), parser.parse_args([verb, *NEEDED[verb], *said(row, value)]))
        by_address, problems = from_params(as_address({row.name: row.kind.write(value)}), choices())
        assert problems == []
        assert by_line == by_address

    asks()


def test_a_row_of_a_kind_that_cannot_be_drawn_fails_by_its_name() -> None:
    @dataclass(frozen=True)
    class Strange(Text):
        pass

    with pytest.raises(pytest.fail.Exception, match=r"row 'moon': .* Strange"):
        values(Parameter("moon", Strange(3), lambda _choices, _so_far: ""), {})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_row_has_its_word_for_a_warning(language: str) -> None:
    unsaid = [row.name for row in PARAMETERS if say_in(language)(f"parameter {row.name}") == f"parameter {row.name}"]
    assert unsaid == []
