/* The map in the browser. It shows the ids it is told with the classes it is told; it knows no rule of the plan.
   Text from data reaches the page through textContent only.

   state in   atlas.setState({on, classes, captions, selected, focus, view, theme, echo, ring_m, about, extra, picking})
              classes is one text a layer: a sign for each feature in the order of its file, the place of its class among
              the layer's styles, or a dot where it is not shown; ".{40}" is forty dots
              extra are marks that no file holds, [{id, layer, name, p, lon, lat, class, details, was, ring}]: bodies of a
              scenario. All that are there are sent each time; p is the prefecture, was the place it left, ring whether
              a ring is drawn around it
              picking lets the reader choose a place: a click that meets no mark is told as at
   asked out  atlas.listen(({on, selected, n, at, picking}) => …), called when the reader switches layers or selects
              something; at, [lon, lat], only after a click while picking; picking, false, only when the reader left it
              atlas.watch((view) => …), called when the map has moved: "zoom_lat_lon", or "" for the whole province */
"use strict";

const inlineFiles = document.getElementById("atlas-files");
const inlineState = document.getElementById("atlas-state");
const given = inlineFiles ? JSON.parse(inlineFiles.textContent) : null;

function load(name) {
  if (given) return Promise.resolve(given[name]);
  return fetch(name).then((answer) => {
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  });
}

/* folium's groups ask jQuery for their files one by one. They wait: all features come in one file, and a group is filled
   when it is first shown (Shapes). */
window.$ = { ajax: () => ({ done: () => {} }) };

/* A mark is a body; a ring has a place as well, but is only a line around one. */
const isMark = (layer) => Boolean(layer.getLatLng) && !(layer instanceof L.Circle);
const FALLBACK_INK = "#1f2933";
const themed = (value, theme) => (value && typeof value === "object" && !(value instanceof CanvasPattern) ? value[theme] : value);
const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

/* ---- symbols: one path for map and legend -------------------------------------------------------------------- */
const around = (sides, radius, turn) => Array.from({ length: sides }, (_, k) => {
  const angle = turn + (2 * Math.PI * k) / sides;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
});
const UP = -Math.PI / 2;
const star = (radius) => around(10, 1, UP).map(([x, y], k) => (k % 2 ? [x * radius * 0.45, y * radius * 0.45] : [x * radius, y * radius]));
const OUTLINES = {
  diamond: (r) => around(4, r * 1.2, UP),
  square: (r) => around(4, r * 1.25, Math.PI / 4),
  triangle: (r) => around(3, r * 1.3, UP),
  "triangle-down": (r) => around(3, r * 1.3, -UP),
  pentagon: (r) => around(5, r * 1.15, UP),
  hexagon: (r) => around(6, r * 1.1, 0),
  bar: (r) => [[-r * 1.25, -r * 0.7], [r * 1.25, -r * 0.7], [r * 1.25, r * 0.7], [-r * 1.25, r * 0.7]],
  cross: (r) => { const a = r * 0.4, b = r * 1.15; return [[-a, -b], [a, -b], [a, -a], [b, -a], [b, a], [a, a], [a, b], [-a, b], [-a, a], [-b, a], [-b, -a], [-a, -a]]; },
  star: (r) => star(r * 1.25),
  shield: (r) => [[-r, -r], [r, -r], [r, r * 0.25], [0, r * 1.25], [-r, r * 0.25]],
  leaf: (r) => [[0, -r * 1.3], [r * 0.85, -r * 0.2], [r * 0.6, r * 0.8], [0, r * 1.2], [-r * 0.6, r * 0.8], [-r * 0.85, -r * 0.2]],
};

function tracePath(context, symbol, x, y, radius) {
  context.beginPath();
  if (!OUTLINES[symbol]) {
    context.arc(x, y, radius, 0, 2 * Math.PI);
  } else {
    OUTLINES[symbol](radius).forEach(([dx, dy], k) => (k ? context.lineTo(x + dx, y + dy) : context.moveTo(x + dx, y + dy)));
    context.closePath();
  }
}

/* How much wider than its mark the circle around a supposed body is. */
const ORBIT = 1.75;
const DASHES = { dashed: [3, 2], dotted: [1.5, 2.5] };

function drawMark(context, x, y, style, theme, paint) {
  const paper = paint.paper[theme], fill = themed(style.fill, theme);
  context.save();
  context.globalAlpha = style.opacity === undefined ? 1 : style.opacity;
  context.setLineDash([]);
  if (style.orbit) tracePath(context, "circle", x, y, style.size * ORBIT);
  else tracePath(context, style.symbol, x, y, style.size + 2.2);
  context.fillStyle = paper;
  context.fill();
  tracePath(context, style.symbol, x, y, style.size);
  context.fillStyle = style.filling === "solid" ? fill : paper;
  context.fill();
  if (style.filling === "struck") {
    context.save();
    context.clip();
    context.lineWidth = 1.6;
    context.strokeStyle = fill;
    context.beginPath();
    for (const way of [-1, 1]) { context.moveTo(x - 2 * style.size, y - 2 * way * style.size); context.lineTo(x + 2 * style.size, y + 2 * way * style.size); }
    context.stroke();
    context.restore();
    tracePath(context, style.symbol, x, y, style.size);
  }
  if (style.filling === "half") {
    context.save();
    context.clip();
    context.fillStyle = fill;
    context.fillRect(x - 2 * style.size, y, 4 * style.size, 2 * style.size);
    context.restore();
  }
  context.lineWidth = 1.8;
  context.strokeStyle = themed(style.line, theme);
  if (DASHES[style.ring]) {
    tracePath(context, style.symbol, x, y, style.filling === "solid" ? style.size + 2.4 : style.size);
    context.setLineDash(DASHES[style.ring]);
  }
  context.stroke();
  if (style.pip) {
    context.setLineDash([]);
    context.beginPath();
    context.arc(x, y, style.size * 0.4, 0, 2 * Math.PI);
    context.fillStyle = style.filling === "hollow" ? fill : paper;
    context.fill();
    if (style.filling === "half") { context.lineWidth = 1; context.stroke(); }
  }
  if (style.orbit) {
    context.setLineDash([3.5, 2.5]);
    context.lineWidth = 2;
    tracePath(context, "circle", x, y, style.size * ORBIT);
    context.stroke();
  }
  context.restore();
}

