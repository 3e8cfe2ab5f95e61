"""The verdict on a definition (结论), in as many words as a place has room for. It is never a miss: no official result
is known. And a verdict on what is only supposed cannot be read as one on the records.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from atlas.words import Say
from geo.access import Access
from geo.coverage import Coverage

# A cell of a table; the end of a sentence; a sentence of its own on the records; one on what is supposed.
Manner = Literal["cell", "clause", "sentence", "supposed"]

WORDS: Mapping[Manner, Mapping[str, str]] = {
    "cell": {
        "met": "needed number reached",
        "open": "open by what is known",
        "below": "{short} short of it",
    },
    "clause": {
        "met": "{needed} are needed and reached",
        "open": "whether {needed} are reached is open",
        "below": "{short} short of the {needed} needed",
    },
    "sentence": {
        "met": "met under this definition",
        "open": "open: what is known neither proves nor excludes {needed}",
        "below": "by this definition and the known records {short} short of {needed}; no official result seen",
    },
    "supposed": {
        "met": "supposed: {needed} would be reached, if all that is supposed were so",
        "open": "supposed: whether {needed} would be reached stays open",
        "below": "supposed: {short} short of {needed} would remain",
    },
}


def verdict_text(result: Coverage | Access, manner: Manner, say: Say) -> str:
    """Whether the needed number is reached, in the words of a manner; `short` is by the best reading."""
    return say(WORDS[manner][result.verdict]).format(needed=result.needed, short=result.short_by.best)
