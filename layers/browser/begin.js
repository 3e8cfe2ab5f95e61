/* What happens once, when everything that the page is made of has arrived. */
import { givenState } from "./files.js";
import { buildInterface } from "./interface.js";
import { keepOffLand } from "./legend-room.js";
import { teachLeaflet } from "./leaflet-drawing.js";
import { click, hover, leaveHover } from "./pointer.js";
import { Shapes } from "./shapes.js";
import { placeApart } from "./spiral.js";
import { noticeMove, showAgain } from "./view.js";

export function begin(atlas, manifest, features) {
  atlas.manifest = manifest;
  atlas.words = manifest.words;
  for (const layer of manifest.layers) {
    const { id, file } = layer;
    atlas.order.push(id);
    atlas.declared[id] = layer;
    atlas.features[id] = new Shapes(layer, features[file]);
    atlas.ids[id] = features[file].features.map((feature) => feature.properties.id);
  }
  teachLeaflet(atlas);
  if (atlas.map.attributionControl) atlas.map.attributionControl.setPrefix(false);
  keepWithin(atlas.map, manifest.frame);
  atlas.whole(false);
  atlas.ui = buildInterface(atlas);
  followMap(atlas);
  if (window.parent !== window) document.documentElement.dataset.embedded = "";
  atlas.ready = true;
  const first = givenState();
  if (first) atlas.setState(first);
  if (atlas.pending) atlas.setState(atlas.pending);
  prepare(atlas, [...atlas.order]);
}

/* Nobody sees beyond the frame. Back within it the map goes at once: Leaflet's animation would go on when a window of
   another size, or paper, has put the map elsewhere meanwhile, and end beside it. */
function keepWithin(map, frame) {
  map.options.maxBoundsViscosity = 1;
  map._panInsideMaxBounds = () => {
    if (!map._enforcingBounds) map.panInsideBounds(map.options.maxBounds, { animate: false });
  };
  map.setMaxBounds(frame);
}

function followMap(atlas) {
  const { map, ui } = atlas;
  atlas.sized = map.getSize();
  map.on("mousemove", (event) => hover(atlas, event));
  map.on("mouseout", () => leaveHover(atlas));
  map.on("movestart zoomstart", () => {
    atlas.moving = true;
    leaveHover(atlas);
  });
  map.on("click", (event) => click(atlas, event));
  map.on("zoomstart", () => ui.labels.hide());
  map.on("zoomend viewreset resize", () => {
    if (atlas.shown) placeApart(atlas.shown, atlas.scale());
    ui.labels.place();
  });
  map.on("resize", () => showAgain(atlas));
  map.on("moveend", () => {
    atlas.moving = false;
    noticeMove(atlas);
    keepOffLand(atlas);
    ui.labels.place();
  });
  // A page without a map hides it: it then has no size, and must not go anywhere for that.
  const measure = ({ clientWidth, clientHeight }) => {
    if (clientWidth && clientHeight) map.invalidateSize({ animate: false });
  };
  new ResizeObserver(() => measure(map.getContainer())).observe(map.getContainer());
}

/* While nothing else is to do, the layers that are off are made too, so that switching one on takes no time. */
function prepare(atlas, left) {
  const idle = window.requestIdleCallback || ((act) => window.setTimeout(act, 200));
  idle(() => {
    const id = left.shift();
    if (!id) return;
    atlas.features[id].make();
    prepare(atlas, left);
  });
}
