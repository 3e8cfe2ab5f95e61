"""A table of folded demand, as `cli.py entities --fold --demand-out` writes it (data.demand_out), read back whole."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data.demand_out import ABOUT
from data.errors import TableError
from data.limits import DEMAND_ROWS

COLUMNS = ("id", "county", "prefecture", "lon", "lat", "amount", "rows")
NUMBERS = ("lon", "lat", "amount", "rows")
TOLD = ("source", "weight", "cell_deg", "data_version")
NOT_OURS = "{file}: expected a table of demand as cli.py entities --fold --demand-out writes it: {why}"


@dataclass(frozen=True, eq=False)
class FoldedDemand:
    """rows  columns id, county, prefecture, lon, lat (WGS-84), amount, rows, unique ids, amounts from 0;  about  where
    it is from: source (files), weight (a column of them, "" for rows), cell_deg, data_version it was folded with
    """

    rows: pd.DataFrame
    about: Mapping[str, str]


def read_demand(path: Path) -> FoldedDemand:
    """The table and what it says of itself. Raises TableError with one sentence."""
    import pyarrow as pa  # noqa: PLC0415 -- for those who bring such a file
    from pyarrow import parquet  # noqa: PLC0415

    try:
        with path.open("rb") as file:
            opened = parquet.ParquetFile(file)
            about = _about(path, opened.schema_arrow.metadata or {})
            _need_table(path, opened.schema_arrow.names, opened.metadata.num_rows)
            rows = opened.read(columns=list(COLUMNS)).to_pandas()
    except (pa.ArrowException, OSError) as error:
        why = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise TableError(NOT_OURS, file=path, why=why) from None
    _need_whole(path, rows)
    return FoldedDemand(rows, about)


def _about(path: Path, metadata: Mapping[bytes, bytes]) -> Mapping[str, str]:
    try:
        told = json.loads(metadata[ABOUT])
        return {name: str(told[name]) for name in TOLD}
    except (KeyError, TypeError, ValueError):
        raise TableError(NOT_OURS, file=path, why="it does not say where it is from") from None


def _need_table(path: Path, names: Collection[str], count: int) -> None:
    """Raise TableError for other columns, for no rows and for too many."""
    missing = [each for each in COLUMNS if each not in names]
    if missing:
        raise TableError(NOT_OURS, file=path, why=f"no column {missing[0]}")
    if not 0 < count <= DEMAND_ROWS.most:
        why = f"{count:,} rows, at most {DEMAND_ROWS.told} are taken; fold to larger cells"
        raise TableError(NOT_OURS, file=path, why=why)


def _need_whole(path: Path, rows: pd.DataFrame) -> None:
    """Raise TableError for cells that no such table has."""
    odd = [name for name in NUMBERS if not pd.api.types.is_numeric_dtype(rows[name])]
    if odd:
        raise TableError(NOT_OURS, file=path, why=f"column {odd[0]} holds no numbers")
    numbers = rows[list(NUMBERS)].to_numpy(dtype=float)
    if not np.isfinite(numbers).all() or (numbers[:, 2:] < 0).any():
        raise TableError(NOT_OURS, file=path, why="a number is missing or below 0")
    if rows["id"].isna().any() or rows["id"].duplicated().any():
        raise TableError(NOT_OURS, file=path, why="an id is missing or stands twice")
