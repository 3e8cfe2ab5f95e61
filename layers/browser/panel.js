/* The list of layers with their counts, and the search above it. */
import { make, makeFolding } from "./elements.js";
import { buildSearch } from "./search.js";

export function buildPanel(atlas, frame, open) {
  const body = makeFolding(frame, "atlas-panel", atlas.words.layers, open);
  buildSearch(atlas, body);
  const rows = {};
  const noShading = [];
  for (const [group, title] of Object.entries(atlas.manifest.groups)) {
    const members = atlas.manifest.layers.filter((layer) => layer.group === group && layer.offered);
    if (!members.length) continue;
    const set = make("fieldset");
    set.append(make("legend", "", title));
    if (members.some((layer) => layer.exclusive)) noShading.push(addNoShading(atlas, set, members));
    for (const layer of members) rows[layer.id] = addLayerRow(atlas, set, layer);
    if (members.some((layer) => layer.exclusive)) addStrength(atlas, set);
    body.append(set);
  }
  if (atlas.manifest.tiles.url) addTiles(atlas, body);
  return { refresh: () => refreshRows(atlas, rows, noShading) };
}

function refreshRows(atlas, rows, noShading) {
  const counts = atlas.counts();
  for (const [id, row] of Object.entries(rows)) {
    row.input.checked = atlas.on.has(id);
    row.title.textContent = atlas.titleOf(id);
    row.count.textContent = atlas.declared[id].shape === "point" ? String(counts[id]) : "";
    row.input.dataset.layer = id;
  }
  const shaded = atlas.order.some((id) => atlas.declared[id].exclusive && atlas.on.has(id));
  for (const row of noShading) row.input.checked = !shaded;
}

function addLayerRow(atlas, set, { id, title, exclusive }) {
  return addRow(set, exclusive ? "radio" : "checkbox", title, (wanted) => atlas.toggle(id, wanted));
}

function addNoShading(atlas, set, members) {
  return addRow(set, "radio", atlas.words["no shading"], () => {
    for (const { id } of members) atlas.on.delete(id);
    atlas.render();
    atlas.ask();
  });
}

function addRow(set, type, title, act) {
  const row = make("label", "atlas-row");
  const input = make("input");
  const text = make("span", "", title);
  const count = make("i", "atlas-count");
  input.type = type;
  if (type === "radio") input.name = "atlas-shading";
  input.onchange = () => act(input.checked);
  row.append(input, text, count);
  set.append(row);
  return { input, title: text, count };
}

/* How strong the fill of the land is, so that what lies under it can be seen; the reader's own, told to nobody. */
function addStrength(atlas, set) {
  const row = make("label", "atlas-row atlas-strength");
  const input = make("input");
  Object.assign(input, { type: "range", min: 20, max: 100, step: 10, value: 100 });
  const told = make("i", "atlas-count", "100 %");
  input.oninput = () => {
    atlas.strength = Number(input.value) / 100;
    told.textContent = `${input.value} %`;
    atlas.styled.clear();
    atlas.render();
  };
  row.append(make("span", "", atlas.words["strength of the fill"]), input, told);
  set.append(row);
}

function addTiles(atlas, body) {
  const { url, title, attribution } = atlas.manifest.tiles;
  const tiles = L.tileLayer(url, { attribution, maxZoom: 18, zIndex: 1 });
  const set = make("fieldset");
  addRow(set, "checkbox", title, (wanted) => {
    if (wanted) tiles.addTo(atlas.map);
    else tiles.remove();
    // The land is opaque; over a base map it lets the streets show through.
    atlas.map.getPane("atlas-area").style.opacity = wanted ? 0.55 : 1;
    atlas.host.classList.toggle("atlas-tiled", wanted);
  });
  body.append(set);
}
