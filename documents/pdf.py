"""A brief as a PDF, set by Typst from one template, with the fonts that the application brings, after those of an
office, and no others.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst

from documents.brief import Block, Brief, Heading, Map, Paragraph, Table
from documents.fonts import font_folders
from documents.layout import CALLED, FAMILIES, PAGE_MM, is_short, sizes_of
from layers.unparted import parted

Picture = Callable[[Map], bytes]
TEMPLATE = Path(__file__).parent / "templates" / "brief.typ"
# Of a page on the screen, so that its body can be read.
SCREEN_PPI = 110


def as_pdf(brief: Brief, picture: Picture, fonts: Path | None = None) -> bytes:
    """The brief as the bytes of a PDF; equal briefs give equal bytes.

    picture  the PNG of a map;  fonts  a folder of an office's own, tried before ours
    Raises typst.TypstError for nothing that a brief can say: its texts go in as data.
    """
    made = _set(brief, picture, fonts, "pdf")
    if not isinstance(made, bytes):
        raise TypeError(f"expected the bytes of one PDF, got {type(made).__name__}")
    return made


def page_picture(brief: Brief, picture: Picture, fonts: Path | None = None) -> bytes:
    """The first page of the same PDF as a PNG for a screen."""
    pages = _set(brief, picture, fonts, "png")
    return bytes(pages[0] if isinstance(pages, list) else pages)


def _set(brief: Brief, picture: Picture, fonts: Path | None, form: Literal["pdf", "png"]) -> Any:
    """The brief set by Typst: one PDF, or a PNG of each page (one alone is no list)."""
    pictures = {f"map-{place}.png": picture(each) for place, each in enumerate(brief.maps)}
    names = iter(pictures)
    told = {
        "title": brief.title,
        "subtitle": parted(brief.subtitle),
        "foot": parted(brief.foot),
        "language": brief.language,
        "page": PAGE_MM,
        "margins": sizes_of(brief).margins_mm,
        "sizes": asdict(sizes_of(brief)),
        "fonts": {role: [*_named(role, fonts), *ours] for role, ours in FAMILIES.items()},
        # The heavy serif of the standard, where there is none, is drawn by a thin line around the regular one.
        "thickened": not _named("title", fonts),
        "blocks": [_data(each, names) for each in brief.blocks],
    }
    files = {TEMPLATE.name: TEMPLATE.read_bytes(), "brief.json": json.dumps(told).encode(), **pictures}
    # In memory it takes texts only, no pictures.
    with TemporaryDirectory(prefix="brief-") as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        return typst.compile(
            Path(folder) / TEMPLATE.name, font_paths=_fonts(fonts), format=form, ppi=SCREEN_PPI, timestamp=0
        )


@cache
def _fonts(office: Path | None) -> Any:
    """The fonts, read once."""
    folders = [str(each) for each in (*([office] if office else []), *font_folders())]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _named(role: str, office: Path | None) -> list[str]:
    """The office's families for a role: those that bear the name that Word is told for it, then all that bear none."""
    if office is None:
        return []
    theirs = [each for each in _fonts(office).families() if each not in _fonts(None).families()]
    of_roles = {name: each for each, names in CALLED.items() for name in names}
    return [
        *[each for each in theirs if of_roles.get(each.lower()) == role],
        *[each for each in theirs if each.lower() not in of_roles],
    ]


def _data(block: Block, pictures: Any) -> dict[str, Any]:
    """A block as the template takes it: what it sets in lines is parted, see layers.held."""
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text, "level": block.level}
        case Paragraph():
            return {"kind": "paragraph", "text": parted(block.text), "small": block.small}
        case Table():
            return {"kind": "table", **asdict(block), "caption": parted(block.caption), "whole": is_short(block)}
        case Map():
            told = {"caption": parted(block.caption), "facts": block.facts, "texts": [*map(parted, block.texts)]}
            return {"kind": "map", **told, "picture": next(pictures)}