/* Strokes from edge to edge of a tile of 8 pixels. */
const STROKES = {
  hatch: [-8, 0, 8].map((shift) => [shift, 8, shift + 8, 0]),
  back: [-8, 0, 8].map((shift) => [shift, 0, shift + 8, 8]),
  lines: [[0, 4, 8, 4]],
};
STROKES.cross = [...STROKES.hatch, ...STROKES.back];

function patternOf(kind, colour, opacity) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const context = tile.getContext("2d");
  context.globalAlpha = 0.22;
  context.fillStyle = colour;
  context.fillRect(0, 0, 8, 8);
  context.globalAlpha = opacity;
  context.strokeStyle = colour;
  context.lineWidth = 1.6;
  if (STROKES[kind]) {
    for (const [x0, y0, x1, y1] of STROKES[kind]) { context.beginPath(); context.moveTo(x0, y0); context.lineTo(x1, y1); context.stroke(); }
  } else {
    context.beginPath(); context.arc(4, 4, 1.6, 0, 2 * Math.PI); context.fill();
  }
  return context.createPattern(tile, "repeat");
}

/* ---- Leaflet: points drawn as symbols, points at one place drawn apart by pixels ------------------------------- */
const updateCircle = L.Canvas.prototype._updateCircle;
L.Canvas.include({
  _updateCircle(layer) {
    if (!isMark(layer)) { updateCircle.call(this, layer); return; }
    if (!this._drawing || layer._empty()) return;
    const mark = layer.options.mark;
    if (mark) drawMark(this._ctx, layer._point.x, layer._point.y, { ...mark, size: mark.size * atlas.scale() }, atlas.theme, atlas.manifest.paint);
  },
});
/* An inner line is drawn twice as wide and cut at its own border. */
const fillStroke = L.Canvas.prototype._fillStroke;
L.Canvas.include({
  _fillStroke(context, layer) {
    if (!layer.options.inner) { fillStroke.call(this, context, layer); return; }
    const { weight } = layer.options;
    context.save();
    context.clip("evenodd");
    layer.options.weight = 2 * weight;
    fillStroke.call(this, context, layer);
    layer.options.weight = weight;
    context.restore();
  },
});
const project = L.CircleMarker.prototype._project;
L.CircleMarker.include({
  _project() {
    project.call(this);
    if (this.shift) { this._point = this._point.add(this.shift); this._updateBounds(); }
  },
});
const RINGS = "reach-rings";
const SPREAD_PX = 15;
const ROOMY = 1000;
function spiral(position) {
  if (position === 0) return [0, 0];
  const ring = Math.ceil((Math.sqrt(12 * position + 9) - 3) / 6);
  const first = 3 * ring * (ring - 1) + 1;
  const angle = (2 * Math.PI * (position - first)) / (6 * ring) + UP;
  return [ring * SPREAD_PX * Math.cos(angle), ring * SPREAD_PX * Math.sin(angle)];
}

/* The features of one layer by id. What they say is there at once; they are drawn objects only from the first `get` on,
   since most layers of a map are never looked at. */
class Shapes {
  constructor(group, collection) {
    this.group = group;
    this.collection = collection;
    this.told = new Map(collection.features.map(({ properties }) => [properties.id, properties]));
    this.made = null;
    this.extra = new Map();
  }

  get size() { return this.told.size; }
  has(id) { return this.extra.has(id) || this.told.has(id); }
  about(id) { return this.extra.has(id) ? this.extra.get(id).feature.properties : this.told.get(id); }
  abouts() { return this.told.entries(); }
  get(id) { return this.extra.get(id) || this.make().get(id); }
  values() { return this.make().values(); }

  make() {
    if (!this.made) {
      this.group.addData(this.collection);
      this.made = new Map(this.group.getLayers().map((layer) => [layer.feature.properties.id, layer]));
      for (const layer of this.made.values()) if (layer.getLatLng) layer.options.pane = isMark(layer) ? "atlas-point" : "atlas-ring";
    }
    return this.made;
  }
}

/* Drawn, but no body any more: in no count. */
const GONE = "closed";
const LEFT_BEHIND = 0.4;
const SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz", NOT_SHOWN = ".";

