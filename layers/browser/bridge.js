/* Between Streamlit's component and the map page: keeps one frame, hands it the state of each run, hands back what the
   reader did. Served beside the map page, so that a run sends the state alone. */
const VIEW_PAUSE_MS = 250;
const LATE_MS = [400, 1500];
const LOOK = {
  width: "100%",
  height: "clamp(250px, min(74vh, 84vw), 960px)",
  border: "0",
  display: "block",
  borderRadius: "6px",
  backgroundColor: "var(--st-secondary-background-color)",
};
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
  if (view) url.searchParams.set("view", view);
  else url.searchParams.delete("view");
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

/* The theme of Streamlit's page, which says it nowhere but in its colours. */
function themeOf(element) {
  const paper = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = paper || "#fff";
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
  return red + green + blue < 384 ? "dark" : "light";
}

/* The map page has loaded: the first time, or as that of a new data version, where the reader stays where the old one
   was. */
function greet(frame) {
  const { atlas } = frame.contentWindow;
  if (!atlas) return;
  atlas.listen((asked) => frame.ask("asked", asked));
  atlas.watch((view) => {
    window.clearTimeout(writing);
    writing = window.setTimeout(() => writeView(view), VIEW_PAUSE_MS);
  });
  atlas.setState(frame.kept === undefined ? frame.state : { ...frame.state, view: { at: frame.kept, k: -1 } });
}

function makeFrame({ title, page }) {
  const frame = document.createElement("iframe");
  frame.className = "vessel";
  Object.assign(frame.style, LOOK);
  frame.title = title;
  frame.usual = { width: frame.style.width, height: frame.style.height };
  frame.dataset.page = page;
  frame.src = page;
  frame.addEventListener("load", () => greet(frame));
  window.addEventListener("beforeprint", () => print(frame, true));
  window.addEventListener("afterprint", () => print(frame, false));
  whenBack(() => frame.ask("back", Date.now()));
  // Who has just chosen "click the map" on the page has the keyboard there, not in the frame.
  document.addEventListener("keydown", (event) => {
    const { atlas } = frame.contentWindow || {};
    if (event.key === "Escape" && atlas && atlas.ready && atlas.quit()) event.preventDefault();
  });
  return frame;
}

/* The frame shows the page it is told in its state. */
function handOver(frame, page) {
  const atlas = frame.contentWindow && frame.contentWindow.atlas;
  if (frame.dataset.page !== page) {
    frame.dataset.page = page;
    frame.kept = atlas && atlas.ready ? atlas.view() : undefined;
    frame.contentWindow.location.replace(page);
    return;
  }
  if (!atlas) return;
  // Who is to click the map must see it: what asked for the click may stand far below.
  if (frame.state.picking && !atlas.picking) frame.scrollIntoView({ block: "center" });
  atlas.setState(frame.state);
  // Streamlit writes the address after this run, with the view it was told at its beginning.
  const writeAgain = () => atlas.ready && writeView(atlas.view());
  for (const pause of LATE_MS) window.setTimeout(writeAgain, pause);
}

export default function show({ data, parentElement, setStateValue }) {
  const theme = themeOf(parentElement.host || parentElement);
  document.documentElement.lang = data.language === "zh" ? "zh-CN" : data.language;
  // The looks of the page ask this: Streamlit says its theme nowhere that a style could read it.
  document.documentElement.dataset.theme = theme;
  document.cookie = "atlas-seen=1; max-age=31536000; path=/; samesite=strict";
  if (data.query !== null) {
    const address = data.query ? `?${data.query}` : window.location.pathname;
    window.history.replaceState(window.history.state, "", address);
  }
  let frame = parentElement.querySelector("iframe");
  if (!frame) {
    frame = makeFrame(data);
    parentElement.append(frame);
  }
  frame.ask = setStateValue;
  frame.state = { ...data.state, theme };
  handOver(frame, data.page);
}
