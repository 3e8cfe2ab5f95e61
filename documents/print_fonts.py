"""The font files that paper is printed with: our own, which need no font on the machine, after an office's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from layers.print_map.faces import Face, Faces

OWN = Path(__file__).resolve().parent.parent / "static" / "fonts" / "print"
HEAVY = 600
ENDINGS = (".ttf", ".otf")


@cache
def faces(folder: Path | None = None) -> Faces:
    """The letters of a sheet. folder  of an office's own fonts (TrueType or OpenType, one face a file), tried first

    Raises ValueError for a folder without a font that can be read.
    """
    plain, bold = [Face(OWN / "noto-sans-sc-regular.ttf")], [Face(OWN / "noto-sans-sc-bold.ttf")]
    if folder is None:
        return Faces(plain, bold)
    theirs = [path for path in sorted(folder.glob("*")) if path.suffix.lower() in ENDINGS]
    if not theirs:
        raise ValueError(f"{folder}: expected fonts ({', '.join(ENDINGS)}), found none")
    heavy = [path for path in theirs if _is_heavy(path)]
    light = [path for path in theirs if path not in heavy]
    return Faces([*map(Face, light), *plain], [*map(Face, heavy), *bold])


def _is_heavy(path: Path) -> bool:
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 -- only who prints pays for it

    try:
        with TTFont(path, lazy=True) as font:
            return bool(font["OS/2"].usWeightClass >= HEAVY)
    except (TTLibError, KeyError, OSError) as error:
        raise ValueError(f"{path}: expected a font that can be read ({error})") from None
