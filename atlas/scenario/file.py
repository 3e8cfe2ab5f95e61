"""A scenario as a file (JSON), to be kept, sent and opened again: its changes, and the question they were made for.

Beside the changes only plan, date, definition and what counts as in reach are in it; all but format, version and
changes may be left out and are then as usual.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import reduce
from typing import Any

from pydantic import ValidationError

from atlas.atlas import Atlas
from atlas.faults import FaultError, told_of
from atlas.question.choices import RESIDENTS, WAYS, Choices
from atlas.question.question import Question, from_params
from atlas.scenario.reading import scenario_of
from atlas.scenario.tables import LIST, PHRASES, TABLES, File, first_fault
from data.limits import SCENARIO_BYTES
from data.told import Say, Told
from geo.checks import quoted
from geo.errors import GeoError
from geo.scenario import Change, Scenario
from geo.scenario_text import change_text, to_text

FORMAT, VERSION = "guangdong-ip-atlas scenario", 1


class ScenarioFileError(FaultError):
    """A file that is no scenario this atlas can use."""

    def sentence(self, say: Say, **instead: object) -> str:
        """The sentence in a language; what came stays as it is."""
        expected = str(self.parts.get("expected", ""))
        return super().sentence(say, **({"expected": say(expected)} if expected in PHRASES else {}), **instead)


@dataclass(frozen=True)
class Saved:
    """What a file says; None where it says nothing. data_version  of the data it was made with, "" when not said"""

    scenario: Scenario
    plan: str | None = None
    as_of: date | None = None
    definition: str | None = None
    radius_km: int | None = None
    distance: str | None = None
    kinds: tuple[str, ...] | None = None
    ignore_borders: bool | None = None
    weight: str | None = None
    data_version: str = ""


@dataclass(frozen=True)
class Opened:
    """A file as a question to these data.

    left_out     a sentence for each part that cannot be used on them; () when they are the data it was made with
    made_with    the data version of the file, "" when it says none;  same_data  whether it is that of these data
    """

    question: Question
    left_out: tuple[Told, ...]
    made_with: str
    same_data: bool

    @property
    def not_applied(self) -> tuple[str, ...]:
        """The sentences in English, as files and programs are told."""
        return tuple(map(str, self.left_out))


def as_file(atlas: Atlas, question: Question) -> str:
    """The scenario of a question as the text of a file, ending with a line feed. Changes that cannot be made on these
    data are not in it.
    """
    told = {
        "format": FORMAT,
        "version": VERSION,
        "name": question.scenario_name,
        "plan": atlas.plan.about["id"],
        "as_of": question.as_of.isoformat(),
        "definition": question.definition,
        "radius_km": question.radius_km,
        # An older atlas knows no other way, and so counts by the usual one.
        **({"distance": question.distance} if question.distance in WAYS[1:] else {}),
        "kinds": list(question.kinds),
        "ignore_borders": question.ignore_borders,
        # An older atlas knows residents alone, and refuses what it would have to leave out.
        **({} if question.weight == RESIDENTS else {"weight": question.weight}),
        "data_version": atlas.version,
        "changes": as_changes(scenario_of(atlas, question).found.usable),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_changes(scenario: Scenario) -> list[dict[str, Any]]:
    """The changes as the file holds them, in their order."""
    words = {kind: word for word, (_, kind) in TABLES.items()}
    return [{"do": words[type(change)]} | asdict(change) for change in scenario.changes]


def read_file(content: bytes | str) -> Saved:
    """What a file says, before any data is asked whether it can be so. Raises ScenarioFileError."""
    told = _object(content)
    _need_format(told)
    found = _typed({part: value for part, value in told.items() if part not in ("format", "version")})
    changes = tuple(
        _change(Told("change {n}", {"n": place}), each) for place, each in enumerate(found.changes, start=1)
    )
    try:
        scenario = Scenario(found.name, changes)
    except GeoError as error:
        raise ScenarioFileError("{where}: {why}", where="changes", why=told_of(error)) from error
    return Saved(
        scenario=scenario,
        plan=found.plan,
        as_of=found.as_of,
        definition=found.definition,
        radius_km=found.radius_km,
        distance=found.distance,
        kinds=None if found.kinds is None else tuple(found.kinds),
        ignore_borders=found.ignore_borders,
        weight=found.weight,
        data_version=found.data_version,
    )


def _need_format(told: Mapping[str, Any]) -> None:
    """Raise ScenarioFileError for a file of another program, of a newer atlas, or of no version."""
    if told.get("format") != FORMAT:
        raise ScenarioFileError(
            'format: expected "{expected}", got {given}; this file is of another program',
            expected=FORMAT,
            given=_short(told.get("format")),
        )
    version = told.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise ScenarioFileError(
            "version: expected at most {expected}, got {given}; this file was made by a newer atlas",
            expected=VERSION,
            given=_short(version),
        )
    if isinstance(version, bool) or version != VERSION:
        raise _expected("version", str(VERSION), version)


def _typed(parts: Mapping[str, Any]) -> File:
    """The parts of a file, typed. Raises ScenarioFileError for one that is unknown, missing or of another type."""
    unknown = sorted(set(parts) - set(File.model_fields))
    if unknown:
        raise _expected("file", f"only format, version, {', '.join(File.model_fields)}", ", ".join(unknown))
    if parts.get("changes") is None:
        raise _expected("changes", LIST, None)
    try:
        return File.model_validate(parts)
    except ValidationError as error:
        part, expected = first_fault(error)
        raise _expected(part, expected, parts[part]) from error


def open_saved(saved: Saved, atlas: Atlas, choices: Choices) -> Opened:
    """The question a file asks of these data.

    Made with other data, it asks as much as can be asked of these, and says what cannot. Raises ScenarioFileError for
    anything that cannot be used when it was made with these data, or does not say with which; and for a scenario of
    another plan, whose definitions and dates mean something else.
    """
    shown = atlas.plan.about.id
    if saved.plan not in (None, "", shown):
        raise ScenarioFileError(
            "this scenario was made for plan {made}, and what is shown is plan {shown}: choose plan {made} to open it",
            made=_short(saved.plan),
            shown=shown,
        )
    found = choices.sift(saved.scenario)
    question, problems = from_params(_params(saved), choices)
    question = question.with_changes(scenario=to_text(found.usable))
    places = {id(change): place for place, change in enumerate(saved.scenario.changes, start=1)}
    told = [Told("{name} {given} cannot be used", {"name": each.name, "given": repr(each.given)}) for each in problems]
    told += [
        Told(
            "change {n} ({change}): {why}",
            {"n": places[id(each.change)], "change": change_text(each.change), "why": told_of(each.fault)},
        )
        for each in found.refused
    ]
    same = saved.data_version == atlas.version
    if told and (same or not saved.data_version):
        raise ScenarioFileError("this scenario cannot be used: {why}", why=reduce(_and, told))
    return Opened(question, tuple(told), saved.data_version, same)


def _and(first: Told, then: Told) -> Told:
    return Told("{first}; {then}", {"first": first, "then": then})


def _params(saved: Saved) -> dict[str, str]:
    """The question of a file as an address would ask it; the changes are sifted by themselves."""
    kinds = None if saved.kinds is None else " ".join(saved.kinds) or "none"
    told = {
        "date": saved.as_of and saved.as_of.isoformat(),
        "definition": saved.definition,
        "radius": None if saved.radius_km is None else str(saved.radius_km),
        "distance": saved.distance,
        "kinds": kinds,
        "borders": "ignore" if saved.ignore_borders else None,
        "weight": saved.weight,
        "scenario-name": saved.scenario.name,
    }
    return {name: value for name, value in told.items() if value}


def _object(content: bytes | str) -> dict[str, Any]:
    if len(content) > SCENARIO_BYTES.most:
        raise ScenarioFileError(SCENARIO_BYTES.sentence, most=SCENARIO_BYTES.told)
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        told = json.loads(text, object_pairs_hook=_each_once)
    except ScenarioFileError:
        raise
    except json.JSONDecodeError as error:
        raise ScenarioFileError(
            "line {line}, column {column}: expected a scenario saved by this atlas (JSON), found something else",
            line=error.lineno,
            column=error.colno,
        ) from error
    except (ValueError, RecursionError) as error:
        raise ScenarioFileError(
            "expected a scenario saved by this atlas (JSON in UTF-8), found something else"
        ) from error
    if not isinstance(told, dict):
        raise _expected("file", '{"format": …, "changes": […]}', told)
    return told


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, whose readers else take the last of two parts of one name. Raises ScenarioFileError."""
    told: dict[str, Any] = {}
    for part, value in pairs:
        if part in told:
            raise ScenarioFileError("{part}: expected once, found again", part=_short(part))
        told[part] = value
    return told


def _change(where: Told, told: Any) -> Change:
    do = told.get("do") if isinstance(told, dict) else None
    if not isinstance(do, str) or do not in TABLES:
        raise _expected(where, f"do: {', '.join(TABLES)}", told)
    table, change = TABLES[do]
    if set(told) != {"do", *table.model_fields}:
        raise _expected(where, f"do, {', '.join(table.model_fields)}", ", ".join(map(str, told)))
    values = {part: value for part, value in told.items() if part != "do"}
    try:
        return change(**dict(table.model_validate(values)))
    except ValidationError as error:
        part, expected = first_fault(error)
        raise _expected(Told("{where}, {part}", {"where": where, "part": part}), expected, told[part]) from error
    except GeoError as error:
        raise ScenarioFileError("{where}: {why}", where=where, why=told_of(error)) from error


def _expected(where: str | Told, expected: str, given: Any) -> ScenarioFileError:
    """The usual sentence: where, what was expected, what came."""
    return ScenarioFileError(
        "{where}: expected {expected}, got {given}", where=where, expected=expected, given=_short(given)
    )


def _short(value: Any) -> str:
    """What came, as JSON writes it, on one line and not too long; nothing for nothing."""
    told = "nothing" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return quoted(told)[1:-1]
