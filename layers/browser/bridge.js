/* Between Streamlit's component and the map page: keeps one frame, hands it the state of each run, hands back what the
   reader did. Served beside the map page, so that a run sends the state alone. */
const VIEW_PAUSE_MS = 250;
const RETRY_MS = 100;
const RETRIES = 50;
const LOST_MS = 10000;
const SHARING = ".st-key-share [aria-expanded=true]";
// Pages without a map, and what in an address is Streamlit's own.
const ALONE = new Set(["briefing", "data", "review", "manual"]);
const STREAMLITS = ["embed", "embed_options"];
/* Where the first sentence has room for more lines than two (look.css), the map gives it: the foot of both, and with it
   the legend, stays where it was. */
const LOOK = {
  width: "100%",
  height: "clamp(250px, min(74vh - var(--lead, 3.4rem) + 3.4rem, 84vw), 960px)",
  border: "0",
  display: "block",
  borderRadius: "6px",
  backgroundColor: "var(--st-secondary-background-color)",
};
const PAPER = { width: "690px", height: "600px" };

/* Printing waits for nobody, so the map takes the size of the sheet before it begins. */
function print(frame, on) {
  Object.assign(frame.style, on ? PAPER : { width: frame.usual.width, height: frame.usual.height });
  const { atlas } = frame.contentWindow;
  if (atlas && atlas.ready && atlas.paper) atlas.paper(on);
}

/* The address. Every run tells what the entry of the history has to say (ui.session.link); here it is seen to,
   whoever wrote the entry and whatever was lost on the way, and never with an entry of our own. The place of the map is
   added here alone: `views` has that of each page, `start` is where the map was put at the arrival. `left` is what the
   address asked when it was last as told, null where whatever it asks is older than what was told; `strange` is what it
   asks that nobody has told of yet. Each language brings this module anew beside the one before, which goes on
   listening to the frame: all of them know this one address. */
const address = (window.atlasAddress ??= {
  views: {},
  entry: { visit: "", page: "", path: "", query: "", view: null },
  start: { at: "", k: "" },
  away: false,
  writing: 0,
  left: null,
  strange: null,
});

const session = (visit) => visit.split(".")[0];
const withoutSlash = (path) => path.replace(/\/+$/, "");

function write(tries = RETRIES) {
  window.clearTimeout(address.writing);
  if (address.away || !address.entry.visit) return;
  const { pathname, search, hash } = window.location;
  if (withoutSlash(pathname) !== withoutSlash(address.entry.path)) {
    // Streamlit has not yet changed the path, or is about to tell of another page.
    if (tries) address.writing = window.setTimeout(write, RETRY_MS, tries - 1);
    return;
  }
  const had = new URLSearchParams(search);
  if (isAhead(had)) return;
  address.left = asked(address.entry.query);
  const text = wantedBeside(had);
  if (text === had.toString()) return;
  window.history.replaceState(window.history.state, "", `${pathname}${text && "?"}${text}${hash}`);
}

/* What the address has to ask: the entry's query, what is Streamlit's own, the place of the map. */
function wantedBeside(had) {
  const wanted = new URLSearchParams(address.entry.query);
  for (const name of STREAMLITS) for (const value of had.getAll(name)) wanted.append(name, value);
  if (address.views[address.entry.page]) wanted.set("view", address.views[address.entry.page]);
  return wanted.toString();
}

/* A question without what it is asked beside: the place of the map, what is Streamlit's own. */
function asked(query) {
  const params = new URLSearchParams(query);
  for (const name of ["view", ...STREAMLITS]) params.delete(name);
  return params.toString();
}

/* Whether the address knows more than the entry. Streamlit makes a new entry of the history as soon as it hears of it,
   and draws what that run tells later, on a busy machine by seconds: whoever wrote meanwhile, because a run has ended
   or the map has moved, would put the question before into the entry of the new one. What nobody tells of for long was
   no run's. */
function isAhead(had) {
  const text = asked(had);
  if (address.left === null || !text || text === address.left || text === asked(address.entry.query)) {
    address.strange = null;
    return false;
  }
  if (address.strange?.text !== text) address.strange = { text, until: Date.now() + LOST_MS };
  const wait = address.strange.until - Date.now();
  if (wait > 0) address.writing = window.setTimeout(write, wait);
  return wait > 0;
}

/* The reader has arrived at a page: its map is where the address says, or else where the reader left it. A server that
   was started anew takes an address that Streamlit kept from long ago; what is on the screen is newer. */
function arrive(told) {
  const known = address.views[told.page];
  const again = address.entry.visit && session(address.entry.visit) !== session(told.visit);
  address.away = false;
  address.left = null;
  // A page opens at its top, whatever led there from further down.
  if (address.entry.page && address.entry.page !== told.page) {
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  }
  if (ALONE.has(told.page)) return;
  address.views[told.page] = (again && known) || (told.view ?? known ?? "");
  address.start = { at: address.views[told.page], k: told.visit };
}

/* Back and forward: until the run that this asks for has told anew, the entry is left as it is. */
function wander() {
  const before = address.entry.visit;
  address.away = true;
  window.clearTimeout(address.writing);
  window.setTimeout(() => {
    if (address.entry.visit !== before) return;
    address.away = false;
    address.left = null;
    write();
  }, LOST_MS);
}

