"""The nearest body that takes an industry (产业): for each site the nearest body that serves it and is approved for one
of the site's industries.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from geo.checks import need_columns
from geo.distance import pairwise_m

EVERYWHERE = "province"
SITE_COLUMNS = ("lon", "lat", "prefecture", "takes")
BODY_COLUMNS = ("id", "lon", "lat", "prefecture", "serves", "industries")


def nearest_of_industry(
    sites: pd.DataFrame, bodies: pd.DataFrame, *, ignore_borders: bool = False, distance_m: ArrayLike | None = None
) -> pd.DataFrame:
    """The nearest body of each site's industry, on the index of `sites`: body (id, "" for none) and metres (NaN).

    sites   WGS-84, prefecture, and `takes`: the industries a body may be approved for, as a collection; an empty one is
            not known, and then any body will do
    bodies  WGS-84, prefecture, `serves` ("province" serves everybody, any other its own prefecture), and `industries`,
            parted by "; "; a body that names none is of no industry. Either frame may be empty.
    ignore_borders  every body serves everybody;  distance_m  rows sites, columns bodies, instead of straight lines
    Of bodies equally near the one with the smallest id. Raises MissingColumnError.
    """
    need_columns({"sites": (sites, SITE_COLUMNS), "bodies": (bodies, BODY_COLUMNS)})
    ordered = bodies.sort_values("id", kind="stable")
    if sites.empty or ordered.empty:
        return pd.DataFrame({"body": "", "metres": np.nan}, index=sites.index).astype({"body": object})
    if distance_m is None:
        metres = pairwise_m(sites["lon"], sites["lat"], ordered["lon"], ordered["lat"])
    else:
        metres = np.asarray(distance_m, dtype=float)[:, bodies.index.get_indexer(ordered.index)]
    homes, mine = ordered["prefecture"].to_numpy()[None, :], sites["prefecture"].to_numpy()[:, None]
    served = (homes == mine) | (ordered["serves"] == EVERYWHERE).to_numpy()[None, :] | ignore_borders
    named = [set(cell.split("; ")) - {""} for cell in ordered["industries"]]
    fits = np.array([[not takes or not names.isdisjoint(takes) for names in named] for takes in sites["takes"]])
    metres = np.where(served & fits, metres, np.inf)
    nearest = metres.argmin(axis=1)
    found = metres[np.arange(len(metres)), nearest]
    ids = np.where(np.isfinite(found), ordered["id"].to_numpy(dtype=object)[nearest], "")
    return pd.DataFrame({"body": ids, "metres": np.where(np.isfinite(found), found, np.nan)}, index=sites.index)
