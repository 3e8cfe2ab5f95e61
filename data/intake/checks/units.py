"""Prefectures and counties: by code or by name, of today, and the same in every column that says them."""

from __future__ import annotations

from data.intake.draft import Draft, Table
from data.intake.facts import Facts, nearest
from data.intake.kinds import declared
from data.schemas import LIST_SEPARATOR
from data.told import Told
from geo.typed import folded

# A code of a town or village (12 digits) begins with that of its county.
LONG, SHORT = 12, 6


def check_units(table: Table) -> None:
    """Codes in `values` of every unit that a row says, by whichever column."""
    columns, facts = table.kind.columns, table.facts
    prefectures = facts.indicator_regions if table.kind.id == "indicators" else facts.prefectures
    for draft in table.drafts:
        if "prefecture" in columns:
            _unit(table, draft, "prefecture", "prefecture_name", prefectures)
        if "county" in columns:
            _unit(table, draft, "county", "county_name", facts.counties)
            _same_prefecture(table, draft)
        if "adcode" in columns:
            _unit(table, draft, "adcode", "county_name", facts.counties)


def _unit(table: Table, draft: Draft, code_column: str, name_column: str, known: dict[str, str]) -> None:
    """The code that a row means, into `values[code_column]`; what is unknown or contradicts itself is refused."""
    code = _plain_code(draft.text(code_column))
    name = folded(table.came(draft, name_column)).strip()
    mine = _found(table, draft, code_column, code, known) if code else ""
    by_name = _found(table, draft, name_column, name, known) if name else ""
    draft.values[code_column] = mine or by_name
    if mine and by_name and mine != by_name:
        parts = {"code": mine, "is": known[mine], "says": table.matched.title(name_column)}
        problem = Told("{code} is {is}, but column {says} says another unit", parts)
        cure = Told("correct the code or the name; {unit} is {code}", {"unit": known[by_name], "code": by_name})
        table.refuse(draft, code_column, problem, cure)


def _plain_code(text: str) -> str:
    """A code as a code: what a spreadsheet adds to a number is taken off, and what a village adds to its county."""
    code = text.removesuffix(".0")
    if len(code) == LONG and code.isdigit():
        return code[:SHORT]
    return code


def _found(table: Table, draft: Draft, column: str, said: str, known: dict[str, str]) -> str:
    """The code of a unit by what a cell says; "" when it was refused."""
    if said in known:
        return said
    names = table.facts.county_names if known is table.facts.counties else table.facts.prefecture_names
    codes = names.get(said.casefold(), [])
    inside = draft.text("prefecture")
    if len(codes) > 1 and inside:
        codes = [each for each in codes if table.facts.parent.get(each) == inside] or codes
    if len(codes) == 1:
        return codes[0]
    near = {code: name for code, name in known.items() if table.facts.parent.get(code, inside) == inside}
    table.refuse(draft, column, *_why(table.facts, said, codes, known, near or known))
    return ""


def _why(facts: Facts, said: str, codes: list[str], known: dict[str, str], near: dict[str, str]) -> tuple[Told, Told]:
    """What is wrong with a unit that is not known by this word, and what to write. near  those that are suggested"""
    if codes:
        told = ", ".join(facts.name_of(each) for each in codes)
        return Told("several units are called so"), Told("write the code: {units}", {"units": told})
    if said in declared().speech.totals:
        return Told("this is a sum of units, and no unit"), Told("leave this row out")
    former = facts.former.get(said) or _without_year(facts, said)
    if former is not None and known is facts.counties:
        return _former(facts, former)
    return _of_the_other_level(facts, said, known) or _unlike_any(facts, said, near)


def _of_the_other_level(facts: Facts, said: str, known: dict[str, str]) -> tuple[Told, Told] | None:
    """A prefecture where a county is expected, or the other way round."""
    if known is facts.counties and said in facts.prefectures:
        return Told("this is a prefecture, a county is expected"), Told("write the code or the name of the county")
    if known is not facts.counties and said in facts.counties:
        cure = Told("write {unit}", {"unit": facts.name_of(facts.parent[said])})
        return Told("this is a county, a prefecture is expected"), cure
    return None


def _unlike_any(facts: Facts, said: str, near: dict[str, str]) -> tuple[Told, Told]:
    """No unit at all; the one that is written most like it is suggested."""
    names = {name: code for code, name in near.items() if name} | {code: code for code in near}
    like = nearest(said, names)
    cure = Told("did you mean {unit}?", {"unit": facts.name_of(names[like])}) if like else Told("look up its code")
    return Told("no unit of today has this code or name"), cure


def _without_year(facts: Facts, said: str) -> dict[str, str] | None:
    """What never was a unit by itself, and which people call by the beginning of its name."""
    rows = [each for each in facts.former.values() if not each["until"]]
    return next((each for each in rows if len(said) > 1 and said[:2] == each["name_zh"][:2]), None)


def _former(facts: Facts, former: dict[str, str]) -> tuple[Told, Told]:
    now = ", ".join(facts.name_of(each) for each in former["successors"].split(LIST_SEPARATOR))
    if not former["until"]:
        text = "{name} is no unit by itself here: Shenzhen administers it, and it is drawn and counted in {now}"
        return Told(text, {"name": former["name_zh"], "now": now}), Told("write {unit}", {"unit": now})
    parts = {"name": former["name_zh"], "code": former["adcode"], "year": former["until"]}
    return Told("{name} {code} is out of use since {year}", parts), Told("write its successor: {now}", {"now": now})


def _same_prefecture(table: Table, draft: Draft) -> None:
    county, said = draft.text("county"), draft.text("prefecture")
    parent = table.facts.parent.get(county, said)
    if county and not said and "prefecture" not in draft.refused:
        draft.values["prefecture"] = parent
    elif county and said and parent != said:
        parts = {"county": table.facts.name_of(county), "parent": table.facts.name_of(parent)}
        column = "county" if "county" in table.matched.at else "county_name"
        cure = Told("correct the county or the prefecture {unit}", {"unit": table.facts.name_of(said)})
        table.refuse(draft, column, Told("{county} belongs to {parent}", parts), cure)
