"""The map itself, within its window: sea, land, what the question colours, lines, marks, names, the reefs beside."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from layers.base import derived
from layers.palette import BORDER, INK, PAPER, SUPPOSED
from layers.print_map import ground
from layers.print_map.areas import draw_area
from layers.print_map.faces import MM_PER_POINT
from layers.print_map.furniture import WATER, Measures, draw_furniture, draw_sea
from layers.print_map.ground import Window
from layers.print_map.labels import Name, Placed, Room, place_names, within
from layers.print_map.marks import draw_mark, reach_px, spread
from layers.print_map.scene import RINGS, Mark, Scene
from layers.print_map.sheet import THEME, Box, Sheet, box_path, path_of

# A neighbour smaller than this, in square metres, is led to its name: Hong Kong and Macao.
SMALL_M2 = 2.5e9
LEFT_BEHIND, PALER = 0.4, 0.42
# Names without which a map does not say what it is about.
NEEDED = ("prefecture", "area")
# How large names of counties are beside those of prefectures.
COUNTY, COUNTY_CLOSE = 0.66, 0.84


@dataclass(frozen=True)
class Drawn:
    """What stands on a map that was drawn: its names, its furniture by name as boxes, and the boxes of its marks."""

    names: list[Placed]
    furniture: Mapping[str, Box]
    marks: list[Box]


def draw_chart(sheet: Sheet, scene: Scene, window: Window, measures: Measures, stamp: str) -> Drawn:
    """Draw the map of a scene into a window of the sheet."""
    draw_sea(sheet, window.box, measures)
    for layer in scene.layers("area"):
        _draw_layer(sheet, scene, window, measures, layer.id)
    _draw_borders(sheet, scene, window, measures)
    for layer in scene.layers("outline"):
        _draw_layer(sheet, scene, window, measures, layer.id)
    _draw_rings(sheet, scene, window, measures)
    _draw_dots(sheet, scene, window, measures)
    marks = _marks(scene, window, measures)
    for _, style, x, y, mark in marks:
        if mark.was is not None:
            _draw_left_behind(sheet, window, measures, style, (x, y), mark)
    for _, style, x, y, _ in marks:
        draw_mark(sheet, x, y, style, measures.mm_per_px)
    boxes = [_mark_box(style, x, y, measures) for _, style, x, y, _ in marks]
    furniture = draw_furniture(sheet, scene, window, measures, stamp, boxes)
    names = _names(sheet, scene, window, measures, boxes, furniture)
    sheet.draw(box_path(window.box), line=INK[THEME], weight=0.7)
    return Drawn(names, furniture, boxes)


def _draw_layer(sheet: Sheet, scene: Scene, window: Window, measures: Measures, layer_id: str) -> None:
    """Features of one class as one shape, so that a pattern goes on over their borders."""
    shapes = ground.projected(scene.world, layer_id)
    groups: dict[str, list[Any]] = {}
    for feature, name in scene.classes(layer_id).items():
        if feature in shapes:
            groups.setdefault(name, []).append(shapes[feature])
    for name, members in groups.items():
        style = scene.style(layer_id, name)
        placed = window.placed(np.array(members, dtype=object))
        if style.get("inner"):
            # The outline of what is seen would run along the frame.
            draw_area(sheet, shapely.union_all(placed), style, measures.mm_per_px)
            continue
        seen = shapely.intersection(placed, window.frame)
        border = shapely.intersection(shapely.boundary(placed), window.frame)
        whole = shapely.union_all(seen[~shapely.is_empty(seen)]) if style["fill"] else shapely.MultiPolygon()
        draw_area(sheet, whole, style, measures.mm_per_px, border=border)


def _draw_borders(sheet: Sheet, scene: Scene, window: Window, measures: Measures) -> None:
    """The borders of the prefectures over whatever colours the land; of one that the map is about a heavy one, and all
    around it paler.
    """
    shapes = ground.near(scene.world)
    thick = measures.mm_per_px * 72 / 25.4
    placed = window.placed(np.array(list(shapes.values()), dtype=object))
    borders = shapely.union_all(shapely.intersection(shapely.boundary(placed), window.frame))
    if scene.prefecture:
        own = window.placed(shapes[scene.prefecture])
        sheet.draw(path_of(shapely.difference(window.frame, own)), fill=PAPER[THEME], opacity=PALER)
        sheet.draw(path_of(borders), line=BORDER[THEME], weight=1.1 * thick)
        edge = shapely.intersection(shapely.boundary(own), window.frame)
        sheet.draw(path_of(edge), line=INK[THEME], weight=2.6 * thick)
    else:
        sheet.draw(path_of(borders), line="#5f666d", weight=1.1 * thick)


def _draw_rings(sheet: Sheet, scene: Scene, window: Window, measures: Measures) -> None:
    if RINGS not in scene.on or scene.ring_m is None:
        return
    style = scene.style(RINGS, "ring")
    marks = scene.marks(RINGS)
    marks += [Mark(each["id"], "", each["lon"], each["lat"], "ring") for each in scene.extra if each.get("ring")]
    for each in marks:
        circle = shapely.Point(window.point(each.lon, each.lat)).buffer(scene.ring_m * window.mm_per_m, 48)
        border = shapely.intersection(shapely.boundary(circle), window.frame)
        draw_area(sheet, circle, style, measures.mm_per_px, border=border)


def _draw_dots(sheet: Sheet, scene: Scene, window: Window, measures: Measures) -> None:
    """Dots where they are; names may stand on them."""
    for layer in scene.layers("dot"):
        for mark in scene.marks(layer.id):
            x, y = window.point(mark.lon, mark.lat)
            if shapely.contains_xy(window.frame, x, y):
                draw_mark(sheet, x, y, scene.style(layer.id, mark.style), measures.mm_per_px)


def _marks(scene: Scene, window: Window, measures: Measures) -> list[tuple[str, Any, float, float, Mark]]:
    """Layer, style, place and record of every mark in the window, in drawing order; those of one point apart."""
    told = [(layer.id, mark) for layer in scene.layers("point") for mark in scene.marks(layer.id)]
    places = spread([window.point(mark.lon, mark.lat) for _, mark in told], measures.mm_per_px)
    found = []
    for (layer_id, mark), (x, y) in zip(told, places, strict=True):
        style = scene.style(layer_id, mark.style)
        reach = reach_px(style) * measures.mm_per_px
        left, bottom, right, top = window.box
        if left + reach < x < right - reach and bottom + reach < y < top - reach:
            found.append((layer_id, style, x, y, mark))
    return found


def _draw_left_behind(
    sheet: Sheet, window: Window, measures: Measures, style: Any, place: tuple[float, float], mark: Mark
) -> None:
    """Where a moved body stands in the data: faint, with a line to where it stands now."""
    if mark.was is None:
        return
    there = window.point(*mark.was)
    seen = shapely.intersection(shapely.LineString([there, place]), window.frame)
    thick = measures.mm_per_px * 72 / 25.4
    sheet.draw(path_of(seen), line=SUPPOSED[THEME], weight=1.6 * thick, dash=(2 * thick, 4 * thick), opacity=0.8)
    if shapely.contains_xy(window.frame, *there):
        draw_mark(sheet, *there, {**style, "orbit": False, "opacity": LEFT_BEHIND}, measures.mm_per_px)


def _names(
    sheet: Sheet,
    scene: Scene,
    window: Window,
    measures: Measures,
    marks: list[Box],
    furniture: Mapping[str, Box],
) -> list[Placed]:
    room = Room(
        frame=window.box,
        furniture=list(furniture.values()),
        marks=marks,
        avoided=window.placed(ground.mainland(scene.world)),
    )
    around = _context_names(sheet, scene, window, measures)
    names = [*_prefecture_names(sheet, scene, window, measures), *(each for each in around if each.led)]
    names += _area_names(sheet, scene, window, measures)
    placed = place_names([each for each in names if not shapely.is_empty(each.home)], room)
    counties = _county_names(sheet, scene, window, measures)
    placed += place_names([*counties, *(each for each in around if not each.led)], room)
    looks = {
        "prefecture": (1.0, True, INK[THEME]),
        "area": (0.76, False, "#7b2d63"),
        "county": (COUNTY_CLOSE if scene.prefecture else COUNTY, False, "#374151"),
        "other": (0.9, False, "#6b7280"),
        "context": (0.86, False, "#6b7280"),
        "sea": (1.0, False, WATER),
    }
    for each in placed:
        share, bold, colour = looks[each.name.kind]
        _draw_name(sheet, each, measures.points * share, bold=bold, colour=colour)
    return placed


def _mark_box(style: Any, x: float, y: float, measures: Measures) -> Box:
    reach = reach_px(style) * measures.mm_per_px
    return x - reach, y - reach, x + reach, y + reach


def _draw_name(sheet: Sheet, placed: Placed, points: float, *, bold: bool, colour: str) -> None:
    left, bottom, right, _ = placed.box
    if placed.line is not None:
        line = shapely.LineString(placed.line)
        sheet.draw(path_of(line), line=PAPER[THEME], weight=1.6)
        sheet.draw(path_of(line), line=colour, weight=0.6)
        sheet.draw(path_of(shapely.Point(placed.line[1]).buffer(0.35)), fill=colour)
    base = bottom + points * MM_PER_POINT * 0.14
    sheet.text(
        (left + right) / 2, base, placed.name.text, points, bold=bold, colour=colour, anchor="center", halo=PAPER[THEME]
    )


def _name(sheet: Sheet, kind: str, feature: str, text: str, points: float, home: Any, spot: Any, *, led: bool) -> Name:
    shown = sheet.faces.drawable(text)
    width = sheet.faces.width(shown, points, bold=kind == "prefecture") + points * MM_PER_POINT * 0.1
    return Name(feature, shown, width, points * MM_PER_POINT * 1.02, home, spot, led, kind, needed=kind in NEEDED)


def _prefecture_names(sheet: Sheet, scene: Scene, window: Window, measures: Measures) -> list[Name]:
    """All whose land is in the window, the smallest first: they have fewest places."""
    frame = derived(_prefecture_frame, scene.world)
    found = []
    for feature, shape in ground.near(scene.world).items():
        name, lon, lat = frame[feature]
        home = window.placed(shape)
        kind = "other" if scene.prefecture not in ("", feature) else "prefecture"
        points = measures.points * (0.9 if kind == "other" else 1.0)
        named = _name(sheet, kind, feature, name, points, home, window.point(lon, lat), led=not scene.prefecture)
        found.append(within(named, window.frame))
    return sorted(found, key=lambda each: shapely.area(each.home))


def _prefecture_frame(world: Any) -> dict[str, tuple[str, float, float]]:
    from layers.regions import prefectures  # noqa: PLC0415

    frame = prefectures(world)
    return {
        str(row["id"]): (str(row["name"]), float(row["label_lon"]), float(row["label_lat"]))
        for row in frame.drop(columns="geometry").to_dict("records")
    }


def _area_names(sheet: Sheet, scene: Scene, window: Window, measures: Measures) -> list[Name]:
    """The areas that carry names of their own, such as demonstration areas: led to where they are too small."""
    found = []
    for layer in scene.layers("area"):
        if not layer.labels or layer.id in ("neighbours", "prefectures"):
            continue
        features, shapes = derived(layer.features, scene.world), ground.projected(scene.world, layer.id)
        shown = scene.classes(layer.id)
        for row in features.drop(columns="geometry").to_dict("records"):
            if row["id"] not in shown:
                continue
            shape, spot = shapes[row["id"]], window.point(row["label_lon"], row["label_lat"])
            text = str(row.get("label") or row["name"])
            named = _name(sheet, "area", row["id"], text, measures.points * 0.76, window.placed(shape), spot, led=True)
            found.append(within(named, window.frame))
    return found


def _county_names(sheet: Sheet, scene: Scene, window: Window, measures: Measures) -> list[Name]:
    """Counties where there is room, while they are on; those that are prefectures too have their name already."""
    if "counties" not in scene.on:
        return []
    features, shapes = derived(_counties(), scene.world), ground.projected(scene.world, "counties")
    twice = {f"c{adcode}" for adcode in ground.near(scene.world)}
    share = COUNTY_CLOSE if scene.prefecture else COUNTY
    found = []
    for row in features.drop(columns="geometry").to_dict("records"):
        if row["id"] in twice or (scene.prefecture and row["prefecture"] != scene.prefecture):
            continue
        spot = window.point(row["label_lon"], row["label_lat"])
        home = shapely.intersection(window.placed(shapes[row["id"]]), window.frame)
        if not shapely.is_empty(home):
            named = _name(sheet, "county", row["id"], row["name"], measures.points * share, home, spot, led=False)
            found.append(within(named, window.frame))
    return found


def _counties() -> Any:
    from layers.counties import features  # noqa: PLC0415

    return features


def _context_names(sheet: Sheet, scene: Scene, window: Window, measures: Measures) -> list[Name]:
    """Neighbours, and the sea: only where there is room, but Hong Kong and Macao, which are led to."""
    if "neighbours" not in scene.on:
        return []
    from layers.neighbours import features  # noqa: PLC0415

    shapes = ground.projected(scene.world, "neighbours")
    rows = [each for each in derived(features, scene.world).drop(columns="geometry").to_dict("records") if each["name"]]
    found = []
    for row in rows:
        if math.isnan(row["label_lon"]):
            continue
        shape = shapes[row["id"]]
        seen = shapely.intersection(window.placed(shape), window.frame)
        if shapely.is_empty(seen):
            continue
        small = shapely.area(shape) < SMALL_M2
        points = measures.points * 0.86
        spot = window.point(row["label_lon"], row["label_lat"])
        named = _name(sheet, "context", row["id"], row["name"], points, seen, spot, led=small)
        found.append(within(named, window.frame))
    sea = shapely.difference(window.frame, window.placed(ground.all_land(scene.world)))
    left, bottom, right, top = window.box
    spot = (left * 0.42 + right * 0.58, bottom * 0.86 + top * 0.14)
    name = _name(sheet, "sea", "sea", scene.texts["sea"], measures.points, sea, spot, led=False)
    return [*found, replace(name, home=sea)]
