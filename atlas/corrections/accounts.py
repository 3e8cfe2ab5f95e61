"""Who has which role: kept in the store, never in a login, so that it counts from the next write on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.corrections.proposals import looked_up, writing
from atlas.corrections.roles import EDITOR, ROLES, Who, authorize
from atlas.faults import FaultError

if TYPE_CHECKING:
    from data.store.opening import Store

LONGEST_SUBJECT, LONGEST_NAME = 255, 120


def known(store: Store, who: Who) -> Who:
    """Somebody with the role they have now; a reader when the store knows nothing of them. Raises StoreError."""
    with store.reading() as connection:
        return looked_up(connection, who)


def appoint(store: Store, who: Who, subject: str, role: str, prefecture: str = "", name: str = "") -> None:
    """Give somebody a role, an editor for one prefecture; role "reader" takes every right away.

    Raises NotAllowedError, StoreError, FaultError for a role that is none, or an editor without a prefecture.
    """
    from sqlalchemy import delete, insert  # noqa: PLC0415

    from data.store.audit import record  # noqa: PLC0415
    from data.store.tables import ACCOUNTS  # noqa: PLC0415

    with writing(store, who) as (connection, now_who):
        authorize(now_who, "appoint")
        if role not in ROLES or bool(prefecture) != (role == EDITOR):
            raise FaultError("Expected a role, and a prefecture for an editor alone.")
        if not 0 < len(subject) <= LONGEST_SUBJECT or len(name) > LONGEST_NAME:
            raise FaultError("Expected the subject of a login, at most 255 characters.")
        connection.execute(delete(ACCOUNTS).where(ACCOUNTS.c.subject == subject))
        told = {"subject": subject, "name": name, "role": role, "prefecture": prefecture}
        at = record(connection, now_who.subject, now_who.role, "appoint", told)
        connection.execute(insert(ACCOUNTS).values(**told, at=at))
