/* While the whole province is in sight, the legend grows no higher than the coast, or stands north of the land where
   there is more room: what does not fit can be scrolled to, and the key of the fill stands on top. */
import { boxesOver } from "./room.js";
import { isOnPaper, peopled, ringsOf } from "./shapes.js";

/* As in boxes.css. */
const TALLEST = "62%";
const CLEAR_OF_LAND_PX = 6;
const UNDER_KEY_PX = 8;
const BESIDE_FROM_PX = 440;
/* On a map so narrow the tools stand in a row, above a legend that the north has more room for (narrow.css). */
const HIGH_BELOW_PX = 700;

export function keepOffLand(atlas) {
  const { host } = atlas;
  const box = host.querySelector(".atlas-legend");
  const onPaper = isOnPaper();
  const isKept = !onPaper && atlas.home && host.clientWidth >= BESIDE_FROM_PX && box.classList.contains("open");
  box.classList.remove("high");
  box.style.maxHeight = "";
  if (!isKept) return;
  const [{ x0, x1, y1 }] = boxesOver(atlas.map, ".atlas-legend");
  const [tools] = boxesOver(atlas.map, ".atlas-tools");
  const [highest, lowest] = landBetween(atlas, x0 - CLEAR_OF_LAND_PX, x1);
  const below = y1 - lowest - CLEAR_OF_LAND_PX;
  const above = highest - tools.y1;
  const least = keyHeight(box);
  const isHigh = below < least && above > below && host.clientWidth < HIGH_BELOW_PX;
  box.classList.toggle("high", isHigh);
  const room = isHigh ? above - 3 * CLEAR_OF_LAND_PX : below;
  box.style.maxHeight = `min(${TALLEST}, ${Math.max(least, room)}px)`;
}

/* The heading and the key of the fill, which stands first. */
function keyHeight(box) {
  const key = box.querySelector(".atlas-body > div.atlas-block");
  return box.querySelector(".atlas-fold").offsetHeight + (key ? key.offsetHeight : 0) + UNDER_KEY_PX;
}

/* How far up and down the land of the province reaches between two verticals, in pixels; its reefs far out do not
   count. */
export function landBetween({ map, features }, from, to) {
  const reach = [Infinity, -Infinity];
  for (const feature of features.prefectures.collection.features) {
    for (const [lon, lat] of ringsOf(peopled(feature)).flat()) {
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      if (x < from || x > to) continue;
      reach[0] = Math.min(reach[0], y);
      reach[1] = Math.max(reach[1], y);
    }
  }
  return reach;
}
