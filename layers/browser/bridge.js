/* Between Streamlit's component and the map page: keeps one frame, hands it the state of each run, hands back what the
   reader did. Served beside the map page, so that a run sends the state alone. */
"use strict";

const VIEW_PAUSE_MS = 250, LATE_MS = [400, 1500];
const LOOK = "width: 100%; height: clamp(300px, min(74vh, 84vw), 960px); border: 0; display: block; border-radius: 6px; background: var(--st-secondary-background-color);";
let writing = 0;

/* The address keeps where the map is; nobody is asked, and no entry is added to the history. */
function writeView(view) {
  const url = new URL(window.location.href);
  if (view === (url.searchParams.get("view") || "")) return;
  if (view) url.searchParams.set("view", view); else url.searchParams.delete("view");
  window.history.replaceState(window.history.state, "", url);
}

export default function ({ data, parentElement, setStateValue }) {
  document.documentElement.lang = data.language === "zh" ? "zh-CN" : data.language;
  document.cookie = "atlas-seen=1; max-age=31536000; path=/; samesite=strict";
  if (data.query !== null) {
    const address = data.query ? `?${data.query}` : window.location.pathname;
    window.history.replaceState(window.history.state, "", address);
  }
  const paper = getComputedStyle(parentElement.host || parentElement).getPropertyValue("--st-background-color").trim();
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = paper || "#fff";
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
  const theme = red + green + blue < 384 ? "dark" : "light";
  const state = { ...data.state, theme };
  let frame = parentElement.querySelector("iframe");
  if (!frame) {
    frame = document.createElement("iframe");
    frame.className = "vessel";
    frame.style.cssText = LOOK;
    frame.title = data.title;
    frame.dataset.page = data.page;
    frame.src = data.page;
    frame.onload = () => {
      const atlas = frame.contentWindow.atlas;
      if (!atlas) return;
      atlas.listen((asked) => frame.send(asked));
      atlas.watch((view) => {
        window.clearTimeout(writing);
        writing = window.setTimeout(() => writeView(view), VIEW_PAUSE_MS);
      });
      // A new data version brings a new page; the reader stays where the old one was.
      atlas.setState(frame.kept === undefined ? frame.state : { ...frame.state, view: { at: frame.kept, k: -1 } });
    };
    parentElement.append(frame);
  }
  frame.send = (asked) => setStateValue("asked", asked);
  frame.state = state;
  const atlas = frame.contentWindow && frame.contentWindow.atlas;
  if (frame.dataset.page !== data.page) {
    frame.dataset.page = data.page;
    frame.kept = atlas && atlas.ready ? atlas.view() : undefined;
    frame.contentWindow.location.replace(data.page);
  } else if (atlas) {
    atlas.setState(state);
    // Streamlit writes the address after this run, with the view it was told at its beginning.
    for (const pause of LATE_MS) window.setTimeout(() => { if (atlas.ready) writeView(atlas.view()); }, pause);
  }
}
