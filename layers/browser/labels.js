/* The names on the map, placed anew after each move (naming.js says where one may stand). Those of prefectures come
   first, on their own land clear of marks; what finds no room there is led to it by a line, or waits for the next zoom.
   A name that is clicked selects what it names. */
import { make } from "./elements.js";
import { buildGround, middles, SEA, ownerAt, standsOn } from "./ground.js";
import { along, boxAt, clearSpot, END, isFree, nameWidth, placeAtHome, placeLed } from "./naming.js";
import { boxesOver } from "./room.js";
import { isDot, isMark, isOnPaper, peopled, ringsOf } from "./shapes.js";

const COUNTIES_FROM_ZOOM = 8.5;
const LEAST_SEEN = 40;
/* Degrees from north to south. */
const SMALL = 1;
const BESIDE = 26;
const BEYOND = 1e4;
const FURNITURE = ".atlas-box, .atlas-tools, .atlas-card.open, .atlas-stamp, .leaflet-control-scale";
const OWNERS = ["neighbours", "prefectures"];

export function buildLabels(atlas) {
  const pane = atlas.map.getPane("atlas-label");
  const known = {};
  let placed = [];
  return {
    hide() {
      pane.style.visibility = "hidden";
      placed = [];
    },
    place() {
      pane.replaceChildren();
      pane.style.visibility = "visible";
      placed = atlas.shown ? placeNames(atlas, known) : [];
      for (const each of placed) drawName(atlas, pane, each);
    },
    /* What is named at a point of the container: {layer, id, name}, or null. */
    at({ x, y }) {
      const found = placed.find(({ box }) => x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1);
      if (!found || found.id === "neighbours") return null;
      return { layer: found.layer, ...atlas.shown.get(found.layer) };
    },
    /* What stands where, for who wants to know: [{id, feature, box}], the line in `box` where there is one. */
    placed: () => placed.map(({ id, layer, box }) => ({ id, feature: layer.feature.properties.id, box })),
  };
}

/* Each name with its box, in the pixels of the container. */
function placeNames(atlas, known) {
  const scene = buildScene(atlas, known);
  const place = (names, ...ways) => names.filter((name) => !ways.some((way) => placeOne(atlas, scene, name, way)));
  const areas = namesOf(atlas, "demonstration-areas");
  // Where a line to an area would end, no name of a prefecture stands.
  const ends = areas.map(({ spot }) => boxAt(spot.x, spot.y, END, END));
  scene.points.push(...ends);
  const waiting = place(namesOf(atlas, "prefectures"), atHome, atCoast);
  scene.points.length -= ends.length;
  place(areas, besideArea);
  const left = place(waiting, led, overMarks);
  if (isOnPaper()) place(left, ledFar);
  place(namesOf(atlas, "neighbours"), atHome, ledToSmall);
  place(namesOf(atlas, "counties"), inCounty);
  return scene.placed;
}

/* What names must keep clear of, and the land they may stand on. */
function buildScene(atlas, known) {
  return { ...groundOf(atlas, known), taken: takenBoxes(atlas), points: markBoxes(atlas), placed: [] };
}

/* The ground under the present view, and the mark of each owner in it; the same as long as the view is. */
function groundOf({ map, features }, known) {
  const { min, max } = map.getPixelBounds();
  const key = `${map.getZoom()} ${min} ${max}`;
  if (known.key === key) return known;
  const { x: width, y: height } = map.getSize();
  const marks = new Map();
  const owners = [];
  for (const id of OWNERS.filter((each) => features[each])) {
    for (const feature of features[id].collection.features) {
      // Reefs far out are nobody's: no name stands on them, least of all 汕尾, looked for on the mainland.
      for (const rings of [ringsOf(feature), ringsOf(peopled(feature))].slice(feature.properties.far ? 0 : 1))
        owners.push(rings.map((ring) => ring.map(([lon, lat]) => pixelOf(map, lon, lat))));
      marks.set(feature.properties.id, owners.length);
    }
  }
  const ground = buildGround(owners, width, height);
  return Object.assign(known, { key, ground, marks, seen: middles(ground) });
}

function pixelOf(map, lon, lat) {
  const { x, y } = map.latLngToContainerPoint([lat, lon]);
  return [x, y];
}

function namesOf(atlas, id) {
  const isHidden = id === "counties" && atlas.map.getZoom() < COUNTIES_FROM_ZOOM;
  if (isHidden || !atlas.on.has(id) || !atlas.features[id]) return [];
  const largest = Math.max(10.5, Math.min(16, 10.5 + (atlas.map.getZoom() - 6.25) * 1.7));
  const font = id === "prefectures" ? largest : largest * 0.86;
  const isNamed = (layer) => layer.feature.properties.at && atlas.shown.has(layer);
  const named = [...atlas.features[id].values()].filter(isNamed);
  return named.map((layer) => {
    const { at, n, l } = layer.feature.properties;
    const width = nameWidth(l || n, font, id === "neighbours" ? 1.12 : 1);
    const size = { width, height: font * 1.15 };
    return { id, layer, text: l || n, font, size, spot: atlas.map.latLngToContainerPoint(at) };
  });
}

function placeOne(atlas, scene, name, way) {
  const box = way(atlas, scene, name);
  if (!box) return false;
  // Names keep clear of a line; that none runs through another one, naming.js sees to.
  const line = box.line ? along(box.line).filter((_, k) => k % 2) : [];
  scene.taken.push(box, ...line.map(([x, y]) => boxAt(x, y, 4, 4)));
  scene.placed.push({ ...name, box });
  return true;
}

