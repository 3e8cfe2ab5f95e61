/* What Leaflet does not do by itself: points drawn as symbols, inner lines, points drawn apart from where they are. */
import { drawMark } from "./marks.js";
import { isMark } from "./shapes.js";

export function teachLeaflet(atlas) {
  drawPointsAsSymbols(atlas);
  drawInnerLines();
  drawPointsApart();
}

function drawPointsAsSymbols(atlas) {
  const updateCircle = L.Canvas.prototype._updateCircle;
  L.Canvas.include({
    _updateCircle(layer) {
      if (!isMark(layer)) {
        updateCircle.call(this, layer);
        return;
      }
      const { mark } = layer.options;
      if (!this._drawing || layer._empty() || !mark) return;
      const { x, y } = layer._point;
      drawMark(this._ctx, x, y, { ...mark, size: mark.size * atlas.scale() }, atlas.theme, atlas.manifest.paint);
    },
  });
}

/* An inner line is drawn twice as wide and cut at its own border. */
function drawInnerLines() {
  const fillStroke = L.Canvas.prototype._fillStroke;
  L.Canvas.include({
    _fillStroke(context, layer) {
      if (!layer.options.inner) {
        fillStroke.call(this, context, layer);
        return;
      }
      const { weight } = layer.options;
      context.save();
      context.clip("evenodd");
      layer.options.weight = 2 * weight;
      fillStroke.call(this, context, layer);
      layer.options.weight = weight;
      context.restore();
    },
  });
}

/* A point with a `shift` is drawn that many pixels away. */
function drawPointsApart() {
  const project = L.CircleMarker.prototype._project;
  L.CircleMarker.include({
    _project() {
      project.call(this);
      if (this.shift) {
        this._point = this._point.add(this.shift);
        this._updateBounds();
      }
    },
  });
}
