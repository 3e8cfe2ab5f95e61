/* Kept views one after another: the sentence, and the map, which is loaded once and told the state of each. */
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const views = JSON.parse(byId("views").textContent);
  const frame = byId("map");
  const theme = window.matchMedia("(prefers-color-scheme: dark)");
  let now = 0;

  function show(number) {
    now = Math.min(Math.max(number, 0), views.length - 1);
    const [first, ...others] = views[now].sentences;
    const told = byId("told");
    told.textContent = first || "";
    for (const other of others) {
      const small = document.createElement("small");
      small.textContent = other;
      told.append(small);
    }
    byId("place").textContent = `${now + 1} / ${views.length}`;
    byId("back").disabled = now === 0;
    byId("on").disabled = now === views.length - 1;
    state();
  }

  function state() {
    const { atlas } = frame.contentWindow || {};
    if (atlas) atlas.setState({ ...views[now].state, theme: theme.matches ? "dark" : "light" });
  }

  function wide() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen();
  }

  const KEYS = { ArrowLeft: -1, PageUp: -1, ArrowRight: 1, PageDown: 1, " ": 1 };
  function key(event) {
    if (event.key === "f" || event.key === "F") wide();
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(views.length - 1);
    else if (event.key === " " && event.target.tagName === "BUTTON") return;
    else if (KEYS[event.key]) show(now + KEYS[event.key]);
  }

  byId("back").onclick = () => show(now - 1);
  byId("on").onclick = () => show(now + 1);
  byId("full").onclick = wide;
  document.addEventListener("keydown", key);
  frame.addEventListener("load", state);
  theme.addEventListener("change", state);
  frame.srcdoc = JSON.parse(byId("page").textContent);
  show(0);
  byId("told").focus();
})();