/* ---- the atlas ------------------------------------------------------------------------------------------------- */
const atlas = {
  manifest: null, map: null, theme: "light", on: new Set(), classes: {}, captions: {}, selected: null, n: 0, ringM: 1,
  features: {}, ids: {}, told: {}, signed: {}, extra: [], toldExtra: "[]", ghosts: [], picking: false, drawn: new Map(), pending: null, listener: null, watcher: null, focused: null, viewed: null, home: true, patterns: new Map(), ready: false,

  adopt(map, groups) {
    this.map = map;
    for (const [name, depth] of [["atlas-area", 401], ["atlas-outline", 410], ["atlas-ring", 420], ["atlas-point", 450], ["atlas-selected", 440], ["atlas-label", 460]]) {
      map.createPane(name).style.zIndex = depth;
      map.getPane(name).style.pointerEvents = "none";
    }
    Promise.all([load("manifest.json"), load("features.json")])
      .then(([manifest, features]) => { this.manifest = manifest; this.begin(groups, features); })
      .catch((error) => this.fail(error));
  },

  fail(error) {
    document.body.append(make("p", "atlas-failure", document.body.dataset.failure));
    console.error(error);
  },

  begin(groups, features) {
    for (const { id, file } of this.manifest.layers) {
      this.map.removeLayer(groups[id]);
      this.features[id] = new Shapes(groups[id], features[file]);
      this.ids[id] = features[file].features.map((feature) => feature.properties.id);
    }
    this.order = this.manifest.layers.map((layer) => layer.id);
    this.declared = Object.fromEntries(this.manifest.layers.map((layer) => [layer.id, layer]));
    this.map.attributionControl && this.map.attributionControl.setPrefix(false);
    this.whole(false);
    this.map.setMaxBounds(L.latLngBounds(this.manifest.bounds).pad(0.35));
    this.map.options.maxBoundsViscosity = 1;
    this.ui = buildInterface(this);
    this.map.on("mousemove", (event) => this.hover(event));
    this.map.on("mouseout", () => this.ui.tip.hide());
    this.map.on("click", (event) => this.click(event));
    this.map.on("zoomstart", () => this.ui.labels.hide());
    this.map.on("zoomend viewreset resize", () => { this.placePoints(); this.ui.labels.place(); });
    this.map.on("resize", () => { if (this.home) this.whole(false); });
    this.map.on("moveend", () => this.moved());
    new ResizeObserver(() => this.map.invalidateSize({ animate: false })).observe(this.map.getContainer());
    if (window.parent !== window) document.documentElement.dataset.embedded = "";
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.quit()) { event.preventDefault(); event.stopPropagation(); } }, true);
    this.ready = true;
    if (inlineState) this.setState(JSON.parse(inlineState.textContent));
    if (this.pending) this.setState(this.pending);
    this.prepare([...this.order]);
  },

  /* While nothing else is to do, the layers that are off are made too, so that switching one on takes no time. */
  prepare(left) {
    const idle = window.requestIdleCallback || ((act) => window.setTimeout(act, 200));
    idle(() => {
      const id = left.shift();
      if (!id) return;
      this.features[id].make();
      this.prepare(left);
    });
  },

  /* The whole province, clear of the layer panel where that stands open beside it; nobody needs to zoom out further. */
  whole(animate) {
    const beside = L.point(this.map.getContainer().clientWidth >= ROOMY ? 190 : 0, 0);
    const bounds = L.latLngBounds(this.manifest.bounds);
    this.map.setMinZoom(0);
    const zoom = this.map.getBoundsZoom(bounds, false, beside);
    const middle = this.map.project(bounds.getSouthWest(), zoom).add(this.map.project(bounds.getNorthEast(), zoom)).divideBy(2);
    this.homeView = { zoom, centre: this.map.unproject(middle.subtract(beside.divideBy(2)), zoom) };
    this.home = true;
    // First there, then the limit: a limit above the present zoom starts a movement that would end after this one.
    this.map.setView(this.homeView.centre, zoom, { animate });
    this.map.setMinZoom(zoom - 0.25);
  },

  listen(listener) { this.listener = listener; },

  watch(watcher) { this.watcher = watcher; },

  /* Where the map is, as a link keeps it. */
  view() {
    const { lat, lng } = this.map.getCenter();
    return this.home ? "" : [this.map.getZoom().toFixed(2), lat.toFixed(4), lng.toFixed(4)].join("_");
  },

  show(view) {
    const [zoom, lat, lng] = view.split("_").map(Number);
    if ([zoom, lat, lng].every(Number.isFinite)) this.map.setView([lat, lng], zoom, { animate: false });
    else this.whole(false);
  },

  moved() {
    const { zoom, centre } = this.homeView;
    const aside = this.map.latLngToContainerPoint(centre).distanceTo(this.map.getSize().divideBy(2));
    this.home = Math.abs(this.map.getZoom() - zoom) < 0.01 && aside < 3;
    if (this.watcher) this.watcher(this.view());
  },

  ask(more) {
    this.n += 1;
    if (this.listener) this.listener({ on: this.order.filter((id) => this.on.has(id)), selected: this.selected, n: this.n, ...more });
  },

  /* Choosing a place: a crosshair, a hint, and Escape or its button to leave. */
  pick(wanted) {
    this.picking = wanted;
    this.map.getContainer().classList.toggle("atlas-picking", wanted);
    this.ui.hint.show(wanted);
  },

  /* The reader leaves choosing a place; whether there was anything to leave. */
  quit() {
    if (!this.picking) return false;
    this.pick(false);
    this.ask({ picking: false });
    return true;
  },

  setState(state) {
    if (!this.ready) { this.pending = state; return; }
    const current = state.echo === undefined || state.echo >= this.n;
    if (current) {
      if (state.echo !== undefined) this.n = state.echo;
      if (state.on) this.on = new Set(state.on);
      if ("selected" in state) this.selected = state.selected;
      if ("picking" in state && state.picking !== this.picking) this.pick(state.picking);
    }
    if (state.classes) this.read(state.classes);
    if (state.extra) this.put(state.extra);
    if (state.classes || state.extra) this.join();
    if (state.captions) this.captions = state.captions;
    if (state.ring_m) this.ringM = state.ring_m;
    if ("about" in state) this.about = state.about;
    if (state.theme && state.theme !== this.theme) { this.theme = state.theme; this.patterns.clear(); this.drawn.clear(); }
    this.render();
    if (state.view && state.view.k !== this.viewed) { this.viewed = state.view.k; this.show(state.view.at); }
    if (state.focus && state.focus.k !== this.focused) { this.focused = state.focus.k; this.goTo(state.focus.id); }
  },

  /* Only what has changed is read anew: layer -> class -> ids. */
  read(classes) {
    for (const [layerId, text] of Object.entries(classes)) {
      if (this.told[layerId] === text) continue;
      const names = Object.keys(this.declared[layerId].styles), found = {};
      const signs = text.replace(/(.)\{(\d+)\}/g, (_run, sign, n) => sign.repeat(Number(n)));
      [...signs].forEach((sign, place) => {
        if (sign !== NOT_SHOWN) (found[names[SIGNS.indexOf(sign)]] ||= []).push(this.ids[layerId][place]);
      });
      this.signed[layerId] = Object.fromEntries(names.filter((name) => found[name]).map((name) => [name, found[name]]));
      this.told[layerId] = text;
    }
  },

  /* Marks that no file holds take the place of those of the state before, unless they are the same. */
  put(extra) {
    const told = JSON.stringify(extra);
    if (told === this.toldExtra) return;
    for (const shapes of Object.values(this.features)) {
      for (const layer of shapes.extra.values()) { this.map.removeLayer(layer); this.drawn.delete(layer); }
      shapes.extra.clear();
    }
    this.extra = extra.filter((each) => this.features[each.layer] && this.declared[each.layer].styles[each.class]);
    for (const { id, layer, name, p, lon, lat, details, ring } of this.extra) {
      const about = (properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } });
      const mark = L.circleMarker([lat, lon], { pane: "atlas-point" });
      mark.feature = about({ id, n: name, p: p || "", s: "", d: details || [] });
      this.features[layer].extra.set(id, mark);
      const rings = ring && this.features[RINGS];
      if (!rings) continue;
      const around = L.circle([lat, lon], { pane: "atlas-ring", radius: this.ringM });
      around.feature = about({ id: `ring-${id}`, n: name, p: p || "", s: "" });
      rings.extra.set(`ring-${id}`, around);
    }
    this.toldExtra = told;
  },

  /* What is shown is what the files hold, by their signs, and the marks that came beside them. */
  join() {
    this.classes = {};
    for (const [layerId, classes] of Object.entries(this.signed)) this.classes[layerId] = Object.fromEntries(Object.entries(classes).map(([name, ids]) => [name, [...ids]]));
    const add = (layerId, name, id) => (((this.classes[layerId] ||= {})[name]) ||= []).push(id);
    for (const each of this.extra) {
      add(each.layer, each.class, each.id);
      if (each.ring && this.features[RINGS]) add(RINGS, Object.keys(this.declared[RINGS].styles)[0], `ring-${each.id}`);
    }
  },

  /* Where a moved body stands in the data: faint, with a line to where it stands now. Only to be looked at. */
  leaveBehind() {
    for (const ghost of this.ghosts) this.map.removeLayer(ghost);
    this.ghosts = [];
    for (const { layer, was, lat, lon, class: name } of this.extra) {
      if (!was || !this.on.has(layer)) continue;
      const style = { ...this.declared[layer].styles[name], orbit: false, opacity: LEFT_BEHIND };
      const here = [was[1], was[0]];
      const way = L.polyline([here, [lat, lon]], { pane: "atlas-ring", color: themed(style.line, this.theme), weight: 1.6, opacity: 0.8, dashArray: "2 5", interactive: false });
      const mark = L.circleMarker(here, { pane: "atlas-point", radius: style.size + 2, stroke: false, fill: true, mark: style, interactive: false });
      this.ghosts.push(way.addTo(this.map), mark.addTo(this.map));
    }
  },

  styleOf(layerId, name) {
    const style = this.declared[layerId].styles[name];
    if (style.symbol) return { mark: style, radius: style.orbit ? style.size * ORBIT + 1 : style.size + 2, stroke: false, fill: true };
    const fill = themed(style.fill, this.theme);
    let colour = fill;
    if (style.pattern) {
      const key = `${style.pattern} ${fill} ${style.fillOpacity}`;
      if (!this.patterns.has(key)) this.patterns.set(key, patternOf(style.pattern, fill, style.fillOpacity));
      colour = this.patterns.get(key);
    }
    return {
      fill: Boolean(fill), fillColor: colour, fillOpacity: style.pattern ? 1 : style.fillOpacity, color: themed(style.line, this.theme) || FALLBACK_INK,
      weight: style.weight, dashArray: style.dash || null, opacity: 1, lineJoin: "round", inner: Boolean(style.inner),
    };
  },

  /* Shows exactly the ids of `classes` for the layers that are on, in the declared order, and nothing else. */
  render() {
    const wanted = new Map();
    for (const id of this.order) {
      if (!this.on.has(id)) continue;
      for (const [name, ids] of Object.entries(this.classes[id] || {})) {
        for (const feature of ids) {
          const layer = this.features[id].get(feature);
          if (layer) wanted.set(layer, { id, name });
        }
      }
    }
    for (const layer of this.drawn.keys()) if (!wanted.has(layer)) { this.map.removeLayer(layer); this.drawn.delete(layer); }
    let added = false;
    for (const [layer, { id, name }] of wanted) {
      const key = `${id} ${name}`;
      if (this.drawn.get(layer) !== key) { layer.setStyle(this.styleOf(id, name)); }
      if (!this.map.hasLayer(layer)) { this.map.addLayer(layer); added = true; }
      if (this.declared[id].shape === "ring" && layer.getRadius() !== this.ringM) layer.setRadius(this.ringM);
      this.drawn.set(layer, key);
    }
    this.leaveBehind();
    if (added) for (const layer of wanted.keys()) layer.bringToFront();
    this.shown = wanted;
    this.placePoints();
    this.mark();
    document.documentElement.dataset.theme = this.theme;
    this.ui.refresh();
    document.documentElement.dataset.rendered = String(Number(document.documentElement.dataset.rendered || 0) + 1);
  },

  /* Marks shrink on a small map so that they do not hide the land. */
  scale() { return this.map.getZoom() < 6.4 ? 0.78 : 1; },

  /* Bodies that share one point are drawn apart, in pixels, so at every zoom; the card says that positions are approximate. */
  placePoints() {
    const places = new Map();
    for (const [layer] of this.shown || []) {
      if (!isMark(layer)) continue;
      const key = layer.getLatLng().toString();
      places.set(key, [...(places.get(key) || []), layer]);
    }
    for (const layers of places.values()) layers.forEach((layer, k) => { layer.shift = L.point(spiral(k)).multiplyBy(this.scale()); layer.redraw(); });
  },

  /* What is under a point: marks first, then areas from the top down. */
  at(layerPoint, slack) {
    const from = [...(this.shown || [])].reverse();
    let best = null, nearest = Infinity;
    for (const [layer, about] of from) {
      if (!isMark(layer)) continue;
      const distance = layer._point ? layer._point.distanceTo(layerPoint) : Infinity;
      if (distance <= layer.options.radius + slack && distance < nearest) { best = { layer, ...about }; nearest = distance; }
    }
    if (best) return best;
    for (const [layer, about] of from) {
      if (layer.getLatLng || about.id === "neighbours") continue;
      if (this.declared[about.id].shape === "outline" && about.id !== "counties") continue;
      if (layer._pxBounds && layer._pxBounds.contains(layerPoint) && layer._containsPoint(layerPoint)) return { layer, ...about };
    }
    return null;
  },

  hover(event) {
    const found = this.at(event.layerPoint, 3);
    this.map.getContainer().classList.toggle("atlas-pointing", Boolean(found));
    if (!found) return this.ui.tip.hide();
    this.ui.tip.show(event.containerPoint, found.layer.feature.properties.n, this.classText(found.id, found.name));
  },

  click(event) {
    this.ui.tip.hide();
    const found = this.at(event.layerPoint, window.matchMedia("(pointer: coarse)").matches ? 12 : 4);
    if (this.picking && !(found && isMark(found.layer))) {
      const { lng, lat } = event.latlng;
      this.ask({ at: [Number(lng.toFixed(5)), Number(lat.toFixed(5))] });
      return;
    }
    this.select(found ? found.layer.feature.properties.id : null);
  },

  select(id) { this.selected = id; this.mark(); this.ui.refresh(); this.ask(); },

  toggle(id, wanted) {
    if (wanted && this.declared[id].exclusive) for (const other of this.order) if (this.declared[other].exclusive) this.on.delete(other);
    if (wanted) this.on.add(id); else this.on.delete(id);
    this.render();
    this.ask();
  },

  find(id) {
    const ids = this.order.slice().reverse();
    for (const layerId of [...ids.filter((each) => this.on.has(each)), ...ids]) {
      const name = Object.keys(this.classes[layerId] || {}).find((each) => this.classes[layerId][each].includes(id));
      if (name) return { layer: this.features[layerId].get(id), id: layerId, name, exact: this.features[layerId].extra.has(id) && name !== GONE };
    }
    return null;
  },

  /* The place a page is about, outlined though nothing is selected. */
  outline() {
    if (this.outlined) { this.map.removeLayer(this.outlined); this.outlined = null; }
    const layer = this.about && this.features.prefectures && this.features.prefectures.get(this.about);
    if (!layer) return;
    this.outlined = L.geoJson(layer.feature, { pane: "atlas-selected", style: { color: this.manifest.paint.ink[this.theme], weight: 2.4, fill: false, lineJoin: "round" } }).addTo(this.map);
  },

  mark() {
    this.outline();
    if (this.ring) { this.map.removeLayer(this.ring); this.ring = null; }
    const found = this.selected && this.find(this.selected);
    if (!found) return;
    const ink = this.manifest.paint.ink[this.theme];
    if (found.layer.getLatLng) {
      if (!this.on.has(found.id)) return;
      const style = this.declared[found.id].styles[found.name];
      const size = style.orbit ? style.size * ORBIT + 3 : style.size + 4;
      const halo = { symbol: style.orbit ? "circle" : style.symbol, fill: ink, line: ink, size, filling: "hollow", ring: "solid" };
      this.ring = L.circleMarker(found.layer.getLatLng(), { pane: "atlas-selected", radius: size + 1, mark: halo });
      this.ring.shift = found.layer.shift;
    } else {
      this.ring = L.geoJson(found.layer.feature, { pane: "atlas-selected", style: { color: ink, weight: 3, fill: false, lineJoin: "round" } });
    }
    this.ring.addTo(this.map);
  },

  goTo(id) {
    const found = this.find(id);
    if (!found) return;
    if (found.layer.getBounds) this.map.fitBounds(mainBounds(found.layer), { padding: [24, 24], maxZoom: 11 });
    else this.map.setView(found.layer.getLatLng(), Math.max(this.map.getZoom(), 9.5));
  },

  classText(layerId, name) { return (this.captions[layerId] || {})[name] || this.declared[layerId].legend[name] || ""; },
  titleOf(layerId) { return (this.captions[layerId] || {})[""] || this.declared[layerId].title; },
  counts() {
    const counts = {};
    for (const id of this.order) counts[id] = Object.entries(this.classes[id] || {}).reduce((sum, [name, ids]) => sum + (name === GONE ? [] : ids).filter((each) => this.features[id].has(each)).length, 0);
    return counts;
  },
};
window.atlas = atlas;

