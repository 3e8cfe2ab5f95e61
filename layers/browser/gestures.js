/* On a page that scrolls, the map lets the wheel and the finger through: the wheel zooms only with Ctrl or once the map
   was clicked, and one finger scrolls, two move the map. A map that is a page of its own takes all of them. */
import { make } from "./elements.js";

const TOLD_MS = 1600;
const NEAR = 0.01;

/* Whether a turn of the wheel is the map's; what it could not follow at a limit goes on to the page.
   turn  {ctrl, engaged, down, zoom, least, most}: engaged, the map was clicked; down, towards a wider view */
export function isForMap({ ctrl, engaged, down, zoom, least, most }) {
  if (ctrl) return true;
  if (!engaged) return false;
  return down ? zoom > least + NEAR : zoom < most - NEAR;
}

export function shareGestures(atlas, frame) {
  if (window.parent === window) return;
  const tell = buildTold(frame);
  shareWheel(atlas.map, () => tell(atlas.words["hold Ctrl, or click the map first, to zoom with the wheel"]));
  if (!window.matchMedia("(pointer: coarse)").matches) return;
  shareFinger(atlas.map, () => tell(atlas.words["two fingers move the map"]));
}

function shareWheel(map, tell) {
  let engaged = false;
  map.on("click", () => {
    engaged = true;
  });
  document.documentElement.addEventListener("mouseleave", () => {
    engaged = false;
  });
  const passOn = (event) => {
    // The panel and the legend scroll by themselves.
    if (event.target.closest(".atlas-ui")) return;
    const limits = { zoom: map.getZoom(), least: map.getMinZoom(), most: map.getMaxZoom() };
    const turn = { ctrl: event.ctrlKey || event.metaKey, engaged, down: event.deltaY > 0, ...limits };
    if (isForMap(turn)) return;
    event.stopImmediatePropagation();
    if (!engaged) tell();
  };
  map.getContainer().addEventListener("wheel", passOn, { capture: true, passive: true });
}

/* Leaflet moves the map with two fingers while it zooms; without its dragging the browser keeps one for the page. */
function shareFinger(map, tell) {
  map.dragging.disable();
  const notice = (event) => {
    if (event.touches.length === 1 && !event.target.closest(".atlas-ui")) tell();
  };
  map.getContainer().addEventListener("touchmove", notice, { passive: true });
}

/* Shows a text for a moment; nothing that a screen reader should be told. */
function buildTold(frame) {
  const told = make("div", "atlas-told");
  told.setAttribute("aria-hidden", "true");
  frame.append(told);
  let hiding = 0;
  return (text) => {
    told.textContent = text;
    told.classList.add("open");
    window.clearTimeout(hiding);
    hiding = window.setTimeout(() => told.classList.remove("open"), TOLD_MS);
  };
}
