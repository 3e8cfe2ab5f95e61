"""What somebody fills in about a body, as a record: the few columns that people know, the rest follows."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from atlas.atlas import Atlas
from atlas.corrections.released import Change, record_of
from atlas.faults import FaultError
from geo.datums import Datum, to_wgs84
from geo.errors import BadValueError
from geo.typed import folded, number

DATUMS: tuple[Datum, ...] = ("wgs84", "cgcs2000", "gcj02", "bd09")
# How far off each kind of position may be, kilometres, as in the compiled records.
POSITION_KM = {
    "street": "0.5",
    "town_seat": "3",
    "subdistrict": "3",
    "area_centre": "3",
    "district_seat": "8",
    "city_seat": "15",
    "none": "",
}
DECIMALS = 6
DATES = ("approved", "operating")
ASKED = (
    *("name_zh", "address", "county", "lon", "lat", "position"),
    *("status", "approved", "operating", "evidence", "notes"),
)
# Asked only of a record that is not there yet.
ASKED_FIRST = ("kind", "level", "serves")


def blank(atlas: Atlas, adcode: str) -> dict[str, str]:
    """A record of a prefecture that is not there yet, nothing known of it."""
    made = dict.fromkeys(atlas.declared("bodies").columns, "")
    usual = {"subkind": "unknown", "record_type": "body", "approved_bound": "unknown", "operating_bound": "unknown"}
    return made | usual | {"id": f"added-{adcode}-{secrets.token_hex(4)}", "prefecture": adcode, "position": "none"}


def change_of(
    atlas: Atlas, record: str, entered: Mapping[str, str], datum: str, source: Mapping[str, str], adcode: str = ""
) -> Change:
    """What was entered as a change of a record, "" for a new one of a prefecture.

    entered  texts of ASKED (and ASKED_FIRST), as typed;  datum  of longitude and latitude, "" only where these are as
    they were. Raises FaultError for a point without a datum or that is no number, LookupError for an unknown record.
    """
    before = record_of(atlas, "bodies", record) if record else None
    if record and before is None:
        raise LookupError(f"record {record!r} is not known")
    known = before if before is not None else blank(atlas, adcode)
    typed = {name: _plain(name, entered[name]) for name in (*ASKED, *ASKED_FIRST) if name in entered}
    after = known | typed | _bounds(known, typed)
    if (after["lon"], after["lat"]) != (known["lon"], known["lat"]):
        after |= _point(after["lon"], after["lat"], datum) | {"point_source": ""}
    if after["position"] != known["position"]:
        after["position_km"] = POSITION_KM[after["position"]]
    if not after["name_en"]:
        after["name_en"] = after["name_zh"]
    told = {name: text.strip() for name, text in source.items() if text.strip()}
    return Change("bodies", after["id"], before, after, told)


def removal_of(atlas: Atlas, record: str, source: Mapping[str, str]) -> Change:
    """A record taken out. Raises LookupError for an unknown one."""
    before = record_of(atlas, "bodies", record)
    if before is None:
        raise LookupError(f"record {record!r} is not known")
    return Change("bodies", record, before, None, {name: text.strip() for name, text in source.items() if text.strip()})


def _plain(name: str, text: str) -> str:
    """Without spaces around it; full-width digits of numbers and dates folded."""
    return folded(text).strip() if name in ("lon", "lat", *DATES) else text.strip()


def _bounds(known: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """A date that somebody has entered is that day; one that was taken away is unknown."""
    changed = [name for name in DATES if name in typed and typed[name] != known[name]]
    return {f"{name}_bound": "exact" if typed[name] else "unknown" for name in changed}


def _point(lon: str, lat: str, datum: str) -> dict[str, str]:
    if not lon and not lat:
        return {"lon": "", "lat": ""}
    if datum not in DATUMS:
        raise FaultError("Say in which datum longitude and latitude are: the difference is up to a kilometre.")
    try:
        east, north = to_wgs84([number(lon)], [number(lat)], datum)
    except BadValueError:
        raise FaultError("Longitude and latitude: expected two numbers such as 116.73 and 23.37.") from None
    return {"lon": f"{east[0]:.{DECIMALS}f}".rstrip("0"), "lat": f"{north[0]:.{DECIMALS}f}".rstrip("0")}
