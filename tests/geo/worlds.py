"""Tiny worlds for the tests of this room: tables with one word a row, areas drawn by a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.access import Access, AccessDefinition, access
from geo.coverage import BODY_COLUMNS, COUNT_COLUMNS
from geo.definitions import Admission, Definition
from geo.reach import Reach, reach

NAN = float("nan")
DAY = date(2025, 12, 31)
Row = Mapping[str, Any]

BODY = {
    "kind": "protection_centre", "subkind": "national_protection_centre", "level": "national", "serves": "prefecture",
    "record_type": "body", "approved": "2019", "approved_bound": "exact", "operating": "", "operating_bound": "unknown",
    "not_before": "", "counted_by": "", "status": "in_operation", "evidence": "A1", "prefecture": "",
}  # fmt: skip
COUNT = {
    "kind": "rights_aid", "subkind": "provincial_subcentre", "level": "provincial", "prefecture": "", "unplaced": 1.0,
    "not_before": "", "evidence": "A2",
}  # fmt: skip

PREFECTURES = (
    "440100", "440200", "440300", "440400", "440500", "440600", "440700", "440800", "440900", "441200", "441300",
    "441400", "441500", "441600", "441700", "441800", "441900", "442000", "445100", "445200", "445300",
)  # fmt: skip

NATIONAL = (Admission(kinds=("protection_centre", "rapid_rights_centre"), levels=("national",)),)
LOCAL = Admission(
    subkinds=(
        "provincial_subcentre",
        "municipal_rapid_centre",
        "municipal_protection_centre",
        "district_protection_centre",
    )
)
NATIONAL_APPROVED = Definition("national-approved", "approved", Fraction("0.80"), NATIONAL)
NATIONAL_OPERATING = Definition("national-operating", "operating", Fraction("0.80"), NATIONAL)
ANY_RAPID_BODY = Definition("any-rapid-body", "approved", Fraction("0.80"), (*NATIONAL, LOCAL))

UNDATED = {"approved": "", "approved_bound": "unknown"}
BOUND = {"approved": "2020-12-31", "approved_bound": "not_later_than"}
COUNTED = {"approved": "", "approved_bound": "unknown", "counted_by": "2020-12-31", "evidence": "B"}
RAPID = {"kind": "rapid_rights_centre", "subkind": "national_rapid_rights_centre"}
SUBCENTRE = {"kind": "rights_aid", "subkind": "provincial_subcentre", "level": "provincial"}


def body(record: str, prefecture: str = "440100", **changes: Any) -> dict[str, Any]:
    """A national protection centre, approved 2019, evidence A1, but for what is said otherwise."""
    return {**BODY, "id": record, "prefecture": prefecture, **changes}


def bodies(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(BODY_COLUMNS))


def count(record: str, unplaced: int = 1, **changes: Any) -> dict[str, Any]:
    """So many provincial sub-centres without a known place, but for what is said otherwise."""
    return {**COUNT, "id": record, "unplaced": float(unplaced), **changes}


def counts(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(COUNT_COLUMNS))


def guangdong() -> tuple[pd.DataFrame, pd.DataFrame]:
    """A table of the shape of the real one, by hand: 7 protection and 8 rapid-rights centres, local bodies."""
    return bodies(
        body("p-province", serves="province", operating="2019-04-30", operating_bound="exact"),
        body("p-shenzhen", "440300", approved="2017", approved_bound="not_later_than"),
        body("p-foshan", "440600", evidence="A2", **BOUND),
        body("p-zhuhai", "440400", evidence="A2", approved="2020", not_before="2020-03"),
        body("p-guangzhou", "440100", evidence="A2", approved="2020"),
        body("p-shantou", "440500", approved="2020-02"),
        body("p-dongguan", "441900", evidence="A2", approved="2025-10", status="approved"),
        body("r-zhongshan", "442000", operating="2011-06", operating_bound="exact", evidence="A2", **RAPID, **UNDATED),
        body("r-dongguan", "441900", approved="2013-12", evidence="A2", **RAPID),
        body("r-shunde", "440600", **RAPID, **COUNTED),
        body("r-huadu", "440100", approved="2020-08-04", approved_bound="not_later_than", evidence="A2", **RAPID),
        body("r-yangjiang", "441700", **RAPID, **COUNTED),
        body("r-chaozhou", "445100", evidence="A2", **RAPID, **BOUND),
        body("r-shantou", "440500", **RAPID, **COUNTED),
        body("r-futian", "440300", approved="2025-05", evidence="A2", status="approved", **RAPID),
        body("a-zhongshan", "442000", operating="2025-03", operating_bound="exact", **SUBCENTRE, **UNDATED),
        body("a-nanshan", "440300", subkind="district_protection_centre", level="district", approved="2017"),
        body("a-jiangmen", "440700", subkind="municipal_rapid_centre", level="unknown", evidence="C"),
    ), counts(
        count("subcentres-2023", 15),
        count("stations-2023", 217, subkind="aid_station", level="unknown"),
    )  # fmt: skip


def centres_in(n: int) -> pd.DataFrame:
    """One certain centre in each of the first n of the 21 prefectures."""
    return bodies(*(body(f"centre-{adcode}", adcode) for adcode in PREFECTURES[:n]))


def squares(*ids: str, columns: int = 3) -> gpd.GeoDataFrame:
    """Unit squares of one degree, row by row from 113 E 22 N northwards, `columns` in a row."""
    boxes = [
        shapely.box(113 + place % columns, 22 + place // columns, 114 + place % columns, 23 + place // columns)
        for place in range(len(ids))
    ]
    return gpd.GeoDataFrame({"adcode": list(ids)}, geometry=boxes, crs=4326)


def wavy_areas(n: int, *, seed: int = 1) -> gpd.GeoDataFrame:
    """A coverage of n areas with curved borders, a hole that is nobody's, an enclave, and an area in two parts."""
    draw = np.random.default_rng(seed)
    frame = shapely.box(110, 20, 117, 25)
    seeds = shapely.multipoints(draw.uniform((110, 20), (117, 25), size=(n, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=frame, ordered=True))
    cells = shapely.segmentize(shapely.intersection(cells, frame), 0.02)
    # Rounded first: the same border walked the other way is cut at points that differ in the last digit.
    cells = shapely.transform(cells, lambda xy: np.round(xy, 9) + 0.04 * np.sin(11 * np.round(xy[:, ::-1], 9)))
    island, lake = shapely.box(118, 21, 118.1, 21.1), _within(cells[1])
    cells[0] = shapely.union(cells[0], island)
    enclave = _within(cells[2])
    cells[1], cells[2] = shapely.difference(cells[1], lake), shapely.difference(cells[2], enclave)
    names = [f"44{place:02d}00" for place in range(1, n + 2)]
    return gpd.GeoDataFrame({"adcode": names}, geometry=[*cells, enclave], crs=4326)


def _within(shape: shapely.Geometry) -> shapely.Geometry:
    """A small octagon inside a shape."""
    return shapely.point_on_surface(shape).buffer(0.013, quad_segs=2)


# Access: near enough to enough of the people of a prefecture.

# Three prefectures, one degree of latitude (111 km) apart: in each a city of 80 and, 51 km east, a village of 20.
GUANGZHOU, SHAOGUAN, SHENZHEN = HOMES = ("440100", "440200", "440300")
CITY, VILLAGE = 113.0, 113.5
LATITUDE = {GUANGZHOU: 23.0, SHAOGUAN: 24.0, SHENZHEN: 22.0}
FIFTEEN_KM = AccessDefinition(NATIONAL_APPROVED, 15_000, Fraction("0.80"))


def people_at(prefecture: str, lon: float, residents: float) -> dict[str, Any]:
    """Residents at a longitude of a prefecture, on its own latitude."""
    return {"prefecture": prefecture, "lon": lon, "lat": LATITUDE[prefecture], "residents": residents}


def demand(*rows: Row) -> pd.DataFrame:
    """A table of what `people_at` gives."""
    return pd.DataFrame(list(rows), columns=["prefecture", "lon", "lat", "residents"])


PEOPLE = [people_at(home, lon, residents) for home in HOMES for lon, residents in ((CITY, 80), (VILLAGE, 20))]


def placed(record: str, prefecture: str = GUANGZHOU, *, lon: float = CITY, off_km: float = NAN, **changes: Any) -> Row:
    """A certain centre in the city of its prefecture, where its point is, but for what is said otherwise."""
    return {**body(record, prefecture, **changes), "lon": lon, "lat": LATITUDE[prefecture], "position_km": off_km}


def placed_bodies(rows: Sequence[Row]) -> pd.DataFrame:
    spots = {column: [float(row[column]) for row in rows] for column in ("lon", "lat", "position_km")}
    return bodies(*(dict(row) for row in rows)).assign(**spots)


def reached(
    *rows: Row,
    definition: AccessDefinition = FIFTEEN_KM,
    numbers: pd.DataFrame | None = None,
    people: Sequence[Row] = PEOPLE,
    homes: Sequence[str] = HOMES,
) -> Access:
    numbers = counts() if numbers is None else numbers
    return access(placed_bodies(rows), numbers, demand(*people), homes, definition, as_of=DAY)


# Reach: three towns in a row, and bodies in them.


def town(name: str, lon: float, residents: float, prefecture: str = "440100", lat: float = 23.0) -> dict[str, Any]:
    return {"name": name, "prefecture": prefecture, "lon": lon, "lat": lat, "residents": residents}


def site(record: str, lon: float, lat: float = 23.0, **changes: Any) -> dict[str, Any]:
    """A body of 440100 that serves its prefecture, but for what is said otherwise."""
    return {"id": record, "serves": "prefecture", "prefecture": "440100", "lon": lon, "lat": lat, **changes}


def towns(*rows: Row) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["name", "prefecture", "lon", "lat", "residents"]).set_index("name")


def sites(*rows: Row) -> pd.DataFrame:
    columns = ["id", "serves", "prefecture", "lon", "lat"]
    return pd.DataFrame(list(rows), columns=[*columns, "width_m"] if any("width_m" in row for row in rows) else columns)


# At 23 N a tenth of a degree of longitude is 10.25 km: one town is 10.25 km from the next, the outer ones 20.5 km.
WEST, MIDDLE, EAST = 113.0, 113.1, 113.2
THREE = (town("west", WEST, 100), town("middle", MIDDLE, 200), town("east", EAST, 700))
ENDS = (site("w", WEST), site("e", EAST))


def three(*placed: Row, radius_m: float = 12_000, **options: Any) -> Reach:
    """Reach of the three towns; 12 km goes from one town to the next and no farther."""
    return reach(towns(*THREE), sites(*placed), radius_m=radius_m, **options)
