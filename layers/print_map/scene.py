"""What a print map shows: the same decision as the screen's, with the marks that no file holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import shapely

from layers import all_layers
from layers.base import Layer, World, derived
from layers.decide import Decision
from layers.palette import Style, style_of
from layers.print_map.ground import Window, near, projected
from layers.print_map.marks import reach_px

# A window, and how large in it is what the palette gives in pixels.
Within: TypeAlias = tuple[Window, float]
# Land and sea explain themselves.
PLAIN = frozenset({"neighbours", "prefectures"})
RINGS = "reach-rings"
# Drawn, but no body any more: in no count.
GONE = "closed"


@dataclass(frozen=True)
class Mark:
    """A mark on the map. lon, lat  WGS-84 degrees;  was  where it stands in the data when a scenario has moved it"""

    id: str
    name: str
    lon: float
    lat: float
    style: str
    was: tuple[float, float] | None = None


@dataclass(frozen=True, eq=False)
class Scene:
    """decision  layer -> feature id -> class, see layers.decide;  captions  layer -> class -> text;  on  ids of the
    layers that are drawn;  extra  marks that no file holds, as layers.extras.as_message writes them;  ring_m  straight
    metres of the reach rings, None for no rings;  prefecture  the one that the map is about, "" for all
    """

    world: World
    decision: Decision
    captions: Mapping[str, Mapping[str, str]]
    on: Sequence[str]
    extra: Sequence[Mapping[str, Any]] = ()
    ring_m: float | None = None
    prefecture: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def land(self) -> Mapping[str, Any]:
        """Adcode -> the land of a prefecture in metres of the projection."""
        return near(self.world)

    def layers(self, *shapes: str) -> list[Layer]:
        """The layers that are on, of some shapes, in drawing order."""
        return [each for each in all_layers() if each.id in self.on and each.shape in shapes]

    def classes(self, layer_id: str) -> dict[str, str]:
        """Feature id -> class of all that a layer draws, what a scenario adds included."""
        found = dict(zip(self.decision[layer_id].index, self.decision[layer_id], strict=True))
        return found | {each["id"]: each["class"] for each in self.extra if each["layer"] == layer_id}

    def marks(self, layer_id: str) -> list[Mark]:
        """The marks of a layer of points."""
        frame = derived(_by_id(layer_id), self.world)
        extra = {each["id"]: each for each in self.extra if each["layer"] == layer_id}
        found = []
        for feature, style in self.classes(layer_id).items():
            if feature in extra:
                each = extra[feature]
                was = (each["was"][0], each["was"][1]) if each.get("was") else None
                found.append(Mark(feature, str(each["name"]), each["lon"], each["lat"], style, was))
            elif feature in frame:
                lon, lat, name = frame[feature]
                found.append(Mark(feature, name, lon, lat, style))
        return found

    def style(self, layer_id: str, name: str) -> Style:
        """How a class of a layer is drawn."""
        return style_of(layer_id)[name]

    def counts(self, layer_id: str, within: Within | None = None) -> dict[str, int]:
        """Class -> number of its features, in the order of the legend; classes without any are left out.

        within  what must show them, None for all; what is drawn as a ring is always counted
        """
        declared = next(each for each in all_layers() if each.id == layer_id)
        shown = self.classes(layer_id)
        seen = set(shown) if within is None else self._seen(declared, *within)
        names = [name for feature, name in shown.items() if feature in seen]
        return {name: names.count(name) for name in declared.legend if name in names}

    def _seen(self, declared: Layer, window: Window, mm_per_px: float) -> set[str]:
        """The features of a layer of which a window shows something: marks stand in it whole, or not at all."""
        if declared.shape == "ring":
            return set(self.classes(declared.id))
        if declared.shape not in ("point", "dot"):
            shapes, frame = projected(self.world, declared.id), shapely.box(*window.seen)
            return {feature for feature, shape in shapes.items() if shapely.intersects(shape, frame)}
        found, (left, bottom, right, top) = set[str](), window.box
        for mark in self.marks(declared.id):
            reach = reach_px(self.style(declared.id, mark.style)) * mm_per_px
            x, y = window.point(mark.lon, mark.lat)
            if left + reach < x < right - reach and bottom + reach < y < top - reach:
                found.add(mark.id)
        return found


def _by_id(layer_id: str) -> Any:
    if layer_id not in _MADE:
        declared = next(each for each in all_layers() if each.id == layer_id)

        def made(world: World) -> dict[str, tuple[float, float, str]]:
            shapes = derived(declared.features, world)
            rows = zip(shapes["id"], shapes["name"], shapely.get_coordinates(shapes.geometry), strict=True)
            return {str(feature): (float(lon), float(lat), str(name)) for feature, name, (lon, lat) in rows}

        _MADE[layer_id] = made
    return _MADE[layer_id]


_MADE: dict[str, Any] = {}
