"""Residents, area (面积) and density of the 21 prefectures, from the census and the recalled official areas."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data.recipes.tables import records

CENSUS_YEAR = "2020"
CENSUS, AREAS, OWN = "census-2020-communique", "recalled-areas", "own-calculation"
INDICATORS = ("residents-census", "official-area", "residents-density")


def rows() -> pd.DataFrame:
    """Rows of the three `INDICATORS` in the columns of prefecture_indicators.

    residents-census in 10,000 people, by communiqué; official-area in km², recalled, so B; residents-density in people
    per km², B with its area.
    """
    residents = records("residents_prefecture").set_index("adcode")
    areas = records("prefectures").set_index("adcode")["official_area_km2"]
    people = residents["residents_2020"]
    notes = residents["note_zh"]
    made = [
        _rows("residents-census", people / 10_000, decimals=4, evidence="A2", sources=CENSUS, notes=notes),
        _rows("official-area", areas, decimals=2, evidence="B", sources=AREAS, notes=notes.map(lambda _note: "")),
        _rows(
            "residents-density",
            people / areas,
            decimals=1,
            evidence="B",
            sources=f"{CENSUS}; {AREAS}; {OWN}",
            notes=notes,
        ),
    ]
    return pd.concat(made, ignore_index=True)


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
