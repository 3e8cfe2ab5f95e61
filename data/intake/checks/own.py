"""Ids and keys: of the right form, and no two rows the same."""

from __future__ import annotations

import re

from data.intake.draft import Table
from data.intake.facts import nearest
from data.told import Told
from geo.checks import quoted

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
SITE_ID = re.compile(r"[\w-]{1,40}")


def check_own(table: Table) -> None:
    """Forms of ids, repeated keys, and ids that are almost one of ours."""
    if "id" in table.kind.columns:
        _forms(table)
    _repeated(table)
    if table.kind.set:
        _almost(table)


def _forms(table: Table) -> None:
    form = SITE_ID if table.kind.id == "sites" else ID
    for draft in table.understood("id"):
        own = draft.text("id")
        if own and form.fullmatch(own) is None:
            cure = Told("write at most 60 small letters, digits and hyphens, such as own-1")
            table.refuse(draft, "id", Told("an id is not written like this"), cure)


def _repeated(table: Table) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for draft in table.drafts:
        key = tuple(draft.text(column) for column in table.kind.key)
        if not all(key) or draft.refused & set(table.kind.key):
            continue
        first = seen.setdefault(key, draft.row.number)
        if first != draft.row.number:
            problem = Told("row {row} already says {key}", {"row": first, "key": quoted(", ".join(key))[1:-1]})
            cure = Told("keep one of the rows, or give this one its own key")
            table.refuse(draft, _told_column(table), problem, cure)


def _told_column(table: Table) -> str:
    return next((each for each in table.kind.key if each in table.matched.at), table.kind.key[0])


def _almost(table: Table) -> None:
    """An id that differs by a letter from one of ours, with that one's name: it would become a second record."""
    if "id" not in table.kind.columns or "name_zh" not in table.kind.columns:
        return
    records = table.facts.frames[table.kind.set]
    names = dict(zip(records["id"], records["name_zh"], strict=True))
    by_name = {name: own for own, name in names.items()}
    for draft in table.understood("id"):
        own, known = draft.text("id"), by_name.get(draft.text("name_zh"), "")
        if own and own not in names and known and nearest(own, [known]):
            problem = Told("the body of this name has the id {id} here", {"id": known})
            table.refuse(draft, "id", problem, Told("write {id} to change that record", {"id": known}))
