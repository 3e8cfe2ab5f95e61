/* What stands around the map, put together. */
import { buildCard } from "./card.js";
import { make, makeButton } from "./elements.js";
import { shareGestures } from "./gestures.js";
import { listenToEscape } from "./keyboard.js";
import { buildLabels } from "./labels.js";
import { buildLegend } from "./legend.js";
import { keepOffLand } from "./legend-room.js";
import { buildPanel } from "./panel.js";
import { buildHint } from "./picking.js";
import { buildTip } from "./tip.js";
import { ROOMY } from "./view.js";

/* Below this width the legend begins folded. */
const NARROW = 440;

export function buildInterface(atlas) {
  const { host } = atlas;
  const frame = make("div", "atlas-ui");
  host.append(frame);
  // Leaflet takes the focus at each press; a page that then scrolled would leave the pointer over another place.
  host.focus = (options) => HTMLElement.prototype.focus.call(host, { preventScroll: true, ...options });
  host.setAttribute("role", "region");
  host.setAttribute("aria-label", atlas.words.map);
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) standStill(atlas.map);
  L.DomEvent.disableClickPropagation(frame);
  // Leaflet looks for its mark among the target's parents, which a button that removes itself no longer has.
  frame.addEventListener("click", (event) => event.stopPropagation());
  L.DomEvent.disableScrollPropagation(frame);
  const parts = {
    hint: buildHint(atlas, frame),
    tip: buildTip(host),
    labels: buildLabels(atlas),
    panel: buildPanel(atlas, frame, host.clientWidth >= ROOMY),
    legend: buildLegend(atlas, frame, host.clientWidth >= NARROW),
    card: buildCard(atlas, frame),
  };
  if (!host.clientWidth) unfoldOnceSeen(atlas);
  addTools(atlas, frame);
  frame.append(make("div", "atlas-stamp", atlas.manifest.stamp));
  listenToEscape(atlas);
  shareGestures(atlas, frame);
  const refresh = () => {
    parts.panel.refresh();
    parts.legend.refresh();
    parts.card.refresh();
    keepOffLand(atlas);
    // What stands over the map decides which names have room.
    parts.labels.place();
  };
  return { ...parts, refresh };
}

/* A page without a map, where a reader may begin, gives it no size: what is open is decided once it has one. */
function unfoldOnceSeen({ map, host }) {
  map.once("resize", () => {
    for (const [name, from] of [
      ["panel", ROOMY],
      ["legend", NARROW],
    ]) {
      host.querySelector(`.atlas-${name} .atlas-body`).fold(host.clientWidth >= from);
    }
  });
}

function addTools(atlas, frame) {
  const { words } = atlas.manifest;
  const tools = make("div", "atlas-tools");
  const acts = [
    ["+", words["zoom in"], () => atlas.map.zoomIn(1)],
    ["−", words["zoom out"], () => atlas.map.zoomOut(1)],
    ["⌂", words["whole province"], () => atlas.whole(true)],
  ];
  for (const [sign, label, act] of acts) {
    const button = makeButton("", sign, act);
    button.title = label;
    button.setAttribute("aria-label", label);
    tools.append(button);
  }
  frame.append(tools);
}

/* For a reader who wants no motion: every change of the map at once. */
function standStill(map) {
  const { panBy } = map;
  map._zoomAnimated = false;
  map.options.inertia = false;
  map.panBy = (offset, options) => panBy.call(map, offset, { ...options, animate: false });
}
