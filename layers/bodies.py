"""How service bodies (服务机构) become points: one class for every body drawn at a date, and one kind of layer for
all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.existence import drawn
from layers.base import Layer, Moment, World

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd

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
}


def body_classes(
    bodies: pd.DataFrame, as_of: date, *, literal: bool = False, evidence: str = "", industry: str = ""
) -> pd.Series:
    """Class of every body drawn at `as_of`, indexed by body id; a body that is not drawn is absent.

    bodies    the bodies table; rows of evidence C and planned bodies are never drawn
    literal   True: only bodies whose own dates prove them (not the plan's count, not undated ones)
    evidence  "confirmed" keeps A1 and A2 only; "" keeps B as well
    industry  keeps bodies of this approved industry; "" keeps all
    Class: state[-bound][-believed], see layers.palette.body_styles. A body without a point has a class too; only its
    layer leaves it out.
    """
    found = drawn(bodies, as_of, literal=literal)
    keep = found["drawn"].to_numpy()
    if evidence == "confirmed":
        keep = keep & bodies["evidence"].isin(["A1", "A2"]).to_numpy()
    if industry:
        keep = keep & bodies["industries"].map(lambda cell: industry in cell.split("; ")).to_numpy()
    shown, chosen = found[keep], bodies[keep]
    bound = shown["basis"].map({"exact": ""}).fillna("-bound")
    believed = chosen["evidence"].map({"B": "-believed"}).fillna("")
    classes = shown["state"] + bound + believed
    return pd.Series(
        classes.to_numpy(dtype=object), index=pd.Index(chosen["id"], name="id"), name="class", dtype=object
    )


def body_layer(layer_id: str, title: str, kind: str, *, order: int, on_at_start: bool = False) -> Layer:
    """The layer of one kind of body: every record of the kind with a point, classed by the moment."""

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
        bodies = world["bodies"]
        mine = bodies.loc[(bodies["kind"] == kind) & bodies["lon"].notna(), "id"]
        return moment.body_classes[moment.body_classes.index.isin(mine)]

    return Layer(
        id=layer_id,
        title=title,
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


def points(records: pd.DataFrame, world: World, *, search: str = "industries") -> gpd.GeoDataFrame:
    """Records with lon and lat as map features: id, name, geometry, prefecture, search text and the details a card
    shows.
    """
    import geopandas as gpd  # noqa: PLC0415 -- a verb that only counts does not pay for it

    return gpd.GeoDataFrame(
        {
            "id": records["id"].to_list(),
            "name": [world.title(record, "name") for record in records.to_dict("records")],
            "prefecture": records["prefecture"].to_list(),
            "search": (records[search] if search in records else pd.Series("", index=records.index)).to_list(),
            "details": [details(record) for record in records.to_dict("records")],
        },
        geometry=gpd.points_from_xy(records["lon"], records["lat"]),
        crs="EPSG:4326",
    )


def details(record: Mapping[str, Any]) -> list[list[str]]:
    """What the card of a body says, as [message id of the label, text]; texts starting with "=" are message ids
    themselves.
    """
    lines = [
        ["industries", record.get("industries", "")],
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
