"""Plans by id: a plan is a folder of TOML files, never code, so the next plan is one more folder.

Every table is read through its model (data.plan_models), and every id, place and source in it is followed to its end
(data.plan_references). A plan with a fault is refused whole, with a sentence for each fault: file, id, key.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from data import plan_models as models
from data.catalog import ROOT, data_stamp
from data.errors import DataError, MissingSetError
from data.plan import Plan
from data.plan_references import beside, indicator_faults, layer_faults, place_of, reference_faults
from data.rule_files import read_toml, toml_in
from data.rule_types import AnyTable, Place, read_table, shown


def plan_ids(root: Path = ROOT, more: Path | None = None) -> list[str]:
    """Ids of all plans, sorted; `more` is a folder of an office's own plans beside the shipped ones."""
    return sorted(_folders(root, more))


def need_plans(more: Path) -> None:
    """Raise MissingSetError for a folder that is said to hold further plans, one folder each, and does not."""
    if not any(more.glob("*/plan.toml")):
        raise MissingSetError(f"{more}: expected a folder that holds plans, one folder each, found none")


def read_plan(plan_id: str, root: Path = ROOT, more: Path | None = None) -> Plan:
    """A plan by id. A plan of `more` takes the place of a shipped one with the same id.

    Raises MissingSetError for an unknown id, and one DataError with a sentence for each fault of its files.
    """
    return _read(plan_id, root, more, data_stamp(root, more))


# A start asks for the same few plans again and again; a file that changes changes the stamp.
@lru_cache(maxsize=32)
def _read(plan_id: str, root: Path, more: Path | None, stamp: object) -> Plan:
    del stamp
    folders = _folders(root, more)
    if plan_id not in folders:
        raise MissingSetError(f"plan {plan_id!r} is not known; expected one of: {', '.join(sorted(folders)) or 'none'}")
    folder, faults = folders[plan_id], list[str]()
    plan = _shaped(folder, faults)
    refuse(faults)
    targets: dict[str, list[str]] = {each: [] for each in folders}
    for other in plan.about.earlier:
        if other in folders:
            targets[other] = [each.id for each in _listed(models.Target, folders[other], "targets", faults)]
    refuse(faults)
    refuse(reference_faults(plan, folder, beside(root, read_sources(root), targets)))
    return plan


def need_plan_files(root: Path = ROOT, more: Path | None = None) -> None:
    """Raise DataError for a folder of rules without a plan.toml: a plan whose identity was deleted is not a plan that
    was taken away.
    """
    homes = [root / "plans", *([more] if more is not None else [])]
    folders = {path.parent for home in homes for path in home.glob("*/*.toml")}
    refuse(
        [f"expected the file {each / 'plan.toml'}" for each in sorted(folders) if not (each / "plan.toml").is_file()]
    )


def need_layers(plan: Plan, layers: Collection[str]) -> None:
    """Raise DataError when a target of the plan names a layer that is not among `layers` (ids)."""
    refuse(layer_faults(plan, layers))


def read_sources(root: Path = ROOT) -> dict[str, models.Source]:
    """Every source once: id -> title, publisher, date, quality, evidence, and url where a reader may follow it.

    Raises one DataError with a sentence for each fault.
    """
    file = root / "sources.toml"
    faults: list[str] = []
    found = _by_id(models.Source, file, _toml(file, faults), faults)
    refuse(faults)
    return found


def sources_in(content: bytes, file: Path) -> dict[str, models.Source]:
    """What `read_sources` would read of a file that holds this. Raises DataError as it does."""
    faults: list[str] = []
    found = _by_id(models.Source, file, toml_in(content, file), faults)
    refuse(faults)
    return found


def read_indicators(root: Path = ROOT) -> list[models.Indicator]:
    """The catalogue of prefecture indicators, each with id, titles, unit, decimals, default_period, in the order in
    which they are offered. Raises one DataError with a sentence for each fault.
    """
    faults: list[str] = []
    tables = _listed(models.Indicator, root, "indicators", faults)
    refuse(faults)
    refuse(indicator_faults(tables, root))
    return tables


def refuse(faults: Collection[str]) -> None:
    """Raise one DataError with all sentences, a line each; nothing when there is none."""
    if faults:
        raise DataError("\n".join(dict.fromkeys(faults)))


def _folders(root: Path, more: Path | None) -> dict[str, Path]:
    homes = [root / "plans", *([more] if more is not None else [])]
    return {path.parent.name: path.parent for home in homes for path in home.glob("*/plan.toml")}


def _shaped(folder: Path, faults: list[str]) -> Plan:
    """The tables of a plan as their models, whatever they name; what is wrong with any file goes to `faults`."""
    file = folder / "plan.toml"
    about = _one(models.About, _toml(file, faults), Place(file), faults)
    if about is not None:
        lost = [folder / f"{each}.toml" for each in about.parts if not (folder / f"{each}.toml").exists()]
        faults += [Place(file).fault("parts", f"expected the file {each}") for each in lost]
    return Plan(
        about=about if about is not None else models.About.model_construct(),
        targets=_listed(models.Target, folder, "targets", faults),
        clauses=_named(models.Clause, folder, "clauses", faults),
        definitions=_optional(models.Definition, folder, "definitions", faults),
        zones=_optional(models.Zone, folder, "zones", faults),
        planned=_optional(models.Planned, folder, "planned", faults),
        cards=_optional(models.Card, folder, "cards", faults),
        mentions=_optional(models.Mention, folder, "mentions", faults),
    )


def _optional(model: type[AnyTable], folder: Path, name: str, faults: list[str]) -> list[AnyTable]:
    return _listed(model, folder, name, faults) if (folder / f"{name}.toml").exists() else []


def _listed(model: type[AnyTable], folder: Path, name: str, faults: list[str]) -> list[AnyTable]:
    """The tables of a file that is one list, [[target]] in targets.toml."""
    file = folder / f"{name}.toml"
    told = _toml(file, faults)
    if not told:
        return []
    key = name if name == "planned" else name.removesuffix("s")
    tables = told.get(key)
    other = [each for each in told if each != key]
    if other or not isinstance(tables, list):
        came = f"got {', '.join(map(repr, other))}" if other else f"got {shown(tables)}"
        faults.append(Place(file).fault("", f"expected nothing but a list of [[{key}]] tables, {came}"))
        return []
    found = [
        _one(model, each, place_of(file, name, each if isinstance(each, dict) else {}, number), faults)
        for number, each in enumerate(tables, start=1)
    ]
    return [each for each in found if each is not None]


def _named(model: type[AnyTable], folder: Path, name: str, faults: list[str]) -> dict[str, AnyTable]:
    """The tables of a file by their ids, [clause-01] in clauses.toml."""
    file = folder / f"{name}.toml"
    return _by_id(model, file, _toml(file, faults), faults)


def _by_id(model: type[AnyTable], file: Path, tables: Mapping[str, Any], faults: list[str]) -> dict[str, AnyTable]:
    found = {id_: _one(model, each, Place(file, id_), faults) for id_, each in tables.items()}
    return {id_: each for id_, each in found.items() if each is not None}


def _one(model: type[AnyTable], told: Any, place: Place, faults: list[str]) -> AnyTable | None:
    found, sentences = read_table(model, told, place)
    faults += sentences
    return found


def _toml(file: Path, faults: list[str]) -> dict[str, Any]:
    """What a file holds; {} when it cannot be read, which is then said in `faults`."""
    try:
        return read_toml(file)
    except (DataError, MissingSetError) as error:
        faults.append(str(error))
        return {}