/* The bounds of what a reader means by a place: islands far smaller than its largest part do not count, so that 汕尾 is
   not shown from 东沙群岛 up. */
function mainBounds(layer) {
  const { type, coordinates } = layer.feature.geometry;
  if (type !== "MultiPolygon") return layer.getBounds();
  const parts = coordinates.map(([shell]) => L.latLngBounds(shell.map(([x, y]) => [y, x])));
  const size = (part) => (part.getNorth() - part.getSouth()) * (part.getEast() - part.getWest());
  const largest = Math.max(...parts.map(size));
  return parts.filter((part) => size(part) > 0.05 * largest).reduce((all, part) => all.extend(part), L.latLngBounds([]));
}

/* ---- the interface around the map ------------------------------------------------------------------------------- */
function buildInterface(atlas) {
  const words = atlas.manifest.words;
  const host = atlas.map.getContainer();
  const narrow = host.clientWidth < 640, roomy = host.clientWidth >= ROOMY;
  const frame = make("div", "atlas-ui");
  host.append(frame);
  // Leaflet takes the focus at each press; a page that then scrolled would leave the pointer over another place.
  host.focus = (options) => HTMLElement.prototype.focus.call(host, { preventScroll: true, ...options });
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) stand(atlas.map);
  L.DomEvent.disableClickPropagation(frame);
  // Leaflet looks for its mark among the target's parents, which a button that removes itself no longer has.
  frame.addEventListener("click", (event) => event.stopPropagation());
  L.DomEvent.disableScrollPropagation(frame);

  const parts = { hint: buildHint(atlas, frame), tip: buildTip(host), labels: buildLabels(atlas), panel: buildPanel(atlas, frame, roomy), legend: buildLegend(atlas, frame, !narrow), card: buildCard(atlas, frame) };
  const tools = make("div", "atlas-tools");
  for (const [sign, label, act] of [["+", words["zoom in"], () => atlas.map.zoomIn(1)], ["−", words["zoom out"], () => atlas.map.zoomOut(1)], ["⌂", words["whole province"], () => atlas.whole(true)]]) {
    const button = make("button", "", sign);
    button.type = "button"; button.title = label; button.setAttribute("aria-label", label); button.onclick = act;
    tools.append(button);
  }
  frame.append(tools);
  frame.append(make("div", "atlas-stamp", atlas.manifest.stamp));
  host.setAttribute("role", "region");
  host.setAttribute("aria-label", words.map);
  host.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) leave(atlas, event.target); });
  atlas.paper = (on) => layOut(atlas, on);
  // What stands over the map decides which names have room.
  atlas.map.on("moveend", () => parts.labels.place());
  return {
    ...parts,
    refresh() { parts.panel.refresh(); parts.legend.refresh(); parts.card.refresh(); parts.labels.place(); },
  };
}

