/* A style sheet of a part of the page that is served beside the map page. What is dressed is hidden until all of its
   sheets have come, or have failed to: nobody sees, or hits, controls of the browser's own size and look. */
export function dress(root, page, name, dressed = [root.host || root]) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  for (const each of dressed) {
    each.sheetsToCome = (each.sheetsToCome || 0) + 1;
    each.style.visibility = "hidden";
  }
  const show = () => {
    for (const each of dressed) {
      each.sheetsToCome -= 1;
      if (!each.sheetsToCome) each.style.visibility = "";
    }
  };
  sheet.addEventListener("load", show);
  sheet.addEventListener("error", show);
  sheet.href = new URL(name, new URL(page, window.location.href)).href;
  root.append(sheet);
  return sheet;
}
