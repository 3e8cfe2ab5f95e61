"""How far a verdict is from another one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.flips import FlipSet, smallest_flip
from geo.standing import STATES, Standing, Support
from tests.geo.oracles import flip_size_slowly


def standing(*states: str, unplaced: int = 0) -> Standing:
    """One prefecture a word: its records by their first letters, as "cb" for a certain and a best one, "" for none."""
    names = {"c": "certain", "b": "best", "p": "possible"}
    supports = [
        Support(f"{letter}{prefecture}{place}", str(prefecture), names[letter])  # type: ignore[arg-type]
        for prefecture, letters in enumerate(states)
        for place, letter in enumerate(letters)
    ]
    return Standing(tuple(str(prefecture) for prefecture in range(len(states))), tuple(supports), unplaced)


def test_below_needs_as_many_bodies_as_prefectures_are_short() -> None:
    assert smallest_flip(standing("c", "", "", ""), 3) == FlipSet("below", "met", (), 2, "add")


def test_below_rises_to_open_only_when_the_rest_is_doubtful() -> None:
    assert smallest_flip(standing("c", "p", "", ""), 3) == FlipSet("below", "open", (), 1, "add")
    assert smallest_flip(standing("c", "", "", "", unplaced=1), 3) == FlipSet("below", "open", (), 1, "add")


def test_met_falls_with_the_prefectures_that_hang_on_fewest_records() -> None:
    assert smallest_flip(standing("ccc", "cc", "c"), 2) == FlipSet("met", "below", ("c10", "c11", "c20"), 0, "remove")


def test_met_falls_to_open_when_doubtful_records_are_left() -> None:
    assert smallest_flip(standing("cp", "c"), 2) == FlipSet("met", "open", ("c00",), 0, "remove")
    assert smallest_flip(standing("c", "c", unplaced=1), 2) == FlipSet("met", "open", ("c00",), 0, "remove")


def test_open_is_met_by_confirming_believed_records_before_doubtful_ones_before_bodies_without_a_place() -> None:
    world = standing("c", "ppp", "bpp", "", unplaced=9)
    assert smallest_flip(world, 2) == FlipSet("open", "met", ("b20",), 0, "confirm")
    assert smallest_flip(world, 3) == FlipSet("open", "met", ("b20", "p10"), 0, "confirm")
    assert smallest_flip(world, 4) == FlipSet("open", "met", ("b20", "p10"), 1, "confirm")


def test_open_falls_by_refuting_when_that_is_less() -> None:
    assert smallest_flip(standing("p", "pp", "p"), 3) == FlipSet("open", "below", ("p00",), 0, "remove")


def test_refuting_a_record_frees_a_prefecture_that_an_unplaced_body_can_take() -> None:
    world = standing("p", "p", "p", unplaced=1)
    assert smallest_flip(world, 3) == FlipSet("open", "below", ("p00", "p10"), 0, "remove")
    assert world.without({"p00"}).verdict(3) == "open"


def test_confirming_goes_before_refuting_when_both_take_as_much() -> None:
    assert smallest_flip(standing("c", "p"), 2).direction == "confirm"


@st.composite
def questions(draw: st.DrawFn) -> tuple[Standing, int]:
    prefectures = tuple("wxyz"[: draw(st.integers(1, 4))])
    states = st.sampled_from(STATES[:3])
    supports = tuple(
        Support(f"r{place}", draw(st.sampled_from(prefectures)), draw(states))
        for place in range(draw(st.integers(0, 5)))
    )
    return Standing(prefectures, supports, draw(st.integers(0, 3))), draw(st.integers(1, len(prefectures)))


@settings(max_examples=300, deadline=None)
@given(questions())
def test_no_smaller_change_exists_and_the_one_named_does_what_it_says(question: tuple[Standing, int]) -> None:
    world, needed = question
    flip = smallest_flip(world, needed)
    supports = [(each.record, each.prefecture, each.state) for each in world.supports]
    assert flip.size == flip_size_slowly(supports, world.unplaced, world.prefectures, needed)
    assert world.verdict(needed) == flip.from_verdict != flip.to_verdict == carried_out(world, flip).verdict(needed)


@given(questions(), st.randoms())
def test_equal_worlds_have_equal_answers(question: tuple[Standing, int], chance: Any) -> None:
    world, needed = question
    shuffled = list(world.supports)
    chance.shuffle(shuffled)
    assert smallest_flip(replace(world, supports=tuple(shuffled)), needed) == smallest_flip(world, needed)


def carried_out(world: Standing, flip: FlipSet) -> Standing:
    """The world after the change."""
    bare = [prefecture for prefecture in world.prefectures if world.state(prefecture) == "none"]
    new = tuple(
        Support(f"new{place}", bare[place], "certain")
        for place in range(flip.further_bodies)
        if flip.direction != "remove"
    )
    if flip.direction == "add":
        return replace(world, supports=world.supports + new)
    unplaced = world.unplaced - flip.further_bodies
    if flip.direction == "remove":
        return replace(world.without(flip.records), unplaced=unplaced)
    confirmed = tuple(
        replace(each, state="certain") if each.record in flip.records else each for each in world.supports
    )
    return replace(world, supports=confirmed + new, unplaced=unplaced)
