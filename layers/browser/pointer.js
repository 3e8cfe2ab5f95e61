/* What is under the pointer. One canvas lies over the other, so the map decides, not the canvases. */
import { isDot, isMark } from "./shapes.js";

/* A mark within `slack` pixels of its edge comes first, then a name, a dot, then areas from the top down; null over
   nothing. */
export function under(atlas, layerPoint, slack) {
  const shown = [...(atlas.shown || [])].reverse();
  const near = (dot) =>
    nearestMark(
      shown.filter(([each]) => isMark(each) && isDot(each) === dot),
      layerPoint,
      slack,
    );
  return (
    near(false) ||
    atlas.ui.labels.at(atlas.map.layerPointToContainerPoint(layerPoint)) ||
    near(true) ||
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

/* The prefecture by the codes of its own and of its counties, 440200 and c440203. */
const landOf = ({ feature }) => feature.properties.id.slice(-6, -2);

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
    // A name, or a county's outline, says nothing that the colour of its own land there does not say better; a name may
    // stand on other land.
    if (["prefectures", "counties"].includes(found.id)) {
      const own = [...atlas.shown].filter(
        ([layer, { id }]) => atlas.declared[id].exclusive && landOf(layer) === landOf(found.layer),
      );
      const [one, more] = own;
      found = one && !more ? { layer: one[0], ...one[1] } : topArea(atlas, own, event.layerPoint) || found;
    }
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
