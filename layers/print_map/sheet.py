"""A sheet of paper: everything is drawn in millimetres from its lower left corner, each thing over those before."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.palette import INK
from layers.print_map.faces import MM_PER_POINT, Faces

if TYPE_CHECKING:
    from matplotlib.path import Path

THEME = "light"
MM_PER_INCH = 25.4
PRINT_DPI = 300
Form = Literal["png", "svg", "pdf"]
Anchor = Literal["left", "center", "right"]
Box = tuple[float, float, float, float]
# Text is selectable in a PDF and drawn as outlines in an SVG, so that every machine shows the same; equal sheets give
# equal bytes.
SETTINGS: Any = {
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "sheet",
    "path.simplify": False,
}
UNDATED: Mapping[str, Mapping[str, Any]] = {
    "png": {},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None, "ModDate": None},
}


class Sheet:
    """A sheet of `width` by `height` millimetres; `faces` its letters."""

    def __init__(self, width: float, height: float, faces: Faces) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 -- only who prints pays for it
        from matplotlib.figure import Figure  # noqa: PLC0415 -- as above

        self.width, self.height, self.faces = width, height, faces
        self.figure = Figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH), facecolor="white")
        FigureCanvasAgg(self.figure)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(0, height)
        self._axes.set_axis_off()
        self._order = 0
        self.written: list[str] = []

    def draw(
        self,
        path: Path,
        *,
        fill: str = "",
        line: str = "",
        weight: float = 0.0,
        opacity: float = 1.0,
        line_opacity: float | None = None,
        dash: Sequence[float] = (),
    ) -> None:
        """A path, filled and then lined. weight, dash  in points"""
        from matplotlib.colors import to_rgba  # noqa: PLC0415 -- only who prints pays for matplotlib
        from matplotlib.patches import PathPatch  # noqa: PLC0415 -- as above

        patch = PathPatch(
            path,
            facecolor=to_rgba(fill, opacity) if fill else "none",
            edgecolor=to_rgba(line, opacity if line_opacity is None else line_opacity) if line and weight else "none",
            linewidth=weight if line else 0,
            linestyle=(0, tuple(dash)) if dash else "-",
            joinstyle="round",
            capstyle="butt",
            antialiased=True,
        )
        self._order += 1
        patch.set_zorder(self._order)
        self._axes.add_artist(patch)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        points: float,
        *,
        bold: bool = False,
        colour: str = INK[THEME],
        anchor: Anchor = "left",
        halo: str = "",
    ) -> None:
        """A line of text whose baseline begins, has its middle, or ends at a place. halo  a rim of that colour"""
        shown = self.faces.drawable(text)
        if not shown:
            return
        prop = self.faces.properties(shown, points, bold=bold)
        left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[anchor] * self.faces.width(shown, points, bold=bold)
        if halo:
            self._rim(left, y, shown, points, prop, halo)
        self._order += 1
        self._axes.text(
            left, y, shown, fontproperties=prop, color=colour, va="baseline", ha="left", zorder=self._order,
            parse_math=False,
        )  # fmt: skip
        self.written.append(shown)

    def saved(self, form: Form, *, dpi: int = PRINT_DPI, title: str = "") -> bytes:
        """The sheet as a file."""
        import matplotlib as mpl  # noqa: PLC0415 -- only who prints pays for matplotlib

        told = dict(UNDATED[form]) | ({"Title": title} if title else {})
        target = io.BytesIO()
        with mpl.rc_context(SETTINGS):
            self.figure.savefig(target, format=form, dpi=dpi, metadata=told)
        return target.getvalue()

    def _rim(self, x: float, y: float, text: str, points: float, prop: Any, colour: str) -> None:
        from matplotlib.textpath import TextPath  # noqa: PLC0415 -- only who prints pays for matplotlib

        outline = TextPath((x, y), text, size=points * MM_PER_POINT, prop=prop, usetex=False)
        self.draw(outline, line=colour, weight=points * 0.28, fill=colour)


def path_of(shapes: Any) -> Path:
    """Polygons and lines as one path, holes left open.  shapes  one geometry or an array of them, in millimetres"""
    from matplotlib.path import Path  # noqa: PLC0415 -- only who prints pays for matplotlib

    flat = shapely.get_parts(shapely.get_parts(np.atleast_1d(np.asarray(shapes, dtype=object))))
    flat = flat[~shapely.is_empty(flat)]
    polygons = flat[shapely.get_type_id(flat) == shapely.GeometryType.POLYGON]
    lines = flat[np.isin(shapely.get_type_id(flat), (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING))]
    rings = shapely.get_rings(shapely.orient_polygons(polygons)) if len(polygons) else np.array([], dtype=object)
    points: list[NDArray[np.float64]] = []
    codes: list[NDArray[np.uint8]] = []
    for shape, closed in [(ring, True) for ring in rings] + [(line, False) for line in lines]:
        corners = shapely.get_coordinates(shape)
        code = np.full(len(corners), Path.LINETO, dtype=np.uint8)
        code[0] = Path.MOVETO
        if closed:
            code[-1] = Path.CLOSEPOLY
        points.append(corners)
        codes.append(code)
    if not points:
        return Path(np.empty((0, 2)), np.empty(0, dtype=np.uint8))
    return Path(np.concatenate(points), np.concatenate(codes))


def box_path(box: Box) -> Path:
    """A box as a path. box  left, bottom, right, top"""
    return path_of(shapely.box(*box))
