/* Bodies that share one point are drawn apart, in pixels, so at every zoom; the card says that positions are
   approximate. */
import { isDot, isMark } from "./shapes.js";
import { UP } from "./symbols.js";

const SPREAD_PX = 15;

/* Where the n-th of them (0, 1, …) stands around the point: itself, then rings of 6, 12, 18 … a step apart. */
export function spiral(position) {
  if (position === 0) return [0, 0];
  const ring = Math.ceil((Math.sqrt(12 * position + 9) - 3) / 6);
  const first = 3 * ring * (ring - 1) + 1;
  const angle = (2 * Math.PI * (position - first)) / (6 * ring) + UP;
  return [ring * SPREAD_PX * Math.cos(angle), ring * SPREAD_PX * Math.sin(angle)];
}

export function placeApart(shown, scale) {
  const places = new Map();
  for (const layer of shown.keys()) {
    if (!isMark(layer) || isDot(layer)) continue;
    const key = layer.getLatLng().toString();
    places.set(key, [...(places.get(key) || []), layer]);
  }
  for (const layers of places.values()) {
    layers.forEach((layer, k) => {
      layer.shift = L.point(spiral(k)).multiplyBy(scale);
      layer.redraw();
    });
  }
}
