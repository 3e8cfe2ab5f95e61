"""What is read beside the map of a kept view in a meeting, where no page stands around it: the page's first sentence,
and what else the map shows or the numbers stand under. Of this paper needs what the map shows too (documents/on_paper).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.clusters import clusters_of, clusters_sentence
from atlas.conditions import filters_told
from atlas.difference import difference_told
from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.measures import measure
from atlas.pair import pair_sentence
from atlas.turned import BOTH, CLUSTERS, COMPARE
from atlas.words import Say

if TYPE_CHECKING:
    from atlas.siting.search import Found


def sentences_of(page: str, inquiry: Inquiry, found: Found | None) -> tuple[str, ...]:
    """The sentences of a kept view. found  what came of the search of the siting page, None where there is none"""
    say, atlas, question = inquiry.say, inquiry.atlas, inquiry.question
    filters = filters_told(atlas, question, say)
    counted = say("Counted with filters: {filters}").format(filters=say("; ").join(filters)) if filters else ""
    more = (shaded_told(page, inquiry), difference_told(atlas, question, say), counted)
    first = (_unsolved(say),) if page == "siting" and found is None else lead(page, inquiry, found)
    return (*first, *filter(None, more))


def _unsolved(say: Say) -> str:
    """What a view of the siting page says without an answer: the form and the button that its page speaks of are not in
    the room.
    """
    text = say(
        "Where the next centres should stand: this view is not solved, so there is no answer here. Before a meeting "
        "press “{button}” under “{share}” in the atlas."
    )
    return text.format(button=say("solve the kept views"), share=say("share"))


def shaded_told(page: str, inquiry: Inquiry) -> str:
    """What two measures or clusters come to, where they are what colours the land. The comparison begins with its two
    measures anyway.
    """
    say, atlas, question = inquiry.say, inquiry.atlas, inquiry.question
    if BOTH in question.layers:
        return pair_sentence(atlas, inquiry.pair, say) if inquiry.pair is not None and page != COMPARE else ""
    if CLUSTERS in question.layers and question.clusters and question.measure:
        chosen = measure(atlas, question, inquiry.reached, question.measure, say)
        return clusters_sentence(atlas, clusters_of(atlas, chosen), say)
    return ""
