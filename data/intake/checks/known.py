"""Indicators and targets: by id or by title; the nearest is suggested for one that is not known."""

from __future__ import annotations

from collections.abc import Mapping

from data.intake.draft import Table
from data.intake.facts import nearest
from data.told import Told


def check_known(table: Table) -> None:
    """Ids in `values`, whichever way the table calls them."""
    if "indicator" in table.kind.columns:
        _known(table, "indicator", table.facts.indicator_names, Told("no indicator is called so"))
    if "target" in table.kind.columns:
        _known(table, "target", table.facts.target_names, Told("the plan has no such target"))


def _known(table: Table, column: str, names: Mapping[str, str], problem: Told) -> None:
    for draft in table.drafts:
        said = draft.text(column)
        if not said:
            continue
        if said in names:
            draft.values[column] = names[said]
            continue
        like = nearest(said, names)
        cure = Told("write its id or its title as the template lists them")
        if like:
            cure = Told("did you mean {like} ({id})?", {"like": like, "id": names[like]})
        table.refuse(draft, column, problem, cure)
