"""The tables of a plan, of the sources and of the catalogue of indicators: which keys they have, and of what kind.

A key that may be left out has a default; `None` and an empty list mean that the file says nothing. What one table says
of another (ids, places, kinds of bodies) is looked at in data.plan_references.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from data.rule_types import (
    Adcode,
    Adcodes,
    Day,
    Id,
    Ids,
    Number,
    PartialDate,
    Share,
    Table,
    Text,
    Words,
    Years,
)
from geo.existence import Stage
from geo.progress import Measure


class About(Table):
    """plan.toml: who the plan is, its period, the prefectures it counts, and what the pages begin with.

    default_definition  the definition it is counted under at first; a plan without one is not shown by itself
    compared_zones, inequality_zones   zones the comparison shows, and the partition its inequality is split by
    siting_clause       the sentence the siting page cites;  earlier  plans whose results are shown beside it
    parts               which of the files that may be left out this plan has, so that a lost one is missed
    """

    id: Id
    title_zh: Text
    title_en: Text | None = None
    short_zh: Text | None = None
    short_en: Text | None = None
    start: Day
    end: Day
    issued: PartialDate
    source: Id
    prefectures: Adcodes
    default_definition: Id | None = None
    compared_zones: Ids = Field(default_factory=list)
    inequality_zones: Ids = Field(default_factory=list)
    siting_clause: Id | None = None
    earlier: Ids = Field(default_factory=list)
    parts: list[Literal["definitions", "zones", "planned", "cards", "mentions"]] = Field(default_factory=list)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"end: expected a day after the start {self.start}, got {self.end}")
        return self


class Target(Table):
    """[[target]]: one quantity or promise of the plan, as printed."""

    id: Id
    item_zh: Text
    item_en: Text | None = None
    unit_zh: Text | None = None
    unit_en: Text | None = None
    category_zh: Text | None = None
    base: Number | None = None
    base_year: Years | None = None
    target: Number | None = None
    target_text: Text | None = None
    target_text_en: Text | None = None
    comparison: Literal[">=", ">", "about", "<=", "<"] | None = None
    target_year: Years | None = None
    outcome: Number | None = None
    measure: Measure
    attribute: Text | None = None
    scope_zh: Text | None = None
    table: Text | None = None
    indicator_number: Text | None = None
    box: Annotated[int, Field(gt=0)] | None = None
    clause: Id
    layers: Ids = Field(default_factory=list)
    prefectures: Adcodes = Field(default_factory=list)
    zones: Ids = Field(default_factory=list)
    areas: Ids = Field(default_factory=list)
    same_as: Id | None = None
    undefined: bool = False
    conflict_zh: Text | None = None
    conflict_en: Text | None = None
    notes: Text | None = None

    @model_validator(mode="after")
    def _a_number_is_whole(self) -> Self:
        # An event or an area may be promised without a year: then the sentence has none, and none is invented.
        year = () if self.measure in ("event", "area") else ("target_year",)
        for number, companions in {"target": ("comparison", *year), "base": ("base_year",)}.items():
            without = [each for each in companions if getattr(self, each) is None]
            if getattr(self, number) is not None and without:
                raise ValueError(f"{without[0]}: this key is missing; a {number} needs it")
        return self


class Clause(Table):
    """[clause-id]: one sentence of the plan, word for word, and where it stands."""

    chapter_zh: Text
    chapter_en: Text | None = None
    section_zh: Text | None = None
    section_en: Text | None = None
    box: Text | None = None
    text_zh: Text


class Admission(Table):
    """[[definition.admits]]: one sort of record a definition admits. What is left out admits any value."""

    kinds: Words = Field(default_factory=list)
    subkinds: Words = Field(default_factory=list)
    levels: Words = Field(default_factory=list)

    @model_validator(mode="after")
    def _admits_something_in_particular(self) -> Self:
        if not self:
            raise ValueError("expected at least one of kinds, subkinds, levels: none of them would admit everything")
        return self


class Definition(Table):
    """[[definition]]: one way to count coverage, or (rule = "access") people in reach.

    data = "none" says that no list by prefecture is known: then nothing is admitted, and no number is given.
    """

    id: Id
    title_zh: Text
    title_en: Text | None = None
    explain_zh: Text
    explain_en: Text | None = None
    target: Id | None = None
    rule: Literal["access"] | None = None
    share: Share
    residents_share: Share | None = None
    radius_km: Annotated[int, Field(gt=0)] | None = None
    ignore_borders: bool = False
    stage: Stage
    data: Literal["none"] | None = None
    admits: list[Admission]

    @model_validator(mode="after")
    def _rule_and_numbers_agree(self) -> Self:
        for key in ("residents_share", "radius_km"):
            if (self.rule == "access") != (getattr(self, key) is not None):
                raise ValueError(f'{key}: expected with rule = "access", and only with it')
        if bool(self.admits) == (self.data == "none"):
            raise ValueError('admits: expected at least one [[definition.admits]], or data = "none" and an empty list')
        return self


class Zone(Table):
    """[[zone]]: prefectures (or neighbours) that the plan speaks of together."""

    id: Id
    group: Id
    group_title_zh: Text | None = None
    group_title_en: Text | None = None
    title_zh: Text
    title_en: Text | None = None
    short_zh: Text | None = None
    short_en: Text | None = None
    members: Adcodes
    clause: Id | None = None
    note_zh: Text | None = None
    note_en: Text | None = None
    evidence: Text | None = None
    sources: Ids = Field(default_factory=list)


class Planned(Table):
    """[[planned]]: a centre the plan supports and that is not known to exist; shown as planned, never counted."""

    id: Id
    name_zh: Text
    name_en: Text | None = None
    area: Id | None = None
    prefecture: Adcode
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    position: Text
    clause: Id
    target: Id


class Card(Table):
    """[[card]]: one card of the overview.

    kind     coverage (counted by a definition), bodies (in the list), count (published counts), areas
    partial  only some names are known and no total is published: not compared with the target
    """

    id: Id
    title_zh: Text
    title_en: Text | None = None
    kind: Literal["coverage", "bodies", "count", "areas"]
    order: Annotated[int, Field(gt=0)]
    target: Id | None = None
    clause: Id | None = None
    definition: Id | None = None
    kinds: Words = Field(default_factory=list)
    subkinds: Words = Field(default_factory=list)
    levels: Words = Field(default_factory=list)
    count_ids: Ids = Field(default_factory=list)
    partial: bool = False
    note_zh: Text | None = None
    note_en: Text | None = None

    @model_validator(mode="after")
    def _says_what_it_counts(self) -> Self:
        needs = {"bodies": "kinds", "count": "count_ids"}.get(self.kind)
        if needs and not getattr(self, needs):
            raise ValueError(f'{needs}: this key is missing; a card with kind = "{self.kind}" needs it')
        if self.definition is not None and self.kind != "coverage":
            raise ValueError('definition: expected only with kind = "coverage"')
        return self


class Mention(Table):
    """[[mention]]: a sentence that names a prefecture, a place in it or its product (`words`)."""

    prefectures: Adcodes
    words: Words
    chapter_zh: Text
    chapter_en: Text | None = None
    section_zh: Text | None = None
    section_en: Text | None = None
    box: Text | None = None
    text_zh: Text

    @model_validator(mode="after")
    def _holds_its_words(self) -> Self:
        absent = [word for word in self.words if word not in self.text_zh]
        if absent:
            raise ValueError(f"words: expected words of the sentence, it does not hold {', '.join(absent)}")
        return self


class Source(Table):
    """[source-id] of sources.toml: a publication, once."""

    title: Text
    publisher: Text
    date: PartialDate | None = None
    quality: Literal["official", "mirror of official", "data package", "derived", "press", "trade", "weak"]
    evidence: Literal["A1", "A2", "B", "C"]
    url: Text | None = None
    note: Text | None = None


class AsWeight(Table):
    """weight of an indicator: it may stand for the demand, as the `order`-th of those that may, called `short`."""

    order: Annotated[int, Field(gt=0)]
    short_zh: Text
    short_en: Text | None = None


class Indicator(Table):
    """[[indicator]]: one figure of the prefectures, whose values stand in data/sets/prefecture_indicators."""

    id: Id
    title_zh: Text
    title_en: Text | None = None
    unit_zh: Text
    unit_en: Text | None = None
    decimals: Annotated[int, Field(ge=0, le=6)]
    kind: Literal["flow", "stock", "ratio"]
    per: Id | None = None
    complete: bool
    default: bool = False
    trait: bool = False
    weight: AsWeight | None = None
    default_period: Years
    palette: Literal["sequential"]
    note_zh: Text | None = None
    note_en: Text | None = None

    @model_validator(mode="after")
    def _a_ratio_is_per_something(self) -> Self:
        if (self.kind == "ratio") != (self.per is not None):
            raise ValueError('per: expected with kind = "ratio", and only with it')
        if self.kind == "ratio" and self.weight is not None:
            raise ValueError("weight: expected of an amount; a ratio cannot be spread over places")
        return self
