"""How service bodies (服务机构) become points: one class for every body drawn at a date, and one kind of layer for
all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from layers.base import Layer, Moment, World, derived
from layers.extras import standing

if TYPE_CHECKING:
    import geopandas as gpd

RESTATED = "restated"
LEGEND: dict[str, str] = {
    "operating": "in operation, dated",
    "operating-bound": "in operation, date known as a bound only",
    "operating-believed": "in operation, believed (evidence B)",
    "operating-bound-believed": "in operation, believed, date a bound only",
    "approved": "approved, not operating",
    "approved-bound": "approved, not operating, date a bound only",
    "approved-believed": "approved, not operating, believed",
    "approved-bound-believed": "approved, not operating, believed, date a bound only",
    "unclear": "exists, operation not documented",
    "unclear-bound": "exists, operation not documented, date a bound only or unknown",
    "unclear-believed": "exists, operation not documented, believed",
    "unclear-bound-believed": "exists, operation not documented, believed, date a bound only or unknown",
    "assumed": "what if: new here",
    "moved": "what if: moved here",
    "restated": "what if: at another stage, or taken as confirmed",
    "own": "own data of this session, unpublished",
    "closed": "what if: closed or taken as wrong, not counted",
}


def body_classes(records: pd.DataFrame, supposed: Collection[str] = ()) -> pd.Series:
    """The class of each of some drawn bodies, indexed by body id: state[-bound][-believed], see
    layers.palette.body_styles; "restated" for those in `supposed`, whose state or certainty no record says.

    records  columns id, evidence, and state and basis as geo.existence.drawn gives them. A body without a point has a
    class too; only its layer leaves it out.
    """
    bound = np.where(records["basis"] == "exact", "", "-bound").astype(object)
    believed = np.where(records["evidence"] == "B", "-believed", "").astype(object)
    classes = records["state"].to_numpy(dtype=object) + bound + believed
    classes[records["id"].isin(list(supposed)).to_numpy()] = RESTATED
    return pd.Series(classes, index=pd.Index(records["id"], name="id"), name="class", dtype=object)


def body_layer(layer_id: str, title: str, single: str, kind: str, *, order: int, on_at_start: bool = False) -> Layer:
    """The layer of one kind of body: every record of the kind with a point, classed by the moment. title, single
    message ids of what many and one of them are called
    """

    def features(world: World) -> gpd.GeoDataFrame:
        bodies = world["bodies"]
        chosen = bodies[
            (bodies["kind"] == kind)
            & (bodies["record_type"] == "body")
            & (bodies["evidence"] != "C")
            & bodies["lon"].notna()
        ]
        return points(chosen, world)

    def classes(world: World, moment: Moment) -> pd.Series:
        mine, looks = derived(placed, world).get(kind, frozenset()), standing(moment.extras, kind)
        shown = moment.body_classes
        found = shown[
            np.fromiter((body in mine or body in looks for body in shown.index), dtype=bool, count=len(shown))
        ]
        if looks:
            found = found.copy()
            found[list(looks)] = list(looks.values())
        return found

    return Layer(
        id=layer_id,
        title=title,
        single=single,
        group="service bodies",
        order=order,
        shape="point",
        needs=("bodies",),
        features=features,
        classes=classes,
        legend=LEGEND,
        on_at_start=on_at_start,
        kinds=(kind,),
        note="positions are approximate",
        sources=("bodies",),
    )


def placed(world: World) -> Mapping[str, frozenset[str]]:
    """Kind -> ids of its bodies that have a point."""
    bodies = world["bodies"]
    known = bodies[bodies["lon"].notna()]
    return {str(kind): frozenset(ids) for kind, ids in known.groupby("kind")["id"]}


def points(records: pd.DataFrame, world: World, *, search: str = "industries") -> gpd.GeoDataFrame:
    """Records with lon and lat as map features: id, name, geometry, prefecture, search text and the details a card
    shows.
    """
    import geopandas as gpd  # noqa: PLC0415 -- a verb that only counts does not pay for it

    translated = f"{search.removesuffix('_zh')}_{world.language}"
    search = translated if translated in records else search
    told = records.to_dict("records")
    return gpd.GeoDataFrame(
        {
            "id": records["id"].to_list(),
            "name": [world.title(record, "name") for record in told],
            "prefecture": records["prefecture"].to_list(),
            "search": (records[search] if search in records else pd.Series("", index=records.index)).to_list(),
            "details": [details(record, world.language) for record in told],
        },
        geometry=gpd.points_from_xy(records["lon"], records["lat"]),
        crs="EPSG:4326",
    )


def details(record: Mapping[Any, Any], language: str = "zh") -> list[list[str]]:
    """What the card of a body says, as [message id of the label, text]; texts starting with "=" are message ids
    themselves.
    """
    lines = [
        ["industries", record.get(f"industries_{language}") or record.get("industries", "")],
        ["approved", dated(record, "approved")],
        ["operating since", dated(record, "operating")],
    ]
    lines += [["covered by a published count", record.get("counted_by", "")], ["evidence", record.get("evidence", "")]]
    position = record.get("position", "")
    if position:
        lines.append(["position", f"={position}"])
        width = record.get("position_km")
        lines.append(["position known to", "" if width is None or pd.isna(width) else f"±{width:g} km"])
    return [line for line in lines if line[1]]


def dated(record: Mapping[str, Any], stem: str) -> str:
    """A date as it is known: "2018-12", "≤ 2018-09" for a bound, "" when unknown."""
    value = str(record.get(stem, ""))
    return f"≤ {value}" if value and record.get(f"{stem}_bound") == "not_later_than" else value
