/* The legend: of each layer that is on, the classes that are on the map, with their numbers. */
import { make, makeFolding } from "./elements.js";
import { drawMark } from "./marks.js";

/* Land and sea explain themselves. */
const PLAIN = new Set(["neighbours", "prefectures"]);
/* The part of the map that an unfolded legend may hide. */
const MOST_HIDDEN = 0.22;

const isOnPaper = () => document.documentElement.classList.contains("paper");

export function buildLegend(atlas, frame, open) {
  const body = makeFolding(frame, "atlas-legend", atlas.manifest.words.legend, open);
  // It may scroll, and holds nothing that takes the focus.
  body.tabIndex = 0;
  body.setAttribute("role", "group");
  body.setAttribute("aria-label", atlas.manifest.words.legend);
  return {
    refresh() {
      const blocks = [...atlas.order].reverse().map((id) => legendBlock(atlas, id));
      body.replaceChildren(...blocks.filter(Boolean));
      if (!body.childElementCount) body.append(make("p", "", atlas.manifest.words["nothing is shown"]));
      if (open && !body.touched && !isOnPaper()) fit(atlas.map.getContainer(), body);
    },
  };
}

/* Until the reader says otherwise, a legend that would hide a fifth of the map stays folded. */
function fit(host, body) {
  body.fold(true);
  const box = body.parentElement;
  body.fold(box.offsetWidth * box.offsetHeight < MOST_HIDDEN * host.clientWidth * host.clientHeight);
}

/* null for a layer with nothing to explain */
function legendBlock(atlas, id) {
  if (!atlas.on.has(id) || PLAIN.has(id)) return null;
  const { legend, shape, exclusive } = atlas.declared[id];
  const numberOf = (name) => {
    const ids = (atlas.classes[id] || {})[name] || [];
    return ids.filter((each) => atlas.features[id].has(each)).length;
  };
  const present = Object.keys(legend).filter(numberOf);
  if (!present.length) return null;
  const block = make("div", "atlas-block");
  block.append(make("h3", "", atlas.titleOf(id)));
  for (const name of present) {
    const row = make("div", "atlas-key");
    row.append(swatch(atlas.styleOf(id, name), atlas), make("span", "", atlas.classText(id, name)));
    if (shape === "point" || exclusive) row.append(make("i", "atlas-count", String(numberOf(name))));
    block.append(row);
  }
  return block;
}

/* A class as it is drawn on the map, small. */
function swatch(style, atlas) {
  const canvas = make("canvas", "atlas-swatch");
  const scale = Math.max(1, window.devicePixelRatio || 1);
  canvas.width = 26 * scale;
  canvas.height = 18 * scale;
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  if (style.mark) {
    const mark = style.mark.orbit ? { ...style.mark, size: style.mark.size * 0.68 } : style.mark;
    drawMark(context, 13, 9, mark, atlas.theme, atlas.manifest.paint);
    return canvas;
  }
  context.lineWidth = Math.min(style.weight, 3);
  context.setLineDash((style.dashArray || "").split(" ").filter(Boolean).map(Number));
  context.strokeStyle = style.color;
  if (style.fill) drawArea(context, style);
  else drawLine(context);
  return canvas;
}

function drawArea(context, style) {
  context.globalAlpha = style.fillOpacity;
  context.fillStyle = style.fillColor;
  context.fillRect(3, 3, 20, 12);
  context.globalAlpha = 1;
  context.strokeRect(3, 3, 20, 12);
}

function drawLine(context) {
  context.beginPath();
  context.moveTo(2, 9);
  context.lineTo(24, 9);
  context.stroke();
}