/* Escape closes what is open: first the box the reader is in, then the card; the keyboard goes on from the map. */
function leave(atlas, from) {
  const box = from.closest(".atlas-box.open");
  if (box) { box.querySelector(".atlas-fold").click(); box.querySelector(".atlas-fold").focus(); return; }
  if (!atlas.selected) return;
  atlas.select(null);
  atlas.map.getContainer().focus();
}

/* Before printing: light colours, the legend under the map, and the map as large as what is left, all at once and not
   at the next frame. */
function layOut(atlas, on) {
  const root = document.documentElement;
  root.classList.toggle("paper", on);
  root.style.setProperty("--under", on ? `${document.querySelector(".atlas-legend").offsetHeight}px` : "0");
  atlas.map.invalidateSize({ animate: false });
  if (on) atlas.onScreen = atlas.theme;
  atlas.theme = on ? "light" : atlas.onScreen || atlas.theme;
  atlas.patterns.clear();
  atlas.drawn.clear();
  atlas.render();
  // A canvas that nobody has read is recorded anew for the printer, who then loses patterns and all that is drawn with them.
  for (const canvas of Object.values(atlas.map._paneRenderers)) { canvas._redrawBounds = null; canvas._redraw(); canvas._ctx.getImageData(0, 0, 1, 1); }
  atlas.ui.labels.place();
}

