"""The ledger of definitions in sentences and rows of text, of the records and, called so, of what is supposed."""

from __future__ import annotations

import pandas as pd

from atlas.inquiry import Inquiry
from atlas.ledger import differences
from atlas.words import Say, labelled, listed

FEW = 2


def difference_sentences(inquiry: Inquiry) -> list[str]:
    """One sentence each when verdicts differ, and when prefectures change places between definitions.

    They speak of the records: a supposition settles no difference between definitions.
    """
    say, atlas, rows = inquiry.say, inquiry.atlas, inquiry.real.ledger
    found, titles = differences(rows), {row.id: atlas.world.title(row.about) for row in rows}
    sentences = []
    if found.verdicts_differ:
        verdicts = pd.Series(found.verdicts)
        groups = verdicts.groupby(verdicts).groups
        parts = [_verdict_part(str(verdict), [titles[each] for each in ids], say) for verdict, ids in groups.items()]
        sentences.append(say("The verdict depends on the definition. {parts}").format(parts=say("; ").join(parts)))
    if found.reversals:
        one, other, first, second = found.reversals[0]
        text = say(
            "{n} pairs of prefectures change places between definitions: by “{one}” {first} stands better than "
            "{second}, by “{other}” worse."
        )
        names = atlas.name_of
        sentences.append(
            text.format(
                n=found.reversed_pairs, one=titles[one], other=titles[other], first=names(first), second=names(second)
            )
        )
    return sentences


def _verdict_part(verdict: str, titles: list[str], say: Say) -> str:
    """A verdict with the definitions that lead to it; many are counted, few are named."""
    told = say("{n} definitions").format(n=len(titles)) if len(titles) > FEW else listed(titles, say)
    return labelled(say(verdict), told, say)
