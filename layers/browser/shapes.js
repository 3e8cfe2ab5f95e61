/* The features of one layer by id. What they say is there at once; they are drawn objects only from the first `get` on,
   since most layers of a map are never looked at. */

/* A mark is a body or a dot; a ring has a place as well, but is only a line around one. */
export const isMark = (layer) => Boolean(layer.getLatLng) && !(layer instanceof L.Circle);

/* One of very many small marks, which stays where it is. */
export const isDot = (layer) => Boolean(layer.options.still);

/* A feature without its reefs far out at sea (its `far` parts): nobody lives there, so no colour says anything of
   them. */
export function peopled(feature) {
  const { far } = feature.properties;
  if (!far) return feature;
  const coordinates = feature.geometry.coordinates.filter((_part, k) => !far.includes(k));
  return { ...feature, geometry: { ...feature.geometry, coordinates } };
}

/* Laid out for the printer, see paper.js. */
export const isOnPaper = () => document.documentElement.classList.contains("paper");

export const ringsOf = ({ geometry: { type, coordinates } }) =>
  type === "MultiPolygon" ? coordinates.flat() : coordinates;

export class Shapes {
  /* shape  area, outline, point, ring or dot, as the layer declares it;  exclusive  whether it colours the land */
  constructor({ shape, exclusive }, collection) {
    this.shape = shape;
    this.exclusive = exclusive;
    this.collection = collection;
    this.told = new Map(collection.features.map(({ properties }) => [properties.id, properties]));
    this.made = null;
    this.extra = new Map();
  }

  get size() {
    return this.told.size;
  }

  has(id) {
    return this.extra.has(id) || this.told.has(id);
  }

  about(id) {
    return this.extra.has(id) ? this.extra.get(id).feature.properties : this.told.get(id);
  }

  abouts() {
    return this.told.entries();
  }

  get(id) {
    return this.extra.get(id) || this.make().get(id);
  }

  values() {
    return this.make().values();
  }

  make() {
    if (!this.made) {
      const pane = `atlas-${this.shape}`;
      const pointToLayer = (_feature, at) =>
        this.shape === "ring"
          ? L.circle(at, { pane, radius: 1 })
          : L.circleMarker(at, { pane, still: this.shape === "dot" });
      const { features } = this.collection;
      const drawn = L.geoJson(this.exclusive ? features.map(peopled) : features, { pane, pointToLayer }).getLayers();
      drawn.forEach((layer, k) => {
        layer.feature = features[k];
      });
      this.made = new Map(drawn.map((layer) => [layer.feature.properties.id, layer]));
    }
    return this.made;
  }
}
