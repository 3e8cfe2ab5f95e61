/* A body on a canvas: shape = kind, filling = state, ring = how well the date is known, an orbit around what is
   supposed. */
import { themed } from "./themes.js";
import { tracePath } from "./symbols.js";

/* How much wider than its mark the circle around a supposed body is. */
export const ORBIT = 1.75;
const DASHES = { dashed: [3, 2], dotted: [1.5, 2.5] };

/* paint  the colours of the manifest, of which the paper's is the ground of every mark */
export function drawMark(context, x, y, style, theme, paint) {
  const paper = paint.paper[theme];
  const fill = themed(style.fill, theme);
  context.save();
  // Everything else is drawn around 0, 0.
  context.translate(x, y);
  context.globalAlpha = style.opacity === undefined ? 1 : style.opacity;
  context.setLineDash([]);
  drawGround(context, style, paper);
  drawFilling(context, style, fill, paper);
  drawEdge(context, style, themed(style.line, theme));
  if (style.pip) drawPip(context, style, style.filling === "hollow" ? fill : paper);
  if (style.orbit) drawOrbit(context, style);
  context.restore();
}

/* A rim of paper keeps the mark apart from what lies under it. */
function drawGround(context, style, paper) {
  if (style.orbit) tracePath(context, "circle", style.size * ORBIT);
  else tracePath(context, style.symbol, style.size + (style.thin ? 0.9 : 2.2));
  context.fillStyle = paper;
  context.fill();
}

function drawFilling(context, style, fill, paper) {
  tracePath(context, style.symbol, style.size);
  context.fillStyle = style.filling === "solid" ? fill : paper;
  context.fill();
  if (style.filling === "struck") drawStruck(context, style, fill);
  if (style.filling === "half") drawHalf(context, style, fill);
}

function drawStruck(context, style, fill) {
  const far = 2 * style.size;
  context.save();
  context.clip();
  context.lineWidth = 1.6;
  context.strokeStyle = fill;
  context.beginPath();
  for (const way of [-far, far]) {
    context.moveTo(-far, -way);
    context.lineTo(far, way);
  }
  context.stroke();
  context.restore();
  tracePath(context, style.symbol, style.size);
}

function drawHalf(context, style, fill) {
  context.save();
  context.clip();
  context.fillStyle = fill;
  context.fillRect(-2 * style.size, 0, 4 * style.size, 2 * style.size);
  context.restore();
}

function drawEdge(context, style, line) {
  context.lineWidth = style.thin ? 1 : 1.8;
  context.strokeStyle = line;
  if (DASHES[style.ring]) {
    tracePath(context, style.symbol, style.filling === "solid" ? style.size + 2.4 : style.size);
    context.setLineDash(DASHES[style.ring]);
  }
  context.stroke();
}

function drawPip(context, style, colour) {
  context.setLineDash([]);
  context.beginPath();
  context.arc(0, 0, style.size * 0.4, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  if (style.filling === "half") {
    context.lineWidth = 1;
    context.stroke();
  }
}

function drawOrbit(context, style) {
  context.setLineDash([3.5, 2.5]);
  context.lineWidth = 2;
  tracePath(context, "circle", style.size * ORBIT);
  context.stroke();
}
