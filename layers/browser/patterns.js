/* Fillings that can be told apart without colour: strokes from edge to edge of a tile of 8 pixels, or dots. */
const TILE = 8;
const SHIFTS = [-TILE, 0, TILE];
const HATCH = SHIFTS.map((shift) => [shift, TILE, shift + TILE, 0]);
const BACK = SHIFTS.map((shift) => [shift, 0, shift + TILE, TILE]);
const STROKES = { hatch: HATCH, back: BACK, lines: [[0, TILE / 2, TILE, TILE / 2]], cross: [...HATCH, ...BACK] };

export function patternOf(kind, colour, opacity) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = TILE;
  const context = tile.getContext("2d");
  context.globalAlpha = 0.22;
  context.fillStyle = colour;
  context.fillRect(0, 0, TILE, TILE);
  context.globalAlpha = opacity;
  context.strokeStyle = colour;
  context.lineWidth = 1.6;
  if (STROKES[kind]) {
    for (const [x0, y0, x1, y1] of STROKES[kind]) {
      context.beginPath();
      context.moveTo(x0, y0);
      context.lineTo(x1, y1);
      context.stroke();
    }
  } else {
    context.beginPath();
    context.arc(TILE / 2, TILE / 2, 1.6, 0, 2 * Math.PI);
    context.fill();
  }
  return context.createPattern(tile, "repeat");
}
