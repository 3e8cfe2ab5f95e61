/* The card of what is selected. */
import { make, makeButton } from "./elements.js";

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
  const { n, d } = found.layer.feature.properties;
  const close = makeButton("atlas-close", "×", () => {
    atlas.select(null);
    atlas.map.getContainer().focus();
  });
  close.setAttribute("aria-label", atlas.manifest.words.close);
  card.setAttribute("aria-label", n);
  const about = `${atlas.titleOf(found.id)} · ${atlas.classText(found.id, found.name)}`;
  const list = make("dl");
  for (const [label, text] of d || []) list.append(make("dt", "", label), make("dd", "", text));
  const served = atlas.served.map((sentence) => make("p", "atlas-served", sentence));
  card.append(close, make("h2", "", n), make("p", "atlas-about", about), ...served, list);
  const { note } = atlas.declared[found.id];
  // A supposed place is meant exactly.
  if (note && !found.exact) card.append(make("p", "atlas-note", note));
}
