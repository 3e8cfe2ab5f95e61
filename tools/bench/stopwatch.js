/* Runs before any page's own code and tells, in the page's own time, when an answer is there.

   arm(kind, least, fresh)  starts to watch: the clock starts at the reader's next click or key
   done                     a promise of what the watch saw: ms, bytes down and up, end on the wall clock; and of a map
                            that answers before the run: ms until it was drawn anew, bytes of that answer
   kind   what draws the map: "none", "atlas" (counts its renders) or "folium" (a new map or group with `least` paths)
   fresh  the map must be drawn anew, not only the run be finished */
"use strict";
(() => {
  if (window !== window.top) return;

  const SCRIPT_FINISHED = __SCRIPT_FINISHED__, CUT_SHORT = __CUT_SHORT__, LONGEST_MS = 120000;
  const watch = { down: 0, up: 0, finished: 0, lastAt: 0, actedAt: null };
  window.stopwatch = watch;

  /* The value of one varint field of a protobuf message, looked for at its top level only. */
  function fieldOf(buffer, wanted) {
    const bytes = new Uint8Array(buffer);
    let at = 0, found = null;
    const varint = () => {
      let value = 0, scale = 1, byte;
      do { byte = bytes[at++]; value += (byte & 127) * scale; scale *= 128; } while (byte & 128);
      return value;
    };
    while (at < bytes.length) {
      const tag = varint(), kind = tag % 8;
      const value = kind === 0 || kind === 2 ? varint() : null;
      if (kind === 0 && (tag - kind) / 8 === wanted) found = value;
      at += kind === 2 ? value : kind === 1 ? 8 : kind === 5 ? 4 : 0;
    }
    return found;
  }

  window.WebSocket = class extends window.WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        watch.lastAt = performance.now();
        watch.down += data.byteLength;
        const status = fieldOf(data, SCRIPT_FINISHED);
        if (status !== null && status !== CUT_SHORT) watch.finished += 1;
      });
    }
    send(data) {
      watch.lastAt = performance.now();
      watch.up += data.byteLength;
      super.send(data);
    }
  };

  /* The map component lives in a shadow root, which a selector does not enter. */
  let vessel = null;
  function findVessel() {
    if (!vessel?.isConnected) {
      const inside = [...document.querySelectorAll("[data-testid=stApp] *")].map((each) => each.shadowRoot);
      const roots = [document, ...inside.filter(Boolean)];
      vessel = roots.map((root) => root.querySelector("iframe[src*='/atlas/']")).find(Boolean) || null;
    }
    return vessel;
  }
  watch.findVessel = findVessel;

  const maps = {
    none: { mark: () => "page", paths: () => 0 },
    atlas: {
      mark: () => findVessel()?.contentDocument?.documentElement?.dataset.rendered,
      paths: () => Infinity,
    },
    folium: {
      page: () => document.querySelector("iframe[title^='streamlit_folium']")?.contentWindow,
      mark() { const page = this.page(); return page && ((page.feature_group || []).at(-1) || page.map); },
      paths() {
        const layers = Object.values(this.page()?.map?._layers || {});
        return layers.filter((layer) => layer.setStyle && !layer.getLayers).length;
      },
    },
  };

  const quiet = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";
  const acted = () => { if (watch.actedAt === null) watch.actedAt = performance.now(); };
  const listenIn = (where) => ["click", "keydown"].forEach((name) => where.addEventListener(name, acted, true));
  listenIn(window);

  /* Resolves in the frame after the one in which `there` holds. */
  const until = (what, there, act) => new Promise((resolve, reject) => {
    const deadline = performance.now() + LONGEST_MS;
    const look = () => {
      if (there()) requestAnimationFrame(() => resolve(act()));
      else if (performance.now() > deadline) reject(new Error(`waited too long for ${what}`));
      else requestAnimationFrame(look);
    };
    look();
  });

  watch.arm = (kind, least, fresh) => {
    const map = maps[kind], before = map.mark();
    Object.assign(watch, { down: 0, up: 0, finished: 0, actedAt: null, shownAt: null });
    performance.clearResourceTimings();
    const inner = findVessel()?.contentWindow;
    if (inner && !inner.listening) { listenIn(inner); inner.listening = true; }
    const drawn = () => !fresh || (map.mark() && map.mark() !== before && map.paths() >= least);
    if (fresh) until("the map", drawn, () => { watch.shownAt = performance.now(); });
    const report = () => {
      const at = performance.now();
      const shown = watch.shownAt === null ? null : watch.shownAt - watch.actedAt;
      const first = performance.getEntriesByType("resource").filter((each) => each.name.includes("/map/"));
      return {
        ms: at - watch.actedAt, down: watch.down, up: watch.up, end: performance.timeOrigin + at,
        shown, first: first.reduce((sum, each) => sum + each.transferSize, 0),
      };
    };
    watch.done = until("an answer", () => watch.finished > 0 && quiet() && drawn(), report);
  };

  /* Time from the navigation to the map on the screen, or to the button of a page without one. */
  watch.drawn = (kind, least) => {
    const button = () => document.querySelector("[data-testid=stButton] button")?.offsetHeight;
    const there = () => (kind === "none" ? button() : maps[kind].mark() && maps[kind].paths() >= least);
    return until("the map", there, () => performance.now());
  };

  /* Nothing runs and nothing has been said for a while: late answers of a component have come and gone. */
  watch.idle = (ms) => until("silence", () => quiet() && performance.now() - watch.lastAt > ms, () => null);

  /* Click something at a time of the wall clock, the same in every page. */
  watch.clickAt = (epoch, find) => setTimeout(() => find().click(), epoch - performance.timeOrigin - performance.now());
})();
