"""What one table of a plan says of another: every id, place, sort of body and source must lead somewhere.

Shapes are looked at in data.plan_models; here every value that names something is held against what there is.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache, cached

from data import catalog
from data.errors import SetError
from data.rule_types import Place, Table
from geo.regions import is_partition

if TYPE_CHECKING:
    from data.plan import Plan
    from data.plan_models import Indicator

PARTITION = "partition"
SORTS = {"kinds": "kind", "subkinds": "subkind", "levels": "level"}
MOST_LISTED = 12
COLUMNS_KEPT = 12


@dataclass(frozen=True)
class Beside:
    """What a plan may speak of besides its own tables: ids of sources, places, demonstration areas, published counts,
    sorts of bodies (kinds, subkinds, levels), grades of evidence, positions, and the targets of every plan by its id.
    """

    sources: Collection[str]
    prefectures: Collection[str]
    neighbours: Collection[str]
    areas: Collection[str]
    counts: Collection[str]
    sorts: Mapping[str, Collection[str]]
    evidence: Collection[str]
    positions: Collection[str]
    targets: Mapping[str, Collection[str]]


def beside(root: Path, sources: Collection[str], targets: Mapping[str, Collection[str]]) -> Beside:
    """What the datasets under `root` hold, read without their geometry. Raises SetError."""
    columns = catalog.meta("bodies", root).columns
    return Beside(
        sources=sources,
        prefectures=column("prefectures", "adcode", root),
        neighbours=column("neighbours", "adcode", root),
        areas=column("demonstration_areas", "id", root),
        counts=column("body_counts", "id", root),
        sorts={part: columns[name]["allowed"] for part, name in SORTS.items()},
        evidence=columns["evidence"]["allowed"],
        positions=columns["position"]["allowed"],
        targets=targets,
    )


def column(set_id: str, name: str, root: Path) -> list[str]:
    """The texts of one column of a dataset, quickly: neither its hash nor its geometry is looked at.

    Raises SetError, also when the table is no table with that column.
    """
    path = catalog.meta(set_id, root).file
    try:
        return list(_texts(path.read_bytes(), path.suffix, name))
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise SetError(f"{path}: no table with the column {name} ({error})") from error


# Every plan, and every version of its rules, speaks of the same few tables.
@cached(LRUCache(COLUMNS_KEPT), key=lambda content, *told: (catalog.content_hash(content), *told), lock=Lock())
def _texts(content: bytes, suffix: str, name: str) -> tuple[str, ...]:
    text = content.decode("utf-8-sig")
    rows: Iterable[Mapping[str, Any]] = (
        [each["properties"] for each in json.loads(text)["features"]]
        if suffix == ".geojson"
        else csv.DictReader(io.StringIO(text))
    )
    return tuple(str(row[name]) for row in rows)


def reference_faults(plan: Plan, folder: Path, around: Beside) -> list[str]:
    """A sentence for every value of the plan's tables that leads nowhere, in the order of the files."""
    known = _known_to(plan, around)
    found = list(_about(plan, Place(folder / "plan.toml"), known, around))
    for name, tables in _tables(plan).items():
        file = folder / f"{name}.toml"
        found += _twice(file, name, tables)
        for number, table in enumerate(tables, start=1):
            found += _leads_nowhere(table, place_of(file, name, table, number), known)
    found += _partition(plan, folder)
    return found


def layer_faults(plan: Plan, layers: Collection[str]) -> list[str]:
    """A sentence for every target that names a layer which is not among `layers`."""
    found: list[str] = []
    for each in plan.targets:
        place = Place(Path(f"plan {plan.about.id}, targets.toml"), each.id)
        found += _unknown(place, "layers", each.layers, "layer", layers)
    return found


def indicator_faults(tables: Sequence[Indicator], root: Path) -> list[str]:
    """A sentence for every indicator that names another which is not there, or a period without any value."""
    file, ids = root / "indicators.toml", [each.id for each in tables]
    values = zip(*(column("prefecture_indicators", name, root) for name in ("indicator", "period")), strict=True)
    periods: dict[str, dict[str, None]] = {}
    for indicator, period in values:
        periods.setdefault(indicator, {})[period] = None
    found = list(_twice(file, "indicators", tables))
    for each in tables:
        place = Place(file, each.id)
        if each.per is not None:
            found += _unknown(place, "per", [each.per], "indicator", ids)
        found += _unknown(
            place, "default_period", [each.default_period], "period with values", periods.get(each.id, {})
        )
    if sum(each.default for each in tables) != 1:
        found.append(Place(file).fault("default", "expected default = true in exactly one [[indicator]]"))
    return found


def place_of(file: Path, name: str, table: Mapping[str, Any], number: int) -> Place:
    """Where a table of a list stands: by its id, or, when it has none, by its number from 1."""
    told = table.get("id")
    return Place(file, told if isinstance(told, str) and told else f"{name.removesuffix('s')} {number}")


