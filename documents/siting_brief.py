"""The brief of a question of siting: the answer, its certificate, why not fewer, before and after, how robust it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from atlas.inquiry import Inquiry
from atlas.siting import sentences as siting_sentences
from atlas.siting.answer import per_prefecture
from atlas.siting.certificate import certificate_lines
from atlas.siting.lead import siting_lead
from atlas.siting.search import Found
from atlas.siting.solving import lost_without
from atlas.siting.studies import Robust, Studied
from atlas.ways import way_of
from atlas.weights import Weight
from atlas.words import Say, decimal, listed
from documents.brief import Block, Brief, Map, table
from documents.office import Office
from documents.shared import (
    AFTER_THE_STANDARD,
    conditions,
    definitions,
    foot,
    numbered,
    paragraphs,
    share,
    sources,
    subtitle,
    titled,
)

ID = "siting"


def siting_brief(
    inquiry: Inquiry, found: Found, robust: Robust | None, steps: Studied | None, office: Office | None = None
) -> Brief:
    """The brief of what came of a search.

    robust  its seeded re-runs, None while nobody has asked for them;  steps  the frontier up to one centre more, where
    the question asks for a number of centres;  office  what it says of its paper
    """
    say, title = inquiry.say, titled(inquiry.say("Next centres: brief of siting"), inquiry)
    stamp = (office or Office()).stamp_in_brief(inquiry, ID)
    sections = [
        (say("the answer"), paragraphs([*conditions(inquiry), *siting_lead(inquiry, found)])),
        (say("map"), _map(inquiry, found, stamp)),
        (say("the new centres"), _sites(inquiry, found)),
        (say("certificate"), paragraphs(certificate_lines(inquiry.atlas, inquiry.question, found, say))),
        (say("why not fewer"), _fewer(inquiry, found, steps)),
        (say("before and after, by prefecture"), _before_after(inquiry, found)),
        (say("how robust is it?"), _robust(inquiry, found, robust)),
        (say("definitions and evidence"), paragraphs(definitions(inquiry), small=True)),
        (say("sources"), paragraphs(sources(inquiry), small=True)),
    ]
    return Brief(
        id=ID,
        title=title,
        subtitle=subtitle(inquiry),
        name=title,
        blocks=numbered(sections, say),
        foot=foot(inquiry, stamp, AFTER_THE_STANDARD),
        language=say.language,
    )


def _map(inquiry: Inquiry, found: Found, stamp: str) -> list[Block]:
    if not found.sites:
        return []
    caption = inquiry.say("The new centres of the answer (supposed), and the bodies that stay")
    return [Map(ID, inquiry, caption, found, stamp=stamp)]


def _amount(weight: Weight | None, number: float, say: Say) -> str:
    return decimal(number, 0 if weight is None else weight.decimals, say)


def _unit(weight: Weight | None, say: Say) -> str:
    return say("own weight") if weight is None else weight.unit


def _sites(inquiry: Inquiry, found: Found) -> list[Block]:
    """The new sites, each with what only it reaches and, by the rule, what hangs on it."""
    say, on, answer = inquiry.say, found.on, found.answer
    if on is None or answer is None:
        return []
    if not answer.sites:
        return paragraphs([say("No new centre is needed: what is there is enough.")])
    rows, lost, name = on.candidates.iloc[list(answer.sites)], lost_without(on, answer), inquiry.atlas.name_of
    columns = {
        say("column name"): [str(each) for each in rows["name"]],
        say("column prefecture"): [name(str(each)) for each in rows["prefecture"]],
        say("in reach only through it ({unit})").format(unit=_unit(on.weight, say)): [
            _amount(on.weight, lost[str(each)], say) for each in rows["id"]
        ],
    }
    if found.why is not None:
        depends = found.why.depends
        columns[say("column prefectures that hang on it")] = [
            listed(map(name, depends.get(str(each), ())), say) or "–" for each in rows["id"]
        ]
    caption = say("New centres of the answer (supposed, no records)")
    return [table(pd.DataFrame(columns), caption, (70, 30, 40, *([40] if found.why else []))[: len(columns)], words=2)]


def _fewer(inquiry: Inquiry, found: Found, steps: Studied | None) -> list[Block]:
    """What one centre fewer would cost: of the rule in sentences, else what each number of centres reaches."""
    say = inquiry.say
    if found.why is not None and found.on is not None:
        name_of = siting_sentences.names_of(inquiry.atlas, say)
        return paragraphs(siting_sentences.why(name_of, found.why, found.question.k, found.on.names, say))
    if steps is None or found.on is None or steps.points.empty:
        return paragraphs([say("What fewer centres would reach was not asked.")]) if found.answer else []
    weight, total = found.on.weight, float(found.on.task.weights.sum())
    proof = {True: say("proven best"), False: say("not proven best")}
    frame = pd.DataFrame(
        {
            say("column new centres"): [str(int(each)) for each in steps.points["p"]],
            say("in reach ({unit})").format(unit=_unit(weight, say)): [
                _amount(weight, each, say) for each in steps.points["covered"]
            ],
            say("column share in reach"): [share(each / total, say) for each in steps.points["covered"]],
            say("column proof"): [proof[each == "optimal"] for each in steps.points["status"]],
        }
    )
    return [table(frame, say("What each number of new centres reaches at most"), (30, 50, 40, 40))]


def _before_after(inquiry: Inquiry, found: Found) -> list[Block]:
    """The prefectures that the answer changes, and the whole province; those that stay as they are are counted."""
    say, atlas, on, answer = inquiry.say, inquiry.atlas, found.on, found.answer
    if on is None or answer is None:
        return []
    rows = per_prefecture(on, answer.sites)
    changed = rows[(rows["covered_after"] != rows["covered_before"]) | (rows["sites"] > 0)]
    names = [*(atlas.name_of(str(each)) for each in changed.index), say("whole province")]
    sums = rows[["people", "covered_before", "covered_after", "sites"]].sum()
    told: list[Mapping[Any, Any]] = [*changed.to_dict("records"), sums.to_dict()]
    frame = pd.DataFrame(
        {
            say("column prefecture"): names,
            say("column new centres"): [str(int(row["sites"])) for row in told],
            say("column in reach before"): [_part(row, "before", say) for row in told],
            say("column in reach after"): [_part(row, "after", say) for row in told],
            say("more in reach ({unit})").format(unit=_unit(on.weight, say)): [
                _amount(on.weight, row["covered_after"] - row["covered_before"], say) for row in told
            ],
        }
    )
    same = say("Prefectures that stay as they are: {n}.").format(n=len(rows) - len(changed))
    return [table(frame, say("Share in reach, supposing the answer"), (30, 24, 34, 34, 40)), *paragraphs([same])]


def _part(row: Mapping[Any, Any], when: str, say: Say) -> str:
    return share(row[f"covered_{when}"] / row["people"] if row["people"] else float("nan"), say)


def _robust(inquiry: Inquiry, found: Found, robust: Robust | None) -> list[Block]:
    say = inquiry.say
    if found.answer is None:
        return []
    if robust is None:
        return paragraphs([say("The answer was not solved again with other radius, detour, positions and weights.")])
    text = say("{runs} runs, {proven} proven, {failed} without an answer; seed {seed}.")
    drawn = say("Radius, detour, positions and weights were drawn anew (±10 %, 3 km) each time.")
    if way_of(inquiry.question).travel is not None:
        drawn = say("Radius, ways of the matrix as a whole, and weights were drawn anew (±10 %) each time.")
    told = text.format(runs=robust.runs, proven=robust.proven, failed=robust.failed, seed=robust.seed)
    solved = max(1, robust.runs - robust.failed)
    rows = robust.sites.sort_values(["chosen", "id"], ascending=[False, True]).head(max(8, len(found.sites)))
    frame = pd.DataFrame(
        {
            say("column name"): [str(each) for each in rows["name"]],
            say("column prefecture"): [inquiry.atlas.name_of(str(each)) for each in rows["prefecture"]],
            say("column in the answer"): ["●" if each in found.sites else "–" for each in rows["id"]],
            say("column chosen"): [say("{n} of {runs}").format(n=each, runs=solved) for each in rows["chosen"]],
        }
    )
    return [*paragraphs([told, drawn]), table(frame, say("How often a site was chosen"), (70, 30, 30, 40), words=2)]
