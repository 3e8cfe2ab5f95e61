/* The one box of the page: what is typed goes to the server, which says what it understood of it; that is shown as
   chips to correct, with what it leads to. Served beside the map page, so that a run sends words and answer alone.
   Text reaches the page through textContent only. */
import { dress } from "./sheet.js";

const PAUSE_MS = 220;
const OPEN_EVENT = "atlas-ask";

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function makeButton(className, text, act) {
  const button = make("button", className, text);
  button.type = "button";
  button.onclick = act;
  return button;
}

/* A line of what was understood, or was not: its label, then the pieces. */
function addRow(parent, className, label, pieces) {
  if (!pieces.length) return;
  const row = make("div", `row ${className}`);
  row.append(make("span", "label", label), ...pieces);
  parent.append(row);
}

/* Lists are searched by what is typed as it is; a Chinese keyboard may give wide letters and digits. Before the list
   reads it, what is typed is made plain; the prototype's own setter lets React see that it is another text. */
function typePlainly(event) {
  const field = event.composedPath()[0];
  if (event.isComposing || !field.matches?.('input[role="combobox"]')) return;
  const plain = field.value.normalize("NFKC");
  if (plain === field.value) return;
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, plain);
}

class Box {
  constructor(root) {
    this.answer = null;
    this.fresh = false;
    this.waiting = 0;
    this.entered = "";
    this.button = makeButton("open", undefined, () => this.open());
    this.dialog = make("dialog");
    this.dialog.onclick = (event) => {
      if (event.target === this.dialog) this.dialog.close();
    };
    this.dialog.onclose = () => this.forget();
    const field = make("div", "field");
    this.input = make("input");
    this.input.type = "text";
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    this.input.oninput = () => this.ask(this.input.value, PAUSE_MS);
    this.input.onkeydown = (event) => this.press(event);
    this.close = makeButton("close", "×", () => this.dialog.close());
    field.append(this.input, this.close);
    this.told = make("div", "told");
    this.told.setAttribute("role", "status");
    this.dialog.append(field, this.told);
    root.append(this.button, this.dialog);
    document.addEventListener("input", typePlainly, true);
    document.addEventListener(OPEN_EVENT, () => this.open());
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      this.open();
    });
  }

  name(words) {
    this.words = words;
    this.button.replaceChildren(make("span", "sign", "⌕"), make("span", "long", words.open), make("kbd", "", "Ctrl K"));
    this.button.setAttribute("aria-label", words.open);
    this.button.title = `${words.open} (Ctrl+K)`;
    this.dialog.setAttribute("aria-label", words.open);
    this.input.placeholder = words.placeholder;
    this.input.setAttribute("aria-label", words.placeholder);
    this.input.maxLength = words.longest;
    this.close.setAttribute("aria-label", words.close);
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.input.focus();
    this.input.select();
    this.show();
  }

  /* A box that was closed asks nothing at the next run. */
  forget() {
    window.clearTimeout(this.waiting);
    this.input.value = "";
    this.entered = "";
    this.fresh = false;
    if (this.answer) this.send({ text: "", fresh: false });
    this.answer = null;
  }

  ask(text, pause = 0) {
    window.clearTimeout(this.waiting);
    this.entered = "";
    this.waiting = window.setTimeout(() => this.send({ text, fresh: this.fresh }), pause);
  }

  say(text) {
    this.input.value = text;
    this.input.focus();
    this.ask(text);
  }

  press(event) {
    // A Chinese keyboard confirms its choice by Enter; the question is not yet written then.
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    this.entered = this.input.value;
    if (this.isAnswered()) this.enter();
    else this.send({ text: this.input.value, fresh: this.fresh });
  }

  isAnswered() {
    return this.answer && this.answer.text === this.input.value;
  }

  /* Enter leads on where all of it was understood in one way; else to the first thing to correct or to choose. */
  enter() {
    this.entered = "";
    const [first] = this.answer.questions;
    if (first && first.sure && this.answer.questions.length === 1) this.go(0);
    else this.told.querySelector(first && first.whole ? "button.go" : "button.choice, button.go")?.focus();
  }

  go(number) {
    const wanted = { text: this.answer.text, fresh: this.fresh, number };
    this.answer = null;
    this.dialog.close();
    // The answer is the first sentence, also for who asks from further down.
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
    document.dispatchEvent(new Event("atlas-answer"));
    this.lead(wanted);
  }

  take(answer) {
    this.answer = answer;
    this.show();
    if (this.entered && this.isAnswered()) this.enter();
  }

  show() {
    const parts = [];
    const { answer, words } = this;
    const questions = answer ? answer.questions : [];
    questions.forEach((question, number) => parts.push(this.section(question, number)));
    for (const note of answer ? answer.notes : []) parts.push(make("p", "note", note));
    if (!questions.some((each) => each.link)) {
      const could = make("div");
      const tell = (text) => makeButton("choice", text, () => this.say(text));
      addRow(could, "could", words.could, words.examples.map(tell));
      parts.push(could);
    }
    this.told.replaceChildren(...parts);
  }

  section(question, number) {
    const { words } = this;
    const section = make("section");
    const choice = (text, instead) => makeButton("choice", text, () => this.say(instead));
    addRow(
      section,
      "understood",
      words.understood,
      question.understood.map((each) => this.chip(each)),
    );
    for (const each of question.understood.filter((part) => part.others.length)) {
      const others = each.others.map((other) => choice(other.title, other.instead));
      addRow(section, "others", `${each.text} · ${words.others}`, others);
    }
    for (const each of question.not_understood) {
      const near = each.near.map((other) => choice(other.word, other.instead));
      const label = make("b", "", each.text);
      const pieces = near.length ? [label, make("span", "label", words.near), ...near] : [label];
      addRow(section, "unknown", words.unknown, [...pieces, this.remover(each)]);
    }
    addRow(
      section,
      "unused",
      words.unused,
      question.not_used.map((each) => this.chip(each)),
    );
    this.addKept(section, question);
    for (const note of question.notes) section.append(make("p", "note", note));
    if (question.link) section.append(this.leader(question, number));
    return section;
  }

  addKept(section, { kept }) {
    if (!kept.length) return;
    const pieces = kept.map(({ title, value }) => make("span", "chip", `${title} ${value}`));
    const fresh = makeButton("choice", this.words.fresh, () => {
      this.fresh = true;
      this.say(this.input.value);
    });
    addRow(section, "kept", this.words.kept, [...pieces, fresh]);
  }

  chip(part) {
    const chip = make("span", "chip");
    chip.append(make("span", "", part.kept ? `${this.words.before} ${part.title}` : part.title));
    if (!part.kept) chip.append(this.remover(part));
    return chip;
  }

  remover({ text, without }) {
    const button = makeButton("remove", "×", () => this.say(without));
    button.setAttribute("aria-label", this.words.remove.replace("{text}", text));
    return button;
  }

  leader({ page, sure, whole }, number) {
    const { words } = this;
    const button = makeButton(sure ? "go sure" : "go", undefined, () => this.go(number));
    button.append(make("span", "", whole ? words.go : words.nearest), make("b", "", `${words.pages[page]} →`));
    return button;
  }
}

export default function show({ data, parentElement, setStateValue, setTriggerValue }) {
  if (!parentElement.box) {
    dress(parentElement, data.page, "ask.css");
    parentElement.box = new Box(parentElement);
  }
  const { box } = parentElement;
  box.send = (typed) => setStateValue("typed", typed);
  box.lead = (wanted) => setTriggerValue("go", wanted);
  box.name(data.words);
  if (data.answer && data.answer.text === box.input.value) box.take(data.answer);
}
