/* Two views on one map: the pinned one, A, left of a line, the present one, B, right of it. A has a frame of its own
   behind that of B, whose land and marks are cut off at the line; panel, legend and clicks stay those of B. Served
   beside the map page, and only fetched when a view is pinned. */
import { dress } from "./sheet.js";

const MOVES = "move zoom zoomend moveend resize viewreset";
// The knob of the line, which the ends of the range stay half of within the frame.
const KNOB_PX = 44;
// The layer panel and the zoom buttons, which no words may cover, and the narrowest words that can be read.
const [PANEL_PX, ZOOM_PX, WORDS_PX] = [100, 54, 90];
// What else may stand over the map, wherever it does: the words go below it.
const BOXES = ".atlas-box, .atlas-tools, .atlas-card.open";
const APART_PX = 6;
// A narrow map has the words below both.
const [NARROW_PX, BELOW_PX, EDGE_PX] = [640, 60, 12];
/* The address of its own frame is told from that of the present view by its end. */
const pinned = (frame) => `${frame.dataset.page}#pinned`;

function make(tag, parent, className = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  parent.append(element);
  return element;
}

class Swipe {
  constructor(frame, told) {
    this.frame = frame;
    const root = frame.parentNode;
    const host = root.host || root;
    Object.assign(host.style, { position: "relative", display: "block" });
    // A frame of another colour scheme than its page is never transparent; the map page says its theme itself.
    Object.assign(frame.style, { position: "relative", zIndex: "1", colorScheme: "light" });
    this.under = make("div", root, "swipe");
    this.over = make("div", root, "swipe over");
    this.sheet = dress(root, frame.dataset.page, "swipe.css", [this.under, this.over]);
    this.twin = make("iframe", this.under);
    this.twin.setAttribute("aria-hidden", "true");
    this.twin.tabIndex = -1;
    this.twin.addEventListener("load", () => this.take(this.told, this.theme));
    this.twin.src = pinned(frame);
    this.range = make("input", this.over);
    this.line = make("i", this.over);
    Object.assign(this.range, { type: "range", min: 0, max: 100, value: 50 });
    this.range.addEventListener("input", () => this.draw());
    this.a = make("p", this.over);
    this.b = make("p", this.over);
    this.redraw = () => this.draw();
    this.leave = () => this.uncover();
    window.addEventListener("resize", this.redraw);
    window.addEventListener("beforeprint", this.leave);
    window.addEventListener("afterprint", this.redraw);
    this.told = told;
  }

  take(told, theme) {
    this.told = told;
    this.theme = theme;
    this.range.setAttribute("aria-label", told.line);
    for (const [side, words] of [
      [this.a, told.before],
      [this.b, told.after],
    ]) {
      side.textContent = "";
      make("b", side).textContent = words[0];
      make("span", side).textContent = words[1];
    }
    const { atlas } = this.twin.contentWindow || {};
    if (atlas) atlas.setState({ ...told.state, theme, picking: false });
    this.follow();
  }

  /* Either page may still be loading: until both maps are there, ask again. */
  follow() {
    const [mine, theirs] = [this.frame, this.twin].map((each) => each.contentWindow && each.contentWindow.atlas);
    if (this.gone) return;
    if (!(mine && mine.ready && theirs && theirs.ready)) {
      window.clearTimeout(this.waiting);
      this.waiting = window.setTimeout(() => this.follow(), 100);
      return;
    }
    if (this.map !== mine.map) {
      this.uncover();
      this.map = mine.map;
      this.map.on(MOVES, this.redraw);
      this.watched?.disconnect();
      // The key stands elsewhere once it is filled, or folded.
      this.watched = new ResizeObserver(this.redraw);
      for (const each of this.frame.contentDocument.querySelectorAll(BOXES)) this.watched.observe(each);
      this.twin.contentDocument.documentElement.classList.add("atlas-twin");
    }
    this.other = theirs.map;
    this.draw();
  }

