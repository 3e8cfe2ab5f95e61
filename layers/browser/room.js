/* The room that the boxes over the map leave. */
import { touches } from "./naming.js";

/* The largest rectangles {x0, y0, x1, y1} within a size that touch no box, none of them inside another. */
export function freeRectangles({ x, y }, boxes) {
  let free = [{ x0: 0, y0: 0, x1: x, y1: y }];
  for (const box of boxes) {
    const pieces = free.flatMap((each) => without(each, box));
    free = pieces.filter(
      (one, k) => !pieces.some((other, n) => n !== k && isInside(one, other) && (n < k || !isInside(other, one))),
    );
  }
  return free;
}

/* What is left of a rectangle above, below, left and right of a box. */
function without(free, box) {
  if (!touches(box, free)) return [free];
  const pieces = [
    { ...free, y1: box.y0 },
    { ...free, y0: box.y1 },
    { ...free, x1: box.x0 },
    { ...free, x0: box.x1 },
  ];
  return pieces.filter(({ x0, y0, x1, y1 }) => x1 > x0 && y1 > y0);
}

const isInside = (one, other) => one.x0 >= other.x0 && one.x1 <= other.x1 && one.y0 >= other.y0 && one.y1 <= other.y1;

const OPEN = ".atlas-box.open, .atlas-card.open";

/* What lies over the map, in its pixels. */
export function boxesOver(map, selector) {
  const host = map.getContainer();
  const outer = host.getBoundingClientRect();
  return [...host.querySelectorAll(selector)].map((each) => {
    const { left, top, right, bottom } = each.getBoundingClientRect();
    return { x0: left - outer.left, y0: top - outer.top, x1: right - outer.left, y1: bottom - outer.top };
  });
}

export function isUnderBoxes(map, bounds) {
  const { x: x0, y: y0 } = map.latLngToContainerPoint(bounds.getNorthWest());
  const { x: x1, y: y1 } = map.latLngToContainerPoint(bounds.getSouthEast());
  return boxesOver(map, OPEN).some((box) => touches(box, { x0, y0, x1, y1 }));
}

/* The options of Leaflet's fitBounds that show bounds as large as they can be seen beside what is open. */
export function besideBoxes(map, bounds, { margin, maxZoom }) {
  const size = map.getSize();
  const ways = freeRectangles(size, boxesOver(map, OPEN)).map(({ x0, y0, x1, y1 }) => {
    const paddingTopLeft = L.point(x0 + margin, y0 + margin);
    const paddingBottomRight = L.point(size.x - x1 + margin, size.y - y1 + margin);
    const padding = paddingTopLeft.add(paddingBottomRight);
    const fits = padding.x < size.x && padding.y < size.y;
    const zoom = fits ? Math.min(maxZoom, map.getBoundsZoom(bounds, false, padding)) : -1;
    return { zoom, options: { paddingTopLeft, paddingBottomRight, maxZoom } };
  });
  ways.sort((one, other) => other.zoom - one.zoom);
  return ways.length ? ways[0].options : { padding: [margin, margin], maxZoom };
}
