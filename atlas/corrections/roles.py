"""Who may do what. One function decides, for page and command line alike, at every write anew."""

from __future__ import annotations

from dataclasses import dataclass

from atlas.faults import FaultError

READER, EDITOR, REVIEWER, ADMINISTRATOR = "reader", "editor", "reviewer", "administrator"
ROLES = (READER, EDITOR, REVIEWER, ADMINISTRATOR)
# What each may do; an editor only for one prefecture, and nobody decides on a proposal of their own.
DONE_BY = {
    "read": ROLES,
    "propose": (EDITOR, REVIEWER, ADMINISTRATOR),
    "withdraw": (EDITOR, REVIEWER, ADMINISTRATOR),
    "comment": (EDITOR, REVIEWER, ADMINISTRATOR),
    "return": (REVIEWER, ADMINISTRATOR),
    "approve": (REVIEWER, ADMINISTRATOR),
    "publish": (REVIEWER, ADMINISTRATOR),
    "restore": (REVIEWER, ADMINISTRATOR),
    "appoint": (ADMINISTRATOR,),
}
KEYBOARD = "local-administrator"


@dataclass(frozen=True)
class Who:
    """Somebody, as the store knows them at this moment.

    subject   what the provider of the login calls them, issuer and subject; "" for a stranger
    keyboard  the person at the keyboard of a server that only this machine reaches (本机管理员)
    """

    subject: str = ""
    role: str = READER
    prefecture: str = ""
    name: str = ""
    keyboard: bool = False


STRANGER = Who()
AT_THE_KEYBOARD = Who(KEYBOARD, ADMINISTRATOR, name=KEYBOARD, keyboard=True)


class NotAllowedError(FaultError):
    """Somebody may not do what they asked for; one sentence that the catalogues know."""


def authorize(who: Who, action: str, prefecture: str = "", *, author: str | None = None) -> None:
    """Raise NotAllowedError unless `who` may do `action` on what concerns a prefecture ("" for the whole province).

    author  the subject of whoever proposed what it is about, None where there is no proposal. Raises LookupError for an
    unknown action.
    """
    if action not in DONE_BY:
        raise LookupError(f"action {action!r} is not known; expected one of: {', '.join(DONE_BY)}")
    if action == "read":
        return
    if not who.subject:
        raise NotAllowedError("Log in to do this; without a login everything can be read.")
    if who.role not in DONE_BY[action]:
        raise NotAllowedError("Your role does not allow this; ask the administrator of the atlas.")
    if who.role == EDITOR and (not prefecture or prefecture != who.prefecture):
        raise NotAllowedError("An editor proposes for the own prefecture only.")
    if action in ("approve", "return") and author == who.subject and not who.keyboard:
        raise NotAllowedError("Nobody decides on a proposal of their own; another reviewer has to.")
    if action == "withdraw" and author != who.subject:
        raise NotAllowedError("Only who proposed something withdraws it.")
