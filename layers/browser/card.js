/* The card of what is selected. */
import { make, makeHeld, makeButton } from "./elements.js";

export function buildCard(atlas, frame) {
  const card = make("aside", "atlas-card");
  card.tabIndex = -1;
  frame.append(card);
  return {
    focus() {
      if (card.classList.contains("open")) card.focus({ preventScroll: true });
    },
    refresh() {
      const held = card.contains(document.activeElement);
      card.replaceChildren();
      const found = atlas.selected && atlas.find(atlas.selected);
      card.classList.toggle("open", Boolean(found));
      if (!found) return;
      fill(atlas, card, found);
      // A new state writes the card anew; the keyboard stays in it.
      if (held) card.focus({ preventScroll: true });
    },
  };
}

function fill(atlas, card, found) {
  const { id, n, d } = found.layer.feature.properties;
  const close = makeButton("atlas-close", "×", () => {
    atlas.select(null);
    atlas.host.focus();
  });
  close.setAttribute("aria-label", atlas.words.close);
  card.setAttribute("aria-label", n);
  const { legend, note, single } = atlas.declared[found.id];
  // A layer of one class says no more by it than by its title.
  const more = Object.keys(legend).length === 1 ? [] : [atlas.classText(found.id, found.name, id)];
  const about = [single || atlas.titleOf(found.id), ...more].join(" · ");
  const list = make("dl");
  for (const [label, text] of d || []) list.append(make("dt", "", label), makeHeld("dd", "", text));
  const served = atlas.served.map((sentence) => makeHeld("p", "atlas-served", sentence));
  card.append(close, make("h2", "", n), make("p", "atlas-about", about), ...doorsOf(atlas), ...served, list);
  // A supposed place is meant exactly.
  if (note && !found.exact) card.append(make("p", "atlas-note", note));
}

/* Ways to what else is told of it, as Python words them; which is taken is all that it is told. */
function doorsOf(atlas) {
  if (!atlas.doors.length) return [];
  const row = make("p", "atlas-doors");
  for (const { door, text } of atlas.doors) row.append(makeButton("", text, () => atlas.ask({ door })));
  return [row];
}
