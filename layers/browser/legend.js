/* The legend: what the fill of the land means, then a row a kind of mark, which unfolds to its states with numbers. */
import { crossedKey } from "./crossed.js";
import { make, makeFolding, makeHeld } from "./elements.js";
import { keepOffLand } from "./legend-room.js";
import { drawMark } from "./marks.js";
import { isOnPaper } from "./shapes.js";

/* Land and sea explain themselves. */
const PLAIN = new Set(["neighbours", "prefectures"]);

export function buildLegend(atlas, frame, open) {
  const body = makeFolding(frame, "atlas-legend", atlas.words.legend, open);
  // It may scroll, and holds nothing else that takes the focus before a kind is there to unfold.
  body.tabIndex = 0;
  body.folded = () => {
    keepOffLand(atlas);
    atlas.ui.labels.place();
  };
  body.setAttribute("role", "group");
  body.setAttribute("aria-label", atlas.words.legend);
  const unfolded = new Set();
  let before = null;
  return {
    /* Whoever arrives at a page, or turns to a kept view, sees first what the fill means. */
    top() {
      body.scrollTop = 0;
    },
    refresh() {
      const blocks = new Map(legendOrder(atlas).map((id) => [id, legendBlock(atlas, id, unfolded)]));
      body.replaceChildren(...[...blocks.values()].filter(Boolean));
      if (!body.childElementCount) body.append(make("p", "", atlas.words["nothing is shown"]));
      const added = before && [...blocks.keys()].filter((id) => blocks.get(id) && !before.has(id));
      if (added && added.length) show(body, blocks.get(added[0]));
      before = new Set(atlas.on);
    },
  };
}

/* What was just switched on is in sight. */
function show(body, block) {
  const top = block.offsetTop - body.offsetTop;
  const beneath = top + block.offsetHeight > body.scrollTop + body.clientHeight;
  if (beneath || top < body.scrollTop) body.scrollTop = top;
}

/* Dots and the fill first; then marks before lines, in the order in which they lie on one another. */
export function legendOrder(atlas) {
  const rank = (id) => {
    if (atlas.declared[id].shape === "dot") return -1;
    if (atlas.declared[id].exclusive) return 0;
    return atlas.declared[id].shape === "point" ? 1 : 2;
  };
  return [...atlas.order].reverse().sort((one, other) => rank(one) - rank(other));
}

/* null for a layer with nothing to explain */
function legendBlock(atlas, id, unfolded) {
  if (!atlas.on.has(id) || PLAIN.has(id)) return null;
  const { legend, shape, exclusive, crossed, note } = atlas.declared[id];
  const numberOf = (name) => {
    const ids = (atlas.classes[id] || {})[name] || [];
    return ids.filter((each) => atlas.features[id].has(each)).length;
  };
  const present = Object.keys(legend).filter(numberOf);
  // What would colour the land waits for a choice elsewhere: an empty map says for which.
  if (!present.length) return exclusive && note ? titledBlock(atlas, id, make("p", "", note)) : null;
  const listed = crossed ? present.filter((name) => name === "no-data") : present;
  const rows = rowsOf(atlas, id, listed, numberOf);
  if (shape === "point") {
    const all = present.reduce((sum, name) => sum + numberOf(name), 0);
    const summary = keyRow(atlas, "summary", atlas.styleOf(id, present[0]), atlas.titleOf(id), all);
    return unfolding(id, unfolded, summary, rows);
  }
  return crossed ? blockOf(crossedKey(atlas, id, numberOf, swatch), ...rows) : titledBlock(atlas, id, ...rows);
}

function rowsOf(atlas, id, names, numberOf) {
  const { shape, exclusive } = atlas.declared[id];
  const isCounted = shape === "point" || shape === "dot" || exclusive;
  return names.map((name) => {
    const style = { ...atlas.styleOf(id, name), boxed: exclusive };
    return keyRow(atlas, "div", style, atlas.classText(id, name), isCounted && numberOf(name));
  });
}

function blockOf(...parts) {
  const block = make("div", "atlas-block");
  block.append(...parts);
  return block;
}

const titledBlock = (atlas, id, ...rows) => blockOf(makeHeld("h3", "", atlas.titleOf(id)), ...rows);

function unfolding(id, unfolded, summary, rows) {
  const block = make("details", "atlas-block");
  block.append(summary, ...rows);
  // Paper cannot be unfolded: all states of all kinds stand there, and on the screen again only those that did.
  const onPaper = isOnPaper();
  block.open = onPaper || unfolded.has(id);
  block.ontoggle = () => onPaper || unfolded[block.open ? "add" : "delete"](id);
  return block;
}

function keyRow(atlas, tag, style, text, count) {
  const row = make(tag, "atlas-key");
  row.append(swatch(style, atlas), make("span", "", text));
  if (count !== false) row.append(make("i", "atlas-count", String(count)));
  return row;
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
  else if (style.boxed) context.strokeRect(3, 3, 20, 12);
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
