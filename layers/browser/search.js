/* The search in the panel: among all that is in a class at this state, whether its layer is on or not. */
import { make, makeButton } from "./elements.js";
import { rankOf, wordsOf } from "./matching.js";
import { ROOMY } from "./view.js";

const MOST = 8;

/* In the application the page around has the one box for all that is asked; this one is for the map as a file. */
export function buildSearch(atlas, body) {
  if (window.parent === window) buildOwnSearch(atlas, body);
  else body.append(makeButton("atlas-search", atlas.words["ask or search"], askOutside));
}

export function askOutside() {
  window.parent.document.dispatchEvent(new Event("atlas-ask"));
}

function buildOwnSearch(atlas, body) {
  const search = make("input", "atlas-search");
  search.type = "search";
  search.placeholder = atlas.words["search a prefecture, county, body or industry"];
  search.setAttribute("aria-label", search.placeholder);
  const results = make("div", "atlas-results");
  results.setAttribute("role", "status");
  body.append(search, results);
  const clear = () => {
    search.value = "";
    results.replaceChildren();
  };
  search.oninput = () => showResults(atlas, search.value, results, clear);
  search.onkeydown = (event) => {
    const first = results.querySelector("button");
    if (event.key === "Enter" && first) first.click();
    if (event.key === "ArrowDown" && first) {
      first.focus();
      event.preventDefault();
    }
    // The first Escape empties the search, the next one closes the panel.
    if (event.key === "Escape" && search.value) {
      clear();
      event.preventDefault();
    }
  };
}

function showResults(atlas, typed, results, clear) {
  results.replaceChildren();
  const words = wordsOf(typed);
  if (!words.length) return;
  const found = findMatches(atlas, words);
  for (const hit of found.slice(0, MOST)) results.append(hitButton(atlas, hit, results, clear));
  const more = atlas.words["and {n} more"].replace("{n}", found.length - MOST);
  if (found.length > MOST) results.append(make("p", "", more));
  if (!found.length) results.append(make("p", "", atlas.words["nothing found"]));
}

/* A feature that several layers show is found once, in the lowest of them. Of equally good ones land comes first, then
   marks from the topmost down: a body before a park of the same name. */
function findMatches(atlas, words) {
  const homes = new Map([...atlas.features.prefectures.abouts()].map(([id, { n }]) => [id, n]));
  const seen = new Set();
  const found = [];
  for (const id of atlas.order.filter((each) => isSearched(atlas, each))) {
    for (const feature of Object.values(atlas.classes[id] || {}).flat()) {
      const about = atlas.features[id].about(feature);
      if (!about || seen.has(feature)) continue;
      const { n, s, p } = about;
      const rest = [s || "", feature, homes.get(p) || "", atlas.declared[id].title].join(" ");
      const rank = rankOf(words, n, rest);
      if (rank === null) continue;
      seen.add(feature);
      found.push({ id, feature, n, s, rank });
    }
  }
  const place = (id) => {
    const at = atlas.order.indexOf(id);
    return atlas.declared[id].shape === "point" ? 2 * atlas.order.length - at : at;
  };
  return found.sort((a, b) => a.rank - b.rank || place(a.id) - place(b.id));
}

function isSearched(atlas, id) {
  const { exclusive, shape } = atlas.declared[id];
  return id !== "neighbours" && !exclusive && shape !== "ring" && shape !== "dot";
}

function hitButton(atlas, hit, results, clear) {
  const button = makeButton("atlas-hit", undefined, () => {
    if (atlas.declared[hit.id].shape === "point") atlas.on.add(hit.id);
    atlas.selected = hit.feature;
    atlas.render();
    atlas.goTo(hit.feature);
    atlas.ask();
    clear();
    const isNarrow = atlas.host.clientWidth < ROOMY;
    if (isNarrow) results.closest(".atlas-box").querySelector(".atlas-fold").click();
    atlas.ui.card.focus();
  });
  button.append(make("b", "", hit.n), make("span", "", hit.rank === 2 && hit.s ? hit.s : atlas.titleOf(hit.id)));
  return button;
}
