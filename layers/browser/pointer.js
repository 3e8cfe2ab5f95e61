/* What is under the pointer. One canvas lies over the other, so the map decides, not the canvases. */
import { isDot, isMark } from "./shapes.js";

/* A mark within `slack` pixels of its edge comes first, then a name, a dot, then areas from the top down; null over
   nothing. */
export function under(atlas, layerPoint, slack) {
  const shown = [...(atlas.shown || [])].reverse();
  const named = () => atlas.ui.labels.at(atlas.map.layerPointToContainerPoint(layerPoint));
  const marks = shown.filter(([layer]) => isMark(layer));
  const bodies = marks.filter(([layer]) => !isDot(layer));
  const dots = marks.filter(([layer]) => isDot(layer));
  return (
    nearestMark(bodies, layerPoint, slack) ||
    named() ||
    nearestMark(dots, layerPoint, slack) ||
    topArea(atlas, shown, layerPoint)
  );
}

function nearestMark(marks, layerPoint, slack) {
  let best = null;
  let nearest = Infinity;
  for (const [layer, about] of marks) {
    const distance = layer._point ? layer._point.distanceTo(layerPoint) : Infinity;
    if (distance <= layer.options.radius + slack && distance < nearest) {
      best = { layer, ...about };
      nearest = distance;
    }
  }
  return best;
}

function topArea(atlas, shown, layerPoint) {
  for (const [layer, about] of shown) {
    const isOutline = atlas.declared[about.id].shape === "outline" && about.id !== "counties";
    if (layer.getLatLng || about.id === "neighbours" || isOutline || !layer._pxBounds) continue;
    if (layer._pxBounds.contains(layerPoint) && layer._containsPoint(layerPoint)) return { layer, ...about };
  }
  return null;
}

const NAMED = ["prefectures", "counties"];
const colours = ({ shown, declared }) => [...shown].filter(([, { id }]) => declared[id].exclusive);

/* While the map moves, nothing is under the pointer for long. */
export function leaveHover(atlas) {
  atlas.ui.tip.hide();
  atlas.host.classList.remove("atlas-pointing");
}

export function hover(atlas, event) {
  if (atlas.moving) return;
  let found = under(atlas, event.layerPoint, 3);
  atlas.host.classList.toggle("atlas-pointing", Boolean(found));
  if (found) {
    // A name, or a county's outline, says nothing that the colour of the land there does not say better.
    if (NAMED.includes(found.id)) found = topArea(atlas, colours(atlas), event.layerPoint) || found;
    const { id, n } = found.layer.feature.properties;
    atlas.ui.tip.show(event.containerPoint, n, atlas.classText(found.id, found.name, id));
  } else atlas.ui.tip.hide();
}

export function click(atlas, event) {
  atlas.ui.tip.hide();
  const found = under(atlas, event.layerPoint, window.matchMedia("(pointer: coarse)").matches ? 12 : 4);
  const onMark = found && isMark(found.layer);
  const { lng, lat } = event.latlng;
  const at = [lng, lat].map((each) => Number(each.toFixed(5)));
  if (atlas.picking && !(onMark && !isDot(found.layer))) {
    atlas.ask({ at });
    return;
  }
  atlas.select(found ? found.layer.feature.properties.id : null, found && !onMark ? { point: at } : {});
}
