"""An office's own demand in place of residents: places folded by `cli.py entities` are laid over an atlas as its demand
points, so that gaps, reach and siting run on them as they are.

They are in no link and in no file of the server, and every amount says whose it is. The plan's own rule and the
definitions of the ledger speak of residents: nothing here answers them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from atlas.atlas import Atlas, Demand
from atlas.faults import FaultError
from atlas.memo import Memo
from atlas.siting.question import PLACES
from data.demand_in import FoldedDemand, read_demand

MARK_LENGTH = 8
ELSEWHERE = "{file}: expected cells in the counties of the data, found one in {found}; fold the places anew"

# What speaks of the places of the data, and says nothing of others.
OF_OTHERS = {
    "matrix": "a matrix of travel knows the places of the data only",
    "weights": "a table by county is spread by residents",
}


def need_fitting(given: Mapping[str, Any]) -> None:
    """Raise ValueError for what was typed beside a file of demand and speaks of residents or their places.

    given  by name what the command line takes
    """
    for name, why in OF_OTHERS.items():
        if given.get(name):
            raise ValueError(f"expected --demand-file or --{name}, not both: {why}")
    if given.get("weight") or given.get("candidates") == PLACES:
        raise ValueError("expected no --weight and no candidates of places beside --demand-file")


def with_demand(atlas: Atlas, path: Path) -> Atlas:
    """The atlas with the cells of a file as its demand points, under a version of its own. Raises TableError,
    FaultError in one sentence.
    """
    found = read_demand(path)
    rows = _in_counties(atlas, found, path)
    told = hashlib.sha256(rows.to_csv(index=False).encode()).hexdigest()[:MARK_LENGTH]
    about = found.about
    demand = Demand(path.name, about["source"], about["weight"], about["cell_deg"], int(found.rows["rows"].sum()))
    return replace(
        atlas,
        world=replace(atlas.world, frames={**atlas.world.frames, "demand_points": rows}),
        version=f"{atlas.version}-demand-{told}",
        memo=Memo(),
        demand=demand,
    )


def _in_counties(atlas: Atlas, found: FoldedDemand, path: Path) -> pd.DataFrame:
    """The cells as demand points are: id, name, name_zh, county, prefecture, lon, lat, residents (their amount)."""
    counties = atlas.world["counties"].set_index("adcode")["prefecture"]
    homes = found.rows["county"].map(counties)
    odd = found.rows.loc[homes.isna() | (homes != found.rows["prefecture"]), "county"]
    if len(odd):
        raise FaultError(ELSEWHERE, file=path, found=str(odd.iloc[0])[:20])
    rows = found.rows.assign(name=found.rows["id"], name_zh="", residents=found.rows["amount"].astype(float))
    plain = rows[["id", "name", "name_zh", "county", "prefecture", "lon", "lat", "residents"]]
    return plain.astype(dict.fromkeys(("id", "name", "name_zh", "county", "prefecture"), object))
