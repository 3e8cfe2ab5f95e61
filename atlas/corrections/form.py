"""What somebody fills in about a record: the few columns that people know and its kind asks for, the rest follows."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import cast

from atlas.atlas import Atlas
from atlas.corrections.kinds import Kind, declared_of, kinds, name_of
from atlas.corrections.released import Change, record_of
from atlas.faults import FaultError, Note
from data.catalog import Meta
from data.schemas import DATES, NUMBERS
from geo.datums import DATUMS, Datum, to_wgs84
from geo.errors import BadValueError
from geo.signs import without_control
from geo.typed import folded, number

# How far off each kind of position may be, kilometres, as in the compiled records.
POSITION_KM = {
    "street": "0.5",
    "town_seat": "3",
    "subdistrict": "3",
    "area_centre": "3",
    "district_seat": "8",
    "county_seat": "8",
    "city_seat": "15",
    "none": "",
}
DECIMALS = 6
POINT = ("lon", "lat")
# Where a record of no prefecture belongs.
PROVINCE = "province"


class UnusableError(FaultError):
    """Of what was entered something can be no part of a record; str() says the first of it.

    unusable  a sentence by the field it is about;  rest  the change without it, so that all else can be looked through
    """

    def __init__(self, unusable: Mapping[str, Note], rest: Change) -> None:
        first = next(iter(unusable.values()))
        super().__init__(first.message, **first.parts)
        self.unusable, self.rest = unusable, rest


def positions(allowed: Sequence[str]) -> list[str]:
    """What a point may be said to be, of what a dataset allows; that nothing is said of it is no answer."""
    return [each for each in POSITION_KM if each in allowed]


def blank(atlas: Atlas, set_id: str, adcode: str) -> dict[str, str]:
    """A record of a prefecture, "" for one of the province, that is not there yet, nothing known of it."""
    columns = declared_of(atlas, set_id).columns
    made = dict.fromkeys(columns, "") | kinds()[set_id].begins
    told = {"id": f"added-{adcode or PROVINCE}-{secrets.token_hex(4)}", "prefecture": adcode}
    return made | {name: text for name, text in told.items() if name in columns}


def change_of(
    atlas: Atlas,
    set_id: str,
    record: str,
    entered: Mapping[str, str],
    datum: str,
    source: Mapping[str, str],
    adcode: str = "",
) -> Change:
    """What was entered as a change of a record, "" for a new one of a prefecture.

    entered  texts of what its kind asks (and asks first), as typed;  datum  of longitude and latitude, "" only where
    these are as they were. A session's own tables are looked through: nothing of them gets into a change. Raises
    UnusableError for a point that is half, without a datum or no number, and for a new record that is there already;
    LookupError for an unknown record.
    """
    atlas = atlas.released
    kind, declared = kinds()[set_id], declared_of(atlas, set_id)
    before = _known(atlas, set_id, record) if record else None
    known = before or blank(atlas, set_id, adcode)
    asked = [name for name in (*kind.asked, *kind.first) if name in entered]
    typed = {name: _plain(declared, name, entered[name]) for name in asked}
    after = known | typed | _bounds(known, typed)
    unusable = _unusable(known, after, datum)
    if unusable:
        after |= {name: known[name] for name in POINT}
    after |= _moved(kind, known, after, datum)
    after |= {name: after[other] for name, other in kind.same.items() if not after[name]}
    if not record:
        record = name_of(after, declared)
        if record_of(atlas, set_id, record) is not None:
            there = Note("There is such a record already: choose it in the list to correct it.", {})
            unusable = {declared.key[0]: there} | unusable
    change = Change(set_id, record, before, after, _told(source))
    if unusable:
        raise UnusableError(unusable, change)
    return change


def removal_of(atlas: Atlas, set_id: str, record: str, source: Mapping[str, str]) -> Change:
    """A record taken out, as it is released. Raises LookupError for an unknown one."""
    return Change(set_id, record, _known(atlas.released, set_id, record), None, _told(source))


def _known(atlas: Atlas, set_id: str, record: str) -> dict[str, str]:
    found = record_of(atlas, set_id, record)
    if found is None:
        raise LookupError(f"record {record!r} is not known")
    return found


def _told(source: Mapping[str, str]) -> dict[str, str]:
    told = {name: without_control(text).strip() for name, text in source.items()}
    return {name: text for name, text in told.items() if text}


def _plain(declared: Meta, name: str, text: str) -> str:
    """On one line, as a cell of a table is, without spaces around it, a space for a control sign; full-width digits of
    numbers, dates and years folded.
    """
    folds = declared.columns[name]["type"] in (*NUMBERS, *DATES) or name in declared.key
    line = without_control(" ".join(each.strip() for each in text.strip().splitlines()))
    return folded(line).strip() if folds else line


def _unusable(known: Mapping[str, str], after: Mapping[str, str], datum: str) -> dict[str, Note]:
    """What keeps a point that was entered from being one of WGS-84, by the fields; {} for nothing, or no new point."""
    point = [after.get(name, "") for name in POINT]
    if point == [known.get(name, "") for name in POINT] or not any(point):
        return {}
    found: dict[str, Note] = {}
    if not all(point):
        found["lat" if point[0] else "lon"] = Note("A point needs both longitude and latitude.", {})
    elif not all(map(_is_number, point)):
        found["lon"] = Note("Longitude and latitude: expected two numbers such as 116.73 and 23.37.", {})
    if datum not in DATUMS:
        text = "Say in which datum longitude and latitude are: the difference is up to a kilometre."
        found["datum"] = Note(text, {})
    return found


def _is_number(text: str) -> bool:
    try:
        number(text)
    except BadValueError:
        return False
    return True


def _moved(kind: Kind, known: Mapping[str, str], after: Mapping[str, str], datum: str) -> dict[str, str]:
    """What follows where a point, or what it is, has changed: {} where neither has, or there is none."""
    found: dict[str, str] = {}
    if any(after.get(name) != known.get(name) for name in POINT):
        found = _point(after["lon"], after["lat"], datum) | kind.moved
    if "position_km" in after and after["position"] != known["position"]:
        # One that is not offered is told of when the record is looked through.
        found["position_km"] = POSITION_KM.get(after["position"], "")
    return found


def _bounds(known: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """A date that somebody has entered is that day; one that was taken away is unknown."""
    changed = [name for name in typed if f"{name}_bound" in known and typed[name] != known[name]]
    return {f"{name}_bound": "exact" if typed[name] else "unknown" for name in changed}


def _point(lon: str, lat: str, datum: str) -> dict[str, str]:
    """A usable point, or none, in WGS-84."""
    if not lon and not lat:
        return {"lon": "", "lat": ""}
    east, north = to_wgs84([number(lon)], [number(lat)], cast("Datum", datum))
    return {"lon": f"{east[0]:.{DECIMALS}f}".rstrip("0"), "lat": f"{north[0]:.{DECIMALS}f}".rstrip("0")}
