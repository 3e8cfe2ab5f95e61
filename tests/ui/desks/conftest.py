"""What holds for every test of a desk: nothing is said that the catalogues have no word for. And a store of corrections
for those that need one, with somebody who sits before the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from atlas.corrections.released import NOTHING
from atlas.corrections.roles import Who
from atlas.words import Say, catalogue
from data.store.opening import Store
from data.store.place import Place
from tests.corrections import new_store
from tests.ui.correcting import READERS, seen
from ui import corrected, shared


@pytest.fixture(autouse=True)
def every_word_is_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An id without an entry comes back as it is, so a page shows a code and nothing fails: here it does."""
    unknown: set[str] = set()
    plain = Say.__call__

    def strict(say: Say, message: str, *more: Any, **parts: Any) -> str:
        if message not in catalogue(say.language)._catalog:
            unknown.add(message)
        return plain(say, message, *more, **parts)

    monkeypatch.setattr(Say, "__call__", strict)
    yield
    assert unknown == set()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    found = new_store(tmp_path)
    monkeypatch.setattr(corrected.CORRECTED, "_where", lambda: Place(folder=found.place.folder))
    monkeypatch.setattr(corrected.CORRECTED, "_opened", None)
    monkeypatch.setattr(corrected.CORRECTED, "_good", NOTHING)
    monkeypatch.setattr(corrected.CORRECTED, "_trouble", None)
    monkeypatch.setattr(shared, "map_page", lambda *_, **__: "composed-elsewhere")
    seen()
    yield found
    corrected.CORRECTED._over.clear()
    corrected.CORRECTED._unfit.clear()
    seen()


@pytest.fixture
def sits_there(monkeypatch: pytest.MonkeyPatch) -> Callable[[Who], None]:
    def be(who: Who) -> None:
        for module in READERS:
            monkeypatch.setattr(f"{module}.who", lambda: who)

    return be