/* For a reader who wants no motion: every change of the map at once. */
function stand(map) {
  const { panBy } = map;
  map._zoomAnimated = false;
  map.options.inertia = false;
  map.panBy = (offset, options) => panBy.call(map, offset, { ...options, animate: false });
}

/* What a click does while a place is chosen; said aloud when it appears. */
function buildHint(atlas, frame) {
  const hint = make("div", "atlas-hint"), text = make("span"), leave = make("button", "", atlas.manifest.words["leave choosing a place"]);
  hint.setAttribute("role", "status");
  leave.type = "button";
  leave.onclick = () => { atlas.quit(); atlas.map.getContainer().focus(); };
  hint.append(text);
  frame.append(hint);
  return {
    show(wanted) {
      hint.classList.toggle("open", wanted);
      text.textContent = wanted ? atlas.manifest.words["click the map to choose a place; Esc leaves"] : "";
      if (wanted) hint.append(leave); else leave.remove();
    },
  };
}

function buildTip(host) {
  const tip = make("div", "atlas-tip");
  const name = make("b"), about = make("span");
  tip.append(name, about);
  host.append(tip);
  return {
    show(point, title, text) {
      name.textContent = title; about.textContent = text;
      tip.style.display = "block";
      const flip = point.x > host.clientWidth - tip.offsetWidth - 20;
      tip.style.left = `${flip ? point.x - tip.offsetWidth - 12 : point.x + 12}px`;
      tip.style.top = `${Math.max(4, Math.min(point.y + 12, host.clientHeight - tip.offsetHeight - 6))}px`;
    },
    hide() { tip.style.display = "none"; },
  };
}

function folding(frame, className, title, open) {
  const box = make("section", `atlas-box ${className}`);
  const head = make("button", "atlas-fold", title);
  const body = make("div", "atlas-body");
  head.type = "button";
  const set = (wanted) => { box.classList.toggle("open", wanted); head.setAttribute("aria-expanded", String(wanted)); };
  head.onclick = () => { body.touched = true; set(!box.classList.contains("open")); };
  box.append(head, body);
  frame.append(box);
  set(open);
  body.fold = set;
  return body;
}

function buildPanel(atlas, frame, open) {
  const words = atlas.manifest.words;
  const body = folding(frame, "atlas-panel", words.layers, open);
  const search = make("input", "atlas-search");
  search.type = "search"; search.placeholder = words["search a prefecture, county, body or industry"]; search.setAttribute("aria-label", search.placeholder);
  const results = make("div", "atlas-results");
  results.setAttribute("role", "status");
  body.append(search, results);
  search.oninput = () => showResults(atlas, search.value, results, search);
  search.onkeydown = (event) => {
    const first = results.querySelector("button");
    if (event.key === "Enter" && first) first.click();
    if (event.key === "ArrowDown" && first) { first.focus(); event.preventDefault(); }
    // The first Escape empties the search, the next one closes the panel.
    if (event.key === "Escape" && search.value) { search.value = ""; results.replaceChildren(); event.preventDefault(); }
  };
  const rows = {};
  let none = null;
  for (const [group, title] of Object.entries(atlas.manifest.groups)) {
    const members = atlas.manifest.layers.filter((layer) => layer.group === group);
    const set = make("fieldset");
    set.append(make("legend", "", title));
    if (members.some((layer) => layer.exclusive)) { none = addRow(set, "radio", words["no shading"], () => { for (const each of members) atlas.on.delete(each.id); atlas.render(); atlas.ask(); }).input; }
    for (const layer of members) rows[layer.id] = addRow(set, layer.exclusive ? "radio" : "checkbox", layer.title, (wanted) => atlas.toggle(layer.id, wanted));
    body.append(set);
  }
  if (atlas.manifest.tiles.url) addTiles(atlas, body);
  return {
    refresh() {
      const counts = atlas.counts();
      for (const [id, row] of Object.entries(rows)) {
        row.input.checked = atlas.on.has(id);
        row.title.textContent = atlas.titleOf(id);
        row.count.textContent = atlas.declared[id].shape === "point" ? String(counts[id]) : "";
        row.input.dataset.layer = id;
      }
      if (none) none.checked = !atlas.order.some((id) => atlas.declared[id].exclusive && atlas.on.has(id));
    },
  };
}

