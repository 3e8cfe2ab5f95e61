"""The folder of an imported network: roads.npz, the contracted network, and meta.toml, where it comes from."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from data.errors import TableError
from data.roads_in import Speeds
from data.rule_files import read_toml
from data.rule_types import Number, Place, Table, Text, read_table
from data.whole_files import write_whole
from geo.errors import GeoError
from geo.roads import Roads

NETWORK, META = "roads.npz", "meta.toml"
PARTS = ("lon", "lat", "stops", "tail", "head", "km", "minutes")
BROKEN = "{file}: expected a network made by `cli.py roads import`, found something else; import it again"


class Meta(Table):
    """meta.toml: file, sha256 and date ("" where the file does not say) of the extract; who made its data, and under
    which licence; its nodes and edges before and after contraction; the share of its nodes in the largest part, which
    alone is kept; how many ferries were read; the speeds.
    """

    file: Text
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    date: str
    source: Text
    licence: Text
    nodes: int
    edges: int
    kept_nodes: int
    kept_edges: int
    largest_share: Number
    ferries: int = 0
    speeds: Speeds


def write_network(folder: Path, roads: Roads, meta: Meta) -> None:
    """Write both files, the description last, so that a folder with one is whole. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    packed = io.BytesIO()
    kinds: Mapping[str, type] = {"tail": np.int32, "head": np.int32, "km": np.float32, "minutes": np.float32}
    arrays = {part: getattr(roads, part) for part in PARTS}
    np.savez_compressed(
        packed, **{part: each.astype(kinds[part]) if part in kinds else each for part, each in arrays.items()}
    )
    write_whole(folder / NETWORK, packed.getvalue())
    write_whole(folder / META, _as_toml(meta))


def read_network(folder: Path) -> tuple[Roads, Meta]:
    """The network of a folder. Raises TableError in one sentence for what is not there or not whole."""
    path = folder / META
    if not path.is_file():
        raise TableError("{file}: expected a folder made by `cli.py roads import`", file=folder)
    meta, faults = read_table(Meta, read_toml(path), Place(path))
    if meta is None:
        raise TableError("{fault}", fault=faults[0])
    path = folder / NETWORK
    try:
        with np.load(path, allow_pickle=False) as packed:
            arrays: dict[str, Any] = {part: packed[part] for part in PARTS}
        indices = {part: arrays[part].astype(np.intp) for part in ("tail", "head")}
        costs = {part: arrays[part].astype(np.float64) for part in ("km", "minutes")}
        roads = Roads(**{**arrays, **indices, **costs})
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile, GeoError):
        raise TableError(BROKEN, file=path) from None
    if (roads.n, len(roads.tail)) != (meta.kept_nodes, meta.kept_edges):
        raise TableError(BROKEN, file=path)
    return roads, meta


def _as_toml(meta: Meta) -> str:
    """Plain keys first, then the tables of the speeds; JSON writes texts, numbers and lists of texts as TOML does."""
    told = meta.model_dump()
    speeds = told.pop("speeds")
    kmh = speeds.pop("kmh")
    parts = [told, speeds, kmh]
    lines = [
        "\n".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in part.items()) for part in parts
    ]
    return f"{lines[0]}\n\n[speeds]\n{lines[1]}\n\n[speeds.kmh]\n{lines[2]}\n"
