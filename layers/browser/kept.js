/* The views kept for a meeting, in their order: each is moved up or down or taken out, and what was taken out is put
   back. What is pressed is done here at once and told to the server as the whole list, so that of two presses before
   its answer none is lost; the focus stays with the view that was moved. */
import { dress } from "./sheet.js";

const SIGNS = { up: "↑", down: "↓", out: "✕" };

class Kept {
  constructor(root) {
    this.turn = 0;
    this.drawn = "";
    this.list = document.createElement("ol");
    this.foot = document.createElement("p");
    this.told = document.createElement("span");
    this.told.setAttribute("role", "status");
    this.back = document.createElement("button");
    this.back.type = "button";
    this.back.onclick = () => this.putBack();
    this.foot.append(this.told, this.back);
    root.append(this.list, this.foot);
  }

  take({ views, gone, most, turn, words }) {
    // An answer to what was asked before the last press: the next one has both.
    if (turn < this.turn) return;
    Object.assign(this, { views, gone, most, turn, words });
    this.draw();
  }

  draw() {
    const { views, gone, most, words } = this;
    const drawn = JSON.stringify([views, gone, most, words]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const held = this.list.getRootNode().activeElement;
    const [id, act] = held && this.list.contains(held) ? [held.parentNode.dataset.id, held.dataset.act] : [];
    this.list.replaceChildren(...views.map((view, place) => this.line(view, place)));
    const last = gone[gone.length - 1];
    this.back.hidden = !last;
    this.back.disabled = views.length >= most;
    this.back.textContent = last ? words.back.replace("{name}", last.name) : "";
    if (id) this.focus(id, act);
  }

  line({ id, name }, place) {
    const line = document.createElement("li");
    const words = document.createElement("span");
    line.dataset.id = id;
    words.textContent = `${place + 1}. ${name}`;
    line.append(
      words,
      this.button("up", words.textContent, place > 0, () => this.move(place, place - 1)),
      this.button("down", words.textContent, place < this.views.length - 1, () => this.move(place, place + 1)),
      this.button("out", words.textContent, true, () => this.takeOut(place)),
    );
    return line;
  }

  button(act, name, may, press) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.act = act;
    button.textContent = SIGNS[act];
    button.title = this.words[act];
    button.setAttribute("aria-label", this.words.of.replace("{act}", this.words[act]).replace("{name}", name));
    button.disabled = !may;
    button.onclick = press;
    return button;
  }

  move(from, to) {
    const [view] = this.views.splice(from, 1);
    this.views.splice(to, 0, view);
    this.told.textContent = this.words.moved
      .replace("{name}", view.name)
      .replace("{place}", to + 1)
      .replace("{of}", this.views.length);
    this.say();
    this.focus(view.id, to < from ? "up" : "down");
  }

  takeOut(place) {
    const [view] = this.views.splice(place, 1);
    this.gone.push({ ...view, place });
    this.told.textContent = "";
    this.say();
    this.back.focus();
  }

  putBack() {
    const { place, ...view } = this.gone.pop();
    this.views.splice(place, 0, view);
    this.told.textContent = "";
    this.say();
    this.focus(view.id, "out");
  }

  /* At an end of the list the button that led there is off: the other one has the focus. */
  focus(id, act) {
    const line = [...this.list.children].find((each) => each.dataset.id === id);
    if (!line) return;
    const may = [...line.querySelectorAll("button:enabled")];
    (may.find((each) => each.dataset.act === act) || may[0]).focus();
  }

  say() {
    this.turn += 1;
    this.draw();
    const order = this.views.map(({ id }) => id);
    this.tell({ order, known: [...order, ...this.gone.map(({ id }) => id)], turn: this.turn });
  }
}

export default function show({ data, parentElement, setTriggerValue }) {
  if (!parentElement.kept) {
    dress(parentElement, data.page, "buttons.css");
    dress(parentElement, data.page, "kept.css");
    parentElement.kept = new Kept(parentElement);
  }
  parentElement.kept.tell = (act) => setTriggerValue("act", act);
  parentElement.kept.take(data);
}
