"""Who may do what: every role, every action, every prefecture, by a table written out by hand."""

from __future__ import annotations

from itertools import product

import pytest

from atlas.corrections.roles import AT_THE_KEYBOARD, DONE_BY, ROLES, STRANGER, NotAllowedError, Who, authorize
from tests.corrections import SHANTOU, TABLE
from tests.worlds import the_atlas

OTHERS = "somebody else"


def allowed(who: Who, action: str, prefecture: str, author: str) -> bool:
    try:
        authorize(who, action, prefecture, author=author)
    except NotAllowedError:
        return False
    return True


@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_the_table_says_in_each_of_the_21_prefectures_and_the_province(role: str) -> None:
    places = [*the_atlas().prefectures, ""]
    assert (len(places), set(TABLE)) == (22, set(DONE_BY))
    for action, there, home in product(TABLE, places, the_atlas().prefectures):
        who = Who("me", role, home if role == "editor" else "")
        expected = TABLE[action][ROLES.index(role)].isupper()
        if role == "editor" and action != "read":
            expected = expected and there == home
        author = "me" if action == "withdraw" else OTHERS
        assert allowed(who, action, there, author) == expected, (role, action, there, home)


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
@pytest.mark.parametrize("action", ["approve", "return"])
def test_nobody_decides_on_their_own_proposal(role: str, action: str) -> None:
    assert not allowed(Who("me", role), action, SHANTOU, "me")
    assert allowed(Who("me", role), action, SHANTOU, OTHERS)


def test_only_who_proposed_something_withdraws_it() -> None:
    assert not allowed(Who("me", "administrator"), "withdraw", SHANTOU, OTHERS)


def test_the_person_at_the_keyboard_decides_on_their_own() -> None:
    assert allowed(AT_THE_KEYBOARD, "approve", SHANTOU, AT_THE_KEYBOARD.subject)


@pytest.mark.parametrize("action", [each for each in TABLE if each != "read"])
def test_a_stranger_writes_nothing(action: str) -> None:
    assert not allowed(STRANGER, action, SHANTOU, "")


def test_an_unknown_action_is_a_fault_of_the_program() -> None:
    with pytest.raises(LookupError, match="delete"):
        authorize(AT_THE_KEYBOARD, "delete")
