"""One plan, as read from its folder (data/plans.py)."""

from __future__ import annotations

from dataclasses import dataclass

from data import plan_models as models


@dataclass(frozen=True)
class Plan:
    """One plan: its identity, and its parts as lists of tables in file order. Tables are read by attribute, or by key.

    about        plan.toml;  targets  [[target]];  clauses  clause id -> table
    definitions  [[definition]];  zones  [[zone]];  planned  [[planned]];  cards  [[card]]
    mentions     [[mention]]: sentences that name a prefecture, a place in it, or its product. Each may be empty.
    """

    about: models.About
    targets: list[models.Target]
    clauses: dict[str, models.Clause]
    definitions: list[models.Definition]
    zones: list[models.Zone]
    planned: list[models.Planned]
    cards: list[models.Card]
    mentions: list[models.Mention]
