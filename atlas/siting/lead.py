"""The first sentence of the siting page: which sites, what they change, and whether that is proven best."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from atlas.conditions import reach_told, with_conditions
from atlas.inquiry import Inquiry
from atlas.siting.answer import in_units, per_prefecture
from atlas.siting.ground import Ground
from atlas.siting.search import Found
from atlas.siting.sentences import amount, some
from atlas.words import Say, full_date, labelled, percent, placed
from geo.siting import Answer


def siting_lead(inquiry: Inquiry, found: Found | None) -> tuple[str, ...]:
    """One sentence, which says so first when it stands on anything supposed."""
    say = inquiry.say
    text = _sentence(inquiry, found)
    if found is not None and found.on is not None and not found.refused:
        text = with_conditions(text, reach_told(inquiry.atlas, inquiry.question, say), say)
    return (labelled(say("supposed"), text, say) if inquiry.question.supposes and found is not None else text,)


def _sentence(inquiry: Inquiry, found: Found | None) -> str:
    say = inquiry.say
    if found is None:
        return say("Where the next centres should stand is not searched yet: choose the question and start the search.")
    if found.refused or found.on is None:
        return found.refused
    if found.studied is not None:
        return _frontier(found, say)
    if found.answer is None:
        return ""
    text = _OF[found.question.problem](inquiry, found, found.on, found.answer)
    proof = say("proven best") if found.proven else say("not proven best")
    return say("{text}; {proof}, at {date}.").format(
        text=text, proof=proof, date=full_date(inquiry.question.as_of, say)
    )


def _most(inquiry: Inquiry, found: Found, on: Ground, answer: Answer) -> str:
    text = inquiry.say("Next {n}: {sites}; {reach}")
    return text.format(n=len(answer.sites), sites=_sites(inquiry, on, answer), reach=_reach(inquiry, found, on, answer))


def _rule(inquiry: Inquiry, found: Found, on: Ground, answer: Answer) -> str:
    text = inquiry.say(
        "Fewest new centres so that {k} prefectures have {share} of their residents in reach: {n} ({sites}); {reach}"
    )
    return text.format(
        k=found.question.k,
        share=percent(float(found.question.share), 0, inquiry.say),
        n=len(answer.sites),
        sites=_sites(inquiry, on, answer),
        reach=_reach(inquiry, found, on, answer),
    )


def _all(inquiry: Inquiry, found: Found, on: Ground, answer: Answer) -> str:
    text = inquiry.say("Fewest new centres so that everybody has one within {km} km of road: {n} ({sites})")
    text = on.way.in_unit(text, inquiry.say)
    return text.format(km=inquiry.question.radius_km, n=len(answer.sites), sites=_sites(inquiry, on, answer))


def _nearest(inquiry: Inquiry, found: Found, on: Ground, answer: Answer) -> str:
    first = in_units(on, answer)[0]
    text = inquiry.say("Next {n}: {sites}; {amount}")
    told = amount(first["aim"], first["objective"], inquiry.say, on.weight, on.way)
    return text.format(n=len(answer.sites), sites=_sites(inquiry, on, answer), amount=told)


def _frontier(found: Found, say: Say) -> str:
    """What the first and the last number of centres reach."""
    if found.studied is None or found.on is None or found.studied.points.empty:
        return say("No number of new centres could be answered in this time.")
    points, total = found.studied.points, float(found.on.task.weights.sum())
    first, last = points.iloc[0], points.iloc[-1]
    text, weight = say("{n} new centre reaches {share} of {what}, {m} reach {most} ({proof})."), found.on.weight
    return text.format(
        what=say("own weight") if weight is None else weight.what(say),
        n=int(first["p"]),
        share=percent(first["covered"] / total, 1, say),
        m=int(last["p"]),
        most=percent(last["covered"] / total, 1, say),
        proof=say("proven best") if found.proven else say("not proven best"),
    )


def _reach(inquiry: Inquiry, found: Found, on: Ground, answer: Answer) -> str:
    """The share in reach before and after, and how many more that is."""
    say, table = inquiry.say, per_prefecture(on, answer.sites)
    total, before, after = (float(table[each].sum()) for each in ("people", "covered_before", "covered_after"))
    text, weight = say("{what} within {km} km {before} → {after} (+{more})"), on.weight
    if weight is None:
        text = say("own weight within {km} km {before} → {after}")
    return on.way.in_unit(text, say).format(
        what="" if weight is None else weight.what(say),
        km=inquiry.question.radius_km,
        before=percent(before / total, 1, say),
        after=percent(after / total, 1, say),
        more="" if weight is None else weight.amount(after - before, say=say),
    )


def _sites(inquiry: Inquiry, on: Ground, answer: Answer) -> str:
    """The sites by prefecture and name, the first few; that there is none."""
    rows = on.candidates.iloc[list(answer.sites)]
    names = [
        placed(str(name), inquiry.atlas.name_of(home), inquiry.say)
        for name, home in zip(rows["name"], rows["prefecture"], strict=True)
    ]
    return some(names, inquiry.say) if names else inquiry.say("none")


_OF: Mapping[str, Callable[[Inquiry, Found, Ground, Answer], str]] = {
    "mclp": _most,
    "rule": _rule,
    "lscp": _all,
    "p-median": _nearest,
    "p-center": _nearest,
}
