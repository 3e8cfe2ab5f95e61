import { askOutside } from "./search.js";

/* Escape leaves what is open; the keyboard goes on from the map. */
export function listenToEscape(atlas) {
  const leavePicking = (event) => {
    if (event.key !== "Escape" || !atlas.quit()) return;
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("keydown", leavePicking, true);
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k" || window.parent === window) return;
    event.preventDefault();
    askOutside();
  });
  atlas.host.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) leave(atlas, event.target);
  });
}

/* First the box the reader is in, then the card. */
function leave(atlas, from) {
  const box = from.closest(".atlas-box.open");
  if (box) {
    const fold = box.querySelector(".atlas-fold");
    fold.click();
    fold.focus();
    return;
  }
  if (!atlas.selected) return;
  atlas.select(null);
  atlas.host.focus();
}
