"""`cli.py gaps --json`: residents in reach and those left out, parks beyond reach, and what falls to residents."""

from __future__ import annotations

from typing import Any

from atlas.atlas import Atlas
from atlas.catchment import catchment_answer
from atlas.parks import parks_answer
from atlas.question.question import Question
from atlas.reach import gaps_answer


def gaps_told(atlas: Atlas, question: Question) -> dict[str, Any]:
    """See the three; each tells apart what is supposed."""
    more = {"parks": parks_answer(atlas, question), "catchment": catchment_answer(atlas, question)}
    return gaps_answer(atlas, question) | more
