"""The weights of demand (`weight` of a question): residents, who are only a proxy, and beside them what the catalogue
of indicators declares as one.

What is known of prefectures is spread over their places by residents, so it is modelled, and says so wherever it
stands; within a prefecture every share stays that of its residents. Definitions of the plan never take a weight.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from atlas.atlas import Atlas, Demand
from atlas.question.choices import RESIDENTS
from atlas.question.question import Question
from atlas.ways import in_unit
from atlas.words import Say, decimal, listed, many_people, percent, say_in
from geo.reach import Reach
from geo.weights import spread
from layers.indicator import values

OWN_PLACES = "own-places"
# How much of a gap list is compared between weights.
FIRST = 10


@dataclass(frozen=True, eq=False)
class Weight:
    """One weight. name, unit, period, decimals  as the catalogue has them;  amounts  of every place, on the index of
    the demand points;  missing  adcodes of prefectures without a value, which are left out and named, never zero
    demand  whose places it counts, where they are an office's own: then there is no other weight
    """

    id: str
    name: str
    unit: str
    period: str
    decimals: int
    amounts: pd.Series
    missing: tuple[str, ...] = ()
    demand: Demand | None = None

    @property
    def modelled(self) -> bool:
        """Whether amounts are told in a unit of their own, with how they came about: all but residents are."""
        return self.id != RESIDENTS

    def what(self, say: Say) -> str:
        """What is weighed in two words, with its label where it is not residents."""
        if self.demand is not None:
            return say("{name} (own places, unpublished)").format(name=self.name)
        return say("{name} (modelled)").format(name=self.name) if self.modelled else self.name

    def long(self, say: Say) -> str:
        """The same with year, unit and how it was made."""
        if not self.modelled:
            return say("residents of 2020")
        if self.demand is not None:
            return say("{what} of {source}, folded to cells of {cell}°").format(
                what=self.what(say), source=self.demand.source, cell=self.demand.cell_deg
            )
        text = say("{name} ({period}, {unit}; spread over places by residents: modelled)")
        return text.format(name=self.name, period=self.period, unit=self.unit)

    def within(self, question: Question, say: Say) -> str:
        """The title of what is in reach, in the unit that the question counts in."""
        text = in_unit(question, say("{what} within {km} km"), say)
        return text.format(what=self.what(say), km=question.radius_km)

    def of(self, title: str, say: Say) -> str:
        """The title of what is weighed, such as a distance; residents go without saying."""
        return say("{title}, by {what}").format(title=title, what=self.what(say)) if self.modelled else title

    def amount(self, *numbers: float, say: Say) -> str:
        """An amount in round numbers with its unit; a part and its whole as "1/2"."""
        if not self.modelled:
            return many_people(*numbers, say=say)
        told = "/".join(decimal(number, self.decimals, say) for number in numbers)
        return say("{n} {unit}").format(n=told, unit=self.unit)

    def signed(self, number: float, say: Say) -> str:
        """A difference of amounts with its sign; none has ±."""
        sign = "+" if number > 0 else "−" if number < 0 else "±"
        return f"{sign}{self.amount(abs(number), say=say)}"

    def rounded(self, numbers: pd.Series) -> pd.Series:
        """Amounts as precise as they print, whole ones as whole numbers."""
        return numbers.round(self.decimals) if self.decimals else numbers.round().astype(int)

    def counted(self, number: float) -> float:
        """An amount as JSON tells it: whole residents, and of what is modelled two decimals more than it prints."""
        return round(number, self.decimals + 2) if self.modelled and self.demand is None else round(number)


def weight_of(atlas: Atlas, question: Question) -> Weight:
    """The weight a question asks for. Raises LookupError."""
    return weight_called(atlas, question.weight)


def weight_ids(atlas: Atlas) -> list[str]:
    """Residents first, then the declared weights in their order; an office's own places have no other weight."""
    return [RESIDENTS] if atlas.demand else [RESIDENTS, *(each["id"] for each in _declared(atlas))]


def weight_called(atlas: Atlas, which: str) -> Weight:
    """A weight by id. Raises LookupError naming the known ones."""
    if which not in weight_ids(atlas):
        raise LookupError(f"weight {which!r} is not known; expected one of: {', '.join(weight_ids(atlas))}")
    return atlas.memo.once("weight", (which, atlas.world.language), lambda: _made(atlas, which))


def _made(atlas: Atlas, which: str) -> Weight:
    points, say = atlas.world["demand_points"], say_in(atlas.world.language)
    residents = points["residents"].astype(float)
    if atlas.demand is not None:
        name = atlas.demand.weight or say("places")
        return Weight(OWN_PLACES, name, name, "", 0, residents, demand=atlas.demand)
    if which == RESIDENTS:
        return Weight(RESIDENTS, say("residents"), say("people"), "2020", 0, residents)
    about = next(each for each in _declared(atlas) if each["id"] == which)
    period = str(about["default_period"])
    found = spread(values(atlas.world, which, period), points["prefecture"], residents)
    name, unit = (atlas.world.title(each, stem) for each, stem in ((about["weight"], "short"), (about, "unit")))
    return Weight(which, name, unit, period, int(about["decimals"]), found.amounts, found.missing)


