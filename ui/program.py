"""Which program this is: what an earlier start has made is good for the same one only."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What a map page or an atlas is made by, beside the data.
MAKERS = ("geo", "layers", "data", "atlas", "ui")
LIBRARIES = ("folium", "branca", "jinja2", "geopandas", "shapely", "pandas", "numpy", "pydantic", "pyproj")


@cache
def program() -> str:
    """Twelve hexadecimal digits that change with any file a page or an atlas may be made by, and with Python and the
    libraries.
    """
    digest = hashlib.sha256(" ".join([sys.version, *(version(each) for each in LIBRARIES)]).encode())
    for path in _sources():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _sources() -> Iterator[Path]:
    for room in MAKERS:
        found = (path for path in (ROOT / room).rglob("*") if path.suffix in {".py", ".js", ".css", ".po"})
        yield from sorted(found)
    yield from sorted((ROOT / "static" / "leaflet").glob("*.*s"))
