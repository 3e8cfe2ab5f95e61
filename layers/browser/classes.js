/* What is in which class at this state: what the files hold, by the signs that were told, and the marks that came
   beside them (extra). layer -> class -> ids */
import { RINGS, ringId } from "./extra.js";
import { readSigns } from "./signs.js";

/* Drawn, but no body any more: in no count. */
export const GONE = "closed";

/* Only what has changed is read anew. */
export function readClasses(atlas, classes) {
  for (const [layerId, text] of Object.entries(classes)) {
    if (atlas.told[layerId] === text) continue;
    const names = Object.keys(atlas.declared[layerId].styles);
    atlas.signed[layerId] = readSigns(text, names, atlas.ids[layerId]);
    atlas.told[layerId] = text;
  }
}

export function joinClasses(atlas) {
  const joined = {};
  for (const [layerId, classes] of Object.entries(atlas.signed)) {
    joined[layerId] = Object.fromEntries(Object.entries(classes).map(([name, ids]) => [name, [...ids]]));
  }
  const add = (layerId, name, id) => {
    joined[layerId] ||= {};
    joined[layerId][name] ||= [];
    joined[layerId][name].push(id);
  };
  for (const each of atlas.extra) {
    add(each.layer, each.class, each.id);
    if (each.ring && atlas.features[RINGS]) add(RINGS, Object.keys(atlas.declared[RINGS].styles)[0], ringId(each.id));
  }
  return joined;
}

/* Layer -> how many features it has at this state, hidden layers included. */
export function countFeatures(atlas) {
  const counts = {};
  for (const id of atlas.order) {
    const present = Object.entries(atlas.classes[id] || {}).filter(([name]) => name !== GONE);
    const ids = present.flatMap(([, each]) => each);
    counts[id] = ids.filter((each) => atlas.features[id].has(each)).length;
  }
  return counts;
}
