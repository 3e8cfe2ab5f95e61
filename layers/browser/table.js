/* The one kind of table of the pages, served beside the map page. A real table: what does not fit its cell ends with
   “…” and is whole under the pointer, all of it prints, and a screen reader has every row. Rows come as texts, as
   documents have them too; filtering, sorting and leaving out columns stay here and ask the server nothing. Text
   reaches the page through textContent only. */
import { dress } from "./sheet.js";

const CELL_PX = 19;
const SLIMMEST_PX = 44;
const SHORT_PX = 132;
const LONGEST_PX = 330;
const PINNED_PX = 176;
const BATCH = 200;
const NEAR_PX = 600;
const FILTERED_FROM = 13;
const CHOSEN_FROM = 5;
const STEP_PX = 80;
const NARROW_PX = 560;
const WHOLE_FIRST = 0.24;
const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
const NUMBER = /[-+−]?\d[\d,]*(?:\.\d+)?/;

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

const sum = (numbers) => numbers.reduce((all, each) => all + each, 0);

const plain = (text) => text.normalize("NFKC").toLocaleLowerCase();

/* The number that a text begins with, with what stands before it; NaN where there is none. */
function numberOf(text) {
  const found = NUMBER.exec(text);
  return found ? Number(found[0].replaceAll(",", "").replace("−", "-")) : NaN;
}

/* Unknown comes last whichever way a column is ordered. */
function compare(one, other, numeric, down) {
  const [a, b] = numeric ? [numberOf(one), numberOf(other)] : [one, other];
  const [noA, noB] = numeric ? [Number.isNaN(a), Number.isNaN(b)] : [one === "–", other === "–"];
  if (noA || noB) return Number(noA) - Number(noB);
  const order = numeric ? a - b : a.localeCompare(b, document.documentElement.lang || "zh");
  return down ? -order : order;
}

class Table {
  constructor(root) {
    this.typed = "";
    this.hidden = new Set();
    this.sorted = null;
    this.box = make("div", "box");
    this.tools = make("div", "tools");
    this.scroll = make("div", "scroll");
    this.table = make("table");
    this.columns = make("colgroup");
    this.head = make("tr");
    this.body = make("tbody");
    this.none = make("p", "none");
    const head = make("thead");
    head.append(this.head);
    this.table.append(this.columns, head, this.body);
    this.scroll.append(this.table, this.none);
    this.box.append(this.tools, this.scroll);
    root.append(this.box);
    this.makeTools();
    this.listen();
  }

  makeTools() {
    this.input = make("input");
    this.input.type = "search";
    this.input.autocomplete = "off";
    this.input.oninput = () => {
      this.typed = this.input.value;
      this.showRows();
    };
    this.told = make("span", "told");
    this.told.setAttribute("role", "status");
    this.chooser = make("details", "chooser");
    this.chooserTitle = make("summary");
    this.chooserList = make("div", "list");
    this.chooser.append(this.chooserTitle, this.chooserList);
    this.chooser.onkeydown = (event) => {
      if (event.key !== "Escape" || !this.chooser.open) return;
      event.stopPropagation();
      this.chooser.open = false;
      this.chooserTitle.focus();
    };
    this.tools.append(this.input, this.told, this.chooser);
  }

  listen() {
    this.scroll.onmouseover = (event) => this.tellWhole(event.target.closest?.("td, th"));
    this.scroll.onscroll = () => {
      if (this.scroll.scrollTop + this.scroll.clientHeight > this.scroll.scrollHeight - NEAR_PX) this.addRows();
    };
    this.body.onclick = (event) => this.click(event);
    this.body.onkeydown = (event) => this.press(event);
    this.head.onkeydown = (event) => this.pressHead(event);
    new ResizeObserver(() => this.fit()).observe(this.scroll);
    window.addEventListener("beforeprint", () => this.box.isConnected && this.addRows(Infinity));
    document.addEventListener("pointerdown", (event) => {
      if (!event.composedPath().includes(this.chooser)) this.chooser.open = false;
    });
  }

  take(data) {
    const text = JSON.stringify([data.columns, data.rows]);
    const same = text === this.text;
    Object.assign(this, { data, text, words: data.words });
    this.scroll.style.setProperty("--tallest", `${data.tallest}px`);
    this.nameParts();
    if (!same) {
      this.searched = data.rows.map((row, place) => plain(`${row.join(" ")} ${data.also[place] || ""}`));
      if (this.sorted && !data.columns[this.sorted.place]) this.sorted = null;
      this.measure();
      this.makeHead();
      this.makeChooser();
    }
    if (same) this.mark();
    else this.showRows();
  }

