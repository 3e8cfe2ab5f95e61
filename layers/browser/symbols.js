/* The symbols of bodies as paths: one for map and legend. */
export const UP = -Math.PI / 2;

/* The corners of a regular figure around 0, 0. */
const around = (sides, radius, turn) =>
  Array.from({ length: sides }, (_, k) => {
    const angle = turn + (2 * Math.PI * k) / sides;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });

const star = (radius) =>
  around(10, 1, UP).map(([x, y], k) => (k % 2 ? [x * radius * 0.45, y * radius * 0.45] : [x * radius, y * radius]));

/* A figure drawn by hand: x, y, x, y, … for a radius of 1. */
const figure = (numbers) => (radius) =>
  Array.from({ length: numbers.length / 2 }, (_, k) => [numbers[2 * k] * radius, numbers[2 * k + 1] * radius]);

const BAR = [-1.25, -0.7, 1.25, -0.7, 1.25, 0.7, -1.25, 0.7];
const CROSS = [
  -0.4, -1.15, 0.4, -1.15, 0.4, -0.4, 1.15, -0.4, 1.15, 0.4, 0.4, 0.4, 0.4, 1.15, -0.4, 1.15, -0.4, 0.4, -1.15, 0.4,
  -1.15, -0.4, -0.4, -0.4,
];
const SHIELD = [-1, -1, 1, -1, 1, 0.25, 0, 1.25, -1, 0.25];
const LEAF = [0, -1.3, 0.85, -0.2, 0.6, 0.8, 0, 1.2, -0.6, 0.8, -0.85, -0.2];

const OUTLINES = {
  diamond: (r) => around(4, r * 1.2, UP),
  square: (r) => around(4, r * 1.25, Math.PI / 4),
  triangle: (r) => around(3, r * 1.3, UP),
  "triangle-down": (r) => around(3, r * 1.3, -UP),
  pentagon: (r) => around(5, r * 1.15, UP),
  hexagon: (r) => around(6, r * 1.1, 0),
  bar: figure(BAR),
  cross: figure(CROSS),
  star: (r) => star(r * 1.25),
  shield: figure(SHIELD),
  leaf: figure(LEAF),
};

/* The corners of a symbol around 0, 0; null for one that has none, which is drawn as a circle. */
export const outlineOf = (symbol, radius) => (OUTLINES[symbol] ? OUTLINES[symbol](radius) : null);

/* The path of a symbol around 0, 0. */
export function tracePath(context, symbol, radius) {
  const corners = outlineOf(symbol, radius);
  context.beginPath();
  if (!corners) {
    context.arc(0, 0, radius, 0, 2 * Math.PI);
    return;
  }
  for (const corner of corners) context.lineTo(...corner);
  context.closePath();
}
