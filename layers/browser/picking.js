/* Choosing a place: a crosshair, a hint, and Escape or its button to leave. */
import { make, makeButton } from "./elements.js";

export function pick(atlas, wanted) {
  atlas.picking = wanted;
  atlas.host.classList.toggle("atlas-picking", wanted);
  atlas.ui.hint.show(wanted);
}

/* The reader leaves choosing a place; whether there was anything to leave. */
export function quitPicking(atlas) {
  if (!atlas.picking) return false;
  pick(atlas, false);
  atlas.ask({ picking: false });
  return true;
}

/* What a click does while a place is chosen; said aloud when it appears. */
export function buildHint(atlas, frame) {
  const hint = make("div", "atlas-hint");
  const text = make("span");
  const leave = makeButton("", atlas.words["leave choosing a place"], () => {
    atlas.quit();
    atlas.host.focus();
  });
  hint.setAttribute("role", "status");
  hint.append(text);
  frame.append(hint);
  return {
    show(wanted) {
      hint.classList.toggle("open", wanted);
      text.textContent = wanted ? atlas.words["click the map to choose a place; Esc leaves"] : "";
      if (wanted) hint.append(leave);
      else leave.remove();
    },
  };
}
