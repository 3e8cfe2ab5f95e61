"""Shapes out, for geographic information systems: GeoJSON, GeoPackage, and Shapefile in a zip.

Each is made beside, in a folder of its own, and handed back whole: whoever keeps it writes it with data.whole_files, so
that a full disk or a stop leaves the old file or none. A GeoPackage overwritten in place was lost once in fifteen.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.export import as_csv, as_json

if TYPE_CHECKING:
    import geopandas as gpd

# What a Shapefile can hold: a name of ten signs, a text of so many bytes.
NAME_LENGTH, TEXT_BYTES = 10, 254
CHINESE = "GB18030"
# The same zip for the same shapes.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def as_file(ending: str, rows: gpd.GeoDataFrame, name: str, note: str) -> bytes:
    """The rows in the form that an ending names: .geojson, .gpkg, .zip (a Shapefile). name  of the layer, in ASCII
    note  what a reader must know. Raises ValueError for another ending.
    """
    if ending not in FORMS:
        raise ValueError(f"expected a file that ends in {', '.join(FORMS)}, got {ending or 'no ending'!r}")
    return FORMS[ending](rows, name, note)


def as_geojson(rows: gpd.GeoDataFrame, name: str, note: str) -> bytes:
    """GeoJSON (RFC 7946), UTF-8, WGS-84; the note as `description`."""
    told = {"type": "FeatureCollection", "name": name, "description": note, "features": features_of(rows)}
    return as_json(told, indent=None).encode("utf-8")


def features_of(rows: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """The rows as features of GeoJSON, in their order."""
    from shapely.geometry import mapping  # noqa: PLC0415 -- costs a moment that other verbs need not wait for

    return [
        {"type": "Feature", "id": row["id"], "properties": _properties(row), "geometry": mapping(shape)}
        for row, shape in zip(_attributes(rows).to_dict("records"), rows.geometry, strict=True)
    ]


def as_geopackage(rows: gpd.GeoDataFrame, name: str, note: str) -> bytes:
    """A GeoPackage with one layer, its note as the layer's description."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layer.gpkg"
        _write(one_kind(rows), path, driver="GPKG", layer=name, layer_options={"DESCRIPTION": note})
        return path.read_bytes()


def as_shapefile(rows: gpd.GeoDataFrame, name: str, note: str) -> bytes:
    """A zip of a Shapefile in GB18030 with its .cpg, the note with what each short name stands for, and a CSV with all
    attributes whole: a Shapefile keeps ten signs of a name and 254 bytes of a text.
    """
    short = short_names([str(each) for each in rows.columns if each != rows.geometry.name])
    cut = rows.rename(columns=short)
    for column in short.values():
        if pd.api.types.is_string_dtype(cut[column]) or cut[column].dtype == object:
            cut[column] = [_cut(each) for each in cut[column]]
    held = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as whole:
        _write(one_kind(cut), Path(folder) / f"{name}.shp", driver="ESRI Shapefile", encoding=CHINESE)
        for path in sorted(Path(folder).iterdir()):
            _put(whole, path.name, path.read_bytes())
        names = "\n".join(f"{ten} = {full}" for full, ten in short.items())
        _put(whole, f"{name}.txt", f"{note}\n\n{names}\n".replace("\n", "\r\n").encode("utf-8-sig"))
        _put(whole, f"{name}.csv", as_csv(_attributes(rows)))
    return held.getvalue()


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Each name in at most ten ASCII signs, no two alike whatever their case: the first signs, then a number."""
    found = dict[str, str]()
    taken = set[str]()
    for name in names:
        plain = re.sub(r"[^a-z0-9_]", "_", name.lower(), flags=re.ASCII)
        short, n = plain[:NAME_LENGTH], 1
        while short in taken:
            n += 1
            short = f"{plain[: NAME_LENGTH - len(str(n))]}{n}"
        taken.add(short)
        found[name] = short
    return found


def _cut(text: Any) -> str | None:
    """As much of a text as a Shapefile holds, ended at a whole sign; None for unknown."""
    if text is None or (not isinstance(text, str) and pd.isna(text)):
        return None
    raw = str(text).encode(CHINESE.lower())[:TEXT_BYTES]
    return raw.decode(CHINESE.lower(), errors="ignore")


def _write(rows: gpd.GeoDataFrame, path: Path, **options: Any) -> None:
    import pyogrio  # type: ignore[import-untyped]  # noqa: PLC0415 -- brings GDAL, which nothing else here needs

    pyogrio.write_dataframe(rows, path, **options)


def one_kind(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Areas all as areas of several parts: programs expect one kind of shape a layer."""
    from shapely.geometry import MultiPolygon, Polygon  # noqa: PLC0415

    kinds = set(rows.geom_type)
    if kinds != {"Polygon", "MultiPolygon"}:
        return rows
    several = [MultiPolygon([each]) if isinstance(each, Polygon) else each for each in rows.geometry]
    return rows.set_geometry(several, crs=rows.crs)


def _attributes(rows: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(rows.drop(columns=rows.geometry.name))


def _properties(row: Mapping[Any, Any]) -> dict[str, Any]:
    """The attributes of a feature as JSON has them; unknown is null."""
    plain = {name: cell.item() if hasattr(cell, "item") else cell for name, cell in row.items()}
    return {str(name): None if cell is None or cell != cell else cell for name, cell in plain.items()}  # noqa: PLR0124


def _put(whole: zipfile.ZipFile, name: str, raw: bytes) -> None:
    about = zipfile.ZipInfo(name, LONG_AGO)
    about.compress_type = zipfile.ZIP_DEFLATED
    whole.writestr(about, raw)


FORMS: Mapping[str, Callable[[gpd.GeoDataFrame, str, str], bytes]] = {
    ".geojson": as_geojson,
    ".gpkg": as_geopackage,
    ".zip": as_shapefile,
}