/* On a part of its land that is in sight: around its own spot, or around the middle of what is seen. */
function spotOf(atlas, { ground, marks, seen }, { layer, spot }) {
  const owner = marks.get(layer.feature.properties.id);
  if (ownerAt(ground, spot.x, spot.y) === owner) return { owner, spot };
  const middle = seen.get(owner);
  return { owner, spot: middle && middle.cells >= LEAST_SEEN ? middle : null };
}

/* The boxes of all that stands there, marks too. */
const bothOf = ({ taken, points }) => [...taken, ...points];

/* A way home: on the owner's land, where `sea` off its coast, clear of the boxes that are taken from the scene. */
function home(sea, boxesOf) {
  return (atlas, scene, name) => {
    const { owner, spot } = spotOf(atlas, scene, name);
    return spot && placeAtHome(scene.ground, owner, spot, name.size, boxesOf(scene), { sea });
  };
}
const atHome = home(false, bothOf);
const atCoast = home(true, bothOf);
const overMarks = home(true, ({ taken }) => taken);

function led(_atlas, scene, name) {
  const owner = scene.marks.get(name.layer.feature.properties.id);
  // A dot under another name would cut that name, and lead from it.
  const taken = bothOf(scene);
  const spot = clearSpot(scene.ground, owner, name.spot, taken);
  return spot && placeLed(scene.ground, owner, spot, name.size, taken);
}

/* On paper, where nobody zooms for a name, its line may be longer and run over marks and other lines. */
function ledFar(atlas, scene, name) {
  const { owner, spot } = spotOf(atlas, scene, name);
  const names = scene.placed.map(({ box }) => ({ ...box, line: null }));
  return spot && placeLed(scene.ground, owner, spot, name.size, bothOf(scene), names);
}

/* Hong Kong and Macao; a large neighbour has a name where there is room, or none. */
function ledToSmall(atlas, scene, name) {
  const bounds = name.layer.getBounds();
  return bounds.getNorth() - bounds.getSouth() < SMALL ? led(atlas, scene, name) : null;
}

/* Beside the area within its prefecture, or led to it. */
function besideArea(atlas, scene, name) {
  const owner = scene.marks.get(name.layer.feature.properties.p);
  const taken = bothOf(scene);
  if (!L.bounds([0, 0], atlas.map.getSize()).contains(name.spot)) return null;
  const beside = placeAtHome(scene.ground, owner, name.spot, name.size, taken, { sea: true, reach: halfOf(name) });
  return beside || placeLed(scene.ground, owner, name.spot, name.size, taken);
}

/* How far from the middle of an area a name still stands beside it: half of what is seen of it. */
function halfOf({ layer }) {
  const box = layer._pxBounds;
  const half = box ? Math.min(box.max.x - box.min.x, box.max.y - box.min.y) / 2 : 0;
  return Math.min(BESIDE, half);
}

/* Only where it is meant to be, and clear of everything. */
function inCounty(_atlas, scene, { layer, spot, size }) {
  const { id: feature, p } = layer.feature.properties;
  // 东莞 and 中山 are prefecture and county at once: one name is enough.
  if (scene.placed.some((other) => other.layer.feature.properties.id === feature.slice(1))) return null;
  const owner = scene.marks.get(p);
  const taken = bothOf(scene);
  const boxes = [0, -0.8, 0.8].map((up) => boxAt(spot.x, spot.y + up * size.height, size.width, size.height));
  const isFitting = (box) => standsOn(scene.ground, box, owner, true) && isFree(box, taken);
  return ownerAt(scene.ground, spot.x, spot.y) === SEA ? null : boxes.find(isFitting) || null;
}

function drawName(atlas, pane, { id, text, font, box }) {
  const origin = atlas.map.containerPointToLayerPoint([0, 0]);
  const label = make("span", `atlas-name ${id}`, text);
  const [left, top] = [`${box.x + origin.x}px`, `${box.y + origin.y}px`];
  Object.assign(label.style, { fontSize: `${font}px`, left, top });
  if (box.line) pane.append(drawLeader(box.line, origin, id));
  pane.append(label);
}

/* From the name to a dot at what it names. */
function drawLeader({ from, to, length }, origin, id) {
  const line = make("i", `atlas-leader ${id}`);
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  Object.assign(line.style, {
    left: `${from.x + origin.x}px`,
    top: `${from.y + origin.y}px`,
    width: `${length}px`,
    transform: `rotate(${angle}rad)`,
  });
  return line;
}

function markBoxes(atlas) {
  const marks = [...atlas.shown.keys()].filter((layer) => isMark(layer) && !isDot(layer) && layer._point);
  return marks.map(({ _point }) => {
    const { x, y } = atlas.map.layerPointToContainerPoint(_point);
    return boxAt(x, y, 16, 16);
  });
}

/* The boxes of the interface, and all that lies beyond the edges. */
function takenBoxes({ map }) {
  const { x: width, y: height } = map.getSize();
  const edges = [
    [-BEYOND, -BEYOND, 0, BEYOND],
    [width, -BEYOND, BEYOND, BEYOND],
    [-BEYOND, -BEYOND, BEYOND, 0],
    [-BEYOND, height, BEYOND, BEYOND],
  ];
  return [...boxesOver(map, FURNITURE), ...edges.map(([x0, y0, x1, y1]) => ({ x0, y0, x1, y1 }))];
}
