"""What the siting page works out beside itself: an answer with its reasons, the frontier, or re-runs; and how a session
keeps it.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import pandas as pd

from atlas.question.question import Asked
from atlas.reaching import DETOUR
from atlas.siting import ground as siting
from atlas.siting import sentences as site_words
from atlas.siting.background import Solving
from atlas.siting.ground import Ground, SiteQuestion, Why
from atlas.siting.question import SiteForm, to_text
from atlas.siting.studies import Robust, Studied, frontier, robustness
from atlas.told import Note
from atlas.words import Say, say_in
from atlas.world import Known
from geo.distance import road_km
from geo.errors import GeoError
from geo.siting import Answer, Clock, ImpossibleError, NoAnswerError, Progress, Watch

AIM_OF = {"mclp": "covered", "lscp": "sites", "rule": "sites", "p-median": "mean", "p-center": "worst"}
DISTANCES = ("mean", "worst")
KEPT = 12
REASON_S = 10.0
RUNS, RUNS_S, SEED = 100, 120.0, 20260703


@dataclass(frozen=True, eq=False)
class Loaded:
    """What the reader loaded from files, with the name of each file; None where nothing was.

    candidates  id, name, prefecture, lon, lat;  weights  county -> weight;  notes  what must be said of each
    """

    candidates: pd.DataFrame | None = None
    candidates_name: str = ""
    weights: dict[str, float] = field(default_factory=dict)
    weights_name: str = ""
    candidates_notes: tuple[Note, ...] = ()
    weights_notes: tuple[Note, ...] = ()

    @property
    def key(self) -> Hashable:
        """What tells two loads apart."""
        ids = () if self.candidates is None else tuple(map(tuple, self.candidates.to_numpy()))
        return ids, tuple(sorted(self.weights.items()))


@dataclass(frozen=True, eq=False)
class Found:
    """What came of a question: an answer, or a frontier, or the sentence why there is none.

    why  what hangs on each site, for the rule
    """

    question: SiteQuestion
    on: Ground | None = None
    answer: Answer | None = None
    why: Why | None = None
    studied: Studied | None = None
    refused: str = ""


def question_of(form: SiteForm, asked: Asked, loaded: Loaded) -> SiteQuestion:
    """The form and the page's question as `atlas.siting.ground` takes them."""
    regions = form.least.keys() | form.up_to.keys()
    return SiteQuestion(
        problem=form.problem,
        p=form.p,
        radius_km=asked.radius_km,
        k=form.k,
        theta=form.fraction,
        zone_floors={zone: number for zone, number in form.floors.items() if number},
        candidates="" if form.sites == "own" else form.sites,
        own_candidates=loaded.candidates if form.sites == "own" else None,
        ignore_borders=asked.ignore_borders,
        lock=form.lock,
        ban=form.ban,
        quotas={each: (form.least.get(each, 0), form.up_to.get(each)) for each in sorted(regions)},
        equity={region: Fraction(form.fair_share, 100) for region in form.fair} if form.problem == "mclp" else {},
        weights=loaded.weights if form.own_weights else {},
        time_limit_s=float(form.limit_s),
    )


def key_of(form: SiteForm, asked: Asked, loaded: Loaded, version: str) -> Hashable:
    """Two questions with this key have the same answer."""
    return to_text(form, SiteForm()), asked.for_answers(), loaded.key, version


def faults(known: Known, form: SiteForm, asked: Asked, loaded: Loaded, say: Say) -> list[str]:
    """What cannot be asked, a sentence each, before any solver works."""
    told = []
    if form.sites == "own" and loaded.candidates is None:
        return [say("No candidates are loaded: load a table with id, lon, lat, or choose another set.")]
    if form.own_weights and not loaded.weights:
        told.append(say("No weights are loaded: load a table with adcode, weight, or take residents."))
    candidates = siting.candidates_of(known, question_of(form, asked, loaded))
    ids = set(candidates["id"].astype(str))
    strange = [each for each in (*form.lock, *form.ban) if each not in ids]
    if strange:
        text = say("{id} is none of these candidates, but is locked in or out; take it from the list.")
        told.append(text.format(id=strange[0]))
    if set(form.lock) & set(form.ban):
        told.append(say("A candidate is locked in and out at once; take it from one of the lists."))
    return told + _too_much(known, form, len(ids - set(form.ban)), say)


