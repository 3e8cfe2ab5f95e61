"""Datasets by id: found, hashed, validated, read. Nothing enters the atlas by another door.

A dataset is a folder `data/sets/<id>/` with a `meta.toml` and one table (CSV or GeoJSON, WGS-84). A table whose hash
differs from the
one in its meta.toml, or whose cells differ from what it declares, is refused with file, row and column.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import pandas as pd
from cachetools import LRUCache, cached

from data import schemas
from data.errors import DataError, LostSetError, SetError
from data.rule_types import read_whole
from data.set_models import Declaration

if TYPE_CHECKING:
    import geopandas as gpd

ROOT = Path(__file__).parent
FAULTS_SHOWN = 8
IN_DEGREES = schemas.Rule("degrees", "in degrees of longitude and latitude (WGS-84)")
A_SHAPE = schemas.Rule("valid", "a valid shape")
# All that are released, and as many of the version before as may differ.
TABLES_KEPT = 32


@dataclass(frozen=True)
class Meta:
    """What a meta.toml says. `columns` maps a column's name to its declaration."""

    id: str
    title_zh: str
    title_en: str
    file: Path
    sha256: str
    key: list[str]
    status: str
    as_of: str
    sources: list[str]
    licence: str
    attribution: str
    columns: Mapping[str, Mapping[str, Any]]
    geometry: str = ""
    datum: str = ""
    original_datum: str = ""
    recipe: str = ""
    notes: str = ""
    licence_en: str = ""
    attribution_en: str = ""
    notes_en: str = ""

    def told(self, part: str, language: str) -> str:
        """What it says of itself (title, licence, attribution or notes) in a language; in Chinese where there is no
        other, as in an office's own.
        """
        return str(getattr(self, f"{part}_{language}", "") or getattr(self, part, ""))


def set_ids(root: Path = ROOT) -> list[str]:
    """Ids of all datasets under `root`/sets, sorted."""
    return sorted(folder.parent.name for folder in (root / "sets").glob("*/meta.toml"))


def meta(set_id: str, root: Path = ROOT) -> Meta:
    """The declaration of one dataset. Raises LostSetError when the folder is absent, SetError when meta.toml is not
    whole.
    """
    folder = root / "sets" / set_id
    if not (folder / "meta.toml").is_file():
        raise LostSetError(
            f"dataset {set_id!r}: expected {folder / 'meta.toml'}; known sets: {', '.join(set_ids(root)) or 'none'}"
        )
    path = folder / "meta.toml"
    try:
        declared = read_whole(Declaration, path)
    except DataError as error:
        raise SetError(str(error)) from error
    return Meta(**{**declared, "file": folder / declared.file})


def read(set_id: str, root: Path = ROOT) -> pd.DataFrame | gpd.GeoDataFrame:
    """The records of a dataset, checked: text columns of str, dtype object ("" = unknown), numbers float64 (NaN =
    unknown).

    GeoJSON sets come as a GeoDataFrame in WGS-84 (EPSG:4326). The index is 0..n-1 in file order. Raises SetError.
    """
    declared = meta(set_id, root)
    # Whoever changes what is handed out changes no other reader's: pandas copies what is written to.
    return _accepted(declared, _content(declared)).copy(deep=False)


def _what(declared: Meta, _content: bytes) -> str:
    """A table and what is declared of it, wherever they lie; the content is that of the hash."""
    return repr(replace(declared, file=Path(declared.file.name)))


# A new version of the data has most of its tables from the one before: only what changed is read and checked anew.
@cached(LRUCache(TABLES_KEPT), key=_what, lock=Lock())
def _accepted(declared: Meta, content: bytes) -> pd.DataFrame | gpd.GeoDataFrame:
    return parse(declared, content)


def read_areas(set_id: str, root: Path = ROOT) -> gpd.GeoDataFrame:
    """`read` for a set that must have geometry. Raises SetError when it has none."""
    records = read(set_id, root)
    if "geometry" not in records:
        raise SetError(f"dataset {set_id!r} has no geometry; expected a GeoJSON set")
    return records  # type: ignore[return-value]


def parse(declared: Meta, content: bytes) -> pd.DataFrame | gpd.GeoDataFrame:
    """Bytes of a table as checked records; the hash is not looked at (uploads and `make data-accept` come this way)."""
    is_map = declared.file.suffix == ".geojson"
    texts, geometry = _geojson(declared, content) if is_map else (_csv(declared, content), None)
    records, faults = schemas.checked(texts, declared.columns, declared.key)
    if geometry is not None:
        faults += _geometry_faults(declared, geometry)
    if faults:
        raise SetError(_report(declared, faults))
    # Text as plain objects, names of columns too: on tables of some dozen rows every comparison of Arrow-backed text,
    # and every column taken by its name, costs several times as much.
    plain = [name for name in records.columns if not pd.api.types.is_numeric_dtype(records[name])]
    records = records.astype(dict.fromkeys(plain, object))
    records.columns = records.columns.astype(object)
    if geometry is None:
        return records
    import geopandas as gpd  # noqa: PLC0415 -- half a second that a verb on plain tables need not pay

    return gpd.GeoDataFrame(records, geometry=geometry, crs="EPSG:4326")


def content_hash(content: bytes) -> str:
    """SHA-256 of a table's bytes, hexadecimal, as stored in meta.toml."""
    return hashlib.sha256(content).hexdigest()


