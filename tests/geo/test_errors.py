"""Errors a stranger can catch, and messages a person can read."""

from __future__ import annotations

import pytest

from geo import errors


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (errors.CrsError, ValueError),
        (errors.MissingColumnError, KeyError),
        (errors.BadValueError, ValueError),
        (errors.UnknownIdError, LookupError),
    ],
)
def test_each_error_is_also_a_built_in_kind(error: type[errors.GeoError], kind: type[Exception]) -> None:
    with pytest.raises(kind, match="what came"):
        raise error("what came")
    assert issubclass(error, errors.GeoError)


def test_a_missing_column_is_told_without_the_quotes_of_key_error() -> None:
    assert str(errors.MissingColumnError("bodies: expected 'id'")) == "bodies: expected 'id'"
    assert str(errors.MissingColumnError()) == ""