function addRow(set, type, title, act) {
  const row = make("label", "atlas-row"), input = make("input"), text = make("span", "", title), count = make("i", "atlas-count");
  input.type = type;
  if (type === "radio") input.name = "atlas-shading";
  input.onchange = () => act(input.checked);
  row.append(input, text, count);
  set.append(row);
  return { input, title: text, count };
}

function addTiles(atlas, body) {
  const { url, title, attribution } = atlas.manifest.tiles;
  const tiles = L.tileLayer(url, { attribution, maxZoom: 18, zIndex: 1 });
  const set = make("fieldset");
  addRow(set, "checkbox", title, (wanted) => {
    if (wanted) tiles.addTo(atlas.map); else tiles.remove();
    // The land is opaque; over a base map it lets the streets show through.
    atlas.map.getPane("atlas-area").style.opacity = wanted ? 0.55 : 1;
    atlas.map.getContainer().classList.toggle("atlas-tiled", wanted);
  });
  body.append(set);
}

/* Brackets and case do not matter: 中山灯饰 finds 中山(灯饰). */
const searchable = (text) => text.toLowerCase().replace(/[()（）\[\]【】"“”]/g, "").replace(/[,，;；、·]/g, " ");

function showResults(atlas, typed, results, search) {
  const wanted = searchable(typed).split(/\s+/).filter(Boolean);
  results.replaceChildren();
  if (!wanted.length) return;
  const seen = new Set(), found = [];
  const names = new Map([...atlas.features.prefectures.abouts()].map(([id, { n }]) => [id, n]));
  for (const id of atlas.order) {
    if (id === "neighbours" || atlas.declared[id].exclusive || atlas.declared[id].shape === "ring") continue;
    for (const [name, ids] of Object.entries(atlas.classes[id] || {})) {
      for (const feature of ids) {
        const about = atlas.features[id].about(feature);
        if (!about || seen.has(feature)) continue;
        const { n, s, p } = about;
        const title = searchable(n), home = names.get(p) || "";
        const text = `${title} ${searchable(s || "")} ${feature} ${home} ${atlas.declared[id].title}`.toLowerCase();
        if (!wanted.every((word) => text.includes(word))) continue;
        seen.add(feature);
        found.push({ id, feature, n, s, rank: title.startsWith(wanted[0]) ? 0 : wanted.every((word) => title.includes(word)) ? 1 : 2, text: atlas.classText(id, name) });
      }
    }
  }
  found.sort((a, b) => a.rank - b.rank);
  for (const hit of found.slice(0, 8)) {
    const button = make("button", "atlas-hit");
    button.type = "button";
    button.append(make("b", "", hit.n), make("span", "", hit.rank === 2 && hit.s ? hit.s : atlas.titleOf(hit.id)));
    button.onclick = () => {
      if (!atlas.on.has(hit.id) && atlas.declared[hit.id].shape === "point") { atlas.on.add(hit.id); }
      atlas.selected = hit.feature;
      atlas.render();
      atlas.goTo(hit.feature);
      atlas.ask();
      search.value = ""; results.replaceChildren();
      if (atlas.map.getContainer().clientWidth < ROOMY) results.closest(".atlas-box").querySelector(".atlas-fold").click();
      atlas.ui.card.focus();
    };
    results.append(button);
  }
  if (found.length > 8) results.append(make("p", "", atlas.manifest.words["and {n} more"].replace("{n}", found.length - 8)));
  if (!found.length) results.append(make("p", "", atlas.manifest.words["nothing found"]));
}

function swatch(style, atlas) {
  const canvas = make("canvas", "atlas-swatch");
  const scale = Math.max(1, window.devicePixelRatio || 1);
  canvas.width = 26 * scale; canvas.height = 18 * scale;
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  if (style.mark) { drawMark(context, 13, 9, style.mark.orbit ? { ...style.mark, size: style.mark.size * 0.68 } : style.mark, atlas.theme, atlas.manifest.paint); return canvas; }
  context.lineWidth = Math.min(style.weight, 3);
  context.setLineDash((style.dashArray || "").split(" ").filter(Boolean).map(Number));
  context.strokeStyle = style.color;
  if (style.fill) { context.globalAlpha = style.fillOpacity; context.fillStyle = style.fillColor; context.fillRect(3, 3, 20, 12); context.globalAlpha = 1; context.strokeRect(3, 3, 20, 12); return canvas; }
  context.beginPath(); context.moveTo(2, 9); context.lineTo(24, 9); context.stroke();
  return canvas;
}

/* Land and sea explain themselves. */
const PLAIN = new Set(["neighbours", "prefectures"]);

function buildLegend(atlas, frame, open) {
  const body = folding(frame, "atlas-legend", atlas.manifest.words.legend, open);
  // It may scroll, and holds nothing that takes the focus.
  body.tabIndex = 0;
  body.setAttribute("role", "group");
  body.setAttribute("aria-label", atlas.manifest.words.legend);
  const host = atlas.map.getContainer();
  return {
    /* Until the reader says otherwise, a legend that would hide a fifth of the map stays folded. */
    fit() {
      body.fold(true);
      const box = body.parentElement;
      body.fold(box.offsetWidth * box.offsetHeight < 0.22 * host.clientWidth * host.clientHeight);
    },
    refresh() {
      body.replaceChildren();
      for (const id of [...atlas.order].reverse()) {
        const classes = atlas.classes[id] || {};
        const present = Object.keys(atlas.declared[id].legend).filter((name) => (classes[name] || []).some((each) => atlas.features[id].has(each)));
        if (!atlas.on.has(id) || !present.length || PLAIN.has(id)) continue;
        const block = make("div", "atlas-block");
        block.append(make("h3", "", atlas.titleOf(id)));
        for (const name of present) {
          const row = make("div", "atlas-key"), number = classes[name].filter((each) => atlas.features[id].has(each)).length;
          row.append(swatch(atlas.styleOf(id, name), atlas), make("span", "", atlas.classText(id, name)));
          if (atlas.declared[id].shape === "point" || atlas.declared[id].exclusive) row.append(make("i", "atlas-count", String(number)));
          block.append(row);
        }
        body.append(block);
      }
      if (!body.childElementCount) body.append(make("p", "", atlas.manifest.words["nothing is shown"]));
      if (open && !body.touched && !document.documentElement.classList.contains("paper")) this.fit();
    },
  };
}

function buildCard(atlas, frame) {
  const card = make("aside", "atlas-card");
  card.tabIndex = -1;
  frame.append(card);
  return {
    focus() { if (card.classList.contains("open")) card.focus({ preventScroll: true }); },
    refresh() {
      const held = card.contains(document.activeElement);
      card.replaceChildren();
      const found = atlas.selected && atlas.find(atlas.selected);
      card.classList.toggle("open", Boolean(found));
      if (!found) return;
      const { n, d } = found.layer.feature.properties;
      const close = make("button", "atlas-close", "×");
      close.type = "button"; close.setAttribute("aria-label", atlas.manifest.words.close);
      close.onclick = () => { atlas.select(null); atlas.map.getContainer().focus(); };
      card.setAttribute("aria-label", n);
      card.append(close, make("h2", "", n), make("p", "atlas-about", `${atlas.titleOf(found.id)} · ${atlas.classText(found.id, found.name)}`));
      const list = make("dl");
      for (const [label, text] of d || []) list.append(make("dt", "", label), make("dd", "", text));
      card.append(list);
      // A supposed place is meant exactly.
      if (atlas.declared[found.id].note && !found.exact) card.append(make("p", "atlas-note", atlas.declared[found.id].note));
      // A new state writes the card anew; the keyboard stays in it.
      if (held) card.focus({ preventScroll: true });
    },
  };
}

/* Names are placed anew after each move: those of prefectures moved aside where they would touch a name, cover a mark
   or stand on a neighbour's land, and left out where no place is free (the next zoom has room); the rest only where
   nothing is in the way. */
const RANK = { prefectures: 0, "demonstration-areas": 1, neighbours: 2, counties: 3 };
const MOVES = [[0, 0], [0, -0.8], [0, 0.8], [0.6, 0], [-0.6, 0], [0.55, -0.8], [-0.55, 0.8], [0.55, 0.8], [-0.55, -0.8], [0, -1.5], [0, 1.5], [1, 0], [-1, 0]];
const touches = (a, b) => a.x0 < b.x1 && a.x1 > b.x0 && a.y0 < b.y1 && a.y1 > b.y0;
const TAKEN = 10, ELSEWHERE = 2;
const boxAt = (x, y, width, height) => ({ x, y, x0: x - width / 2, x1: x + width / 2, y0: y - height / 2, y1: y + height / 2 });

function buildLabels(atlas) {
  const pane = atlas.map.getPane("atlas-label");
  const marks = () => [...(atlas.shown || new Map()).keys()].filter((layer) => isMark(layer) && layer._point).map((layer) => boxAt(layer._point.x, layer._point.y, 14, 14));
  /* The boxes of the interface, and all that lies beyond the edges, in the pixels of the layers. */
  const taken = () => {
    const host = atlas.map.getContainer(), outer = host.getBoundingClientRect(), beyond = 1e4;
    const boxes = [...host.querySelectorAll(".atlas-box, .atlas-tools, .atlas-card.open, .atlas-stamp, .leaflet-control-scale")].map((each) => each.getBoundingClientRect());
    const edges = [[-beyond, -beyond, 0, beyond], [outer.width, -beyond, beyond, beyond], [-beyond, -beyond, beyond, 0], [-beyond, outer.height, beyond, beyond]];
    return [...boxes.map((box) => [box.left - outer.left, box.top - outer.top, box.right - outer.left, box.bottom - outer.top]), ...edges].map(([x0, y0, x1, y1]) => {
      const from = atlas.map.containerPointToLayerPoint([x0, y0]), to = atlas.map.containerPointToLayerPoint([x1, y1]);
      return { x0: from.x, y0: from.y, x1: to.x, y1: to.y };
    });
  };
  const place = (spot, width, height, names, points, home) => {
    let best = null, least = Infinity;
    for (const [dx, dy] of MOVES) {
      const box = boxAt(spot.x + dx * width, spot.y + dy * height, width, height);
      const cost = TAKEN * names.filter((other) => touches(box, other)).length + points.filter((other) => touches(box, other)).length
        + (home && !home._containsPoint(L.point(box.x, box.y)) ? ELSEWHERE : 0);
      if (cost < least) { best = box; least = cost; }
      if (!cost) break;
    }
    return least < (home ? TAKEN : 1) ? best : null;
  };
  return {
    hide() { pane.style.visibility = "hidden"; },
    place() {
      pane.replaceChildren();
      pane.style.visibility = "visible";
      const zoom = atlas.map.getZoom(), names = taken(), points = marks();
      const size = Math.max(10.5, Math.min(16, 10.5 + (zoom - 6.25) * 1.7));
      const ids = Object.keys(RANK).filter((id) => atlas.on.has(id) && atlas.features[id] && !(id === "counties" && zoom < 8.5)).sort((a, b) => RANK[a] - RANK[b]);
      for (const id of ids) {
        for (const layer of atlas.features[id].values()) {
          const { n, at } = layer.feature.properties;
          // 东莞 and 中山 are prefecture and county at once: one name is enough.
          if (!at || !(atlas.shown && atlas.shown.has(layer)) || (id === "counties" && names.some((name) => name.id === layer.feature.properties.id.slice(1)))) continue;
          const font = id === "prefectures" ? size : size * 0.86, spaced = id === "neighbours" ? 1.12 : 1;
          const width = [...n].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 255 ? 1 : 0.56), 0) * font * spaced + 2;
          const box = place(atlas.map.latLngToLayerPoint(at), width, font * 1.15, names, points, id === "prefectures" && layer);
          if (!box) continue;
          names.push({ ...box, id: layer.feature.properties.id });
          const label = make("span", `atlas-name ${id}`, n);
          label.style.fontSize = `${font}px`; label.style.left = `${box.x}px`; label.style.top = `${box.y}px`;
          pane.append(label);
        }
      }
    },
  };
}
