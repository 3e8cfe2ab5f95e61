"""A scenario as one readable line, for links: `add protection_centre 113.5000,23.1000 名称; close <id>`.

Changes stand in their order, parted by ";":
  add [new-N] <kind> <lon>,<lat> [name]    the id is left out where it counts the additions: new-1, new-2, …
  move <id> <lon>,<lat>   close <id>   status <id> operating|approved
Inside a name a backslash keeps what would part or be lost: \\; \\\\ \\n \\r \\t, and \\s for a space at either end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from geo.errors import BadValueError
from geo.scenario import DECIMALS, MOST_CHANGES, Add, Change, Close, Move, Scenario, SetStatus

POINT = r"(?P<lon>-?[0-9]+(?:\.[0-9]+)?) *, *(?P<lat>-?[0-9]+(?:\.[0-9]+)?)"
FORMS = {
    "add": re.compile(rf"add +(?:(?P<id>new-[0-9]+) +)?(?P<kind>[^ ]+) +{POINT}(?: +(?P<name>.*))?", re.DOTALL),
    "move": re.compile(rf"move +(?P<id>[^ ]+) +{POINT}"),
    "close": re.compile(r"close +(?P<id>[^ ]+)"),
    "status": re.compile(r"status +(?P<id>[^ ]+) +(?P<status>[^ ]+)"),
}
EXPECTED = (
    "add <kind> <lon>,<lat> [name], move <id> <lon>,<lat>, close <id> or status <id> operating|approved, parted by ;"
)
# What ends a change: a semicolon that no backslash keeps.
PART = re.compile(r"(?:[^;\\]|\\.|\\$)+", re.DOTALL)
KEPT = {"\\": "\\\\", ";": "\\;", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
MEANT = {"n": "\n", "r": "\r", "t": "\t", "s": " "}
FEWEST_DECIMALS = 4


def to_text(scenario: Scenario) -> str:
    """The changes of a scenario as its one canonical line; "" for none. The name of the scenario is not in it."""
    told, added = [], 0
    for change in scenario.changes:
        added += isinstance(change, Add)
        told.append(_told(change, added))
    return "; ".join(told)


def read_text(text: str, *, name: str = "") -> tuple[Scenario, tuple[tuple[str, str], ...]]:
    """`read_parts` with the sentence that says why, in English."""
    scenario, broken = read_parts(text, name=name)
    return scenario, tuple((part, str(error)) for part, error in broken)


def read_parts(text: str, *, name: str = "") -> tuple[Scenario, tuple[tuple[str, BadValueError], ...]]:
    """The scenario of all parts that can be read, and those that cannot, each with the error that says why.

    `read_parts(to_text(s), name=s.name) == (s, ())`.
    An addition that cannot be read still counts, so that the others keep their ids. Whether the ids exist, and the
    points lie in the province, is another question: see geo.scenario.sift.
    """
    changes, broken, added = list[Change](), list[tuple[str, BadValueError]](), 0
    for part in _parts(text):
        added += part.startswith("add ")
        try:
            change = _read(part, added)
        except BadValueError as error:
            broken.append((part, error))
            continue
        if len(changes) < MOST_CHANGES:
            changes.append(change)
        else:
            broken.append((part, BadValueError("expected at most {most} changes", most=MOST_CHANGES)))
    return Scenario(name, tuple(changes)), tuple(broken)


def change_text(change: Change) -> str:
    """One change by itself, with the id of an addition."""
    return _told(change, 0)


def _told(change: Change, added: int) -> str:
    match change:
        case Add():
            own = "" if change.id == f"new-{added}" else f" {change.id}"
            return f"add{own} {change.kind} {_point(change)} {_keep(change.name)}".rstrip(" ")
        case Move():
            return f"move {change.id} {_point(change)}"
        case Close():
            return f"close {change.id}"
        case SetStatus():
            return f"status {change.id} {change.status}"


def _point(change: Add | Move) -> str:
    return ",".join(_degrees(each) for each in (change.lon, change.lat))


def _degrees(number: float) -> str:
    """At least 4 decimals (11 m), more where they say something."""
    whole, _, decimals = f"{number:.{DECIMALS}f}".partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(FEWEST_DECIMALS, '0')}"


def _keep(name: str) -> str:
    kept = "".join(KEPT.get(sign, sign) for sign in name)
    bare = kept.strip(" ")
    if not bare:
        return "\\s" * len(kept)
    before = len(kept) - len(kept.lstrip(" "))
    return "\\s" * before + bare + "\\s" * (len(kept) - before - len(bare))


def _mean(name: str) -> str:
    return re.sub(r"\\(.)", lambda kept: MEANT.get(kept[1], kept[1]), name, flags=re.DOTALL)


def _parts(text: str) -> Iterator[str]:
    for found in PART.finditer(text):
        if part := found[0].strip(" "):
            yield part


def _read(part: str, added: int) -> Change:
    word = part.partition(" ")[0]
    found = FORMS[word].fullmatch(part) if word in FORMS else None
    if found is None:
        raise BadValueError("expected {forms}", forms=EXPECTED)
    told: dict[str, Any] = found.groupdict()
    match word:
        case "add":
            name = _mean(told["name"] or "")
            return Add(told["id"] or f"new-{added}", told["kind"], name, float(told["lon"]), float(told["lat"]))
        case "move":
            return Move(told["id"], float(told["lon"]), float(told["lat"]))
        case "close":
            return Close(told["id"])
        case _:
            return SetStatus(told["id"], told["status"])
