"""What is written in numbers: days, distances, how many new centres, shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from atlas.asked.lexicon import Meaning
from atlas.asked.spoken import spoken
from geo.errors import BadValueError
from geo.partial_dates import last_day

# A day, and the last day of a year alone, which may be meant as the year of an indicator.
DAY, YEAR = "date", "year"
CENTURY = "20"
HALF_YEAR = "-06"
AHEAD = re.compile(r"[0-9a-z]")


def written_at(text: str, place: int, today: date) -> Iterator[tuple[int, Meaning]]:
    """Every number with its meaning that begins at a place of a plain text, and where it ends.

    today  what 去年 is counted from
    """
    if place and AHEAD.match(text[place]) and AHEAD.match(text[place - 1]) and text[place - 1].isdigit():
        return
    for role, forms in spoken().patterns.items():
        for form in forms:
            found = form.match(text, place)
            if found is None or found.end() == place:
                continue
            meaning = _dated(found, today) if role == "date" else _counted(role, found)
            if meaning is not None:
                yield found.end(), meaning


def _counted(role: str, found: re.Match[str]) -> Meaning:
    return Meaning(role, spoken().number(found["n"]), found[0].strip())


def _dated(found: re.Match[str], today: date) -> Meaning | None:
    """The last day of what is written; None for what no calendar knows."""
    parts = {name: value for name, value in found.groupdict().items() if value}
    back = next((int(name.removeprefix("back")) for name in parts if name.startswith("back")), None)
    if back is not None:
        year = str(today.year - back)
    else:
        year = CENTURY + parts["yy"] if "yy" in parts else spoken().number(parts["y"])
    text = year + (HALF_YEAR if "half" in parts else "")
    text += "".join(f"-{int(spoken().number(parts[each])):02}" for each in ("m", "d") if each in parts)
    try:
        day = last_day(text).isoformat()
    except BadValueError:
        return None
    return Meaning(YEAR if text == year else DAY, day, day)