def data_version(root: Path = ROOT, more: Path | None = None) -> str:
    """Twelve hexadecimal digits that change when any table, declaration or plan changes; `more` as in data.plans.

    Tables speak through the hashes of their declarations. Raises DataError for a file that cannot be read.
    """
    digest = hashlib.sha256()
    for home, path in _declarations(root, more):
        digest.update(path.relative_to(home).as_posix().encode() + b"\0" + _bytes(path, error_of(path, root)) + b"\0")
    return digest.hexdigest()[:12]


def data_stamp(root: Path = ROOT, more: Path | None = None) -> tuple[tuple[str, int, int], ...]:
    """Name, time and size of every file that says what is known, tables too: asked all the time, it costs no reading.

    Raises OSError for a file that vanishes meanwhile.
    """
    tables = (path for path in sorted((root / "sets").glob("*/*")) if path.name != "meta.toml")
    paths = [*(path for _, path in _declarations(root, more)), *tables]
    return tuple(
        (str(path), status.st_mtime_ns, status.st_size) for path, status in ((path, path.stat()) for path in paths)
    )


def need_accepted(root: Path = ROOT) -> None:
    """Raise SetError when a table is not the one whose hash was accepted: quick, for nothing is made of it."""
    for set_id in set_ids(root):
        _content(meta(set_id, root))


def error_of(path: Path, root: Path = ROOT) -> type[DataError]:
    """What is raised for a file that cannot be read: whether it is a dataset's, or one of rules."""
    return SetError if path.is_relative_to(root / "sets") else DataError


def _declarations(root: Path, more: Path | None) -> list[tuple[Path, Path]]:
    """Every file that says what is known, after the folder it belongs to."""
    shipped = [*(root / "sets").glob("*/meta.toml"), *(root / "plans").glob("*/*.toml"), *root.glob("*.toml")]
    own = [] if more is None else [(more, path) for path in sorted(more.glob("*/*.toml"))]
    return [(root, path) for path in sorted(shipped)] + own


def _content(declared: Meta) -> bytes:
    if not declared.file.is_file():
        raise LostSetError(f"dataset {declared.id!r}: expected the table {declared.file}")
    content = _bytes(declared.file, SetError)
    if content_hash(content) == declared.sha256:
        return content
    advice = "if the change is meant, run `make data-accept`; otherwise restore the file"
    try:
        parse(declared, content)
    except DataError as error:
        raise SetError(f"{error}\n(the file was also changed since it was accepted: {advice})") from error
    raise SetError(f"{declared.file}: the file was changed since it was accepted; {advice}")


def _bytes(path: Path, kind: type[DataError]) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise kind(f"{path}: cannot be read ({error.strerror})") from error


def _csv(declared: Meta, content: bytes) -> pd.DataFrame:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SetError(f"{declared.file}: not UTF-8 text (byte {error.start})") from error
    rows = list(csv.reader(io.StringIO(text)))
    if not rows:
        raise SetError(f"{declared.file}: empty; expected a header line with {', '.join(declared.columns)}")
    header, records = rows[0], rows[1:]
    uneven = [position for position, record in enumerate(records, start=2) if len(record) != len(header)]
    if uneven:
        raise SetError(
            f"{declared.file}: row {uneven[0]} has {len(records[uneven[0] - 2])} cells, the header has {len(header)}"
        )
    return pd.DataFrame(records, columns=header, dtype=str)


def _geojson(declared: Meta, content: bytes) -> tuple[pd.DataFrame, list[Any]]:
    import shapely  # noqa: PLC0415 -- only maps need it

    try:
        features = json.loads(content)["features"]
        rows = [{name: _cell(value) for name, value in feature["properties"].items()} for feature in features]
        geometry = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
    except (ValueError, KeyError, TypeError, RecursionError, shapely.errors.GEOSException) as error:
        raise SetError(f"{declared.file}: not a GeoJSON FeatureCollection ({error})") from error
    return pd.DataFrame(rows, columns=list(rows[0]) if rows else list(declared.columns), dtype=str).fillna(""), geometry


def _cell(value: object) -> str:
    """A property as the text a CSV would hold: None is empty, whole floats lose their point only when they were
    integers.
    """
    return "" if value is None else str(value)


def _geometry_faults(declared: Meta, geometry: list[Any]) -> list[schemas.Fault]:
    """Shapes that are empty, invalid, of another type, or outside the longitudes and latitudes of a WGS-84 map."""
    faults = []
    for row, shape in enumerate(geometry, start=1):
        if shape is None or shape.is_empty or declared.geometry not in shape.geom_type:
            found = "empty" if shape is None or shape.is_empty else shape.geom_type
            wanted = schemas.Rule("geometry", "a {value}", declared.geometry)
            faults.append(schemas.Fault(row, "geometry", found, wanted))
            continue
        west, south, east, north = shape.bounds
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            faults.append(schemas.Fault(row, "geometry", f"{shape.bounds}", IN_DEGREES))
        elif not shape.is_valid:
            faults.append(schemas.Fault(row, "geometry", shape.geom_type, A_SHAPE))
    return faults


def headings(declared: Meta) -> int:
    """Rows above the first record, so that rows count as a spreadsheet counts them; features of a map have none."""
    return 0 if declared.file.suffix == ".geojson" else 1


def _report(declared: Meta, faults: list[schemas.Fault]) -> str:
    shown = [f"{declared.file}: {fault.sentence(headings=headings(declared))}" for fault in faults[:FAULTS_SHOWN]]
    hidden = len(faults) - len(shown)
    return "\n".join(shown + ([f"… and {hidden} more"] if hidden else []))
