/* The classes of a layer's features as they are told: one text, a sign for each feature in the order of its file, the
   place of its class among the layer's styles, or a dot where it is not shown; ".{40}" is forty dots. */
const SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz";
const NOT_SHOWN = ".";

export const unfolded = (text) => text.replace(/(.)\{(\d+)\}/g, (_run, sign, n) => sign.repeat(Number(n)));

/* class -> ids, in the order of the styles; classes without a feature are left out.
   text  as above;  names  the classes of the layer's styles;  ids  its features, both in their order */
export function readSigns(text, names, ids) {
  const found = new Map(names.map((name) => [name, []]));
  [...unfolded(text)].forEach((sign, place) => {
    if (sign !== NOT_SHOWN) found.get(names[SIGNS.indexOf(sign)])?.push(ids[place]);
  });
  return Object.fromEntries([...found].filter(([, each]) => each.length));
}