  nameParts() {
    const { data, words } = this;
    this.selectable = data.selectable;
    this.table.setAttribute("aria-label", data.title);
    this.table.setAttribute("role", this.selectable ? "grid" : "table");
    if (this.selectable) this.scroll.removeAttribute("tabindex");
    else this.scroll.tabIndex = 0;
    this.scroll.setAttribute("role", "region");
    this.scroll.setAttribute("aria-label", data.title);
    this.input.placeholder = words.filter;
    this.input.setAttribute("aria-label", `${data.title} · ${words.filter}`);
    this.chooserTitle.textContent = words.columns;
    this.input.hidden = data.rows.length < FILTERED_FROM;
    this.chooser.hidden = data.columns.length < CHOSEN_FROM;
    this.tools.hidden = this.input.hidden && this.chooser.hidden;
    this.table.classList.toggle("selectable", this.selectable);
    this.table.classList.toggle("whole", Boolean(data.whole));
  }

  shownColumns() {
    return this.data.columns
      .map((column, place) => ({ ...column, place }))
      .filter(({ name }) => !this.hidden.has(name));
  }

  /* How wide the texts of each column are: all of them, and its heading, which may take two lines. */
  measure() {
    const pen = make("canvas").getContext("2d");
    const { fontFamily, fontSize } = window.getComputedStyle(this.scroll);
    pen.font = `${fontSize} ${fontFamily}`;
    const widthOf = (text) => pen.measureText(text).width;
    this.widths = this.data.columns.map(({ name }, place) => {
      const words = Math.max(...name.split(/[\s/]+/).map((word) => (/^[\x20-\x7e]+$/.test(word) ? widthOf(word) : 0)));
      const heading = Math.max(words, Math.min(widthOf(name), Math.max(widthOf(name) / 2 + 8, 72))) + 14;
      const texts = Math.max(0, ...this.data.rows.map((row) => widthOf(row[place])));
      return { heading: Math.ceil(heading) + CELL_PX, texts: Math.ceil(texts) + CELL_PX };
    });
  }

  /* Numbers and short texts are whole; long ones share the room that is left, down to a width that can be read. */
  fit() {
    if (!this.data) return;
    const room = this.scroll.clientWidth;
    if (!room) return;
    const shown = this.shownColumns();
    const wanted = shown.map((column) => this.wantedWidth(column));
    const least = shown.map((column, n) => Math.min(wanted[n], this.leastWidth(column, n, room)));
    const lack = sum(wanted) - room;
    const give = sum(wanted) - sum(least);
    let widths = wanted;
    if (lack > 0 && give > 0) {
      widths = wanted.map((width, n) => width - (width - least[n]) * Math.min(1, lack / give));
    } else if (lack < 0) {
      widths = this.grown(shown, wanted, -lack);
    }
    this.columns.replaceChildren(
      ...widths.map((width) => {
        const column = make("col");
        column.style.width = `${Math.floor(width)}px`;
        return column;
      }),
    );
    this.table.style.width = `${Math.max(room, Math.floor(sum(widths)))}px`;
  }

  wantedWidth({ place, side, most, link }) {
    const { heading, texts } = this.widths[place];
    const limit = side === "right" ? Infinity : most || (link ? PINNED_PX : LONGEST_PX);
    return Math.max(SLIMMEST_PX, heading, Math.min(texts, limit));
  }

  leastWidth({ place, side, most }, n, room) {
    const { heading, texts } = this.widths[place];
    // To be read across: all columns are on the screen, however high that makes the rows.
    if (this.data.whole) {
      const first = WHOLE_FIRST * room;
      return n === 0 ? first : (room - first) / (this.shownColumns().length - 1);
    }
    if (side === "right") return Infinity;
    // What stays in place must leave a telephone room for the others.
    if (n === 0) return Math.max(heading, room < NARROW_PX ? room * 0.36 : PINNED_PX);
    return Math.max(heading, Math.min(texts, most || SHORT_PX));
  }

  /* Room that is over goes to texts that lack it, then to all texts. */
  grown(shown, wanted, over) {
    const lacks = shown.map(({ place, side }, n) => (side === "right" ? 0 : this.widths[place].texts - wanted[n]));
    const lacking = lacks.reduce((all, each) => all + Math.max(0, each), 0);
    const given = Math.min(over, lacking);
    const widths = wanted.map((width, n) => width + (lacking ? (given * Math.max(0, lacks[n])) / lacking : 0));
    const each = (over - given) / shown.length;
    return widths.map((width) => width + each);
  }

  makeHead() {
    const cells = this.shownColumns().map(({ name, place, side }, n) => {
      const cell = make("th", side);
      cell.scope = "col";
      const button = make("button", "", name);
      button.type = "button";
      button.tabIndex = n === 0 ? 0 : -1;
      button.onclick = () => this.sort(place);
      const sorted = this.sorted?.place === place;
      if (sorted) {
        cell.setAttribute("aria-sort", this.sorted.down ? "descending" : "ascending");
        const sign = make("span", "sign", this.sorted.down ? " ▼" : " ▲");
        sign.setAttribute("aria-hidden", "true");
        button.append(sign);
      }
      cell.append(button);
      return cell;
    });
    this.head.replaceChildren(...cells);
    this.fit();
  }

