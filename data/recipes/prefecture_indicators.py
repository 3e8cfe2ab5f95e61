"""prefecture_indicators: rows transcribed from yearbooks stay as they stand; the rows computed here are made anew."""

from __future__ import annotations

import pandas as pd

from data.recipes import density
from data.recipes.tables import records


def build() -> pd.DataFrame:
    """The committed table with the indicators of `density` replaced; other rows are the record and stay in order."""
    committed: pd.DataFrame = records("prefecture_indicators")
    transcribed = committed[~committed["indicator"].isin(density.INDICATORS)]
    return pd.concat([transcribed, density.rows()], ignore_index=True)
