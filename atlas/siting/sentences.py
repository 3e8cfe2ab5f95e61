"""What a certificate of siting says in one sentence, and why a plan by the rule is as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from atlas.reaching import DETOUR
from atlas.siting.ground import ByBody, Ground, SiteQuestion, Why, radius_m, why_floors, why_impossible
from atlas.words import Say, listed, whole
from atlas.world import Known
from geo.distance import LIMIT_M, road_km
from geo.reach import may_serve, straight_matrix
from geo.siting import Answer, Clock, ImpossibleError, NoAnswerError
from geo.siting.conflict import Conflict, K
from geo.siting.equity import FloorConflict

EVERYBODY = ("lscp", "p-median", "p-center")
NOT_SERVED_M = 1e12  # farther than any place on earth: only what nobody may serve
NAMED = 4  # counties of a list that are told by name


def certificate(told: Sequence[Mapping[str, Any]], solver: str, seconds: float, say: Say) -> str:
    """Every aim with its value, and whether it is proven; at the end the solver and the seconds."""
    parts = [
        say("{aim}; {proof}").format(aim=amount(each["aim"], each["objective"], say), proof=_proof(each, say))
        for each in told
    ]
    ended = say("{solver}, {seconds:.1f} s").format(solver=solver, seconds=seconds)
    return say("{parts}. ({ended})").format(parts=say("; then ").join(parts), ended=ended)


def conflict(known: Known, found: Conflict, say: Say) -> str:
    """Which demands contradict each other, how far each can go by itself, and the smallest change that works."""
    together = listed([_demand(known, name, found.asked[name], say) for name in found.together], say)
    most = listed(
        [
            say("{name} at most {n}").format(name=_named(known, name, say), n=found.attainable[name])
            for name in found.together
        ],
        say,
    )
    changed = [name for name, value in found.relaxed.items() if value != found.asked[name]]
    out = listed([_demand(known, name, found.relaxed[name], say) for name in changed], say)
    return say("No choice of candidates meets {together} ({most}); the smallest change that works: {out}.").format(
        together=together, most=most, out=out
    )


def floors(known: Known, found: FloorConflict, say: Say) -> str:
    """Which equity floors contradict each other, and what to lower."""
    together = listed(
        [
            say("{name} {share:.1%}").format(name=known.name_of(each), share=float(found.asked[each]))
            for each in found.together
        ],
        say,
    )
    out = listed(
        [
            say("{name} {share:.1%}").format(name=known.name_of(each), share=float(share))
            for each, share in found.relaxed.items()
        ],
        say,
    )
    text = say("These least shares in reach cannot all be kept: {together}; it works with {out}.")
    return text.format(together=together, out=out)


def reason(known: Known, question: SiteQuestion, on: Ground, clock: Clock, say: Say) -> str:
    """Why a question cannot be met and the smallest way out; "" where the clock left it unknown."""
    try:
        if question.problem == "rule":
            impossible = why_impossible(known, question, on, clock)
            return "" if impossible is None else conflict(known, impossible, say)
        if question.problem == "mclp" and question.equity:
            unfair = why_floors(known, question, on, clock)
            return "" if unfair is None else floors(known, unfair, say)
    except (ImpossibleError, NoAnswerError):
        pass
    return _beyond(known, question, on, say) or _crossed(question, say)


def _beyond(known: Known, question: SiteQuestion, on: Ground, say: Say) -> str:
    """Places that no candidate can serve, where every place must be; "" when there are none or they need not be."""
    if question.problem not in EVERYBODY:
        return ""
    radius = radius_m(question) if question.problem == "lscp" else NOT_SERVED_M
    never = np.flatnonzero(on.task.nearest(on.task.free) > radius + LIMIT_M)
    if not len(never):
        return ""
    counties = list(dict.fromkeys(on.demand["county"].iloc[never]))
    text = say(
        "{n} places (weight {weight}), in {names}, can be served from no candidate; allow a larger radius, other "
        "candidates, or ignore borders."
    )
    names = listed([known.name_of(each) for each in counties[:NAMED]], say)
    if len(counties) > NAMED:
        names = say("{names} and {n} more").format(names=names, n=len(counties) - NAMED)
    return text.format(n=len(never), weight=whole(float(on.task.weights[never].sum()), say), names=names)


def _crossed(question: SiteQuestion, say: Say) -> str:
    if not (question.lock or question.ban or question.quotas or question.equity):
        return ""
    return say(
        "No choice keeps all of these at once: locked in or out, limits by prefecture, floors. Relax one of them."
    )


def farthest(known: Known, question: SiteQuestion, on: Ground, answer: Answer, say: Say) -> str:
    """Where the worst distance of an answer is, and who serves there; "" where some place has nobody."""
    nearest = on.task.nearest(answer.sites)
    place = int(np.argmax(nearest))
    if not np.isfinite(nearest[place]):
        return ""
    where, km = known.name_of(on.demand["county"].iloc[place]), float(road_km(nearest[place], DETOUR))
    costs = on.task.cost[place, list(answer.sites)]
    if on.task.already[place] > nearest[place]:
        name = str(on.candidates["name"].iloc[answer.sites[int(np.argmin(costs))]])
        return say("Farthest: {place}, {km:.1f} km by road from the new centre {name}.").format(
            place=where, km=km, name=name
        )
    here = on.demand.iloc[[place]]
    may = np.ones(len(on.existing), dtype=bool) if question.ignore_borders else may_serve(here, on.existing)[0]
    body = on.existing.iloc[int(np.argmin(np.where(may, straight_matrix(here, on.existing)[0], np.inf)))]
    text = say("Farthest: {place}, {km:.1f} km by road from {name}, the nearest that is there and may serve it.")
    return text.format(place=where, km=km, name=known.world.title(body, "name"))


def fewer(found: Why, k: int, say: Say) -> list[str]:
    """What one centre fewer would cost: a sentence, or none where it is not known."""
    if found.fewer is None:
        return []
    most = say("With one centre fewer at most {n} prefectures have their share; {k} are asked for.")
    unproven = say("With one centre fewer {n} prefectures have their share (not proven most); {k} are asked for.")
    no_floors = say("With one centre fewer the floors cannot all be kept; without them {n} prefectures qualify.")
    text = no_floors if not found.fewer.floors_hold else most if found.fewer.proven else unproven
    return [text.format(n=found.fewer.qualifying, k=k)]


def why(known: Known, found: Why, k: int, names_of: Mapping[str, str], say: Say) -> list[str]:
    """What one centre fewer would cost, what hangs on which site. names_of  id of a candidate -> name"""
    said = fewer(found, k, say)
    for site, prefectures in found.depends.items():
        if prefectures:
            names = listed([known.name_of(each) for each in prefectures], say)
            said.append(
                say("Without {site}: {names} would lose their share.").format(
                    site=names_of.get(site, site), names=names
                )
            )
    return said


def by_body(found: ByBody, say: Say) -> str:
    """The rule counted by bodies: plain arithmetic, no solver."""
    certain, best = found.short_by_certain, found.short_by_best
    if certain <= 0:
        return say("By bodies the rule is met: {k} of {needed} prefectures for certain.").format(
            k=found.certain, needed=found.needed
        )
    text = say("By bodies {best} more prefectures are needed for {needed} ({k} known).")
    if certain != best:
        text = say(
            "By bodies {best} more are needed for {needed} ({k} known); {certain} if what is said of {names} is wrong."
        )
    return text.format(best=best, needed=found.needed, k=found.best, certain=certain, names=listed(found.doubtful, say))


def amount(aim: str, value: float, say: Say) -> str:
    """A value of an aim with its unit."""
    texts = {
        "sites": say("{n} new centres"),
        "covered": say("{n} people in reach"),
        "mean": say("{km:.1f} km by road on average"),
        "worst": say("{km:.1f} km by road at worst"),
    }
    return texts[aim].format(n=whole(value, say), km=value)


def _proof(each: Mapping[str, Any], say: Say) -> str:
    if each["status"] == "optimal":
        return say("proven: nothing better exists")
    text = {
        "stopped": say("not proven best, stopped by hand, at most {gap:.1%} from the best"),
        "time_limit": say("not proven best, the time ran out, at most {gap:.1%} from the best"),
    }
    return text[each["status"]].format(gap=each["gap"])


def _named(known: Known, name: str, say: Say) -> str:
    return say("prefectures with their share") if name == K else known.name_of(name)


def _demand(known: Known, name: str, number: int, say: Say) -> str:
    return say("{name} at least {n}").format(name=_named(known, name, say), n=number)
