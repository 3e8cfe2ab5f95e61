/* The key of two things at once: a square of swatches, the first thing from left to right, the second from below to
   above, each step with its range, each square with its number. */
import { make, makeHeld } from "./elements.js";

const THREE = [0, 1, 2];

/* The text of a class says both ranges, so that the square reads aloud and in print too. */
export function crossedKey(atlas, id, numberOf, swatch) {
  const told = atlas.captions[id] || {};
  const block = make("div", "atlas-crossed");
  block.append(makeHeld("p", "atlas-axis", `↑ ${told.up || ""}`));
  const square = make("div", "atlas-square");
  for (const up of [...THREE].reverse()) {
    square.append(make("span", "atlas-range", told[`up${up}`] || ""));
    for (const across of THREE) square.append(cell(atlas, id, `class${across}${up}`, numberOf, swatch));
  }
  square.append(make("span", "atlas-range", ""));
  for (const across of THREE) square.append(make("span", "atlas-range", told[`across${across}`] || ""));
  block.append(square, makeHeld("p", "atlas-axis", `→ ${told.across || ""}`));
  return block;
}

function cell(atlas, id, name, numberOf, swatch) {
  const box = make("span", "atlas-cell");
  box.append(swatch(atlas.styleOf(id, name), atlas), make("i", "", String(numberOf(name) || "–")));
  const text = atlas.classText(id, name);
  if (text) box.title = text;
  return box;
}
