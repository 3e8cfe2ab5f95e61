"""What a scenario changes: the records and what is supposed, side by side, of residents and of definitions.

`cli.py whatif` and the page that plays scenarios through ask here. Both sides are whole answers of the atlas, so every
difference is that of two full counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd

from atlas.atlas import Atlas
from atlas.distances import distance_text, ends_off_km
from atlas.ledger import Row, coverage_of, ledger, ledger_answer, states_of, supposed_counts
from atlas.question.question import Question
from atlas.reach import Reached, distances_km, reach_of
from atlas.scenario.file import as_changes
from atlas.scenario.reading import scenario_of
from atlas.supposing import DEGREES
from atlas.weights import Weight, weight_told
from atlas.words import say_in
from geo.coverage import Coverage
from geo.scenario import Scenario

PROVINCE = "province"
COUNTED = ("certain", "best", "possible")


@dataclass(frozen=True, eq=False)
class Side:
    """One side of the comparison: who is reached, coverage under the definition asked about, the whole ledger, and the
    distances of atlas.reach.distances_km.
    """

    reached: Reached
    counted: Coverage
    rows: Sequence[Row]
    distances: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Effect:
    """A question of the records, and with its scenario and assumptions.

    scenario     the changes that were made, with the name;  not_applied  a sentence for each that could not be
    regions      one row each for the province (index "province"), the zones of the plan's partition (their ids) and the
                 prefectures (adcodes). Columns kind (province, zone, prefecture), people, and covered (people), share,
                 mean_km, worst_km (road kilometres to the nearest body, NaN where nobody has one), each _before, _after
                 and _delta (after less before, NaN when either is)
    states       index adcode, columns before and after: certain, best, possible or none under the definition, and after
                 also supposed, supposed-possible and supposed-none (supposing.states_told)
    """

    scenario: Scenario
    not_applied: tuple[str, ...]
    before: Side
    after: Side
    regions: pd.DataFrame
    states: pd.DataFrame


def effect(atlas: Atlas, question: Question) -> Effect:
    """What the records say, and what would be so under the scenario and the assumptions of the question; its filters
    hold on both sides.
    """
    read, real = scenario_of(atlas, question), question.without_suppositions()
    before, after = _side(atlas, real), _side(atlas, question)
    told = {"before": real, "after": question}
    states = pd.DataFrame({when: states_of(atlas, each, question.definition) for when, each in told.items()})
    return Effect(
        scenario=Scenario(question.scenario_name, read.found.usable.changes),
        not_applied=read.not_applied,
        before=before,
        after=after,
        regions=_regions(atlas, before.reached, after.reached),
        states=states,
    )


def effect_answer(atlas: Atlas, question: Question, *, not_applied: Sequence[str] = ()) -> dict[str, Any]:
    """`cli.py whatif --json`: one JSON object; people are whole numbers, or amounts of the weight asked for.

    not_applied  what was left out before
    """
    found = effect(atlas, question)
    sides = {"before": _told(found, "before"), "after": _told(found, "after")}
    return {
        "name": question.scenario_name,
        "plan": atlas.plan.about["id"],
        "as_of": question.as_of.isoformat(),
        "definition": question.definition,
        "radius_km": question.radius_km,
        "distance": question.distance,
        "distance_note": found.after.reached.way.sentence(say_in(atlas.world.language)),
        "kinds": list(question.kinds),
        "ignore_borders": question.ignore_borders,
        "weight": weight_told(found.before.reached.weight),
        "changes": as_changes(found.scenario),
        **sides,
        "delta": _less(sides["after"], sides["before"]),
        "zones": [
            {"zone": zone} | _parts(row, found.before.reached.weight)
            for zone, row in _of_kind(found, "zone").iterrows()
        ],
        "per_prefecture": [_prefecture(found, str(each)) for each in found.states.index],
        "definitions": definitions_told(found),
        "not_applied": [*not_applied, *found.not_applied],
        "data_version": atlas.version,
    }


def definitions_told(found: Effect) -> list[dict[str, Any]]:
    """Every definition of the ledger: id, rule, before (n, needed, certain, best, possible, verdict), and after, with
    the names of supposing.DEGREES as nothing supposed is certain; None where nothing is known to count.
    """
    pairs = zip(ledger_answer(list(found.before.rows)), ledger_answer(list(found.after.rows)), strict=True)
    return [
        {"id": old["id"], "rule": old["rule"], "before": _definition(old), "after": _supposed(new)}
        for old, new in pairs
    ]


def as_text(atlas: Atlas, found: Effect) -> str:
    """The comparison as a plain table for a terminal."""
    lines = [f"{found.scenario.name or 'scenario'}: {len(found.scenario.changes)} change(s)", ""]
    lines += [f"{'region':<10}{_unit(found):>12}{'before':>12}{'supposed':>12}{'change':>12}{'share':>17}  state"]
    for region, row in found.regions.iterrows():
        share = f"{row['share_before']:.1%} > {row['share_after']:.1%}"
        people = "".join(f"{round(row[each]):>12,}" for each in ("people", "covered_before", "covered_after"))
        states = cast("pd.Series", found.states.loc[str(region)]) if region in found.states.index else ()
        state = " > ".join(states)
        name = atlas.name_of(str(region))
        lines.append(f"{region:<10}{people}{round(row['covered_delta']):>+12,}{share:>17}  {state:<20}{name}".rstrip())
    lines += [
        "",
        f"{'definition':<26}{'before':>16}{'supposed':>16}  "
        "certain/best/possible (supposed: at least/best reading/at most) of needed, verdict",
    ]
    lines += [
        f"{told['id']:<26}{_counts(told['before']):>16}{_counts(told['after']):>16}  "
        f"{_verdict(told['before'])} > {_verdict(told['after'])}"
        for told in definitions_told(found)
    ]
    for each in ("mean", "worst"):
        old, new = (_distance(side, each) for side in (found.before, found.after))
        lines.append(f"{each} distance {old} > {new} by road")
    return "\n".join(lines)


def _unit(found: Effect) -> str:
    weight = found.before.reached.weight
    return weight.id[:11] if weight.modelled else "people"


def _distance(side: Side, which: str) -> str:
    km = side.distances[f"{which}_km"]
    return "-" if np.isnan(km) else distance_text(km, ends_off_km(side.reached)[which], say_in("en"), side.reached.way)


def _side(atlas: Atlas, question: Question) -> Side:
    reached = reach_of(atlas, question)
    return Side(
        reached, coverage_of(atlas, question, question.definition), ledger(atlas, question), distances_km(reached)
    )


def _regions(atlas: Atlas, before: Reached, after: Reached) -> pd.DataFrame:
    """See `Effect.regions`."""
    homes = atlas.world["demand_points"]["prefecture"]
    zones = homes.map(atlas.zone_of)
    groups: list[tuple[str, str, np.ndarray]] = [(PROVINCE, "province", np.ones(len(homes), dtype=bool))]
    groups += [(str(zone), "zone", (zones == zone).to_numpy()) for zone in before.zones.index]
    groups += [(each, "prefecture", (homes == each).to_numpy()) for each in atlas.prefectures]
    rows = [
        {"kind": kind, **_numbers(before, "before", wanted), **_numbers(after, "after", wanted)}
        for _, kind, wanted in groups
    ]
    table = pd.DataFrame(rows, index=pd.Index([region for region, _, _ in groups], name="region", dtype=object))
    for name in ("covered", "share", "mean_km", "worst_km"):
        table[f"{name}_delta"] = table[f"{name}_after"] - table[f"{name}_before"]
    return table


def _numbers(reached: Reached, when: str, wanted: np.ndarray) -> dict[str, float]:
    found = reached.found
    residents = found.people.to_numpy()
    people = float(residents[wanted].sum())
    covered = float(residents[wanted & (found.in_reach.to_numpy() > 0)].sum())
    far = distances_km(reached, wanted)
    return {
        "people": people,
        f"covered_{when}": covered,
        f"share_{when}": covered / people if people else float("nan"),
        f"mean_km_{when}": far["mean_km"],
        f"worst_km_{when}": far["worst_km"],
    }


def _told(found: Effect, when: str) -> dict[str, Any]:
    """One side of the whole province."""
    counted = found.before.reached.weight.counted
    side, row = (found.before if when == "before" else found.after), cast("pd.Series", found.regions.loc[PROVINCE])
    return {
        "people": counted(row["people"]),
        "covered": counted(row[f"covered_{when}"]),
        "share": float(row[f"share_{when}"]),
        "mean_km": side.distances["mean_km"],
        "worst_km": side.distances["worst_km"],
        "without": counted(side.distances["without"]),
        **{degree if when == "before" else DEGREES[degree]: getattr(side.counted, degree).count for degree in COUNTED},
        "needed": side.counted.needed,
        "verdict": side.counted.verdict,
    }


def _less(after: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What can grow or shrink, after less before."""
    grows = ("covered", "share", "mean_km", "worst_km", "without")
    degrees = {name: after[name] - before[degree] for degree, name in DEGREES.items()}
    return {name: after[name] - before[name] for name in grows} | degrees


