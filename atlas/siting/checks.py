"""What of a question of siting cannot be asked, a sentence each, before any solver works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from atlas.atlas import Atlas
from atlas.question.question import Question
from atlas.siting.ground import Loaded, candidates_of
from atlas.siting.memory import too_large
from atlas.siting.question import COUNTIES, OWN, PARKS, PLACES, SitingQuestion
from atlas.siting.sentences import Names, some
from atlas.ways import way_of
from atlas.words import Say, listed

# Of which datasets places and candidates are, as `cli.py roads matrix` calls them.
ROWS: Mapping[str, str] = {PLACES: "demand_points", COUNTIES: "county_seats"}
COLUMNS: Mapping[str, str] = {PARKS: "parks", COUNTIES: "county_seats", PLACES: "demand_points"}


def refusals(
    atlas: Atlas, question: Question, siting: SitingQuestion, loaded: Loaded, name_of: Names, say: Say
) -> list[str]:
    """Tables that are not there, ids that are none, numbers that contradict each other or what there is, ways that a
    loaded matrix does not know.
    """
    if siting.sites == OWN and loaded.candidates is None:
        return [say("No candidates are loaded: load a table with id, lon, lat, or choose another set.")]
    told = list(_strange_regions(atlas, siting, say))
    if told:
        return told
    if siting.own_weights and not loaded.weights:
        told.append(say("No weights are loaded: load a table with adcode, weight, or take residents."))
    large = too_large(atlas, siting, loaded, say)
    told += [large] if large else []
    candidates = candidates_of(atlas, siting, loaded)
    free = candidates[~candidates["id"].astype(str).isin(siting.ban)]
    told += _strange_ids(siting, set(candidates["id"].astype(str)), say)
    told += _too_many(siting, len(free), say)
    told += _rule(atlas, siting, name_of, say)
    told += _limits(siting, Counter(free["prefecture"].astype(str)), name_of, say)
    told += _not_in_matrix(atlas, question, siting, candidates, say)
    return told


def _not_in_matrix(
    atlas: Atlas, question: Question, siting: SitingQuestion, candidates: pd.DataFrame, say: Say
) -> Iterator[str]:
    """Which pairs of place and candidate a matrix does not know, and what to do."""
    travel = way_of(question).travel
    if travel is None:
        return
    rows = atlas.world["demand_points"]["id"] if siting.demand == PLACES else atlas.world["county_seats"]["adcode"]
    places, sites = list(rows.astype(str)), list(candidates["id"].astype(str))
    at, to = travel.lacking(places, sites)
    if not at and not to:
        return
    text = say(
        "The loaded matrix lacks {at} of {places} places and {to} of {sites} candidates, {pairs} of {all} pairs: load "
        "one with a line for each place and a column for each candidate ({how}), or count by an estimate."
    )
    columns = COLUMNS.get(siting.sites)
    how = f"cli.py roads matrix DIR --from {ROWS[siting.demand]} --to bodies {columns}"
    every = len(places) * len(sites)
    yield text.format(
        at=f"{at:,}",
        places=f"{len(places):,}",
        to=f"{to:,}",
        sites=f"{len(sites):,}",
        pairs=f"{every - (len(places) - at) * (len(sites) - to):,}",
        all=f"{every:,}",
        how=how if columns else say("the ids of your own table"),
    )


def _strange_regions(atlas: Atlas, siting: SitingQuestion, say: Say) -> Iterator[str]:
    zones = {zone["id"]: zone["group"] == "partition" for zone in atlas.world.zones}
    parts = [each for each, whole in zones.items() if whole]
    if siting.question == "rule":
        text = say("{id} is none of the zones that a floor can be asked for: {zones}.")
        yield from (text.format(id=each, zones=listed(parts, say)) for each in siting.floors if each not in parts)
    text = say("{id} is neither a prefecture nor a zone.")
    yield from (text.format(id=each) for each in siting.equity if each not in {*zones, *atlas.prefectures})
    text = say("{id} is no prefecture, so it has no limit of new centres.")
    yield from (text.format(id=each) for each in siting.quotas if each not in atlas.prefectures)


def _strange_ids(siting: SitingQuestion, ids: Collection[str], say: Say) -> Iterator[str]:
    strange = [each for each in (*siting.lock, *siting.ban) if each not in ids]
    if strange:
        text = say("{id} is none of these candidates, but is locked in or out; take it from the list.")
        yield text.format(id=some(strange, say))
    if set(siting.lock) & set(siting.ban):
        yield say("A candidate is locked in and out at once; take it from one of the lists.")


def _too_many(siting: SitingQuestion, free: int, say: Say) -> Iterator[str]:
    """More centres than candidates, more locked than centres. free  candidates that may be chosen"""
    asked = siting.centres
    if asked is None:
        return
    # A frontier goes as far as there are candidates.
    if asked > free if siting.question != "frontier" else free == 0:
        text = say("{p} new centres are asked for, but only {n} candidates may be chosen.")
        yield text.format(p=asked, n=free)
    if len(siting.lock) > asked:
        text = say("{n} candidates are locked in, more than the {p} new centres asked for.")
        yield text.format(n=len(siting.lock), p=asked)
    least = sum(siting.least.values())
    if least > asked:
        text = say("At least {n} new centres are asked for by prefecture, more than the {p} in all.")
        yield text.format(n=least, p=asked)


def _rule(atlas: Atlas, siting: SitingQuestion, name_of: Names, say: Say) -> Iterator[str]:
    if siting.question != "rule":
        return
    for zone, number in siting.floors.items():
        members = len(atlas.members(zone))
        if number > members:
            text = say("At least {n} prefectures are asked for in {zone}, which has {most}.")
            yield text.format(n=number, zone=name_of(zone), most=members)
    if siting.k > len(atlas.prefectures):
        text = say("{k} prefectures are asked for, but there are {n}.")
        yield text.format(k=siting.k, n=len(atlas.prefectures))


def _limits(siting: SitingQuestion, free: Counter[str], name_of: Names, say: Say) -> Iterator[str]:
    """Limits of new centres by prefecture. free  candidates that may be chosen in each"""
    for each, (least, most) in siting.quotas.items():
        if most is not None and least > most:
            text = say("{name}: at least {least} and at most {most} new centres cannot both be kept.")
            yield text.format(name=name_of(each), least=least, most=most)
        if least > free[each]:
            text = say(
                "{name}: at least {least} new centres are asked for, but only {n} candidates may be chosen there."
            )
            yield text.format(name=name_of(each), least=least, n=free[each])
