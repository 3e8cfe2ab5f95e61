"""What a layer is: a declaration of which features it has, which class each has at a moment, and what its legend says.

A layer never reads files and never draws. It is handed frames (`World`) and the question (`Moment`); the browser is
handed ids with class names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from weakref import WeakKeyDictionary

import pandas as pd

from layers.extras import Extra

if TYPE_CHECKING:
    import geopandas as gpd

# Among the sources of a layer: the plan that is shown, whichever it is.
OF_THE_PLAN = "plan"
# A dot is a small mark of one of very many places: it is never moved, searched or named.
Shape = Literal["area", "outline", "point", "ring", "dot"]


@dataclass(frozen=True, eq=False)
class World:
    """Everything known that does not depend on the question: frames by dataset id, WGS-84, never changed.

    frames      dataset id -> frame (prefectures, counties, neighbours, bodies, titles, demonstration_areas,
                prefecture_indicators, …)
    zones       the plan's zones, each with id, title_zh, title_en, group, members (adcodes)
    planned     bodies the plan supports but that are not known to exist
    indicators  the indicator catalogue, each with id, title_zh, unit_zh, default_period, …
    language    "zh" or "en": which title of a record is shown
    composed    the world that the map's files are composed of, where rows of one session are laid over it in this one:
                they travel with the state and are in no file; None where it is this one
    """

    frames: Mapping[str, Any]
    zones: Sequence[Mapping[str, Any]]
    planned: Sequence[Mapping[str, Any]]
    indicators: Sequence[Mapping[str, Any]]
    language: str = "zh"
    composed: World | None = None

    @property
    def in_files(self) -> World:
        """The world as the map's files hold it."""
        return self.composed or self

    def __getitem__(self, dataset: str) -> Any:
        """The frame of a dataset; a missing one fails by name."""
        if dataset not in self.frames:
            raise LookupError(
                f"a layer needs the dataset {dataset!r}, which was not handed to it; handed: {', '.join(self.frames)}"
            )
        return self.frames[dataset]

    def title(self, record: Mapping[Any, Any] | pd.Series, stem: str = "title") -> str:
        """The record's title (or name, with stem="name") in the page's language; Chinese when there is no other."""
        return str(record.get(f"{stem}_{self.language}") or record[f"{stem}_zh"])


@dataclass(frozen=True, eq=False)
class Measured:
    """A measure of the prefectures as it is shaded: title with unit, numbers by adcode, NaN unknown, how they print.

    unit, period  what stands behind one of its numbers, "" for nothing
    """

    title: str
    numbers: pd.Series
    decimals: int = 0
    percent: bool = False
    unit: str = ""
    period: str = ""


@dataclass(frozen=True, eq=False)
class Values:
    """The number of each feature as the tip and the card tell it. texts  id -> number, "" for none;  around  "{}" in
    its place, with unit and date
    """

    texts: pd.Series
    around: str = "{}"


@dataclass(frozen=True, eq=False)
class Travelled:
    """How far each place has its nearest body by a loaded matrix. costs  by place, inf for no way;  bounds  of half,
    the whole, and one and a half of the limit asked for, in the unit of the costs;  texts  class -> its bounds in words
    """

    title: str
    costs: pd.Series
    bounds: tuple[float, float, float]
    texts: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Moment:
    """The question: at which date, under which definition, through which filters.

    body_classes      id -> class of every body drawn at `as_of` after filters (see layers.bodies)
    coverage          prefecture adcode -> certain | best | possible | none under the chosen definition
    coverage_title    what that definition is called
    indicator, period the indicator to shade and its year
    reach             county adcode -> share of its residents in reach;  reaching  ids of the bodies they are reached by
    travelled         how far each place has its nearest body, where a matrix says so
    access            prefecture adcode -> state under the chosen access definition
    measured, second  the measure of the comparison, and the one it is set against
    clusters          prefecture adcode -> class of its neighbourhood by the measure (layers.clusters)
    difference        county adcode -> by how much its share in reach differs from that of the pinned question, with
                      "{}" for the number in what is told of one (difference_unit)
    industry          only what is of this industry, "" for all
    sites             candidate -> class, what the siting page proposes
    extras            body id -> its mark, for bodies of a scenario that the files do not hold
    Titles are texts in the page's language, made where the question is known.
    """

    as_of: date
    body_classes: pd.Series
    coverage: pd.Series
    coverage_title: str = ""
    indicator: str = ""
    period: str = ""
    reach: pd.Series | None = None
    reach_title: str = ""
    reaching: Sequence[str] = ()
    ring_title: str = ""
    travelled: Travelled | None = None
    access: pd.Series | None = None
    access_title: str = ""
    measured: Measured | None = None
    second: Measured | None = None
    clusters: pd.Series | None = None
    clusters_title: str = ""
    difference: pd.Series | None = None
    difference_title: str = ""
    difference_unit: str = "{}"
    industry: str = ""
    sites: Mapping[str, str] = field(default_factory=dict)
    extras: Mapping[str, Extra] = field(default_factory=dict)


@dataclass(frozen=True)
class Layer:
    """One layer of the map. `title`, `group`, `note` and the legend's texts are message ids of the catalogues.

    single                   message id of what one of its features is called on its card; "" is as the title
    features(world)          GeoDataFrame: id, name, geometry, and optional `details` (list of [message id, text]) and
                             `search` (text)
    classes(world, moment)   Series id -> class; an id that is absent is not shown
    legend                   class -> message id, in the order in which a reader expects them
    exclusive                at most one such layer colours the land at a time
    zone_group               the plan's group of zones that it draws: a plan without them does not offer it
    crossed                  classes are of two things at once, "class<across><up>": its legend is a square of them
    sources                  dataset ids, and OF_THE_PLAN
    values(world, moment)    the number behind the class of each feature, where there is one
    kinds                    body kinds it shows (for the test that no record is without a layer)
    """

    id: str
    title: str
    group: str
    order: int
    shape: Shape
    needs: tuple[str, ...]
    features: Callable[[World], gpd.GeoDataFrame]
    classes: Callable[[World, Moment], pd.Series]
    legend: Mapping[str, str]
    exclusive: bool = False
    crossed: bool = False
    zone_group: str = ""
    on_at_start: bool = False
    labels: bool = False
    note: str = ""
    single: str = ""
    kinds: tuple[str, ...] = ()
    captions: Callable[[World, Moment], Mapping[str, str]] | None = None
    values: Callable[[World, Moment], Values | None] | None = None
    sources: tuple[str, ...] = field(default=())


_MADE: WeakKeyDictionary[World, dict[Callable[[World], Any], Any]] = WeakKeyDictionary()
Made = TypeVar("Made")


def derived(make: Callable[[World], Made], world: World) -> Made:
    """What follows from a world alone, made once: dissolving zones anew at every question would cost more than all the
    rest. Nobody may change what is handed out.
    """
    known = _MADE.setdefault(world, {})
    if make not in known:
        known[make] = make(world)
    found: Made = known[make]
    return found


def unchanging(make: Callable[[World], pd.Series]) -> Callable[[World, Moment], pd.Series]:
    """A `classes` function for a layer that is the same at every moment."""

    def classes(world: World, _moment: Moment) -> pd.Series:
        return derived(make, world)

    return classes


def everything(features: Callable[[World], gpd.GeoDataFrame], name: str) -> Callable[[World, Moment], pd.Series]:
    """A `classes` function for a layer whose features are always all shown with one class."""
    return unchanging(lambda world: pd.Series(name, index=pd.Index(derived(features, world)["id"])))
