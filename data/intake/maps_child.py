"""A process of its own that opens one map of a stranger and prints it as JSON: run by itself, it knows nothing of ours.

python -I maps_child.py FILE MEMORY SECONDS VERTICES FEATURES
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

# All that a GeoPackage and a Shapefile need. GDAL loads no others: neither those that fetch, nor those that point.
DRIVERS = frozenset({"ESRI Shapefile", "GPKG"})
SKIPPED = (
    "ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,CSV,CSW,Carto,DGN,DXF,EDIGEO,EEDA,ESRIJSON,Elasticsearch,FlatGeobuf,GDALG,"
    "GML,GPSBabel,GPX,GTFS,GeoJSON,GeoJSONSeq,GeoRSS,HTTP,Idrisi,JML,JSONFG,KML,LIBKML,LVBAG,MBTiles,MEM,MVT,MapInfo "
    "File,MapML,MiraMonVector,NGW,OAPIF,ODS,OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,OSM,OpenFileGDB,PCIDSK,PDF,PDS4,PGDUMP,"
    "PLSCENES,PMTiles,S57,SQLite,SXF,Selafin,TopoJSON,VDV,VFK,VICAR,WAsP,WFS,XLSX"
)
WGS84 = ("EPSG:4326", "EPSG:4490", "OGC:CRS84")
# The half axis of WGS-84, CGCS2000 and every other datum of the whole earth: they differ by a metre or so. What has
# another one (Beijing 1954, Xi'an 1980) stands elsewhere.
EARTH_M = 6_378_137


def main(path: Path, memory: int, seconds: int, vertices: int, features: int) -> dict[str, Any]:
    """Columns, rows, shapes (WKB, hexadecimal, WGS-84 or as they came), and the datum that is not turned into WGS-84
    though a file says it is in it, "" for none.
    """
    read = _geojson if path.suffix == ".geojson" else _by_gdal
    _limit(memory, seconds)
    columns, rows, shapes, system = read(path, features)
    if len(rows) > features:
        return {"over": "features"}
    import shapely

    if int(shapely.get_num_coordinates(shapes).sum()) > vertices:
        return {"over": "vertices"}
    shapes, unshifted = _in_degrees(shapely.force_2d(shapes), system)
    told = ["" if each is None else each for each in shapely.to_wkb(shapes, hex=True)]
    return {"columns": columns, "rows": rows, "shapes": told, "unshifted": unshifted}


def _limit(memory: int, seconds: int) -> None:
    """Memory that this process writes, and its time; where the system has no such limits the parent's clock remains."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _geojson(path: Path, features: int) -> tuple[list[str], list[list[str]], Any, str]:
    """By json and shapely alone: GDAL would follow what a file points at."""
    import numpy as np
    import shapely

    told = json.loads(path.read_bytes().decode("utf-8-sig"))
    if told["type"] not in ("FeatureCollection", "Feature"):
        raise ValueError("expected features")
    found = told["features"] if told["type"] == "FeatureCollection" else [told]
    if len(found) > features:
        return [], [[]] * (features + 1), np.array([]), ""
    columns = list(dict.fromkeys(str(key) for each in found for key in each.get("properties") or {}))
    rows = [[_text((each.get("properties") or {}).get(key)) for key in columns] for each in found]
    shapes = [
        None if each.get("geometry") is None else shapely.from_geojson(json.dumps(each["geometry"])) for each in found
    ]
    return columns, rows, np.array(shapes, dtype=object), _system(told)


def _system(told: dict[str, Any]) -> str:
    """What an older GeoJSON says of its system; the present standard knows none but WGS-84."""
    crs = told.get("crs")
    name = str(crs["properties"]["name"]) if isinstance(crs, dict) else "OGC:CRS84"
    return name.replace("urn:ogc:def:crs:", "").replace("OGC:1.3:CRS84", "OGC:CRS84").replace("::", ":")


def _by_gdal(path: Path, features: int) -> tuple[list[str], list[list[str]], Any, str]:
    os.environ |= {"GDAL_SKIP": SKIPPED, "OGR_SKIP": SKIPPED, "CPL_DEBUG": "OFF", "GDAL_HTTP_TIMEOUT": "1"}
    import numpy as np
    import pyogrio  # type: ignore[import-untyped]
    import shapely

    others = set(pyogrio.list_drivers()) - DRIVERS
    if others:
        raise RuntimeError(f"expected no other drivers than {sorted(DRIVERS)}, found {sorted(others)}")
    layers = [name for name, shape in pyogrio.list_layers(path) if shape is not None]
    about, _, shapes, values = pyogrio.raw.read(path, layer=layers[0], max_features=features + 1)
    rows = [[_text(cell) for cell in row] for row in zip(*values, strict=True)] if len(values) else [[]] * len(shapes)
    return [str(each) for each in about["fields"]], rows, np.asarray(shapely.from_wkb(shapes)), about["crs"] or ""


def _in_degrees(shapes: Any, system: str) -> tuple[Any, str]:
    """Shapes in degrees, where the file says that they are in another system; and the datum they are still in, "" for
    WGS-84: where PROJ knows no shift for a place it goes on without, and says so only when asked.
    """
    if system in ("", *WGS84):
        return shapes, ""
    import numpy as np
    import shapely
    from pyproj import CRS, Transformer

    said = CRS.from_user_input(system)
    turn = Transformer.from_crs(said, "EPSG:4326", always_xy=True)
    turned = shapely.transform(shapes, lambda points: np.column_stack(turn.transform(points[:, 0], points[:, 1])))
    base = said.geodetic_crs
    if base is None or base.ellipsoid is None or base.ellipsoid.semi_major_metre == EARTH_M:
        return turned, ""
    return turned, base.name if "Ballpark" in _operation(turn) else ""


def _operation(turn: Any) -> str:
    """How points were turned last."""
    from pyproj.exceptions import ProjError

    try:
        return str(turn.get_last_used_operation().description)
    except ProjError:
        # There is but one way, or no point.
        return str(turn.description)


def _text(value: Any) -> str:
    """A property as a table would hold it."""
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 -- NaN
        return ""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), *map(int, sys.argv[2:]))))
