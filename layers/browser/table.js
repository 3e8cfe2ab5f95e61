/* The one kind of table of the pages, served beside the map page. A real table: what does not fit its cell ends with
   “…” and is whole under the pointer, all of it prints, and a screen reader has every row. Rows come as texts, as
   documents have them too; filtering, sorting and leaving out columns stay here and ask the server nothing. Text
   reaches the page through textContent only. */
import { isNarrow, measured, ordered, widthsOf } from "./columns.js";
import { dress } from "./sheet.js";

const BATCH = 200;
const NEAR_PX = 600;
const FILTERED_FROM = 13;
const CHOSEN_FROM = 5;
const STEP_PX = 80;
const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
const NUMBER = /[-+−]?\d[\d,]*(?:\.\d+)?/;

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

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
    this.order = [];
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

  measure() {
    this.widths = measured(this.data, this.scroll);
  }

  shownColumns() {
    return this.data.columns
      .map((column, place) => ({ ...column, place }))
      .filter(({ name }) => !this.hidden.has(name));
  }

  /* Which column stands where depends on the room: rows are drawn anew where that changes. */
  fit() {
    if (!this.data || !this.scroll.clientWidth) return;
    const before = this.order.map(({ place }) => place).join();
    this.arrange();
    if (this.order.map(({ place }) => place).join() === before) return;
    this.makeHead();
    this.showRows();
  }

  arrange() {
    const room = this.scroll.clientWidth;
    this.order = this.shownColumns();
    if (!room) return;
    this.order = ordered(this.order, this.widths, this.box.clientWidth, this.data.whole);
    const widths = widthsOf(this.order, this.widths, room, this.data.whole);
    this.columns.replaceChildren(
      ...widths.map((width) => {
        const column = make("col");
        column.style.width = `${Math.floor(width)}px`;
        return column;
      }),
    );
    this.table.style.width = `${Math.max(room, Math.floor(widths.reduce((all, each) => all + each, 0)))}px`;
    this.table.classList.toggle("narrow", isNarrow(room));
  }

  makeHead() {
    this.arrange();
    const cells = this.order.map(({ name, place, side, about }, n) => {
      const cell = make("th", about ? `${side} about` : side);
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
    this.head.querySelectorAll("button")[this.order.findIndex((each) => each.place === place)]?.focus();
  }

  showRows() {
    const parts = plain(this.input.hidden ? "" : this.typed)
      .split(/\s+/)
      .filter(Boolean);
    const { rows, columns } = this.data;
    this.found = rows.map((_, place) => place).filter((n) => parts.every((part) => this.searched[n].includes(part)));
    if (this.sorted) {
      const { place, down } = this.sorted;
      const numeric = columns[place].side === "right";
      this.found.sort((a, b) => compare(rows[a][place], rows[b][place], numeric, down) || a - b);
    }
    this.body.replaceChildren();
    this.addRows();
    const told = this.words.found.replace("{n}", this.found.length).replace("{of}", rows.length);
    this.told.textContent = parts.length ? told : "";
    this.none.textContent = this.found.length ? "" : this.words.none;
    this.none.hidden = Boolean(this.found.length);
  }

  addRows(most = BATCH) {
    if (!this.found) return;
    const from = this.body.rows.length;
    const added = this.found.slice(from, Math.min(from + most, this.found.length));
    this.body.append(...added.map((place) => this.makeRow(place)));
    this.mark();
  }

  makeRow(place) {
    const row = make("tr");
    row.place = place;
    this.order.forEach((column, n) => {
      const text = this.data.rows[place][column.place];
      const cell = make(n === 0 ? "th" : "td", column.about ? `${column.side} about` : column.side);
      if (n === 0) cell.scope = "row";
      if (column.lines) cell.classList.add("lines");
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
