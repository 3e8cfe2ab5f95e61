/* Shows exactly the ids of `classes` for the layers that are on, in the declared order, and nothing else. */
import { leaveBehind } from "./extra.js";
import { placeApart } from "./spiral.js";
import { styleOf } from "./styles.js";

export function render(atlas) {
  const wanted = wantedShapes(atlas);
  hideOthers(atlas, wanted);
  let added = false;
  for (const [layer, { id, name }] of wanted) added = showShape(atlas, layer, id, name) || added;
  leaveBehind(atlas);
  // On one canvas what is added again lands on top.
  if (added) for (const layer of wanted.keys()) layer.bringToFront();
  atlas.shown = wanted;
  // What is under the pointer may be another thing now.
  atlas.ui.tip.hide();
  placeApart(wanted, atlas.scale());
  atlas.mark();
  const root = document.documentElement;
  root.dataset.theme = atlas.theme;
  atlas.ui.refresh();
  root.dataset.rendered = String(Number(root.dataset.rendered || 0) + 1);
}

/* drawn object -> the layer and the class it is shown with */
function wantedShapes(atlas) {
  const wanted = new Map();
  for (const id of atlas.order) {
    if (!atlas.on.has(id)) continue;
    for (const [name, ids] of Object.entries(atlas.classes[id] || {})) {
      for (const feature of ids) {
        const layer = atlas.features[id].get(feature);
        if (layer) wanted.set(layer, { id, name });
      }
    }
  }
  return wanted;
}

function hideOthers(atlas, wanted) {
  for (const group of Object.values(atlas.groups)) {
    for (const layer of group.getLayers()) {
      if (wanted.has(layer)) continue;
      group.removeLayer(layer);
      atlas.styled.delete(layer);
    }
  }
}

/* Whether it had to be added to its group, which is on the map. */
function showShape(atlas, layer, id, name) {
  const key = `${id} ${name}`;
  const group = atlas.groups[id];
  const added = !group.hasLayer(layer);
  if (atlas.styled.get(layer) !== key) layer.setStyle(styleOf(atlas, id, name));
  if (added) group.addLayer(layer);
  if (atlas.declared[id].shape === "ring" && layer.getRadius() !== atlas.ringM) layer.setRadius(atlas.ringM);
  atlas.styled.set(layer, key);
  return added;
}
