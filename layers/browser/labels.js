/* Names are placed anew after each move: those of prefectures moved aside where they would touch a name, cover a mark
   or stand on a neighbour's land, and left out where no place is free (the next zoom has room); the rest only where
   nothing is in the way. */
import { make } from "./elements.js";
import { isMark } from "./shapes.js";

const RANK = { prefectures: 0, "demonstration-areas": 1, neighbours: 2, counties: 3 };
const COUNTIES_FROM_ZOOM = 8.5;
const TAKEN = 10;
const ELSEWHERE = 2;
const BEYOND = 1e4;
const FURNITURE = ".atlas-box, .atlas-tools, .atlas-card.open, .atlas-stamp, .leaflet-control-scale";
/* By how many widths and heights a name may be moved aside, the nearest first. */
const MOVES = [
  [0, 0],
  [0, -0.8],
  [0, 0.8],
  [0.6, 0],
  [-0.6, 0],
  [0.55, -0.8],
  [-0.55, 0.8],
  [0.55, 0.8],
  [-0.55, -0.8],
  [0, -1.5],
  [0, 1.5],
  [1, 0],
  [-1, 0],
];

export const touches = (a, b) => a.x0 < b.x1 && a.x1 > b.x0 && a.y0 < b.y1 && a.y1 > b.y0;

export function boxAt(x, y, width, height) {
  return { x, y, x0: x - width / 2, x1: x + width / 2, y0: y - height / 2, y1: y + height / 2 };
}

/* Pixels that a name takes, Chinese signs being square. */
export function nameWidth(name, font, spaced) {
  const signs = [...name].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 255 ? 1 : 0.56), 0);
  return signs * font * spaced + 2;
}

/* The box for a name near `spot`, or null where there is no room.
   names  boxes it must not touch;  points  boxes of marks that it should not cover
   isHome  whether a point is on the name's own land; null for a name that does not move away for less than a name */
export function placeName(spot, width, height, names, points, isHome) {
  let best = null;
  let least = Infinity;
  for (const [dx, dy] of MOVES) {
    const box = boxAt(spot.x + dx * width, spot.y + dy * height, width, height);
    const crossed = names.filter((other) => touches(box, other)).length;
    const covered = points.filter((other) => touches(box, other)).length;
    const cost = TAKEN * crossed + covered + (isHome && !isHome(box) ? ELSEWHERE : 0);
    if (cost < least) {
      best = box;
      least = cost;
    }
    if (!cost) break;
  }
  return least < (isHome ? TAKEN : 1) ? best : null;
}

export function buildLabels(atlas) {
  const pane = atlas.map.getPane("atlas-label");
  return {
    hide() {
      pane.style.visibility = "hidden";
    },
    place() {
      pane.replaceChildren();
      pane.style.visibility = "visible";
      const names = takenBoxes(atlas);
      const points = markBoxes(atlas);
      for (const id of namedLayers(atlas)) {
        for (const layer of atlas.features[id].values()) {
          if (hasName(atlas, id, layer, names)) addName(atlas, pane, id, layer, names, points);
        }
      }
    },
  };
}

function namedLayers(atlas) {
  const hidden = (id) => id === "counties" && atlas.map.getZoom() < COUNTIES_FROM_ZOOM;
  const ids = Object.keys(RANK).filter((id) => atlas.on.has(id) && atlas.features[id] && !hidden(id));
  return ids.sort((a, b) => RANK[a] - RANK[b]);
}

function hasName(atlas, id, layer, names) {
  const { id: feature, at } = layer.feature.properties;
  if (!at || !(atlas.shown && atlas.shown.has(layer))) return false;
  // 东莞 and 中山 are prefecture and county at once: one name is enough.
  return !(id === "counties" && names.some((name) => name.id === feature.slice(1)));
}

function addName(atlas, pane, id, layer, names, points) {
  const { id: feature, n, at } = layer.feature.properties;
  const size = Math.max(10.5, Math.min(16, 10.5 + (atlas.map.getZoom() - 6.25) * 1.7));
  const font = id === "prefectures" ? size : size * 0.86;
  const width = nameWidth(n, font, id === "neighbours" ? 1.12 : 1);
  const isHome = id === "prefectures" ? (box) => layer._containsPoint(L.point(box.x, box.y)) : null;
  const box = placeName(atlas.map.latLngToLayerPoint(at), width, font * 1.15, names, points, isHome);
  if (!box) return;
  names.push({ ...box, id: feature });
  const label = make("span", `atlas-name ${id}`, n);
  Object.assign(label.style, { fontSize: `${font}px`, left: `${box.x}px`, top: `${box.y}px` });
  pane.append(label);
}

function markBoxes(atlas) {
  const marks = [...(atlas.shown || new Map()).keys()].filter((layer) => isMark(layer) && layer._point);
  return marks.map(({ _point: { x, y } }) => boxAt(x, y, 14, 14));
}

/* The boxes of the interface, and all that lies beyond the edges, in the pixels of the layers. */
function takenBoxes(atlas) {
  const host = atlas.map.getContainer();
  const outer = host.getBoundingClientRect();
  const furniture = [...host.querySelectorAll(FURNITURE)].map((each) => {
    const box = each.getBoundingClientRect();
    return [box.left - outer.left, box.top - outer.top, box.right - outer.left, box.bottom - outer.top];
  });
  const edges = [
    [-BEYOND, -BEYOND, 0, BEYOND],
    [outer.width, -BEYOND, BEYOND, BEYOND],
    [-BEYOND, -BEYOND, BEYOND, 0],
    [-BEYOND, outer.height, BEYOND, BEYOND],
  ];
  return [...furniture, ...edges].map(([x0, y0, x1, y1]) => {
    const from = atlas.map.containerPointToLayerPoint([x0, y0]);
    const to = atlas.map.containerPointToLayerPoint([x1, y1]);
    return { x0: from.x, y0: from.y, x1: to.x, y1: to.y };
  });
}
