"""Who writes where no login is configured: the person at this machine, and nobody else whoever asks how."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from atlas.corrections import proposals as made
from atlas.corrections.accounts import appoint
from atlas.corrections.releases import publish, restore
from atlas.corrections.roles import AT_THE_KEYBOARD, DONE_BY, STRANGER, NotAllowedError
from data.store.keeping import counts
from tests.corrections import EDITOR_OF_SHANTOU, draft, moved, new_store, published
from tests.worlds import the_atlas
from ui.session import who as session
from ui.settings import Settings

LOOPBACK = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("", "0.0.0.0", "::", "192.0.2.7", "atlas.example.cn")  # noqa: S104 -- compared with, not bound to


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    """Who somebody is to a server that listens at an address, by the headers of what they sent."""

    def by(address: str = "localhost", hosts: str = "", login: bool = False, **headers: str) -> object:
        sent = {"Host": "localhost:8501"} | {name.replace("_", "-"): text for name, text in headers.items()}
        told = SimpleNamespace(
            get_option=lambda name: address if name == "server.address" else None,
            context=SimpleNamespace(headers=sent),
            secrets={"auth": {}} if login else {},
            user=SimpleNamespace(is_logged_in=False),
        )
        monkeypatch.setattr(session, "st", told)
        monkeypatch.setattr(session, "read_settings", lambda: Settings(plan="14-5", hosts=hosts))
        return session.who()

    return by


@pytest.mark.parametrize("address", LOOPBACK)
@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST"])
def test_who_sits_at_this_machine_is_its_administrator(asked: Callable[..., object], address: str, host: str) -> None:
    assert asked(address, Host=host) == AT_THE_KEYBOARD


@pytest.mark.parametrize("address", EVERYWHERE)
def test_a_server_that_listens_elsewhere_knows_nobody_without_a_login(
    asked: Callable[..., object], address: str
) -> None:
    # Whatever the request says of itself: it may come from anywhere.
    assert asked(address, Host="localhost:8501") == STRANGER


@pytest.mark.parametrize(
    "sent",
    [
        *({name.replace("-", "_"): "203.0.113.9"} for name in session.PASSED_ON),
        {"Host": "atlas.example.cn"},
        {"Host": "192.0.2.7:8501"},
        {"Host": "localhost.example.cn"},
        {"Host": ""},
    ],
)
def test_what_another_machine_passes_on_is_no_keyboard(asked: Callable[..., object], sent: dict[str, str]) -> None:
    assert asked("localhost", **sent) == STRANGER


def test_a_server_that_has_names_for_others_is_reached_by_others(asked: Callable[..., object]) -> None:
    assert asked("localhost", hosts="atlas.example.cn") == STRANGER


def test_where_there_is_a_login_nobody_is_known_without_it(asked: Callable[..., object]) -> None:
    assert asked("localhost", login=True) == STRANGER


def test_every_write_of_a_stranger_is_refused_and_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    published(store, moved("rapid-rights-shantou-toys", notes="x"))
    number = made.propose(store, EDITOR_OF_SHANTOU, draft(store))
    writes: dict[str, Callable[[], object]] = {
        "propose": lambda: made.propose(store, STRANGER, draft(store, moved("overseas-branch-zhuhai", notes="x"))),
        "withdraw": lambda: made.withdraw(store, STRANGER, number),
        "comment": lambda: made.comment(store, STRANGER, number, "x"),
        "return": lambda: made.give_back(store, STRANGER, number, "x"),
        "approve": lambda: made.approve(store, STRANGER, number),
        "publish": lambda: publish(store, STRANGER, the_atlas()),
        "restore": lambda: restore(store, STRANGER, the_atlas(), 0),
        "appoint": lambda: appoint(store, STRANGER, "stranger", "administrator"),
    }
    assert writes.keys() == DONE_BY.keys() - {"read"}
    before = counts(store)
    for write in writes.values():
        with pytest.raises(NotAllowedError, match="Log in to do this"):
            write()
    assert counts(store) == before
