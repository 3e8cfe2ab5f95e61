"""All that siting says: the certificate of an answer in one sentence, why a plan is as it is, why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from atlas.atlas import Atlas
from atlas.distances import DEMAND_OFF_KM, distance_text
from atlas.siting.ground import Ground
from atlas.siting.question import AIMS, SitingQuestion
from atlas.siting.solving import NOT_SERVED_M, ByBody, Why, fewest_that_serve, why_floors, why_impossible
from atlas.ways import Way
from atlas.weights import Weight
from atlas.words import Say, labelled, listed, whole
from geo.distance import LIMIT_M
from geo.reach import may_serve, straight_matrix
from geo.siting import Answer, Clock, ImpossibleError, NoAnswerError
from geo.siting.conflict import Conflict, K
from geo.siting.equity import FloorConflict

NAMED = 4  # names of a list that are told
Names = Callable[[str], str]
# Why there is no answer, as a sentence of how regions are called, of the names of candidates by id, and of the words.
Reason = Callable[[Names, Mapping[str, str], Say], str]


def names_of(atlas: Atlas, say: Say, *, ids: bool = False) -> Names:
    """How regions are called: by name, on the command line by name and id."""

    def name(region: str) -> str:
        if not ids or atlas.name_of(region) == region:
            return atlas.name_of(region)
        return say("{name} ({id})").format(name=atlas.name_of(region), id=region)

    return name


def some(names: Iterable[str], say: Say) -> str:
    """The first of many names, and how many more there are."""
    told = list(names)
    text = listed(told[:NAMED], say)
    return text if len(told) <= NAMED else say("{names} and {n} more").format(names=text, n=len(told) - NAMED)


def certificate(
    told: Sequence[Mapping[str, Any]],
    solver: str,
    seconds: float | None,
    say: Say,
    weight: Weight | None,
    way: Way | None = None,
) -> str:
    """Every aim with its value, and whether it is proven; at the end the solver and, when given, the seconds."""
    amounts = [amount(each["aim"], each["objective"], say, weight, way) for each in told]
    parts = [
        say("{aim}; {proof}").format(aim=aim, proof=_proof(each, say)) for aim, each in zip(amounts, told, strict=True)
    ]
    ended = solver if seconds is None else say("{solver}, {seconds:.1f} s").format(solver=solver, seconds=seconds)
    return say("{parts}. ({ended})").format(parts=say("; then ").join(parts), ended=ended)


def as_good(others: int | None, say: Say) -> str:
    """Whether other choices are as good as a proven one; "" where none is known."""
    if not others:
        return ""
    return say(
        "Not the only best: at least {n} other choices are exactly as good, each with one site exchanged."
    ).format(n=f"{others:,}")


def conflict(found: Conflict, name_of: Names, say: Say) -> str:
    """Which demands contradict each other, how far each can go by itself, and the smallest change that works."""
    together = listed([_demand(name_of, name, found.asked[name], say) for name in found.together], say)
    most = listed(
        [
            say("{name} at most {n}").format(name=_named(name_of, name, say), n=found.attainable[name])
            for name in found.together
        ],
        say,
    )
    changed = [name for name, value in found.relaxed.items() if value != found.asked[name]]
    if not any(found.relaxed[name] for name in changed):
        # To ask for none at all is no way out.
        return say(
            "No choice of candidates meets {together} ({most}): lower the share or lengthen the distance."
        ).format(together=together, most=most)
    out = listed([_demand(name_of, name, found.relaxed[name], say) for name in changed], say)
    return say("No choice of candidates meets {together} ({most}); the smallest change that works: {out}.").format(
        together=together, most=most, out=out
    )


def floors(found: FloorConflict, name_of: Names, say: Say) -> str:
    """Which equity floors contradict each other, and what to lower."""
    together = listed(
        [
            say("{name} {share:.1%}").format(name=name_of(each), share=float(found.asked[each]))
            for each in found.together
        ],
        say,
    )
    out = listed(
        [
            say("{name} {share:.1%}").format(name=name_of(each), share=float(share))
            for each, share in found.relaxed.items()
        ],
        say,
    )
    text = say("These least shares in reach cannot all be kept: {together}; it works with {out}.")
    return text.format(together=together, out=out)


def reason(atlas: Atlas, siting: SitingQuestion, on: Ground, clock: Clock) -> Reason | None:
    """Why a question cannot be met and the smallest way out; None where the clock left it unknown. It is found once,
    and told in each language.
    """
    try:
        if siting.problem == "rule":
            impossible = why_impossible(atlas, siting, on, clock)
            if impossible is not None:
                return lambda name_of, _, say: conflict(impossible, name_of, say)
        if siting.problem == "mclp" and siting.equity:
            unfair = why_floors(atlas, siting, on, clock)
            if unfair is not None:
                return lambda name_of, _, say: floors(unfair, name_of, say)
    except (ImpossibleError, NoAnswerError):
        pass
    return _beyond(siting, on) or _too_few(siting, on, clock) or _crossed(siting)


def _beyond(siting: SitingQuestion, on: Ground) -> Reason | None:
    """Places that no candidate can serve, where every place must be; None when there are none or they need not be."""
    if siting.problem not in AIMS:
        return None
    radius = on.radius_m if siting.problem == "lscp" else NOT_SERVED_M
    never = np.flatnonzero(on.task.nearest(on.task.free) > radius + LIMIT_M)
    if not len(never):
        return None
    counties = list(dict.fromkeys(on.demand["county"].iloc[never]))
    weight = float(on.task.weights[never].sum())

    def told(name_of: Names, _: Mapping[str, str], say: Say) -> str:
        text = say(
            "{n} places (weight {weight}), in {names}, can be served from no candidate; allow a larger radius, other "
            "candidates, or ignore borders."
        )
        return text.format(n=len(never), weight=whole(weight, say), names=some(map(name_of, counties), say))

    return told


def _too_few(siting: SitingQuestion, on: Ground, clock: Clock) -> Reason | None:
    """How many centres would serve everybody, where as many as are asked for cannot; None where it is not that."""
    if siting.problem not in ("p-median", "p-center"):
        return None
    fewest = fewest_that_serve(on, clock)
    if fewest is None or fewest <= siting.p:
        return None

    def told(_: Names, __: Mapping[str, str], say: Say) -> str:
        text = say("{p} new centres cannot serve every place: at least {n} are needed. Allow more, or ignore borders.")
        return text.format(p=siting.p, n=fewest)

    return told


def _crossed(siting: SitingQuestion) -> Reason | None:
    """The conditions that cannot all be kept, each with what it names; None without any."""
    if not (siting.quotas or siting.equity or siting.lock or siting.ban):
        return None

    def told(name_of: Names, names: Mapping[str, str], say: Say) -> str:
        limits = [
            say("{name} {least} to {most}").format(name=name_of(each), least=least, most="∞" if most is None else most)
            for each, (least, most) in siting.quotas.items()
        ]
        shares = [
            say("{name} {share:.1%}").format(name=name_of(each), share=float(s)) for each, s in siting.equity.items()
        ]
        conditions = {
            say("locked in: must be chosen"): [_candidate(each, names, say) for each in siting.lock],
            say("locked out: must not be chosen"): [_candidate(each, names, say) for each in siting.ban],
            say("prefectures with a limit of new centres"): limits,
            say("regions with a least share in reach"): shares,
        }
        parts = [labelled(title, some(each, say), say) for title, each in conditions.items() if each]
        return say("No choice keeps all of these at once: {what}. Relax one of them.").format(
            what=say("; ").join(parts)
        )

    return told


def _candidate(each: str, names: Mapping[str, str], say: Say) -> str:
    name = names.get(each, each)
    return name if name == each else say("{name} ({id})").format(name=name, id=each)


def farthest(atlas: Atlas, on: Ground, answer: Answer, way: Way, say: Say) -> str:
    """Where the worst distance of an answer is, and who serves there; "" where some place has nobody.

    way  that of the question, with the numbers of its matrix
    """
    nearest = on.task.nearest(answer.sites)
    place = int(np.argmax(nearest))
    if not np.isfinite(nearest[place]):
        return ""
    where, km = atlas.name_of(on.demand["county"].iloc[place]), on.road_km(nearest[place])
    costs = on.task.cost[place, list(answer.sites)]
    if on.task.already[place] > nearest[place]:
        name = str(on.candidates["name"].iloc[answer.sites[int(np.argmin(costs))]])
        return say("Farthest: {place}, {distance} by road from the new centre {name}.").format(
            place=where, distance=distance_text(km, DEMAND_OFF_KM, say, way), name=name
        )
    here = on.demand.iloc[[place]]
    may = np.ones(len(on.existing), dtype=bool) if on.ignore_borders else may_serve(here, on.existing)[0]
    costs = (way.measure or straight_matrix)(here, on.existing)[0]
    nearest_body = int(np.argmin(np.where(may, costs, np.inf)))
    body = {str(name): value for name, value in on.existing.iloc[nearest_body].items()}
    text = say("Farthest: {place}, {distance} by road from {name}, the nearest that is there and may serve it.")
    off = DEMAND_OFF_KM if np.isnan(body["position_km"]) else max(DEMAND_OFF_KM, float(body["position_km"]))
    return text.format(place=where, distance=distance_text(km, off, say, way), name=atlas.world.title(body, "name"))


def fewer(found: Why, k: int, say: Say) -> list[str]:
    """What one centre fewer would cost: a sentence, or none where it is not known."""
    if found.fewer is None:
        return []
    most = say("With one centre fewer at most {n} prefectures have their share; {k} are asked for.")
    unproven = say("With one centre fewer {n} prefectures have their share (not proven most); {k} are asked for.")
    no_floors = say("With one centre fewer the floors cannot all be kept; without them {n} prefectures qualify.")
    text = no_floors if not found.fewer.floors_hold else most if found.fewer.proven else unproven
    return [text.format(n=found.fewer.qualifying, k=k)]


def why(name_of: Names, found: Why, k: int, called: Mapping[str, str], say: Say) -> list[str]:
    """What one centre fewer would cost, what hangs on which site. called  id of a candidate -> name"""
    said = fewer(found, k, say)
    for site, prefectures in found.depends.items():
        if prefectures:
            names = listed(map(name_of, prefectures), say)
            said.append(
                say("Without {site}: {names} would lose their share.").format(site=called.get(site, site), names=names)
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


def amount(aim: str, value: float, say: Say, weight: Weight | None, way: Way | None = None) -> str:
    """A value of an aim with its unit. weight  what is covered, None for a loaded table;  way  how far is counted"""
    texts = {
        "sites": say("{n} new centres"),
        "covered": say("{n} people in reach"),
        "mean": say("{distance} by road on average"),
        "worst": say("{distance} by road at worst"),
    }
    if aim == "covered" and weight is None:
        return say("{n} of the own weight in reach").format(n=whole(value, say))
    if aim == "covered" and weight is not None and weight.modelled:
        told = {"amount": weight.amount(value, say=say), "what": weight.what(say)}
        return say("{amount} of {what} in reach").format(**told)
    return texts[aim].format(n=whole(value, say), distance=distance_text(value, DEMAND_OFF_KM, say, way))


def _proof(each: Mapping[str, Any], say: Say) -> str:
    if each["status"] == "optimal":
        return say("proven: nothing better exists")
    text = {
        "stopped": say("not proven best, stopped by hand, at most {gap:.1%} from the best"),
        "time_limit": say("not proven best, the time ran out, at most {gap:.1%} from the best"),
    }
    return text[each["status"]].format(gap=each["gap"])


def _named(name_of: Names, name: str, say: Say) -> str:
    return say("prefectures with their share") if name == K else name_of(name)


def _demand(name_of: Names, name: str, number: int, say: Say) -> str:
    return say("{name} at least {n}").format(name=_named(name_of, name, say), n=number)
