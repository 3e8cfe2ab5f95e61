"""An address is read strictly, all that is wrong with it told at once; a part may be forgiven that another turned."""

from __future__ import annotations

import re

import pytest

from atlas.addressed import addressed
from atlas.atlas import Atlas
from atlas.question.address import Address
from atlas.question.choices import Choices
from atlas.question.parameters import Problem
from tests.worlds import choices, the_atlas

PAIRS = [("lang", "en"), ("date", "2022-12-31")]


def known(_address: Address) -> tuple[Atlas, Choices]:
    return the_atlas(), choices()


def test_an_address_becomes_a_question_and_what_it_is_put_to() -> None:
    asked = addressed(PAIRS, ["14-5"], "14-5", known)
    assert asked.address == Address(plan="14-5", language="en")
    assert asked.question.as_of.isoformat() == "2022-12-31"


def test_everything_that_cannot_be_used_is_told_in_one_sentence() -> None:
    pairs = [*PAIRS, ("date", "2021-12-31"), ("moon", "full"), ("radius", "much")]
    strange = Problem("turned", "moon", "", "names of a question's parts")
    for part in ("date is said more than once", "moon 'full'", "radius 'much'", "turned 'moon'"):
        with pytest.raises(ValueError, match=re.escape(part)):
            addressed(pairs, ["14-5"], "14-5", known, more=[strange])


def test_only_what_is_forgiven_turns_to_its_usual_value() -> None:
    pairs = [("indicator", "gdp"), ("period", "1066")]
    asked = addressed(pairs, ["14-5"], "14-5", known, forgiven=["period"])
    assert asked.question.period != "1066"
    for forgiven in ([], ["indicator"]):
        with pytest.raises(ValueError, match="period '1066' cannot be used"):
            addressed(pairs, ["14-5"], "14-5", known, forgiven=forgiven)
    with pytest.raises(ValueError, match="period is said more than once"):
        addressed([*pairs, ("period", "1067")], ["14-5"], "14-5", known, forgiven=["period"])