def _tables(plan: Plan) -> dict[str, Sequence[Table]]:
    return {
        "targets": plan.targets,
        "definitions": plan.definitions,
        "zones": plan.zones,
        "planned": plan.planned,
        "cards": plan.cards,
        "mentions": plan.mentions,
    }


def _known_to(plan: Plan, around: Beside) -> dict[str, tuple[str, Collection[str]]]:
    """Key of a table -> what such a value is called, and every value it may have."""
    own = [each.id for each in plan.targets]
    earlier = [each for other in plan.about.earlier for each in around.targets.get(other, ())]
    zones = [each.id for each in plan.zones]
    return {
        "clause": ("clause", plan.clauses),
        "target": ("target", [*own, *earlier]),
        "same_as": ("target", own),
        "definition": ("definition", [each.id for each in plan.definitions]),
        "zones": ("zone", zones),
        "areas": ("demonstration area", around.areas),
        "area": ("demonstration area", around.areas),
        "prefectures": ("prefecture of the plan", plan.about.prefectures),
        "prefecture": ("prefecture of the plan", plan.about.prefectures),
        "members": ("adcode of a prefecture or a neighbour", [*around.prefectures, *around.neighbours]),
        "count_ids": ("published count", around.counts),
        "evidence": ("grade of evidence", around.evidence),
        "sources": ("source of sources.toml", around.sources),
        "position": ("sort of position", around.positions),
        **{part: (f"{name} of bodies", around.sorts[part]) for part, name in SORTS.items()},
    }


def _about(plan: Plan, place: Place, known: Mapping[str, tuple[str, Collection[str]]], around: Beside) -> Iterator[str]:
    about, zones = plan.about, known["zones"][1]
    if about.id != place.file.parent.name:
        yield place.fault("id", f"expected the name of the folder, {place.file.parent.name}, got {about.id!r}")
    others = [each for each in around.targets if each != about.id]
    yield from _unknown(place, "source", [about.source], "source of sources.toml", around.sources)
    yield from _unknown(place, "prefectures", about.prefectures, "prefecture", around.prefectures)
    yield from _unknown(place, "compared_zones", about.compared_zones, "zone", zones)
    yield from _unknown(place, "inequality_zones", about.inequality_zones, "zone", zones)
    yield from _unknown(place, "earlier", about.earlier, "other plan", others)
    if about.siting_clause is not None:
        yield from _unknown(place, "siting_clause", [about.siting_clause], "clause", plan.clauses)
    if about.default_definition is not None:
        counted = [
            each.id for each in plan.definitions if each.rule is None and each.target is not None and each.admits
        ]
        yield from _unknown(
            place, "default_definition", [about.default_definition], "definition that counts for a target", counted
        )


def _leads_nowhere(
    table: Table, place: Place, known: Mapping[str, tuple[str, Collection[str]]], within: str = ""
) -> Iterator[str]:
    for key, value in table.items():
        if key == "admits":
            for number, each in enumerate(value, start=1):
                yield from _leads_nowhere(each, place, known, f"admits[{number}].")
        elif key in known and isinstance(value, str | list):
            called, there = known[key]
            yield from _unknown(place, f"{within}{key}", [value] if isinstance(value, str) else value, called, there)


def _unknown(place: Place, key: str, values: Sequence[str], called: str, there: Collection[str]) -> Iterator[str]:
    for value in values:
        if value not in there:
            near = get_close_matches(value, there, n=1)
            few = f"expected one of: {', '.join(there)}" if 0 < len(there) <= MOST_LISTED else ""
            advice = f"did you mean {near[0]!r}?" if near else few or f"{len(there)} are known"
            yield place.fault(key, f"{value!r} is no {called}; {advice}")


def _twice(file: Path, name: str, tables: Sequence[Table]) -> Iterator[str]:
    for key in ("id", "order"):
        first: dict[object, int] = {}
        for number, table in enumerate(tables, start=1):
            value = table.get(key)
            if value is not None and first.setdefault(value, number) != number:
                place = place_of(file, name, table, number)
                yield place.fault(key, f"{value!r} stands twice, in table {first[value]} and in table {number}")


def _partition(plan: Plan, folder: Path) -> Iterator[str]:
    """The zones of the partition are disjoint, and those of the inequality divide all prefectures of the plan."""
    members = {each.id: each.members for each in plan.zones}
    zone_of: dict[str, str] = {}
    for zone in (each for each in plan.zones if each.group == PARTITION):
        for adcode in zone.members:
            if zone_of.setdefault(adcode, zone.id) != zone.id:
                place = Place(folder / "zones.toml", zone.id)
                yield place.fault("members", f"{adcode} is in zone {zone_of[adcode]!r} of the partition too")
    wanted = {zone: members[zone] for zone in plan.about.inequality_zones if zone in members}
    whole = len(wanted) == len(plan.about.inequality_zones)
    if wanted and whole and not is_partition(wanted, plan.about.prefectures):
        place = Place(folder / "plan.toml")
        yield place.fault("inequality_zones", "expected zones that hold every prefecture of the plan exactly once")