  makeChooser() {
    const lines = this.data.columns.map(({ name }, place) => {
      const line = make("label");
      const box = make("input");
      box.type = "checkbox";
      box.checked = !this.hidden.has(name);
      // The first column says what a row is.
      box.disabled = place === 0;
      box.onchange = () => {
        if (box.checked) this.hidden.delete(name);
        else this.hidden.add(name);
        this.makeHead();
        this.showRows();
      };
      line.append(box, make("span", "", name));
      return line;
    });
    this.chooserList.replaceChildren(...lines);
  }

  /* Up, down, as it came. */
  sort(place) {
    if (this.sorted?.place !== place) this.sorted = { place, down: false };
    else this.sorted = this.sorted.down ? null : { place, down: true };
    this.makeHead();
    this.showRows();
    this.head.querySelectorAll("button")[this.shownColumns().findIndex((each) => each.place === place)]?.focus();
  }

  showRows() {
    const parts = plain(this.input.hidden ? "" : this.typed)
      .split(/\s+/)
      .filter(Boolean);
    const { rows, columns } = this.data;
    this.order = rows.map((_, place) => place).filter((n) => parts.every((part) => this.searched[n].includes(part)));
    if (this.sorted) {
      const { place, down } = this.sorted;
      const numeric = columns[place].side === "right";
      this.order.sort((a, b) => compare(rows[a][place], rows[b][place], numeric, down) || a - b);
    }
    this.body.replaceChildren();
    this.addRows();
    const told = this.words.found.replace("{n}", this.order.length).replace("{of}", rows.length);
    this.told.textContent = parts.length ? told : "";
    this.none.textContent = this.order.length ? "" : this.words.none;
    this.none.hidden = Boolean(this.order.length);
  }

  addRows(most = BATCH) {
    if (!this.order) return;
    const from = this.body.rows.length;
    const shown = this.shownColumns();
    const added = this.order.slice(from, Math.min(from + most, this.order.length));
    this.body.append(...added.map((place) => this.makeRow(place, shown)));
    this.mark();
  }

  makeRow(place, shown) {
    const row = make("tr");
    row.place = place;
    shown.forEach((column, n) => {
      const text = this.data.rows[place][column.place];
      const cell = make(n === 0 ? "th" : "td", column.side);
      if (n === 0) cell.scope = "row";
      if (column.link && /^https?:/.test(text)) cell.append(this.makeLink(text));
      else cell.textContent = text;
      row.append(cell);
    });
    return row;
  }

  makeLink(address) {
    const link = make("a", "", address);
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }

  /* Which row is chosen, and by which one the keyboard comes in. */
  mark() {
    const rows = [...this.body.rows];
    if (!this.selectable) return;
    for (const row of rows) {
      row.setAttribute("aria-selected", String(row.place === this.data.chosen));
      row.tabIndex = -1;
    }
    const entry = rows.find((row) => row.place === this.data.chosen) || rows[0];
    if (entry) entry.tabIndex = 0;
  }

  tellWhole(cell) {
    if (!cell) return;
    const cut = cell.scrollWidth > cell.clientWidth;
    if (cut) cell.title = cell.innerText;
    else cell.removeAttribute("title");
  }

  click(event) {
    const row = event.target.closest("tr");
    if (!row || event.target.closest("a") || String(window.getSelection())) return;
    if (this.selectable) this.choose(row);
    else row.classList.toggle("opened");
  }

  choose(row) {
    this.data.chosen = row.place;
    this.mark();
    this.pick(row.place);
  }

  press(event) {
    const row = event.target.closest("tr");
    if (!this.selectable || !row || event.target.closest("a")) return;
    const rows = [...this.body.rows];
    const at = rows.indexOf(row);
    if (event.key in STEPS) {
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + STEPS[event.key]))];
      row.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      this.scroll.scrollLeft += event.key === "ArrowRight" ? STEP_PX : -STEP_PX;
    } else if (event.key === "Enter" || event.key === " ") {
      this.choose(row);
    } else return;
    event.preventDefault();
  }

  /* One stop of the keyboard for all headings, arrows between them. */
  pressHead(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const buttons = [...this.head.querySelectorAll("button")];
    const next = buttons[buttons.indexOf(event.target) + step];
    if (!next) return;
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    event.preventDefault();
  }
}

export default function show({ data, parentElement, setTriggerValue }) {
  if (!parentElement.atlasTable) {
    const sheet = dress(parentElement, data.page, "table.css");
    parentElement.atlasTable = new Table(parentElement);
    // Widths are known only with the sheet.
    sheet.onload = () => {
      parentElement.atlasTable.measure();
      parentElement.atlasTable.fit();
    };
  }
  parentElement.atlasTable.pick = (place) => setTriggerValue("picked", place);
  parentElement.atlasTable.take(data);
}
