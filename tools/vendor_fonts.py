"""The Chinese font of static/: the published slices under our family name, one for our data's rare characters, and the
two whole files that paper is printed with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

FAMILY = "Noto Sans SC"
WRITTEN = ("data/**/*.csv", "data/**/*.geojson", "data/**/*.toml", "atlas/i18n/*.po")
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
FACE = """
/* rare characters of the place names, weights {low} to {high} */
@font-face {{
  font-family: '{family}';
  font-style: normal;
  font-display: swap;
  font-weight: {low} {high};
  src: url(noto-sans-sc/{name}) format('woff2');
  unicode-range: {ranges};
}}
"""


def own_family(sheet: str) -> str:
    """The package's style sheet under the family name and folder used here, nothing else changed."""
    return sheet.replace(f"'{FAMILY} Variable'", f"'{FAMILY}'").replace("./files/", "noto-sans-sc/")


def code_points(sheet: str) -> Iterator[int]:
    """Every code point that some face of a style sheet declares in its unicode-range."""
    for declared in re.findall(r"unicode-range:\s*([^;]+);", sheet):
        for part in declared.split(","):
            first, _, last = part.strip().removeprefix("U+").partition("-")
            yield from range(int(first, 16), int(last or first, 16) + 1)


def written_characters(root: Path) -> set[str]:
    """Every Chinese character of the data and the interface under `root`."""
    texts = (path.read_text(encoding="utf-8") for pattern in WRITTEN for path in root.glob(pattern))
    return {character for text in texts for character in HAN.findall(text)}


def undeclared(characters: set[str], sheet: str) -> str:
    """Those of `characters` for which the style sheet declares no face, in code point order."""
    drawn = set(code_points(sheet))
    return "".join(sorted(each for each in characters if ord(each) not in drawn))


def printed_characters(root: Path, *, common: bool) -> str:
    """What a print font must draw: every sign of data and interface; with `common` all of GB 2312 too, for names that
    readers bring.
    """
    texts = (path.read_text(encoding="utf-8") for pattern in WRITTEN for path in root.glob(pattern))
    signs = {sign for text in texts for sign in text if sign.isprintable()} | set(map(chr, range(0x20, 0x7F)))
    return "".join(sorted(signs | (gb2312() if common else set())))


def gb2312() -> set[str]:
    """The signs of GB 2312, in rows and cells of 94."""
    cells = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return set("".join(each.decode("gb2312", errors="ignore") for each in cells))


def cut_for_print(font: Path, characters: str, target: Path) -> None:
    """Write the glyphs of `characters` as TrueType, which is what can be embedded in a PDF; those that the font lacks
    are left out, but no Chinese one.
    """
    from fontTools import subset  # noqa: PLC0415 -- only who renews the fonts needs it

    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    whole = subset.load_font(str(font), options)
    lacking = [each for each in characters if HAN.match(each) and ord(each) not in whole.getBestCmap()]
    if lacking:
        raise SystemExit(f"{font.name} has no glyph for {' '.join(lacking)}")
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(whole)
    target.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(whole, str(target), options)


def cut(font: Path, characters: str, target: Path) -> None:
    """Write the glyphs of `characters` of a TrueType font as woff2. Raises SystemExit when the font lacks one."""
    from fontTools import subset  # noqa: PLC0415 -- only who renews the fonts needs it

    options = subset.Options(flavor="woff2", layout_features=[], hinting=False, notdef_outline=True)
    whole = subset.load_font(str(font), options)
    lacking = [each for each in characters if ord(each) not in whole.getBestCmap()]
    if lacking:
        raise SystemExit(f"{font.name} has no glyph for {' '.join(lacking)}")
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(whole)
    subset.save_font(whole, str(target), options)


def add_rare(sheet: Path, fonts: dict[tuple[int, int], Path], root: Path) -> None:
    """Cut and declare what our texts use and the sheet does not declare; `fonts` maps a weight range to a full font."""
    text = own_family(sheet.read_text(encoding="utf-8"))
    rare = undeclared(written_characters(root), text)
    ranges = ",".join(f"U+{ord(each):x}" for each in rare)
    for (low, high), font in fonts.items() if rare else ():
        name = f"noto-sans-sc-rare-{low}.woff2"
        cut(font, rare, sheet.parent / "noto-sans-sc" / name)
        text += FACE.format(family=FAMILY, low=low, high=high, name=name, ranges=ranges)
    sheet.write_text(text, encoding="utf-8")
