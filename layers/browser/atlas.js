/* The map in the browser. It shows the ids it is told with the classes it is told; it knows no rule of the plan.
   Text from data reaches the page through textContent only.

   state in   atlas.setState({on, classes, captions, selected, focus, view, theme, echo, ring_m, about, extra,
              picking, served, doors})
              classes is one text a layer (see signs.js)
              extra are marks that no file holds, [{id, layer, name, p, lon, lat, class, details, was, ring}]: bodies of
              a scenario. All that are there are sent each time; p is the prefecture, was the place it left, ring
              whether a ring is drawn around it
              picking lets the reader choose a place: a click that meets no mark is told as at
              served are sentences about the point that was clicked, for the card; doors, [{door, text}], lead on
              from what is selected
   asked out  atlas.listen(({on, selected, n, at, picking, point, door}) => …), called when the reader switches layers
              or selects something; at, [lon, lat], only after a click while picking; picking, false, only when the
              reader left it; point, [lon, lat], only after a click on land; door, only after one was taken
              atlas.watch((view) => …), called when the map has moved: "zoom_lat_lon", or "" for the whole province */
import { begin } from "./begin.js";
import { countFeatures } from "./classes.js";
import { make } from "./elements.js";
import { load } from "./files.js";
import { layOut } from "./paper.js";
import { quitPicking } from "./picking.js";
import { render } from "./render.js";
import { findFeature, markSelected } from "./selection.js";
import { takeState } from "./state.js";
import { styleOf } from "./styles.js";
import { goToFeature, presentView, showView, showWhole } from "./view.js";

/* What lies over what. */
const PANES = { area: 401, outline: 410, ring: 420, dot: 430, selected: 440, point: 450, label: 460 };

export const atlas = {
  // what the page is made of: the manifest, folium's map and groups, the features of each layer and their order
  manifest: null,
  words: null,
  map: null,
  host: null,
  groups: {},
  order: [],
  declared: {},
  features: {},
  ids: {},
  ui: null,
  ready: false,
  pending: null,
  listener: null,
  watcher: null,
  // the state, as it was told
  on: new Set(),
  classes: {},
  captions: {},
  selected: null,
  about: "",
  theme: "light",
  ringM: 1,
  extra: [],
  picking: false,
  served: [],
  doors: [],
  n: 0,
  // what of it has been read and drawn
  told: {},
  signed: {},
  toldExtra: "[]",
  shown: null,
  styled: new Map(),
  patterns: new Map(),
  strength: 1,
  ghosts: [],
  ring: null,
  outlined: null,
  focused: null,
  viewed: null,
  homeView: null,
  home: true,
  went: null,
  moving: false,
  sized: null,

  /* folium's map and its groups, layer -> (empty) feature group; the last script of the page calls it. */
  adopt(map, groups) {
    this.map = map;
    this.host = map.getContainer();
    this.groups = groups;
    for (const [name, depth] of Object.entries(PANES)) {
      const pane = map.createPane(`atlas-${name}`);
      pane.style.zIndex = depth;
      pane.style.pointerEvents = "none";
    }
    Promise.all([load("manifest.json"), load("features.json")])
      .then(([manifest, features]) => begin(this, manifest, features))
      .catch((error) => {
        document.body.append(make("p", "atlas-failure", document.body.dataset.failure));
        console.error(error);
      });
  },

  listen(listener) {
    this.listener = listener;
  },
  watch(watcher) {
    this.watcher = watcher;
  },
  setState(state) {
    if (this.ready) takeState(this, state);
    else this.pending = state;
  },

  /* Tells Python what the reader did: `n` counts it. */
  ask(more) {
    this.n += 1;
    const on = this.order.filter((id) => this.on.has(id));
    if (this.listener) this.listener({ on, selected: this.selected, n: this.n, ...more });
  },
  select(id, more) {
    this.selected = id;
    this.served = [];
    this.doors = [];
    this.mark();
    this.ui.refresh();
    this.ask(more);
  },
  toggle(id, wanted) {
    const exclusive = (each) => this.declared[each].exclusive;
    if (wanted && exclusive(id)) for (const other of this.order.filter(exclusive)) this.on.delete(other);
    if (wanted) this.on.add(id);
    else this.on.delete(id);
    this.render();
    this.ask();
  },
  quit() {
    return quitPicking(this);
  },

  render() {
    render(this);
  },
  paint(theme) {
    this.theme = theme;
    this.patterns.clear();
    this.styled.clear();
  },
  paper(on) {
    layOut(this, on);
  },
  mark() {
    markSelected(this);
  },
  /* Marks shrink on a small map so that they do not hide the land. */
  scale() {
    return this.map.getZoom() < 6.4 ? 0.78 : 1;
  },

  whole(animate) {
    showWhole(this, animate);
  },
  view() {
    return presentView(this);
  },
  show(view) {
    showView(this, view);
  },
  goTo(id) {
    goToFeature(this, id);
  },

  find(id) {
    return findFeature(this, id);
  },
  counts() {
    return countFeatures(this);
  },
  styleOf(layerId, name) {
    return styleOf(this, layerId, name);
  },
  /* What a class is called; of one feature of it with its number first, told as layers/decide.py says. */
  classText(layerId, name, feature) {
    const told = this.captions[layerId] || {};
    const text = told[name] || this.declared[layerId].legend[name] || "";
    const value = (told["=values"] || "").split("|")[this.ids[layerId].indexOf(feature)];
    return value ? `${told["=around"].replace("{}", value)} · ${text}` : text;
  },
  titleOf(layerId) {
    return (this.captions[layerId] || {})[""] || this.declared[layerId].title;
  },
};

window.atlas = atlas;
