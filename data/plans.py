"""Plans by id: a plan is a folder of TOML files, never code, so the next plan is one more folder."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.catalog import ROOT
from data.errors import DataError, MissingSetError

OPTIONAL_PARTS = ("definitions", "zones", "planned", "cards", "mentions")


@dataclass(frozen=True)
class Plan:
    """One plan: its identity, and its parts as lists of plain tables in file order.

    about        plan.toml;  targets  [[target]];  clauses  clause id -> table
    definitions  [[definition]];  zones  [[zone]];  planned  [[planned]];  cards  [[card]]
    mentions     [[mention]]: sentences that name a prefecture, a place in it, or its product. Each may be empty.
    """

    about: dict[str, Any]
    targets: list[dict[str, Any]]
    clauses: dict[str, dict[str, Any]]
    definitions: list[dict[str, Any]]
    zones: list[dict[str, Any]]
    planned: list[dict[str, Any]]
    cards: list[dict[str, Any]]
    mentions: list[dict[str, Any]]


def plan_ids(root: Path = ROOT, more: Path | None = None) -> list[str]:
    """Ids of all plans, sorted; `more` is a folder of an office's own plans beside the shipped ones."""
    return sorted(_folders(root, more))


def read_plan(plan_id: str, root: Path = ROOT, more: Path | None = None) -> Plan:
    """A plan by id. Raises MissingSetError for an unknown id, DataError when a file is not TOML or a part has the
    wrong name. A plan of `more` takes the place of a shipped one with the same id.
    """
    folders = _folders(root, more)
    if plan_id not in folders:
        raise MissingSetError(f"plan {plan_id!r} is not known; expected one of: {', '.join(sorted(folders)) or 'none'}")
    folder = folders[plan_id]
    parts = {name: _tables(folder, name) for name in OPTIONAL_PARTS}
    return Plan(
        about=_toml(folder / "plan.toml"),
        targets=_tables(folder, "targets"),
        clauses=_toml(folder / "clauses.toml"),
        **parts,
    )


def read_sources(root: Path = ROOT) -> dict[str, dict[str, Any]]:
    """Every source once: id -> title, publisher, date, quality, evidence, and url where a reader may follow it."""
    return _toml(root / "sources.toml")


def _folders(root: Path, more: Path | None) -> dict[str, Path]:
    homes = [root / "plans", *([more] if more is not None else [])]
    return {path.parent.name: path.parent for home in homes for path in home.glob("*/plan.toml")}


def _tables(folder: Path, name: str) -> list[dict[str, Any]]:
    path = folder / f"{name}.toml"
    if not path.is_file():
        return []
    tables = _toml(path).get(name.removesuffix("s") if name != "planned" else name)
    if tables is None:
        raise DataError(f"{path}: expected a list of [[{name.removesuffix('s')}]] tables")
    return list(tables)


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise MissingSetError(f"expected the file {path}")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: {error}") from error


def read_indicators(root: Path = ROOT) -> list[dict[str, Any]]:
    """The catalogue of prefecture indicators, each with id, titles, unit, decimals, default_period, in the order in
    which they are offered.
    """
    return list(_toml(root / "indicators.toml")["indicator"])
