"""Maps from strangers (GeoJSON, zipped Shapefile, GeoPackage): looked at before they are opened, opened by a child.

GDAL reads what it is told to, also other files of this machine. So the child knows two of its drivers and no more, sees
one folder of its own, and may take little memory and time.
"""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from data import limits
from data.errors import TableError
from data.intake.sheet import Sheet, SheetRow
from data.limits import TABLE_BYTES, Limit
from data.workbooks_in import ZIP_MARK
from geo.signs import has_half

SQLITE_MARK = b"SQLite format 3\0"
CHILD = Path(__file__).with_name("maps_child.py")
HALF_SIGN = "{file}, row {row}: expected whole signs, found half of one (a lone surrogate); save the file anew"
# The parts of a Shapefile that are read; whatever else is packed beside them stays packed.
PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def map_sheet(content: bytes, name: str) -> Sheet:
    """The features of a map as rows: a heading of its properties, then a row each, counted from 2 as a table is.

    Raises TableError with one sentence for what is too large, packed oddly, or no map.
    """
    if len(content) > TABLE_BYTES.most:
        raise TableError(TABLE_BYTES.sentence, file=name, most=TABLE_BYTES.told)
    with tempfile.TemporaryDirectory(prefix="map-") as folder:
        if content.startswith(ZIP_MARK):
            path = _unpacked(content, Path(folder), name)
        else:
            path = Path(folder) / ("map.gpkg" if content.startswith(SQLITE_MARK) else "map.geojson")
            path.write_bytes(content)
        return _sheet(_told_by_child(path, name), name)


def _unpacked(content: bytes, folder: Path, name: str) -> Path:
    """The one Shapefile of a zip, its parts under names of our own. Raises TableError for a zip that is no such."""
    refused = TableError(limits.ODD_ZIP, file=name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = [each for each in archive.infolist() if not each.is_dir()]
        if not all(_harmless(each, len(content), members) for each in members):
            raise refused
        stems = [PurePosixPath(each.filename) for each in members if _part(each) == ".shp"]
        if len(stems) != 1:
            raise TableError("{file}: expected one Shapefile in the zip, found {n}", file=name, n=len(stems))
        for each in members:
            if _part(each) in PARTS and PurePosixPath(each.filename).stem == stems[0].stem:
                (folder / f"map{_part(each)}").write_bytes(archive.read(each))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise error if isinstance(error, TableError) else refused from None
    return folder / "map.shp"


def _harmless(member: zipfile.ZipInfo, size: int, members: list[zipfile.ZipInfo]) -> bool:
    """Of few, none packed suspiciously tightly, none that leaves its folder, is a link, or is a zip itself."""
    parts = member.filename.replace("\\", "/").split("/")
    unpacked = sum(each.file_size for each in members)
    return (
        len(members) <= limits.MAP_MEMBERS.most
        and unpacked <= limits.WORKBOOK_UNPACKED.most
        and unpacked <= limits.WORKBOOK_RATIO.most * max(size, 1)
        and ".." not in parts
        and not member.filename.startswith(("/", "\\"))
        and ":" not in parts[0]
        and not stat.S_ISLNK(member.external_attr >> 16)
        and _part(member) not in (".zip", ".gz", ".7z", ".rar", ".tar", ".kmz", ".xlsx")
        and not member.flag_bits & 1
    )


def _part(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).suffix.casefold()


def _told_by_child(path: Path, name: str) -> dict[str, object]:
    held = (limits.MAP_MEMORY, limits.WORKBOOK_SECONDS, limits.MAP_VERTICES, limits.MAP_FEATURES)
    environment = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 -- our own file, nothing of the reader's in the arguments
            [sys.executable, "-I", str(CHILD), str(path), *(str(each.most) for each in held)],
            capture_output=True,
            timeout=limits.WORKBOOK_SECONDS.most,
            check=False,
            cwd=path.parent,
            env=environment | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        found = None
    except OSError:
        raise TableError(
            "{file}: the server cannot open maps at this moment; try again later, or bring a table", file=name
        ) from None
    if not isinstance(found, dict):
        raise TableError(limits.UNREADABLE_MAP, file=name)
    if "over" in found:
        limit: Limit = {"vertices": limits.MAP_VERTICES, "features": limits.MAP_FEATURES}[str(found["over"])]
        raise TableError(limit.sentence, file=name, most=limit.told)
    return found


def _sheet(found: dict[str, object], name: str) -> Sheet:
    columns, rows, shapes = (found[each] for each in ("columns", "rows", "shapes"))
    assert isinstance(columns, list) and isinstance(rows, list) and isinstance(shapes, list)  # noqa: S101, PT018
    for place, cells in enumerate([columns, *rows], start=1):
        if any(has_half(str(cell)) for cell in cells):
            raise TableError(HALF_SIGN, file=name, row=place)
    heading = SheetRow(1, tuple(map(str, columns)))
    told = [
        SheetRow(place, tuple(map(str, cells)), bytes.fromhex(shape))
        for place, (cells, shape) in enumerate(zip(rows, shapes, strict=True), start=2)
    ]
    return Sheet(name, "", (heading, *told), unshifted=str(found["unshifted"]))