def _declared(atlas: Atlas) -> list[Mapping[str, Any]]:
    declared = [each for each in atlas.world.indicators if each.get("weight")]
    return sorted(declared, key=lambda each: int(each["weight"]["order"]))


@dataclass(frozen=True, eq=False)
class Side:
    """One weight beside the others: how much there is of it and in reach; the counties with most of it out of reach, as
    their list has them.
    """

    weight: Weight
    total: float
    covered: float
    gaps: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share in reach; NaN where nothing is known."""
        return self.covered / self.total if self.total else float("nan")


def side_by_side(atlas: Atlas, found: Reach, members: Collection[str] = ()) -> list[Side]:
    """Every weight of one reach. members  prefectures whose counties are listed, () for all"""
    demand, near = atlas.world["demand_points"], found.in_reach.to_numpy() > 0
    listed_here = ~near & (demand["prefecture"].isin(members).to_numpy() if members else True)
    codes, counties = pd.factorize(demand["county"], sort=True)
    sides = []
    for each in weight_ids(atlas):
        weight = weight_called(atlas, each)
        amounts = weight.amounts.to_numpy(dtype=float)
        out = np.bincount(codes, weights=amounts * listed_here, minlength=len(counties))
        order = np.argsort(-out, kind="stable")
        gaps = tuple(str(counties[place]) for place in order if out[place] > 0)
        sides.append(Side(weight, float(amounts.sum()), float(amounts[near].sum()), gaps))
    return sides


def shares_sentence(sides: Sequence[Side], question: Question, say: Say) -> str:
    """The share of each weight in reach, one beside the other, with the label of what is modelled; "" without any."""
    known = [each for each in sides if each.total > 0]
    if not known:
        return ""
    told = [say("{what} {share}").format(what=each.weight.name, share=percent(each.share, 1, say)) for each in known]
    text = say("Within {km} km of road: {shares} (all but residents: prefecture values spread by residents, modelled).")
    return in_unit(question, text, say).format(km=question.radius_km, shares=listed(told, say))


def gaps_sentence(atlas: Atlas, sides: Sequence[Side], say: Say) -> str:
    """Whether the gap list changes with the weight: which county has most out of reach by which weight, and how many of
    the first ten are others than by residents; "" where nothing is out of reach.
    """
    known = [each for each in sides if each.gaps]
    if not known:
        return ""
    if len({each.gaps[:FIRST] for each in known}) == 1:
        return say("The first {n} of the gap list are the same by every weight.").format(n=len(known[0].gaps[:FIRST]))
    by_county: dict[str, list[str]] = {}
    for each in known:
        by_county.setdefault(each.gaps[0], []).append(each.weight.name)
    told = [
        say("by {weights} in {county}").format(weights=listed(names, say), county=atlas.name_of(county))
        for county, names in by_county.items()
    ]
    usual = set(known[0].gaps[:FIRST])
    others = max(len(set(each.gaps[:FIRST]) - usual) for each in known)
    text = say(
        "The gap list changes with the weight: most is out of reach {told}; up to {others} of the first {n} are others "
        "than by residents (modelled)."
    )
    return text.format(told=say("; ").join(told), others=others, n=FIRST)


def missing_told(atlas: Atlas, weight: Weight, say: Say) -> str:
    """Which prefectures have no value of a weight and are left out; "" when all have one."""
    if not weight.missing:
        return ""
    text = say("no value of {what} is known for {names}: left out, not counted as zero")
    return text.format(what=weight.name, names=listed(map(atlas.name_of, weight.missing), say))


def weight_told(weight: Weight) -> dict[str, Any]:
    """What the amounts of an answer are amounts of, as JSON: every `people`, `covered`, `unserved` beside it is in this
    unit.
    """
    return {
        "id": weight.id,
        "unit": weight.unit,
        "period": weight.period,
        "modelled": weight.modelled and weight.demand is None,
        "missing": list(weight.missing),
        **({} if weight.demand is None else {"demand": asdict(weight.demand)}),
    }


def sides_told(sides: Sequence[Side]) -> list[dict[str, Any]]:
    """The weights side by side as JSON: amounts in the unit of each, the county with most of it out of reach first."""
    return [
        weight_told(each.weight)
        | {
            "total": each.weight.counted(each.total),
            "covered": each.weight.counted(each.covered),
            "share": each.share,
            "largest_gap": next(iter(each.gaps), None),
        }
        for each in sides
    ]
