"""Four roles, every action, 21 prefectures and the province, on the store itself: what the table of roles says happens,
and on PostgreSQL what it forbids does not happen even where the first wall is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from atlas.corrections import accounts, proposals, releases
from atlas.corrections.accounts import appoint
from atlas.corrections.proposals import Draft, approve, comment, give_back, propose, withdraw
from atlas.corrections.released import Change
from atlas.corrections.releases import publish, restore
from atlas.corrections.roles import AT_THE_KEYBOARD, EDITOR, ROLES, NotAllowedError, Who
from atlas.faults import FaultError
from data.store.opening import Store
from data.store.place import StoreError
from data.store.tables import ACCOUNTS, PROPOSALS, RELEASE_CHANGES, RELEASES
from tests.corrections import BOTH, FIRST_REVIEWER, OTHER_REVIEWER, SHANTOU, SOURCE, TABLE, new_store, place_for
from tests.worlds import the_atlas

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
NAMES = count(1)
ELSEWHERE = "440400"


def added(there: str) -> Draft:
    """A record of its own of a prefecture, "" for the province."""
    name = f"tried-{next(NAMES)}"
    change = Change("bodies", name, None, {"id": name, "prefecture": there}, SOURCE)
    return Draft(change, there, 0, 0, "试验")


def of_another(store: Store, there: str) -> int:
    return propose(store, OTHER_REVIEWER, added(there))


def take_back(store: Store, who: Who, there: str) -> None:
    """Withdraw what one has proposed; who may not propose has nothing but what others did."""
    try:
        number = propose(store, who, added(there))
    except NotAllowedError:
        number = of_another(store, there)
    withdraw(store, who, number)


# What each action does; a refusal for another reason than the role means that the role may.
ACTS: dict[str, Callable[[Store, Who, str], Any]] = {
    "read": lambda store, _who, _there: proposals.proposals(store, record="none"),
    "propose": lambda store, who, there: propose(store, who, added(there)),
    "withdraw": take_back,
    "comment": lambda store, who, there: comment(store, who, of_another(store, there), "?"),
    "return": lambda store, who, there: give_back(store, who, of_another(store, there), "no"),
    "approve": lambda store, who, there: approve(store, who, of_another(store, there)),
    "publish": lambda store, who, _there: publish(store, who, the_atlas()),
    "restore": lambda store, who, _there: restore(store, who, the_atlas(), 0),
    "appoint": lambda store, who, _there: appoint(store, who, "somebody", "reader"),
}


@pytest.fixture(params=BOTH)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return new_store(place_for(request, tmp_path))


def somebody(store: Store, role: str, home: str = "") -> Who:
    who = Who(f"{role} of {home}", role, home)
    appoint(store, AT_THE_KEYBOARD, who.subject, role, home)
    return who


def happens(store: Store, action: str, who: Who, there: str) -> bool:
    try:
        ACTS[action](store, who, there)
    except NotAllowedError:
        return False
    except FaultError:
        # Nothing is approved, or the data are as shipped already.
        assert action in ("publish", "restore")
    return True


@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_on_the_store_what_the_table_says(store: Store, role: str, monkeypatch: Any) -> None:
    # What was approved here is no whole record, and is not to be published.
    monkeypatch.setattr(releases, "APPROVED", "none")
    homes = [SHANTOU, ELSEWHERE] if role == EDITOR else [""]
    for who in [somebody(store, role, home) for home in homes]:
        for there in (*the_atlas().prefectures, ""):
            for action, letters in TABLE.items():
                expected = letters[ROLES.index(role)].isupper()
                if role == EDITOR and action != "read":
                    expected = expected and there == who.prefecture
                assert happens(store, action, who, there) == expected, (who, action, there)


def held(store: Store) -> list[Any]:
    """What the walls guard: who may what, what was proposed and how it stands, what was published."""
    with store.reading() as connection:
        every = (ACCOUNTS, RELEASES, RELEASE_CHANGES)
        numbers = [connection.execute(select(func.count()).select_from(each)).scalar_one() for each in every]
        return [*numbers, connection.execute(select(PROPOSALS.c.id, PROPOSALS.c.state)).all()]


@pytest.mark.parametrize("store", BOTH[1:], indirect=True)
@pytest.mark.parametrize(("role", "home"), [("reader", ""), ("editor", ELSEWHERE), ("editor", SHANTOU)])
def test_without_the_first_wall_the_rows_themselves_refuse(
    store: Store, role: str, home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, open_one = somebody(store, role, home), of_another(store, SHANTOU)
    approved = of_another(store, SHANTOU)
    approve(store, FIRST_REVIEWER, approved)
    before = held(store)
    for module in (accounts, proposals, releases):
        monkeypatch.setattr(module, "authorize", lambda *_, **__: None)
    monkeypatch.setattr(releases, "_need_fitting", lambda *_: None)
    forbidden: dict[str, Callable[[], Any]] = {
        "return": lambda: give_back(store, who, open_one, "no"),
        "approve": lambda: approve(store, who, open_one),
        "withdraw": lambda: withdraw(store, who, open_one),
        "publish": lambda: publish(store, who, the_atlas()),
        "appoint": lambda: appoint(store, who, who.subject, "administrator"),
        "propose": lambda: propose(store, who, added("440100")),
    }
    for action, act in forbidden.items():
        with pytest.raises(StoreError, match="nothing was written"):
            act()
        assert held(store) == before, action
    if home:
        # Proposed it may be, at home; approved by whoever proposed it is not.
        own = propose(store, who, added(home))
        with pytest.raises(StoreError, match="nothing was written"):
            approve(store, who, own)
        assert (own, "proposed") in [tuple(each) for each in held(store)[-1]]
