"""A brief as a PDF, set by Typst from one template, with the fonts that the application brings and no others."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from documents.brief import Block, Brief, Heading, Map, Paragraph, Table
from documents.fonts import font_folders
from documents.layout import MARGINS_MM, PAGE_MM, is_short, sizes_of

Picture = Callable[[Map], bytes]
TEMPLATE = Path(__file__).parent / "templates" / "brief.typ"


def as_pdf(brief: Brief, picture: Picture) -> bytes:
    """The brief as the bytes of a PDF; equal briefs give equal bytes. picture  the PNG of a map

    Raises typst.TypstError for nothing that a brief can say: its texts go in as data.
    """
    pictures = {f"map-{place}.png": picture(each) for place, each in enumerate(brief.maps)}
    names = iter(pictures)
    told = {
        "title": brief.title,
        "subtitle": brief.subtitle,
        "foot": brief.foot,
        "language": brief.language,
        "page": PAGE_MM,
        "margins": MARGINS_MM,
        "sizes": asdict(sizes_of(brief)),
        "blocks": [_data(each, names) for each in brief.blocks],
    }
    files = {TEMPLATE.name: TEMPLATE.read_bytes(), "brief.json": json.dumps(told).encode(), **pictures}
    # In memory it takes texts only, no pictures.
    with TemporaryDirectory(prefix="brief-") as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        made = typst.compile(Path(folder) / TEMPLATE.name, font_paths=_fonts(), format="pdf", timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError(f"expected the bytes of one PDF, got {type(made).__name__}")
    return made


@cache
def _fonts() -> Any:
    """The fonts, read once."""
    folders = [str(each) for each in font_folders()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _data(block: Block, pictures: Any) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text, "level": block.level}
        case Paragraph():
            return {"kind": "paragraph", "text": block.text, "small": block.small}
        case Table():
            return {"kind": "table", **asdict(block), "whole": is_short(block)}
        case Map():
            told = {"caption": block.caption, "facts": block.facts, "texts": block.texts}
            return {"kind": "map", **told, "picture": next(pictures)}
