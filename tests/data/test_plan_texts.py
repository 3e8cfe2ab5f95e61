"""What a plan's targets say in English is read as the number that the plan means."""

from __future__ import annotations

import re

import pytest

from data.plans import plan_ids, read_plan

# "8 (10,000 patents)" reads as eight patents, or as ten thousand; "8 × 10,000 patents" as what it is.
UNIT_IN_BRACKETS = re.compile(r"\d \((?:10,000|100 million)")


@pytest.mark.parametrize("plan_id", plan_ids())
def test_no_target_hides_its_unit_in_brackets(plan_id: str) -> None:
    texts = [str(each.get("target_text_en") or "") for each in read_plan(plan_id).targets]
    assert any(texts)
    assert not [text for text in texts if UNIT_IN_BRACKETS.search(text)]
