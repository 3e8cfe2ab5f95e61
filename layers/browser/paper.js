/* Before printing: light colours, the legend under the map, and the map as large as what is left, all at once and not
   at the next frame. */
export function layOut(atlas, on) {
  const root = document.documentElement;
  root.classList.toggle("paper", on);
  if (on) atlas.onScreen = atlas.theme;
  atlas.paint(on ? "light" : atlas.onScreen || atlas.theme);
  // The legend is written anew, unfolded on paper, and has its height only then.
  atlas.render();
  root.style.setProperty("--under", on ? `${document.querySelector(".atlas-legend").offsetHeight}px` : "0");
  atlas.map.invalidateSize({ animate: false });
  // A canvas that nobody has read is recorded anew for the printer, who then loses patterns and all that is drawn with
  // them.
  for (const canvas of Object.values(atlas.map._paneRenderers)) {
    canvas._redrawBounds = null;
    canvas._redraw();
    canvas._ctx.getImageData(0, 0, 1, 1);
  }
  atlas.ui.labels.place();
}
