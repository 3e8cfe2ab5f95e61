"""What prefectures and zones are compared by: computed measures and every indicator of the catalogue, with how a zone's
number is made from those of its prefectures.

A zone's number is a sum (amounts), or an average weighted by what the measure is a share of (ratios). It is only made
when every member is known: a part of a sum is no smaller zone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from atlas.atlas import Atlas
from atlas.distances import DEMAND_OFF_KM, rounded_km, step_km
from atlas.question.question import Question
from atlas.reach import Reached, distances_km
from atlas.words import Say
from layers.base import Measured, World, derived
from layers.headings import measure_title
from layers.indicator import values

MILLION = 1_000_000


@dataclass(frozen=True, eq=False)
class Measure:
    """One measure at one time: numbers by adcode (NaN unknown), and `regional`, the number of any group of prefectures.

    period   what the numbers speak for (a year or a day);  known, of  for how many prefectures there is a number
    key      what the numbers hang on: measures of one atlas with the same id and key have the same ones
    sources  dataset ids it is made of
    additive  an amount: a region's number is a sum, so a part is compared with it by share, not by difference
    step      numbers print to so many units, where they are known no finer (distances)
    """

    id: str
    title: str
    unit: str
    period: str
    decimals: int
    percent: bool
    numbers: pd.Series
    language: str
    regional: Callable[[Sequence[str]], float] = field(repr=False)
    key: Hashable = field(repr=False)
    sources: tuple[str, ...] = ()
    largest_first: bool = True
    additive: bool = False
    step: int = 1

    @cached_property
    def known(self) -> int:
        """Prefectures with a number."""
        return int(self.numbers.notna().sum())

    @property
    def of(self) -> int:
        """All prefectures."""
        return len(self.numbers)

    @property
    def complete(self) -> bool:
        """Whether every prefecture has a number; else the ranking is one of the known ones only, and says so."""
        return self.known == self.of

    @property
    def label(self) -> str:
        """Title, time and unit, and "k/n" when only a part is known."""
        part = "" if self.complete else f" · {self.known}/{self.of}"
        return f"{measure_title(self.title, self.period, self.unit, self.language)}{part}"

    def text(self, number: float) -> str:
        """A number as it prints everywhere: "–" for unknown."""
        if math.isnan(number):
            return "–"
        if self.step > 1:
            return f"< {self.step}" if number < self.step else f"{rounded_km(number, self.step):,}"
        return f"{number * 100:.{self.decimals}f}%" if self.percent else f"{number:,.{self.decimals}f}"

    def rounded(self, number: float) -> float:
        """A number as precise as it prints."""
        if self.step > 1:
            return float("nan") if pd.isna(number) else float(rounded_km(number, self.step))
        return round(float(number), self.decimals + 2 if self.percent else self.decimals)

    def apart(self, number: float, difference: float) -> float:
        """A difference from another number as precise as both print: the difference of what stands on the screen."""
        return self.rounded(self.rounded(number) - self.rounded(number - difference))

    def shading(self) -> Measured:
        """The measure as the map shades it."""
        numbers = self.numbers.map(self.rounded) if self.step > 1 else self.numbers
        return Measured(self.label, numbers, self.decimals, self.percent, self.unit, self.period)


def difference_text(number: float, chosen: Measure, say: Say) -> str:
    """A difference with its sign, of shares in percentage points; one that prints as nothing has none."""
    if math.isnan(number):
        return "–"
    text = gap_text(number, chosen, say)
    zero = not any(sign in text for sign in "123456789")
    return text if zero else f"{'+' if number > 0 else '−'}{text}"


def gap_text(number: float, chosen: Measure, say: Say) -> str:
    """How far two values are apart, without a sign, for a sentence that says which is the larger; of shares in
    percentage points.
    """
    if chosen.percent:
        return say("{n} percentage points").format(n=f"{abs(number) * 100:.{chosen.decimals}f}")
    return chosen.text(abs(number))


def measure(atlas: Atlas, question: Question, reached: Reached, measure_id: str, say: Say) -> Measure:
    """A measure by id: one of `COMPUTED_MEASURES` or an indicator of the catalogue. Raises LookupError."""
    computed = {
        "reach": _reach,
        "bodies": _bodies,
        "bodies-per-million": _bodies_per_million,
        "median-distance": _median_distance,
    }
    if measure_id in computed:
        return computed[measure_id](atlas, question, reached, say)
    about = next((each for each in atlas.world.indicators if each["id"] == measure_id), None)
    if about is None:
        expected = ", ".join([*computed, *(each["id"] for each in atlas.world.indicators)])
        raise LookupError(f"measure {measure_id!r} is not known; expected one of: {expected}")
    return indicator(atlas, about, period_of(question, about))


def period_of(question: Question, about: Mapping[str, Any]) -> str:
    """The year of an indicator: the one asked for when it is the indicator asked about, else its usual one."""
    return question.period if question.indicator == about["id"] else str(about["default_period"])


def indicator(atlas: Atlas, about: Mapping[str, Any], period: str) -> Measure:
    """An indicator of the catalogue in a year."""
    key = (about["id"], period, atlas.world.language)
    return atlas.memo.once("indicator", key, lambda: _indicator(atlas, about, period))


def _indicator(atlas: Atlas, about: Mapping[str, Any], period: str) -> Measure:
    world, place_of, ratio = atlas.world, atlas.place_of, about["kind"] == "ratio"
    found = values(world, about["id"], period)
    weighed = values(world, about["per"], _weight_period(atlas, about["per"], period)) if "per" in about else None
    numbers = found.to_numpy(dtype=float)
    weights = None if weighed is None else weighed.to_numpy(dtype=float)

    def regional(members: Sequence[str]) -> float:
        places = [place_of[each] for each in members]
        mine = numbers[places]
        if np.isnan(mine).any() or (ratio and weights is None):
            return float("nan")
        return float(mine.sum()) if weights is None else float(np.average(mine, weights=weights[places]))

    return Measure(
        id=about["id"],
        title=world.title(about),
        unit=str(about[f"unit_{world.language}"]),
        period=period,
        decimals=int(about["decimals"]),
        percent=False,
        numbers=found,
        language=world.language,
        regional=regional,
        key=period,
        sources=("prefecture_indicators",),
        additive=not ratio,
    )


def _weight_period(atlas: Atlas, indicator_id: str, period: str) -> str:
    """The weights of the same year when there are any, else those of the latest."""
    table = atlas.world["prefecture_indicators"]
    years = sorted(table.loc[table["indicator"] == indicator_id, "period"].unique())
    return period if period in years else str(years[-1])


def _reach(atlas: Atlas, question: Question, reached: Reached, say: Say) -> Measure:
    table = reached.prefectures
    covered, people = _summing(atlas, table["covered"]), _summing(atlas, table["people"])
    weighing = ("prefecture_indicators",) if reached.weight.modelled else ()
    return Measure(
        id="reach",
        title=reached.weight.within(question, say),
        unit="",
        period=question.as_of.isoformat(),
        decimals=1,
        percent=True,
        numbers=table["share"],
        language=say.language,
        regional=lambda members: covered(members) / (people(members) or float("nan")),
        key=reached.key,
        sources=("bodies", "demand_points", *weighing),
    )


def _bodies(atlas: Atlas, question: Question, reached: Reached, say: Say) -> Measure:
    counts = _count(atlas, reached)
    return Measure(
        id="bodies",
        title=say("bodies of the chosen kinds"),
        unit="",
        period=question.as_of.isoformat(),
        decimals=0,
        percent=False,
        numbers=counts,
        language=say.language,
        regional=_summing(atlas, counts),
        key=reached.key,
        sources=("bodies",),
        additive=True,
    )


def _bodies_per_million(atlas: Atlas, question: Question, reached: Reached, say: Say) -> Measure:
    counts, people = _count(atlas, reached), _residents(atlas)
    bodies, residents = _summing(atlas, counts), _summing(atlas, people)
    return Measure(
        id="bodies-per-million",
        title=say("bodies of the chosen kinds per million residents"),
        unit="",
        period=question.as_of.isoformat(),
        decimals=2,
        percent=False,
        numbers=counts / people * MILLION,
        language=say.language,
        regional=lambda members: bodies(members) / residents(members) * MILLION,
        key=reached.key,
        sources=("bodies", "residents_prefecture"),
    )


def _median_distance(atlas: Atlas, question: Question, reached: Reached, say: Say) -> Measure:
    homes, place_of = derived(_homes, atlas.world), atlas.place_of
    # The ranking has one step: that of the body whose place is known least.
    off = max([DEMAND_OFF_KM, *reached.bodies["position_km"].fillna(0.0)])

    def median(members: Sequence[str]) -> float:
        wanted = np.zeros(len(place_of), dtype=bool)
        wanted[[place_of[each] for each in members]] = True
        return distances_km(reached, wanted[homes])["median_km"]

    def medians() -> pd.Series:
        return pd.Series({adcode: median([adcode]) for adcode in atlas.prefectures})

    numbers = atlas.memo.once("medians", reached.key, medians)

    def regional(members: Sequence[str]) -> float:
        # Where nobody serves a member, the median of the others would be told of all.
        return median(members) if numbers[list(members)].notna().all() else float("nan")

    estimated = say("median road distance to the nearest body")
    on_matrix = say("median on the matrix to the nearest body")
    return Measure(
        id="median-distance",
        title=reached.weight.of(on_matrix if reached.way.travel else estimated, say),
        unit=say(reached.way.unit),
        period=question.as_of.isoformat(),
        decimals=0,
        percent=False,
        numbers=numbers,
        language=say.language,
        regional=regional,
        key=reached.key,
        sources=("bodies", "demand_points"),
        largest_first=False,
        step=step_km(off),
    )


def _summing(atlas: Atlas, numbers: pd.Series) -> Callable[[Sequence[str]], float]:
    """The sum over any group of prefectures; `numbers` speaks of all of them, in their order."""
    place_of, each = atlas.place_of, numbers.to_numpy(dtype=float)
    return lambda members: float(each[[place_of[member] for member in members]].sum())


def _homes(world: World) -> NDArray[np.intp]:
    """The position of the prefecture of every demand place among the prefectures."""
    prefectures = pd.Index(world["prefectures"]["adcode"])
    homes: NDArray[np.intp] = prefectures.get_indexer(pd.Index(world["demand_points"]["prefecture"]))
    return homes


def _count(atlas: Atlas, reached: Reached) -> pd.Series:
    """Bodies by the prefecture they stand in; a body that serves the province counts where it stands."""
    counts = np.zeros(len(atlas.prefectures))
    for prefecture in reached.bodies["prefecture"]:
        if prefecture in atlas.place_of:
            counts[atlas.place_of[prefecture]] += 1
    return pd.Series(counts, index=derived(_adcodes, atlas.world), name="count")


def _residents(atlas: Atlas) -> pd.Series:
    """Residents of 2020 as the census communiqué prints them."""
    return derived(_census, atlas.world)


def _census(world: World) -> pd.Series:
    table: pd.DataFrame = world["residents_prefecture"]
    return table.set_index("adcode")["residents_2020"].reindex(derived(_adcodes, world)).astype(float)


def _adcodes(world: World) -> pd.Index:
    found: pd.Index = pd.Index(list(world["prefectures"]["adcode"]), dtype=object)
    return found
