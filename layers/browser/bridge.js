/* Between Streamlit's component and the map page: keeps one frame, hands it the state of each run, hands back what the
   reader did. Served beside the map page, so that a run sends the state alone. */
"use strict";

const VIEW_PAUSE_MS = 250, LATE_MS = [400, 1500];
const LOOK = "width: 100%; height: clamp(250px, min(74vh, 84vw), 960px); border: 0; display: block; border-radius: 6px; background: var(--st-secondary-background-color);";
const PAPER = { width: "690px", height: "600px" };
let writing = 0;

/* Printing waits for nobody, so the map takes the size of the sheet before it begins. */
function print(frame, on) {
  Object.assign(frame.style, on ? PAPER : { width: frame.usual.width, height: frame.usual.height });
  const { atlas } = frame.contentWindow;
  if (atlas && atlas.ready && atlas.paper) atlas.paper(on);
}

/* The address keeps where the map is; nobody is asked, and no entry is added to the history. */
function writeView(view) {
  const url = new URL(window.location.href);
  if (view === (url.searchParams.get("view") || "")) return;
  if (view) url.searchParams.set("view", view); else url.searchParams.delete("view");
  window.history.replaceState(window.history.state, "", url);
}

/* A new server knows nothing of this session, and Streamlit lets it begin with the reader's next act, which is then
   lost: ask for a run as soon as the connection is back. */
function whenBack(act) {
  const app = document.querySelector("[data-test-connection-state]");
  if (!app) return;
  let away = false;
  new MutationObserver(() => {
    const connected = app.dataset.testConnectionState === "CONNECTED";
    if (connected && away) act();
    away = !connected;
  }).observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
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
  // The looks of the page ask this: Streamlit says its theme nowhere that a style could read it.
  document.documentElement.dataset.theme = theme;
  const state = { ...data.state, theme };
  let frame = parentElement.querySelector("iframe");
  if (!frame) {
    frame = document.createElement("iframe");
    frame.className = "vessel";
    frame.style.cssText = LOOK;
    frame.title = data.title;
    frame.usual = { width: frame.style.width, height: frame.style.height };
    window.addEventListener("beforeprint", () => print(frame, true));
    window.addEventListener("afterprint", () => print(frame, false));
    frame.dataset.page = data.page;
    frame.src = data.page;
    frame.onload = () => {
      const atlas = frame.contentWindow.atlas;
      if (!atlas) return;
      atlas.listen((asked) => frame.ask("asked", asked));
      atlas.watch((view) => {
        window.clearTimeout(writing);
        writing = window.setTimeout(() => writeView(view), VIEW_PAUSE_MS);
      });
      // A new data version brings a new page; the reader stays where the old one was.
      atlas.setState(frame.kept === undefined ? frame.state : { ...frame.state, view: { at: frame.kept, k: -1 } });
    };
    parentElement.append(frame);
    whenBack(() => frame.ask("back", Date.now()));
    // Who has just chosen "click the map" on the page has the keyboard there, not in the frame.
    document.addEventListener("keydown", (event) => {
      const { atlas } = frame.contentWindow || {};
      if (event.key === "Escape" && atlas && atlas.ready && atlas.quit()) event.preventDefault();
    });
  }
  frame.ask = setStateValue;
  frame.state = state;
  const atlas = frame.contentWindow && frame.contentWindow.atlas;
  if (frame.dataset.page !== data.page) {
    frame.dataset.page = data.page;
    frame.kept = atlas && atlas.ready ? atlas.view() : undefined;
    frame.contentWindow.location.replace(data.page);
  } else if (atlas) {
    // Who is to click the map must see it: what asked for the click may stand far below.
    if (state.picking && !atlas.picking) frame.scrollIntoView({ block: "center" });
    atlas.setState(state);
    // Streamlit writes the address after this run, with the view it was told at its beginning.
    for (const pause of LATE_MS) window.setTimeout(() => { if (atlas.ready) writeView(atlas.view()); }, pause);
  }
}
