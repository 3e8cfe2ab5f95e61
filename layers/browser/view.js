/* Where the map is: the whole province, or what a link keeps as "zoom_lat_lon". */
import { mainBounds } from "./bounds.js";
import { keepOffLand } from "./legend-room.js";
import { besideBoxes, isUnderBoxes } from "./room.js";

/* From this width on the layer panel stands open beside the province. */
export const ROOMY = 1000;
const PANEL_PX = 190;

/* The text of a view: zoom to hundredths, degrees to about 10 m. */
export const viewText = (zoom, lat, lon) => [zoom.toFixed(2), lat.toFixed(4), lon.toFixed(4)].join("_");

/* {zoom, lat, lon}, or null for the whole province, which is also what cannot be read. */
export function readView(text) {
  const [zoom, lat, lon] = text.split("_").map(Number);
  return [zoom, lat, lon].every(Number.isFinite) ? { zoom, lat, lon } : null;
}

/* The whole province, clear of the layer panel where that stands open beside it; nobody needs to zoom out further. No
   window shows more than the frame, beyond which there is no land: a tall one shows more of the north. */
export function showWhole(atlas, animate) {
  const { map } = atlas;
  const beside = L.point(map.getContainer().clientWidth >= ROOMY ? PANEL_PX : 0, 0);
  const bounds = L.latLngBounds(atlas.manifest.bounds);
  const frame = L.latLngBounds(atlas.manifest.frame);
  map.setMinZoom(0);
  const least = map.getBoundsZoom(frame, true);
  const zoom = Math.max(least, map.getBoundsZoom(bounds, false, beside));
  const corners = map.project(bounds.getSouthWest(), zoom).add(map.project(bounds.getNorthEast(), zoom));
  const wanted = map.unproject(corners.divideBy(2).subtract(beside.divideBy(2)), zoom);
  atlas.homeView = { zoom, centre: map._limitCenter(wanted, zoom, frame) };
  atlas.home = true;
  // First there, then the limit: a limit above the present zoom starts a movement that would end after this one.
  map.setView(atlas.homeView.centre, zoom, { animate });
  map.setMinZoom(Math.max(least, zoom - 0.25));
}

export function presentView(atlas) {
  const { lat, lng } = atlas.map.getCenter();
  return atlas.home ? "" : viewText(atlas.map.getZoom(), lat, lng);
}

export function showView(atlas, text) {
  const view = readView(text);
  if (view) atlas.map.setView([view.lat, view.lon], view.zoom, { animate: false });
  else showWhole(atlas, false);
}

/* Where the map is higher than its furthest bounds, Leaflet sets it some pixels aside. */
function isAt(map, { zoom, centre }) {
  const aside = map.latLngToContainerPoint(centre).distanceTo(map.getSize().divideBy(2));
  return Math.abs(map.getZoom() - zoom) < 0.01 && aside < 8;
}

/* The map has moved: is it still where the whole province is seen, or where it went for a feature? One that has only
   got another size, and been put within its bounds for that, is asked about once what was shown is shown again. */
export function noticeMove(atlas) {
  const { map } = atlas;
  if (!map.getSize().equals(atlas.sized)) return;
  atlas.home = isAt(map, atlas.homeView);
  if (atlas.went && !atlas.went.zoom) Object.assign(atlas.went, { zoom: map.getZoom(), centre: map.getCenter() });
  else if (atlas.went && !isAt(map, atlas.went)) atlas.went = null;
  if (atlas.watcher) atlas.watcher(presentView(atlas));
}

/* The map has another size: what was shown is shown again. */
export function showAgain(atlas) {
  atlas.sized = atlas.map.getSize();
  if (atlas.home) showWhole(atlas, false);
  else if (atlas.went && atlas.went.zoom) goToFeature(atlas, atlas.went.id, false);
  else if (!atlas.went) noticeMove(atlas);
}

/* What is open over the map has grown since: what was shown is shown again beside it. */
export function keepInSight(atlas) {
  const found = atlas.went && atlas.went.zoom && atlas.find(atlas.went.id);
  if (found && found.layer.getBounds && isUnderBoxes(atlas.map, placeOf(found))) {
    goToFeature(atlas, atlas.went.id, false);
  }
}

/* Of a feature that is no point: where it mainly is. */
function placeOf({ layer }) {
  const { type, coordinates } = layer.feature.geometry;
  return L.latLngBounds(type === "MultiPolygon" ? mainBounds(coordinates) : layer.getBounds());
}

export function goToFeature(atlas, id, animate) {
  const found = atlas.find(id);
  if (!found) return;
  atlas.went = { id };
  if (!found.layer.getBounds) {
    atlas.map.setView(found.layer.getLatLng(), Math.max(atlas.map.getZoom(), 9.5));
    return;
  }
  const bounds = placeOf(found);
  // The legend may grow now.
  atlas.home = false;
  keepOffLand(atlas);
  atlas.map.fitBounds(bounds, { ...besideBoxes(atlas.map, bounds, { margin: 20, maxZoom: 11 }), animate });
}
