/* From the style of a class, as the manifest declares it, to what Leaflet draws. */
import { ORBIT } from "./marks.js";
import { patternOf } from "./patterns.js";
import { themed } from "./themes.js";

const FALLBACK_INK = "#1f2933";

export function styleOf(atlas, layerId, name) {
  const style = atlas.declared[layerId].styles[name];
  if (style.symbol) {
    const radius = style.orbit ? style.size * ORBIT + 1 : style.size + 2;
    return { mark: style, radius, stroke: false, fill: true };
  }
  const fill = themed(style.fill, atlas.theme);
  const strength = atlas.declared[layerId].exclusive ? atlas.strength : 1;
  return {
    fill: Boolean(fill),
    fillColor: style.pattern ? patterned(atlas, style, fill) : fill,
    fillOpacity: strength * (style.pattern ? 1 : style.fillOpacity),
    color: themed(style.line, atlas.theme) || FALLBACK_INK,
    weight: style.weight,
    dashArray: style.dash || null,
    opacity: 1,
    lineJoin: "round",
    inner: Boolean(style.inner),
  };
}

function patterned(atlas, { pattern, fillOpacity }, fill) {
  const key = `${pattern} ${fill} ${fillOpacity}`;
  if (!atlas.patterns.has(key)) atlas.patterns.set(key, patternOf(pattern, fill, fillOpacity));
  return atlas.patterns.get(key);
}
