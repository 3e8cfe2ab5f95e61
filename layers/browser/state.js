/* Takes over the state that Python sends at each run (see atlas.js). */
import { joinClasses, readClasses } from "./classes.js";
import { putExtra } from "./extra.js";
import { pick } from "./picking.js";
import { keepInSight } from "./view.js";

export function takeState(atlas, state) {
  takeActions(atlas, state);
  takeClasses(atlas, state);
  if (state.ring_m) atlas.ringM = state.ring_m;
  if ("about" in state) atlas.about = state.about;
  if (state.theme && state.theme !== atlas.theme) atlas.paint(state.theme);
  atlas.render();
  takeMovements(atlas, state);
  keepInSight(atlas);
}

function takeClasses(atlas, { classes, extra, captions }) {
  if (classes) readClasses(atlas, classes);
  if (extra) putExtra(atlas, extra);
  if (classes || extra) atlas.classes = joinClasses(atlas);
  if (captions) atlas.captions = captions;
}

/* Each is made once: `k` counts them. */
function takeMovements(atlas, { view, focus }) {
  if (view && view.k !== atlas.viewed) {
    atlas.viewed = view.k;
    atlas.show(view.at);
    atlas.ui.legend.top();
  }
  if (focus && focus.k !== atlas.focused) {
    atlas.focused = focus.k;
    atlas.goTo(focus.id);
  }
}

/* What the reader does on the map counts at once: a state that is older than that (`echo`) does not undo it. */
function takeActions(atlas, state) {
  if (state.echo !== undefined && state.echo < atlas.n) return;
  if (state.echo !== undefined) atlas.n = state.echo;
  if (state.on) atlas.on = new Set(state.on);
  if ("selected" in state) atlas.selected = state.selected;
  atlas.served = state.served || [];
  atlas.doors = state.doors || [];
  if ("picking" in state && state.picking !== atlas.picking) pick(atlas, state.picking);
}