  draw() {
    if (!this.map || !this.other) return;
    const { clientWidth: width, clientHeight: height } = this.frame;
    for (const each of [this.under, this.over]) each.style.height = `${height}px`;
    this.other.setMinZoom(0);
    this.other.setView(this.map.getCenter(), this.map.getZoom(), { animate: false });
    const at = KNOB_PX / 2 + ((width - KNOB_PX) * this.range.value) / 100;
    this.line.style.left = `${at}px`;
    this.range.setAttribute("aria-valuetext", `A ${this.range.value} % · B ${100 - this.range.value} %`);
    this.write(width, at);
    this.cover(width, height, at);
  }

  /* The words of each side stay on it, and off the panel and the zoom buttons at either end of the map, under which
     they stand where it is narrow. */
  write(width, at) {
    const narrow = width < NARROW_PX;
    const [panel, zoom] = narrow ? [0, 0] : [PANEL_PX, ZOOM_PX];
    const toRight = Math.max(width - at + 8, zoom);
    const toLeft = Math.max(at + 8, panel);
    this.a.style.right = `${toRight}px`;
    this.b.style.left = `${toLeft}px`;
    this.over.classList.toggle("narrow", narrow);
    for (const [side, room] of [
      [this.a, width - toRight + 8 - (panel || EDGE_PX)],
      [this.b, width - toLeft + 8 - (zoom || EDGE_PX)],
    ]) {
      side.style.maxWidth = `${Math.max(0, room)}px`;
      side.style.top = narrow ? `${BELOW_PX}px` : "";
      side.hidden = room < WORDS_PX;
      if (!side.hidden) this.clear(side);
    }
  }

  /* Below every box that the words of a side would cover, from the highest box down; gone where no room is left. */
  clear(side) {
    const boxes = [...this.frame.contentDocument.querySelectorAll(BOXES)].map((each) => each.getBoundingClientRect());
    const { offsetLeft: left, offsetWidth: width, offsetHeight: height } = side;
    let top = side.offsetTop;
    for (const box of boxes.sort((one, other) => one.top - other.top)) {
      const beside = box.right <= left || box.left >= left + width;
      if (!beside && box.top < top + height && box.bottom > top) top = box.bottom + APART_PX;
    }
    side.style.top = `${top}px`;
    side.hidden = top + height > this.frame.clientHeight;
  }

  /* A shows through where B is cut away. */
  cover(width, height, at) {
    this.under.style.clipPath = `inset(0 ${width - at}px 0 0)`;
    const { x, y } = this.map.containerPointToLayerPoint([at, 0]);
    const [right, low] = [x + width - at, y + height];
    this.map.getPane("mapPane").style.clipPath =
      `polygon(${x}px ${y}px, ${right}px ${y}px, ${right}px ${low}px, ${x}px ${low}px)`;
    const sea = `linear-gradient(to right, transparent ${at}px, var(--sea) ${at}px)`;
    this.map.getContainer().style.setProperty("background", sea, "important");
    for (const each of [this.frame.contentDocument.body, this.frame.contentDocument.documentElement])
      each.style.background = "transparent";
    this.frame.style.backgroundColor = "transparent";
  }

  /* B alone again. */
  uncover() {
    if (!this.map) return;
    this.map.getPane("mapPane").style.clipPath = "";
    this.map.getContainer().style.removeProperty("background");
  }

  end() {
    this.gone = true;
    window.clearTimeout(this.waiting);
    if (this.map) this.map.off(MOVES, this.redraw);
    this.watched?.disconnect();
    this.uncover();
    window.removeEventListener("resize", this.redraw);
    window.removeEventListener("beforeprint", this.leave);
    window.removeEventListener("afterprint", this.redraw);
    for (const each of [this.sheet, this.under, this.over]) each.remove();
  }
}

/* Show what is told beside the map of a frame; null ends it. */
export default function swipe(frame, told, theme) {
  if (!told) {
    if (frame.swipe) frame.swipe.end();
    frame.swipe = null;
    return;
  }
  if (frame.swipe && frame.swipe.twin.getAttribute("src") !== pinned(frame)) {
    frame.swipe.end();
    frame.swipe = null;
  }
  if (!frame.swipe) frame.swipe = new Swipe(frame, told);
  frame.swipe.take(told, theme);
}
