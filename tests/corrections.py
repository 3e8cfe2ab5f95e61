"""What tests of corrections share: a store of their own, people with a role, and drafts of changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from atlas.corrections.accounts import appoint
from atlas.corrections.proposals import Draft, approve, propose, version_of
from atlas.corrections.released import Change, newest, record_of, released, with_changes
from atlas.corrections.releases import publish
from atlas.corrections.roles import ADMINISTRATOR, AT_THE_KEYBOARD, EDITOR, REVIEWER, Who
from data.store.opening import Store, open_store
from data.store.place import Place
from tests.worlds import the_atlas

SHANTOU = "440500"
CENTRE = "protection-centre-shantou"
# Longhu district's offices: a made-up street of a test, inside the prefecture.
STREET = {"lon": "116.7301", "lat": "23.3704", "position": "street", "position_km": "0.5", "address": "试验路1号"}
SOURCE = {"title": "试验来源", "publisher": "汕头市市场监督管理局", "date": "2026-05-01"}

# r e v a: reader, editor, reviewer, administrator; lower case is no, upper case yes. Editors: of their own prefecture.
TABLE = {
    "read": "REVA",
    "propose": "rEVA",
    "withdraw": "rEVA",
    "comment": "rEVA",
    "return": "reVA",
    "approve": "reVA",
    "publish": "reVA",
    "restore": "reVA",
    "appoint": "revA",
}

EDITOR_OF_SHANTOU = Who("editor", EDITOR, SHANTOU)
FIRST_REVIEWER, OTHER_REVIEWER = Who("reviewer", REVIEWER), Who("other reviewer", REVIEWER)
THE_ADMINISTRATOR = Who("administrator", ADMINISTRATOR)
PEOPLE = (EDITOR_OF_SHANTOU, FIRST_REVIEWER, OTHER_REVIEWER, THE_ADMINISTRATOR)


# Every test of a store that takes this runs on both databases, the second in the long run.
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)]


def place_for(request: pytest.FixtureRequest, folder: Path) -> Place:
    """An empty store on the database that a test of BOTH runs on."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return Place(folder=folder / "store")
    found: Place = request.getfixturevalue("postgres").database()
    return found


def new_store(folder: Path | Place) -> Store:
    """A store with everybody appointed."""
    store = open_store(folder if isinstance(folder, Place) else Place(folder=folder / "store"))
    for each in PEOPLE:
        appoint(store, AT_THE_KEYBOARD, each.subject, each.role, each.prefecture)
    return store


def moved(record: str = CENTRE, **cells: str) -> Change:
    """A body of the shipped data with its address, or other cells, changed."""
    before = record_of(the_atlas(), "bodies", record)
    assert before is not None
    return Change("bodies", record, before, before | (cells or STREET), SOURCE)


def draft(store: Store, change: Change | None = None, **instead: object) -> Draft:
    """A draft of one who has just looked at the record."""
    wanted = change or moved()
    place = (wanted.after or wanted.before or {}).get("prefecture", "")
    made = Draft(wanted, place, version_of(store, wanted.set_id, wanted.record), newest(store)[0], "试验")
    return replace(made, **instead)  # type: ignore[arg-type]


def at_present(store: Store, change: Change) -> Change:
    """The same cells changed in the record as it is published now."""
    now = record_of(with_changes(the_atlas(), released(store).changes, "now"), change.set_id, change.record)
    if change.before is None or change.after is None or now is None:
        return replace(change, before=now)
    cells = {name: text for name, text in change.after.items() if text != change.before.get(name)}
    return replace(change, before=now, after=now | cells)


def published(store: Store, change: Change | None = None) -> int:
    """The number of the release of one change, proposed and approved by two people."""
    wanted = at_present(store, change or moved())
    approve(store, FIRST_REVIEWER, propose(store, OTHER_REVIEWER, draft(store, wanted)))
    return publish(store, FIRST_REVIEWER, the_atlas()).id
