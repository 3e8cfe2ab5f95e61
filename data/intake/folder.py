"""An office's rows as a folder of data ready to be committed: the dataset with its rows in place, its declaration with
the new hash, and the sources. Laid over data/, `make data-accept` takes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

from data.catalog import Meta, content_hash
from data.intake.kinds import Kind, declared, title_of
from data.intake.merge import Merged, source_of
from data.intake.told import Good
from data.plans import sources_in
from data.recipes.tables import content


def set_folder(about: Meta, found: Merged) -> dict[str, bytes]:
    """Path -> bytes of a dataset whose released rows have the office's laid over, and of the sources it adds."""
    table = content(about, found.table)
    text = (about.file.parent / "meta.toml").read_text(encoding="utf-8")
    text = re.sub(r'^sha256 = "[^"]*"', f'sha256 = "{content_hash(table)}"', text, count=1, flags=re.MULTILINE)
    home = f"sets/{about.id}"
    return {
        f"{home}/{about.file.name}": table,
        f"{home}/meta.toml": text.encode(),
        "sources.toml": with_sources(about.file.parents[2] / "sources.toml", found.sources),
    }


def own_folder(kind: Kind, rows: tuple[Good, ...], about: Mapping[str, str], sources: Path) -> dict[str, bytes]:
    """Path -> bytes of a dataset of its own, for a kind that no released one holds. about  title, publisher, day
    sources  the file of sources that are known. Raises DataError for one that cannot be read.
    """
    shaped = any(row.shape for row in rows)
    name = f"own_{kind.id}"
    file = f"{name}.geojson" if shaped else f"{name}.csv"
    columns = [column for column in kind.columns if any(row.cells.get(column) not in (None, "") for row in rows)]
    table = _features(columns, rows) if shaped else _lines(columns, rows)
    source, told = source_of(about["title"], about["publisher"])
    head: dict[str, Any] = {
        "id": name,
        "title_zh": about["title"],
        "title_en": about["title"],
        "file": file,
        "sha256": content_hash(table),
        "key": list(kind.key),
        "status": "compiled",
        "as_of": about["day"],
        "sources": [source],
        "licence": declared().speech.unsaid,
        "attribution": about["publisher"],
    }
    head |= {"datum": "WGS-84"} if kind.points else {}
    head |= {"geometry": "Polygon"} if shaped else {}
    lines = [f"{key} = {_quoted(value)}" for key, value in head.items()]
    for column in columns:
        said = kind.columns[column]
        lines += [
            "",
            f"[columns.{column}]",
            f"type = {_quoted(said['type'])}",
            f"meaning_zh = {_quoted(title_of(column))}",
        ]
        lines += [] if said.get("required", True) else ["required = false"]
    home = f"sets/{name}"
    meta = "\n".join(lines) + "\n"
    return {
        f"{home}/{file}": table,
        f"{home}/meta.toml": meta.encode(),
        "sources.toml": with_sources(sources, {source: told}),
    }


def with_sources(file: Path, more: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The file of sources with those of `more` behind it whose ids it does not have: what an office brought before,
    perhaps in a file of the same name, is declared already, and twice would be read by nobody.

    It is read back as a start would read it. Raises DataError when that fails.
    """
    text = file.read_text(encoding="utf-8")
    known = sources_in(text.encode(), file)
    for name, source in more.items():
        if name not in known:
            text += "".join(["\n", f"[{name}]\n", *(f"{key} = {_quoted(value)}\n" for key, value in source.items())])
    content = text.encode()
    sources_in(content, file)
    return content


def _lines(columns: list[str], rows: tuple[Good, ...]) -> bytes:
    table = pd.DataFrame([[row.cells.get(each) for each in columns] for row in rows], columns=columns, dtype=object)
    return table.to_csv(index=False, lineterminator="\n").encode()


def _features(columns: list[str], rows: tuple[Good, ...]) -> bytes:
    told = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {each: row.cells.get(each) for each in columns},
                "geometry": shapely.geometry.mapping(shapely.from_wkb(row.shape)),
            },
            ensure_ascii=False,
        )
        for row in rows
    ]
    return ('{"type":"FeatureCollection","features":[\n' + ",\n".join(told) + "\n]}\n").encode()


def _quoted(value: Any) -> str:
    """A text or a list of texts as TOML writes it; JSON's escapes are TOML's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
