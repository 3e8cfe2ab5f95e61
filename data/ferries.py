"""Ferries of an OpenStreetMap extract that take cars (轮渡): how long a crossing takes, as its tags say."""

from __future__ import annotations

import re
from typing import Any

# Minutes; hours, minutes and perhaps seconds; or ISO 8601: https://wiki.openstreetmap.org/wiki/Key:duration
FORMS = (
    re.compile(r"(?P<minutes>[0-9]{1,4})"),
    re.compile(r"(?P<hours>[0-9]{1,2}):(?P<minutes>[0-9]{2})(?::(?P<seconds>[0-9]{2}))?"),
    re.compile(r"PT(?:(?P<hours>[0-9]{1,2})H)?(?:(?P<minutes>[0-9]{1,4})M)?(?:(?P<seconds>[0-9]{1,4})S)?"),
)
SHARES = {"hours": 60.0, "minutes": 1.0, "seconds": 1 / 60}
UNKNOWN = float("nan")


def is_ferry(tags: Any) -> bool:
    """Whether a way is a ferry; whether cars may board is said as of a road."""
    return str(tags.get("route")) == "ferry" and tags.get("highway") is None


def crossing_minutes(tags: Any) -> float:
    """How long the whole way takes, without waiting; NaN where its tags do not say, or not so that it can be read."""
    said = str(tags.get("duration") or "").strip()
    for form in FORMS:
        if found := form.fullmatch(said):
            told = sum(SHARES[part] * float(number) for part, number in found.groupdict().items() if number)
            return told if told > 0 else UNKNOWN
    return UNKNOWN
