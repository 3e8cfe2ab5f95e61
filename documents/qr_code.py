"""A link as a QR code (ISO/IEC 18004), drawn as squares, so that it is sharp on every paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from layers.print_map.sheet import Box, path_of

if TYPE_CHECKING:
    from matplotlib.path import Path

# A smaller square is not read any more by a telephone from paper.
LEAST_MM = 0.21


def code_path(text: str, box: Box) -> Path | None:
    """The dark squares of the code of a text in a box of the sheet; None where they would be too small to be read.

    The box's own paper is its quiet zone.
    """
    import segno  # noqa: PLC0415 -- only who prints pays for it
    from segno.encoder import DataOverflowError  # noqa: PLC0415 -- as above

    try:
        code = segno.make(text, error="l", micro=False, boost_error=False)
    except DataOverflowError:
        return None
    dark = np.array([[bool(each) for each in row] for row in code.matrix])
    side = (box[2] - box[0]) / len(dark)
    if side < LEAST_MM:
        return None
    down, across = np.nonzero(dark)
    left, top = box[0] + across * side, box[3] - down * side
    squares = shapely.box(left, top - side, left + side, top)
    return path_of(shapely.union_all(squares))
