/* Marks that no file holds: bodies of a scenario, with a ring around them where one is wanted, and a faint mark where a
   moved one stands in the data. */
import { themed } from "./themes.js";

export const RINGS = "reach-rings";
const LEFT_BEHIND = 0.4;

export const ringId = (id) => `ring-${id}`;

/* They take the place of those of the state before, unless they are the same. */
export function putExtra(atlas, extra) {
  const told = JSON.stringify(extra);
  if (told === atlas.toldExtra) return;
  for (const [id, shapes] of Object.entries(atlas.features)) {
    for (const layer of shapes.extra.values()) atlas.groups[id].removeLayer(layer);
    shapes.extra.clear();
  }
  atlas.extra = extra.filter((each) => atlas.features[each.layer] && atlas.declared[each.layer].styles[each.class]);
  for (const each of atlas.extra) addMark(atlas, each);
  atlas.toldExtra = told;
}

function addMark(atlas, { id, layer, name, p, lon, lat, details, ring }) {
  const geometry = { type: "Point", coordinates: [lon, lat] };
  const about = (properties) => ({
    type: "Feature",
    properties: { n: name, p: p || "", s: "", ...properties },
    geometry,
  });
  const mark = L.circleMarker([lat, lon], { pane: "atlas-point" });
  mark.feature = about({ id, d: details || [] });
  atlas.features[layer].extra.set(id, mark);
  const rings = ring && atlas.features[RINGS];
  if (!rings) return;
  const line = L.circle([lat, lon], { pane: "atlas-ring", radius: atlas.ringM });
  line.feature = about({ id: ringId(id) });
  rings.extra.set(ringId(id), line);
}

/* Where a moved body stands in the data: faint, with a line to where it stands now. Only to be looked at. */
export function leaveBehind(atlas) {
  for (const ghost of atlas.ghosts) atlas.map.removeLayer(ghost);
  atlas.ghosts = [];
  for (const { layer, was, lat, lon, class: name } of atlas.extra) {
    if (!was || !atlas.on.has(layer)) continue;
    const style = { ...atlas.declared[layer].styles[name], orbit: false, opacity: LEFT_BEHIND };
    const there = [was[1], was[0]];
    const line = { color: themed(style.line, atlas.theme), weight: 1.6, opacity: 0.8, dashArray: "2 5" };
    const mark = { radius: style.size + 2, stroke: false, fill: true, mark: style };
    atlas.ghosts.push(
      L.polyline([there, [lat, lon]], { pane: "atlas-ring", interactive: false, ...line }).addTo(atlas.map),
      L.circleMarker(there, { pane: "atlas-point", interactive: false, ...mark }).addTo(atlas.map),
    );
  }
}
