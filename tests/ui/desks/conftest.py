"""What holds for every test of a desk: nothing is said that the catalogues have no word for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from atlas.words import Say, catalogue


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