/* The link that is shared says where the map is; nobody else needs to know, so only then a run is asked for. */
function tell(frame) {
  if (!document.querySelector(SHARING)) return;
  const where = { visit: address.entry.visit, at: address.views[address.entry.page] || "" };
  const text = JSON.stringify(where);
  const known = address.entry.view !== null && frame.visit !== address.entry.visit && where.at === address.entry.view;
  if (known || text === frame.said) return;
  frame.said = text;
  frame.visit = address.entry.visit;
  frame.ask("where", where);
}

function moved(frame, view) {
  if (!frame.clientWidth || ALONE.has(address.entry.page)) return;
  address.views[address.entry.page] = view;
  window.clearTimeout(address.writing);
  address.writing = window.setTimeout(() => {
    write();
    tell(frame);
  }, VIEW_PAUSE_MS);
}

/* A new server knows nothing of this session, and Streamlit lets it begin with the reader's next act, which is then
   lost: ask for a run as soon as the connection is back. And after each run see whether the address is as told. */
function follow(act) {
  const app = document.querySelector("[data-test-connection-state]");
  if (!app) return;
  let lost = false;
  new MutationObserver(() => {
    const connected = app.dataset.testConnectionState === "CONNECTED";
    if (connected && lost) act();
    lost = !connected;
    if (app.dataset.testScriptState === "notRunning") write();
  }).observe(app, { attributes: true, attributeFilter: ["data-test-connection-state", "data-test-script-state"] });
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

/* The map page has loaded: the first time, or as that of a new data version. */
function greet(frame) {
  const { atlas } = frame.contentWindow;
  if (!atlas) return;
  // The page that the map showed then: the reader may have left it before the server hears of it.
  atlas.listen((told) => frame.ask("asked", { ...told, page: address.entry.page }));
  atlas.watch((view) => moved(frame, view));
  paint(frame);
  // The map is there; from now on it need not wait for a run, where its question has an address.
  if (!frame.first && frame.told.entry) import(beside(frame, "first.js")).then((first) => begin(frame, first.default));
}

/* What is served beside the map page. */
function beside(frame, file) {
  return new URL(file, new URL(frame.dataset.page, window.location.href));
}

function begin(frame, first) {
  if (frame.first) return;
  frame.first = first(frame, () => {
    paint(frame);
    putBeside(frame);
  });
  frame.first.take(frame.told);
}

/* The map as Streamlit told it last, or as what was turned since has it. */
function paint(frame) {
  frame.contentWindow.atlas.setState(frame.first ? frame.first.over(frame.state) : frame.state);
}

function makeFrame({ page }) {
  const frame = document.createElement("iframe");
  frame.className = "vessel";
  Object.assign(frame.style, LOOK);
  frame.usual = { width: frame.style.width, height: frame.style.height };
  frame.dataset.page = page;
  frame.src = page;
  frame.addEventListener("load", () => greet(frame));
  window.addEventListener("beforeprint", () => print(frame, true));
  window.addEventListener("afterprint", () => print(frame, false));
  window.addEventListener("popstate", wander);
  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest(".st-key-share")) window.setTimeout(tell, 0, frame);
  });
  follow(() => frame.ask("back", Date.now()));
  // Who has just chosen "click the map" on the page has the keyboard there, not in the frame.
  document.addEventListener("keydown", (event) => {
    const { atlas } = frame.contentWindow || {};
    if (event.key === "Escape" && atlas && atlas.ready && atlas.quit()) event.preventDefault();
  });
  return frame;
}

/* The pinned view beside the present one: fetched when it is wanted, and as it was told last. */
function putBeside(frame) {
  const { first, told } = frame;
  frame.beside = first ? first.overBeside(told.beside) : told.beside;
  if (!frame.beside && !frame.swipe) return;
  import(beside(frame, "swipe.js")).then((swipe) => swipe.default(frame, frame.beside, frame.state.theme));
}

/* The frame shows the page it is told in its state. */
function handOver(frame, page) {
  const atlas = frame.contentWindow && frame.contentWindow.atlas;
  if (frame.dataset.page !== page) {
    frame.dataset.page = page;
    // A new data version brings a new page; the reader stays where the old one was.
    if (atlas && atlas.ready) address.start = { at: atlas.view(), k: `${address.start.k}+` };
    frame.state = { ...frame.state, view: address.start };
    frame.contentWindow.location.replace(page);
    return;
  }
  if (!atlas) return;
  // Who is to click the map must see it: what asked for the click may stand far below.
  if (frame.state.picking && !atlas.picking) frame.scrollIntoView({ block: "center" });
  paint(frame);
}

export default function show({ data, parentElement, setStateValue }) {
  const theme = themeOf(parentElement.host || parentElement);
  document.documentElement.lang = data.language === "zh" ? "zh-CN" : data.language;
  // The looks of the page ask this: Streamlit says its theme nowhere that a style could read it.
  document.documentElement.dataset.theme = theme;
  document.cookie = "atlas-seen=1; max-age=31536000; path=/; samesite=strict";
  if (data.entry) {
    if (data.entry.visit !== address.entry.visit) arrive(data.entry);
    address.entry = data.entry;
    write();
  }
  let frame = parentElement.querySelector("iframe");
  if (!frame) {
    frame = makeFrame(data);
    parentElement.append(frame);
  }
  frame.title = data.title;
  frame.ask = setStateValue;
  frame.told = data;
  frame.state = { ...data.state, theme, view: address.start };
  if (frame.first) frame.first.take(data);
  handOver(frame, data.page);
  putBeside(frame);
}
