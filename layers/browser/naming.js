/* Where a name may stand: on its own land, or led to it by a line; never on another's. In the pixels of the map. */
import { CELL, SEA, ownerAt, standsOn } from "./ground.js";

const FAR = 30;
const LED_FAR = 75;
const LEAST_LED = 3;
const MOST_LED = 140;
/* The dot at the end of a line. */
export const END = 6;
/* What a line over another's land costs, in its own length. */
const OVER_LAND = 1.5;

export const touches = (a, b) => a.x0 < b.x1 && a.x1 > b.x0 && a.y0 < b.y1 && a.y1 > b.y0;
export const isFree = (box, taken) => !taken.some((other) => touches(box, other));

export function boxAt(x, y, width, height) {
  return { x, y, x0: x - width / 2, x1: x + width / 2, y0: y - height / 2, y1: y + height / 2 };
}

/* Pixels that a name takes, Chinese signs being square. */
export function nameWidth(name, font, spaced) {
  const signs = [...name].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 255 ? 1 : 0.56), 0);
  return signs * font * spaced + 2;
}

/* Steps aside, [dx, dy] in squares of the ground, the nearest first, at most `far` squares away. */
function stepsAside(far) {
  const steps = [];
  for (let dy = -far; dy <= far; dy += 1) {
    for (let dx = -far; dx <= far; dx += 1) if (dx * dx + dy * dy <= far * far) steps.push([dx, dy]);
  }
  return steps.sort((a, b) => a[0] * a[0] + a[1] * a[1] - (b[0] * b[0] + b[1] * b[1]));
}
const STEPS = stepsAside(LED_FAR);
const NEAR_STEPS = STEPS.filter(([dx, dy]) => dx * dx + dy * dy <= FAR * FAR);

/* The box nearest to the spot that stands on the owner's land (and, where `sea`, off its coast), touching none of
   `taken`; null where there is none. `reach` bounds how far it may be from the spot, in pixels. */
export function placeAtHome(ground, owner, spot, size, taken, { sea = false, reach = Infinity } = {}) {
  for (const [dx, dy] of NEAR_STEPS) {
    if (Math.hypot(dx, dy) * CELL > reach) return null;
    const box = boxAt(spot.x + dx * CELL, spot.y + dy * CELL, size.width, size.height);
    const atHome = ownerAt(ground, box.x, box.y) === owner && standsOn(ground, box, owner, sea);
    if (atHome && isFree(box, taken)) return box;
  }
  return null;
}

/* The place on the owner's land nearest to a spot where a line may end, clear of marks; null where there is none. */
export function clearSpot(ground, owner, { x, y }, points) {
  for (const [dx, dy] of NEAR_STEPS) {
    const box = boxAt(x + dx * CELL, y + dy * CELL, END, END);
    if (ownerAt(ground, box.x, box.y) === owner && isFree(box, points)) return box;
  }
  return null;
}

/* A box on the sea, or on land of the owner, with the line that leads from it to the spot: the shortest one, a line
   over the land of others counting for more; null where there is none. With `crossed` (on paper) it may be longer and
   runs through none of these, whatever else is taken. */
export function placeLed(ground, owner, spot, size, taken, crossed) {
  let best = null;
  let least = crossed ? 3 * MOST_LED : MOST_LED;
  for (const [dx, dy] of STEPS) {
    const far = Math.hypot(dx, dy) * CELL;
    if (far >= least) break;
    const box = boxAt(spot.x + dx * CELL, spot.y + dy * CELL, size.width, size.height);
    if (!standsOn(ground, box, owner, true) || !isFree(box, taken)) continue;
    const line = lineTo(box, spot);
    const places = along(line);
    const cost = far + OVER_LAND * lengthOverOthers(ground, owner, places);
    if (
      line.length < LEAST_LED * CELL ||
      cost >= least ||
      (crossed || taken).some((other) => crosses(line, places, other))
    )
      continue;
    best = { ...box, line };
    least = cost;
  }
  return best;
}

/* From the edge of a box to a spot outside it. */
export function lineTo(box, spot) {
  const from = {
    x: Math.min(Math.max(spot.x, box.x0), box.x1),
    y: Math.min(Math.max(spot.y, box.y0), box.y1),
  };
  return { from, to: spot, length: Math.hypot(spot.x - from.x, spot.y - from.y) };
}

/* Places along a line, a square of the ground apart. */
export function along({ from, to, length }) {
  const steps = Math.ceil(length / CELL) || 1;
  const at = (a, b, k) => a + ((b - a) * k) / steps;
  return Array.from({ length: steps + 1 }, (_, k) => [at(from.x, to.x, k), at(from.y, to.y, k)]);
}

function lengthOverOthers(ground, owner, places) {
  return CELL * places.filter(([x, y]) => ![owner, SEA].includes(ownerAt(ground, x, y))).length;
}

/* Whether a line runs through a box, of which the one around its own end does not count, or through its line. */
function crosses(line, places, box) {
  if (box.line && meet(line, box.line)) return true;
  const isInside = ([x, y]) => x > box.x0 && x < box.x1 && y > box.y0 && y < box.y1;
  return !isInside([line.to.x, line.to.y]) && places.some(isInside);
}

/* On which side of a line a point lies, by its sign. */
function side({ from, to }, { x, y }) {
  return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x);
}

/* The ends of each lie on both sides of the other. */
function meet(a, b) {
  return side(a, b.from) * side(a, b.to) <= 0 && side(b, a.from) * side(b, a.to) <= 0;
}
