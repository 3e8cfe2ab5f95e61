"""Reading an atlas: the shipped files at one data version, and the newest release of corrections over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from atlas.atlas import Atlas
from atlas.corrections.at_hand import with_release
from data.catalog import ROOT, data_version, meta, read, set_ids
from data.column_names import need_same_column_names
from data.defaults import need_same_defaults
from data.plans import need_layers, read_indicators, read_plan, read_sources
from layers import all_layers
from layers.base import World

OTHER_SETS = (
    "residents_county",
    "residents_prefecture",
    "demand_points",
    "county_seats",
    "place_figures",
    "outcomes",
    "body_counts",
    "former_codes",
    "neighbours",
    "other_land",
)


def load_plain(
    plan_id: str,
    sets: Sequence[str] = ("bodies", "body_counts"),
    language: str = "zh",
    more: Path | None = None,
    *,
    data: str = "",
) -> Atlas:
    """What is known without maps: quick, for questions that need only tables.  data  see `load`"""
    return with_release(_load(plan_id, language, more, ROOT, {name: read(name) for name in sets}), data)


def load(
    plan_id: str, language: str = "zh", more: Path | None = None, *, data: str = "", or_present: bool = False
) -> Atlas:
    """All that is known, with the newest release of corrections over the shipped data; `more` holds further plans.

    data        the version of an older release, or of the data as shipped
    or_present  take the newest release where nothing here answers from `data`: that is then told beside the answer
    Raises LookupError for a version that is not known, StoreError when the one asked for cannot be read.
    """
    return with_release(load_shipped(plan_id, language, more), data, or_present=or_present)


def load_shipped(
    plan_id: str,
    language: str = "zh",
    more: Path | None = None,
    *,
    root: Path = ROOT,
    frames: Mapping[str, Any] | None = None,
) -> Atlas:
    """All that is known under `root`, without corrections.  frames  see `read_frames`, when they are read"""
    known = _load(plan_id, language, more, root, read_frames(root) if frames is None else frames)
    for plan in (known.plan, *known.read.values()):
        need_layers(plan, [layer.id for layer in all_layers()])
    return known


def read_frames(root: Path = ROOT) -> dict[str, Any]:
    """Every dataset any layer needs, and the rest of the tables: what all plans have in common.

    Raises MissingSetError, DataError.
    """
    wanted = dict.fromkeys([name for layer in all_layers() for name in layer.needs] + list(OTHER_SETS))
    return {name: read(name, root) for name in wanted}


def _load(plan_id: str, language: str, more: Path | None, root: Path, frames: Mapping[str, Any]) -> Atlas:
    need_same_defaults(root)
    need_same_column_names(root)
    plan = read_plan(plan_id, root, more)
    world = World(
        frames=frames, zones=plan.zones, planned=plan.planned, indicators=read_indicators(root), language=language
    )
    return Atlas(
        world=world,
        plan=plan,
        sources=read_sources(root),
        version=data_version(root, more),
        sets=tuple(meta(each, root) for each in set_ids(root)),
        more=more,
        read={each: read_plan(each, root, more) for each in plan.about.earlier},
    )