def _too_much(known: Known, form: SiteForm, free: int, say: Say) -> list[str]:
    """Numbers that contradict each other or what there is. free  candidates that may be chosen"""
    told = []
    asked = {"most": form.p, "frontier": form.most, "all": form.p if form.aim != "lscp" else None}.get(form.question)
    # A frontier goes as far as there are candidates.
    if asked is not None and (asked > free if form.question != "frontier" else free == 0):
        text = say("{p} new centres are asked for, but only {n} candidates may be chosen.")
        told.append(text.format(p=asked, n=free))
    if asked is not None and len(form.lock) > asked:
        text = say("{n} candidates are locked in, more than the {p} new centres asked for.")
        told.append(text.format(n=len(form.lock), p=asked))
    zones = form.floors.items() if form.question == "rule" else ()
    for zone, number in zones:
        if number > len(known.members(zone)):
            text = say("At least {n} prefectures are asked for in {zone}, which has {most}.")
            told.append(text.format(n=number, zone=known.name_of(zone), most=len(known.members(zone))))
    if form.question == "rule" and form.k > len(known.prefectures):
        text = say("{k} prefectures are asked for, but there are {n}.")
        told.append(text.format(k=form.k, n=len(known.prefectures)))
    crossed = [each for each in form.least.keys() & form.up_to.keys() if form.least[each] > form.up_to[each]]
    for each in sorted(crossed):
        text = say("{name}: at least {least} and at most {most} new centres cannot both be kept.")
        told.append(text.format(name=known.name_of(each), least=form.least[each], most=form.up_to[each]))
    return told


def work(known: Known, asked: Asked, form: SiteForm, loaded: Loaded, clock: Clock, watch: Watch) -> Found:
    """Solve the question of the form. Never raises for what a reader can ask: the sentence is in the answer."""
    say, question = say_in(known.world.language), question_of(form, asked, loaded)
    try:
        on = siting.ground(known, asked, question)
        heard = _told_in_units(question, on, watch)
        if form.question == "frontier":
            most = min(form.most, len(on.task.free))
            return Found(question, on, studied=frontier(known, question, on, most, clock, heard))
        answer = siting.solve(known, question, on, clock, heard)
        why = siting.why(known, question, on, answer, Clock(REASON_S)) if form.question == "rule" else None
        return Found(question, on, answer, why)
    except NoAnswerError:
        return Found(question, refused=say("No answer was found in this time. Allow more time, or ask for less."))
    except ImpossibleError as error:
        reason = site_words.reason(known, question, on, Clock(REASON_S), say)
        return Found(question, refused=reason or say("This cannot be met: {why}").format(why=error))
    except (GeoError, LookupError, ValueError) as error:
        return Found(question, refused=say("This cannot be asked: {why}").format(why=error))


def _told_in_units(question: SiteQuestion, on: Ground, watch: Watch) -> Watch:
    """Every value with the aim it is of; distances as they are told everywhere: kilometres of estimated road, a sum as
    the mean over the weight.
    """
    aim = AIM_OF[question.problem]
    metres = (float(on.task.weights.sum()) or 1.0) if aim == "mean" else 1.0

    def told(now: Progress) -> bool:
        known = replace(now, aim=now.aim or aim)
        if known.aim in DISTANCES:
            best, bound = (
                None if each is None else float(road_km(each / metres, DETOUR)) for each in (now.incumbent, now.bound)
            )
            known = replace(known, incumbent=best, bound=bound)
        return watch(known)

    return told


def begin(known: Known, asked: Asked, form: SiteForm, loaded: Loaded) -> Solving[Found]:
    """Start working beside the page."""
    return Solving(lambda clock, watch: work(known, asked, form, loaded, clock, watch), form.limit_s)


def begin_runs(known: Known, asked: Asked, found: Found) -> Solving[Robust]:
    """Start the seeded re-runs of an answered question; progress counts the runs."""

    def runs(clock: Clock, watch: Watch) -> Robust:
        def told(done: int) -> bool:
            return watch(Progress(float(done), float(RUNS), clock.seconds(), "runs"))

        return robustness(known, asked, found.question, runs=RUNS, seed=SEED, clock=clock, told=told)

    return Solving(runs, RUNS_S)


def lost_without(on: Ground, question: SiteQuestion, answer: Answer) -> dict[str, float]:
    """Id of each new site -> people (weight) who would be out of reach without it."""
    radius, whole = siting.radius_m(question), list(answer.sites)
    covered = on.task.covered(whole, radius)
    return {
        on.ids([site])[0]: covered - on.task.covered([each for each in whole if each != site], radius) for site in whole
    }


@dataclass(eq=False)
class Memory:
    """What a session knows of its questions of siting: what is at work, and what came of the latest ones."""

    running: dict[Hashable, Solving[Any]] = field(default_factory=dict)
    found: dict[Hashable, Any] = field(default_factory=dict)
    loaded: Loaded = field(default_factory=Loaded)
    refused: str = ""

    def take(self, key: Hashable) -> Any:
        """What came of a question, None while nothing has; raises what went wrong in it."""
        solving = self.running.get(key)
        if solving is not None and solving.done:
            del self.running[key]
            self.found[key] = solving.answer()
            for old in list(self.found)[:-KEPT]:
                del self.found[old]
        return self.found.get(key)