def _of_kind(found: Effect, kind: str) -> pd.DataFrame:
    return found.regions[found.regions["kind"] == kind]


def _parts(row: pd.Series, weight: Weight) -> dict[str, Any]:
    """People of a region, and what is reached before, after and more."""
    told: dict[str, Any] = {"people": weight.counted(row["people"])}
    for when in ("before", "after", "delta"):
        told[when] = {"covered": weight.counted(row[f"covered_{when}"]), "share": float(row[f"share_{when}"])}
    return told


def _prefecture(found: Effect, adcode: str) -> dict[str, Any]:
    row = cast("pd.Series", found.regions.loc[adcode])
    told = {"prefecture": adcode} | _parts(row, found.before.reached.weight)
    for when in ("before", "after"):
        told[when]["state"] = str(found.states.at[adcode, when])
    return told


def _supposed(told: Mapping[str, Any]) -> dict[str, Any] | None:
    return None if told["verdict"] is None else {"n": told["n"], **supposed_counts(told)}


def _definition(told: Mapping[str, Any]) -> dict[str, Any] | None:
    if told["verdict"] is None:
        return None
    return {name: told[name] for name in ("n", "needed", *COUNTED, "verdict")}


def _counts(told: Mapping[str, Any] | None) -> str:
    if told is None:
        return "no data"
    degrees = [told[each] if each in told else told[DEGREES[each]] for each in COUNTED]
    return f"{'/'.join(map(str, degrees))} of {told['needed']}"


def _verdict(told: Mapping[str, Any] | None) -> str:
    return "-" if told is None else str(told["verdict"])
