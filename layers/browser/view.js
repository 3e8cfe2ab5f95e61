/* Where the map is: the whole province, or what a link keeps as "zoom_lat_lon". */
import { mainBounds } from "./bounds.js";

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

/* The whole province, clear of the layer panel where that stands open beside it; nobody needs to zoom out further. */
export function showWhole(atlas, animate) {
  const { map } = atlas;
  const beside = L.point(map.getContainer().clientWidth >= ROOMY ? PANEL_PX : 0, 0);
  const bounds = L.latLngBounds(atlas.manifest.bounds);
  map.setMinZoom(0);
  const zoom = map.getBoundsZoom(bounds, false, beside);
  const corners = map.project(bounds.getSouthWest(), zoom).add(map.project(bounds.getNorthEast(), zoom));
  atlas.homeView = { zoom, centre: map.unproject(corners.divideBy(2).subtract(beside.divideBy(2)), zoom) };
  atlas.home = true;
  // First there, then the limit: a limit above the present zoom starts a movement that would end after this one.
  map.setView(atlas.homeView.centre, zoom, { animate });
  map.setMinZoom(zoom - 0.25);
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

/* The map has moved: is it still where the whole province is seen? */
export function noticeMove(atlas) {
  const { zoom, centre } = atlas.homeView;
  const aside = atlas.map.latLngToContainerPoint(centre).distanceTo(atlas.map.getSize().divideBy(2));
  // Where the map is higher than its furthest bounds, Leaflet sets it some pixels aside.
  atlas.home = Math.abs(atlas.map.getZoom() - zoom) < 0.01 && aside < 8;
  if (atlas.watcher) atlas.watcher(presentView(atlas));
}

export function goToFeature(atlas, id) {
  const found = atlas.find(id);
  if (!found) return;
  if (!found.layer.getBounds) {
    atlas.map.setView(found.layer.getLatLng(), Math.max(atlas.map.getZoom(), 9.5));
    return;
  }
  const { type, coordinates } = found.layer.feature.geometry;
  const bounds = type === "MultiPolygon" ? mainBounds(coordinates) : found.layer.getBounds();
  atlas.map.fitBounds(bounds, { padding: [24, 24], maxZoom: 11 });
}
