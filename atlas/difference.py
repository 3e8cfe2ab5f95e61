"""Two questions side by side: the one that was pinned (A) and the present one (B); who is reached more and who less,
which prefectures count more and which less.

Both are whole answers of the atlas, so every difference is that of two full counts. Gains and losses are people, place
by place, and add up to the difference of the totals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd

from atlas.atlas import Atlas
from atlas.conditions import assumptions_told, scenario_told
from atlas.ledger import states_of
from atlas.question.question import COMPARED, Question, as_params
from atlas.reach import reach_of
from atlas.records import industry_names
from atlas.ways import in_unit, way_of
from atlas.weights import Weight, weight_of
from atlas.words import Say, labelled, listed, percent

PROVINCE = "province"
EXACT = 12  # decimals of a share that tell it from another
COUNTING = ("certain", "best", "supposed")


@dataclass(frozen=True, eq=False)
class Difference:
    """What differs from the pinned question to the present one.

    before, after  the two questions
    regions        one row each for the province (id "province"), the zones of the plan's partition, the prefectures
                   (adcodes) and the counties (adcodes). Columns kind (province, zone, prefecture, county), id;
                   people, covered, share, each _before and _after (share NaN without people); gained (reached only
                   after), lost (only before), delta (gained less lost), of what both questions weigh. Where they weigh
                   by different things, amounts cannot be taken from each other: those three are NaN
    weight         what both weigh by, None where it is not the same
    states         index adcode, columns before and after: see supposing.states_told, each under its own definition
    """

    before: Question
    after: Question
    regions: pd.DataFrame
    states: pd.DataFrame
    weight: Weight | None

    def of_kind(self, kind: str) -> pd.DataFrame:
        """The rows of a kind, index id."""
        return self.regions[self.regions["kind"] == kind].set_index("id")

    @property
    def whole(self) -> pd.Series:
        """The row of the province."""
        return cast("pd.Series", self.of_kind(PROVINCE).loc[PROVINCE])

    @property
    def county_shares(self) -> pd.Series:
        """By how much the share in reach of each county differs, index adcode; NaN without people."""
        counties = self.of_kind("county")
        if self.weight is None:
            return (counties["share_after"] - counties["share_before"]).round(EXACT).rename("delta")
        return (counties["delta"] / counties["people_after"].where(counties["people_after"] > 0)).rename("delta")

    def counting(self, when: str) -> list[str]:
        """The prefectures that count "before" or "after", under the definition of that question."""
        return [str(each) for each in self.states.index[self.states[when].isin(COUNTING)]]


def difference(atlas: Atlas, question: Question) -> Difference | None:
    """The pinned question against the present one; None when none is pinned."""
    before, after = question.against, question.pinned()
    if before is None:
        return None
    return atlas.memo.once(
        "difference", (before, after, atlas.world.language), lambda: _difference(atlas, before, after)
    )


def _difference(atlas: Atlas, before: Question, after: Question) -> Difference:
    demand = atlas.world["demand_points"]
    first, then = (reach_of(atlas, each).found for each in (before, after))
    was, is_now = (first.in_reach > 0).to_numpy(), (then.in_reach > 0).to_numpy()
    old, new = first.people.to_numpy(), then.people.to_numpy()
    weight = weight_of(atlas, after) if before.weight == after.weight else None
    both = new if weight is not None else np.full(len(new), np.nan)
    counted = {
        "people_before": old,
        "people_after": new,
        "covered_before": old * was,
        "covered_after": new * is_now,
        "gained": np.where(is_now & ~was, both, both * 0.0),
        "lost": np.where(was & ~is_now, both, both * 0.0),
    }
    groups = [
        (PROVINCE, pd.Series(PROVINCE, index=demand.index, dtype=object)),
        ("zone", demand["prefecture"].map(atlas.zone_of)),
        ("prefecture", demand["prefecture"]),
        ("county", demand["county"]),
    ]
    regions = pd.concat([_summed(kind, labels, counted) for kind, labels in groups], ignore_index=True)
    regions["delta"] = regions["gained"] - regions["lost"]
    for when in ("before", "after"):
        known = regions[f"people_{when}"].where(regions[f"people_{when}"] > 0)
        regions[f"share_{when}"] = regions[f"covered_{when}"] / known
    told = {"before": before, "after": after}
    states = {when: states_of(atlas, each, each.definition).reindex(atlas.prefectures) for when, each in told.items()}
    return Difference(before, after, regions, pd.DataFrame(states), weight)


def _summed(kind: str, labels: pd.Series, counted: dict[str, np.ndarray]) -> pd.DataFrame:
    """The people of each region of a kind; places in none (a plan's zones need not hold all) are left out."""
    codes, ids = pd.factorize(labels.to_numpy(dtype=object))
    inside = codes >= 0
    columns = {
        name: np.bincount(codes[inside], weights=each[inside], minlength=len(ids)) for name, each in counted.items()
    }
    return pd.DataFrame({"kind": kind, "id": ids, **columns})


def difference_sentence(atlas: Atlas, found: Difference, say: Say) -> str:
    """From what to what the share of residents in reach and the number of prefectures that count go."""
    text = _reach_told(found, say)
    was, is_now = found.counting("before"), found.counting("after")
    counted = (
        say("the same {after} prefectures have a fast-protection body")
        if set(was) == set(is_now)
        else say("prefectures with a fast-protection body {before} → {after}")
    )
    text += counted.format(before=len(was), after=len(is_now))
    more, fewer = ([each for each in one if each not in other] for one, other in ((is_now, was), (was, is_now)))
    named = [
        say(what).format(names=listed(map(atlas.name_of, names), say))
        for what, names in (("more: {names}", more), ("fewer: {names}", fewer))
        if names
    ]
    told = say("{text} ({named}).") if named else say("{text}.")
    return told.format(text=text, named=say("; ").join(named))


def _reach_told(found: Difference, say: Say) -> str:
    """The part of the sentence that speaks of reach; by different weights it tells shares alone."""
    whole, weight = found.whole, found.weight
    before, after = (percent(whole[f"share_{when}"], 1, say) for when in ("before", "after"))
    if weight is None:
        text = say("From A to B the share in reach goes {before} → {after}, each by its own weight; ")
        return text.format(before=before, after=after)
    both = whole["gained"] > 0 and whole["lost"] > 0
    text = say(
        "From A to B {what} in reach go {before} → {after} ({delta}: {gained} more, {lost} fewer); "
        if both
        else "From A to B {what} in reach go {before} → {after} ({delta}); "
    )
    gained, lost = (weight.amount(whole[each], say=say) for each in ("gained", "lost"))
    delta = weight.signed(whole["delta"], say)
    return text.format(what=weight.what(say), before=before, after=after, delta=delta, gained=gained, lost=lost)


def told_apart(atlas: Atlas, before: Question, after: Question, say: Say) -> list[tuple[str, str, str]]:
    """What differs between two questions, in words: the part, what the first asks, what the second asks."""
    there, here = as_params(before), as_params(after)
    told = [(each.name, TOLD[each.name](atlas, before, say), TOLD[each.name](atlas, after, say)) for each in COMPARED]
    # The same radius is another one in minutes.
    return [(say(f"part {name}"), one, other) for name, one, other in told if there[name] != here[name] or one != other]


def told_as_text(atlas: Atlas, before: Question, after: Question, say: Say) -> str:
    """`told_apart` as one phrase; "" when nothing differs."""
    parts = told_apart(atlas, before, after, say)
    return say("; ").join(labelled(part, f"{one} → {other}", say) for part, one, other in parts)


# How the value of each part is told; what has no row here would be missing from every sentence, so a test asks for all.
TOLD: dict[str, Callable[[Atlas, Question, Say], str]] = {
    "date": lambda _atlas, question, _say: question.as_of.isoformat(),
    "definition": lambda atlas, question, _say: _title(atlas, question.definition),
    "scenario": lambda atlas, question, say: scenario_told(atlas, question, say) or say("none"),
    "industry": lambda atlas, question, say: (
        industry_names(atlas)[question.industry] if question.industry else say("all industries")
    ),
    "evidence": lambda _atlas, question, say: say(
        "confirmed records only (A1, A2)" if question.confirmed_only else "all"
    ),
    "dates": lambda _atlas, question, say: say("literal dates only" if question.literal else "all"),
    "radius": lambda _atlas, question, say: in_unit(question, say("{km} km"), say).format(km=question.radius_km),
    "weight": lambda atlas, question, say: weight_of(atlas, question).what(say),
    "distance": lambda _atlas, question, say: way_of(question).label(say),
    "kinds": lambda _atlas, question, say: listed(map(say, question.kinds), say) or say("none"),
    "borders": lambda _atlas, question, say: say("ignoring borders" if question.ignore_borders else "by jurisdiction"),
    "wrong": lambda atlas, question, say: _assumed(atlas, question.with_changes(confirmed=()), say),
    "confirmed": lambda atlas, question, say: _assumed(atlas, question.with_changes(wrong=()), say),
}


def _title(atlas: Atlas, definition_id: str) -> str:
    return atlas.world.title(next(each for each in atlas.plan.definitions if each["id"] == definition_id))


def _assumed(atlas: Atlas, question: Question, say: Say) -> str:
    return say("; ").join(assumptions_told(atlas, question, say)) or say("none")


def difference_answer(atlas: Atlas, question: Question, say: Say) -> dict[str, Any] | None:
    """The comparison as JSON, people as whole numbers; None when nothing is pinned."""
    found = difference(atlas, question)
    if found is None:
        return None
    rows = found.regions.drop(columns="kind")
    for column in rows.columns.drop("id"):
        whole = found.weight is not None and not found.weight.modelled and not column.startswith("share")
        rows[column] = [None if pd.isna(each) else round(each) if whole else float(each) for each in rows[column]]
    told = {
        f"{kind}s": rows[found.regions["kind"] == kind].to_dict("records") for kind in ("zone", "prefecture", "county")
    }
    return {
        "before": as_params(found.before),
        "after": as_params(found.after),
        "differs": [
            {"part": part, "before": one, "after": other}
            for part, one, other in told_apart(atlas, found.before, found.after, say)
        ],
        "supposes": found.before.supposes or found.after.supposes,
        "sentence": difference_sentence(atlas, found, say),
        "province": rows[found.regions["kind"] == PROVINCE].to_dict("records")[0],
        "prefectures_counting": {when: found.counting(when) for when in ("before", "after")},
        **told,
    }


def difference_told(atlas: Atlas, question: Question, say: Say) -> str:
    """What A and B are and what differs, for paper, where no button says it; "" while no view is pinned."""
    found = difference(atlas, question)
    if found is None:
        return ""
    what, sentence = told_as_text(atlas, found.before, found.after, say), difference_sentence(atlas, found, say)
    text = say("A → B ({what}). {sentence}").format(what=what, sentence=sentence) if what else sentence
    supposed = found.before.supposes or found.after.supposes
    return say("{title} (supposed)").format(title=text) if supposed else text
