"""The tests on other Pythons: one that is not here is said and left out, and that no Python is here is no success."""

from __future__ import annotations

import pytest

from tools import versions


def test_a_python_that_is_not_here_is_said_and_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert versions.main(["--versions", "3.99"]) == 1
    assert "Python 3.99: left out: not on this machine" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("told", "code"), [((True, None), 0), ((True, True), 0), ((True, False), 1), ((None, None), 1)]
)
def test_it_succeeds_when_one_passed_and_none_failed(
    told: tuple[bool | None, bool | None], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = dict(zip(("3.12", "3.13"), told, strict=True))
    monkeypatch.setattr(versions, "run", lambda version, _more: answers[version])
    assert versions.main(["--versions", "3.12", "3.13"]) == code
