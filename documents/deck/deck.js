/* Kept views one after another: the sentence, and the map, which is loaded once and told the state of each. */
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const views = JSON.parse(byId("views").textContent);
  const frame = byId("map");
  const theme = window.matchMedia("(prefers-color-scheme: dark)");
  // Within the app (ui/talking.js) it has the app's theme, and leaves when asked to.
  const within = "within" in document.documentElement.dataset;
  // Dates, and numbers with their units, stay on one line (layers/held.py).
  const held = new RegExp(JSON.parse(byId("held").textContent));
  let now = 0;

  function say(place, text) {
    place.replaceChildren(
      ...text.split(held).map((part, number) => {
        if (number % 2 === 0) return part;
        const whole = document.createElement("span");
        whole.className = "held";
        whole.textContent = part;
        return whole;
      }),
    );
  }

  function show(number) {
    now = Math.min(Math.max(number, 0), views.length - 1);
    const [first, ...others] = views[now].sentences;
    const told = byId("told");
    say(told, first || "");
    for (const other of others) {
      const small = document.createElement("small");
      say(small, other);
      told.append(small);
    }
    byId("place").textContent = `${now + 1} / ${views.length}`;
    byId("back").disabled = now === 0;
    byId("on").disabled = now === views.length - 1;
    state();
  }

  function state() {
    const { atlas } = frame.contentWindow || {};
    const hue = (within && window.location.hash.slice(1)) || (theme.matches ? "dark" : "light");
    document.documentElement.dataset.theme = hue;
    frame.hidden = !views[now].state;
    if (atlas && views[now].state) atlas.setState({ ...views[now].state, theme: hue });
  }

  function leave() {
    if (within) window.parent.postMessage("atlas-talk-ends", window.location.origin);
  }

  function wide() {
    if (within) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen();
  }

  const KEYS = { ArrowLeft: -1, PageUp: -1, ArrowRight: 1, PageDown: 1, " ": 1 };
  function key(event) {
    if (event.defaultPrevented) return;
    if (event.key === "Escape") leave();
    else if (event.key === "f" || event.key === "F") wide();
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(views.length - 1);
    else if (event.key === " " && event.target.tagName === "BUTTON") return;
    else if (KEYS[event.key]) show(now + KEYS[event.key]);
  }

  byId("back").onclick = () => show(now - 1);
  byId("on").onclick = () => show(now + 1);
  if (within) byId("leave").onclick = leave;
  else byId("full").onclick = wide;
  document.addEventListener("keydown", key);
  frame.addEventListener("load", () => {
    // Who has clicked the map turns and leaves from there; its arrows move it.
    frame.contentDocument.addEventListener("keydown", (event) => event.key.startsWith("Arrow") || key(event));
    state();
  });
  theme.addEventListener("change", state);
  if (within) frame.src = JSON.parse(byId("address").textContent);
  else frame.srcdoc = JSON.parse(byId("page").textContent);
  show(0);
  byId("told").focus();
})();
