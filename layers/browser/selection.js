/* What is selected, and what a page is about, on the map. */
import { ORBIT } from "./marks.js";
import { GONE } from "./classes.js";

/* Where a feature is shown, in a layer that is on before one that is off, the upper layers first; null when it is not
   there at this state. exact  whether it is a supposed place, which is meant exactly */
export function findFeature(atlas, id) {
  const ids = atlas.order.slice().reverse();
  for (const layerId of [...ids.filter((each) => atlas.on.has(each)), ...ids]) {
    const classes = atlas.classes[layerId] || {};
    const name = Object.keys(classes).find((each) => classes[each].includes(id));
    if (!name) continue;
    const shapes = atlas.features[layerId];
    return { layer: shapes.get(id), id: layerId, name, exact: shapes.extra.has(id) && name !== GONE };
  }
  return null;
}

/* The place a page is about, outlined though nothing is selected. */
function outlineAbout(atlas) {
  if (atlas.outlined) atlas.map.removeLayer(atlas.outlined);
  atlas.outlined = null;
  const layer = atlas.about && atlas.features.prefectures && atlas.features.prefectures.get(atlas.about);
  if (layer) atlas.outlined = outline(atlas, layer, 2.4).addTo(atlas.map);
}

function outline(atlas, layer, weight) {
  const style = { color: atlas.manifest.paint.ink[atlas.theme], weight, fill: false, lineJoin: "round" };
  return L.geoJson(layer.feature, { pane: "atlas-selected", style });
}

export function markSelected(atlas) {
  outlineAbout(atlas);
  if (atlas.ring) atlas.map.removeLayer(atlas.ring);
  atlas.ring = null;
  const found = atlas.selected && findFeature(atlas, atlas.selected);
  if (!found) return;
  const isPlace = Boolean(found.layer.getLatLng);
  if (isPlace && !atlas.on.has(found.id)) return;
  atlas.ring = isPlace ? halo(atlas, found) : outline(atlas, found.layer, 3);
  atlas.ring.addTo(atlas.map);
}

function halo(atlas, { layer, id, name }) {
  const ink = atlas.manifest.paint.ink[atlas.theme];
  const style = atlas.declared[id].styles[name];
  const size = style.orbit ? style.size * ORBIT + 3 : style.size + 4;
  const symbol = style.orbit ? "circle" : style.symbol;
  const mark = { symbol, fill: ink, line: ink, size, filling: "hollow", ring: "solid" };
  const drawn = L.circleMarker(layer.getLatLng(), { pane: "atlas-selected", radius: size + 1, mark });
  drawn.shift = layer.shift;
  return drawn;
}
