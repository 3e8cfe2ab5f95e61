"""What is used instead of a part of a link that cannot be used is told by its name, never by its code."""

from __future__ import annotations

import re

import pytest

from atlas.link_words import value_told
from atlas.question.question import PARAMETERS
from atlas.words import say_in
from tests.worlds import the_atlas, usual_question

SAY = say_in("zh")
# What is a number, a day, a text of the reader's own, or a shorthand that nobody translates.
AS_IT_IS = {"date", "period", "radius", "scenario", "scenario-name", "siting", "against"}


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("id", "440100", "广州"),
        ("selected", "c445281", "普宁市"),
        ("zone", "north", "粤北"),
        ("regions", "440100 440300", "广州、深圳"),
        ("weight", "residents", "居民"),
        ("kinds", "protection_centre rapid_rights_centre", "保护中心、快速维权中心"),
        ("lang", "zh", "中文"),
        ("period", "2024", "2024"),
        ("selected", "", ""),
    ],
)
def test_a_code_is_told_by_its_name(name: str, value: str, told: str) -> None:
    assert value_told(the_atlas(), usual_question(), name, value, SAY) == told


@pytest.mark.parametrize("name", [each.name for each in PARAMETERS if each.name not in AS_IT_IS])
def test_what_is_usual_for_any_part_is_never_told_by_a_code(name: str) -> None:
    parameter = next(each for each in PARAMETERS if each.name == name)
    usual = parameter.kind.write(getattr(usual_question(), parameter.field))
    told = value_told(the_atlas(), usual_question(), name, usual, SAY)
    assert not re.search(r"[a-z]{3,}|\d{6}", told), told
