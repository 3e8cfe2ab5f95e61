/* The map first. When a control is turned the map is asked for at once, of the atlas itself (ui/first_map.py), beside
   Streamlit, whose run follows with everything else. What Streamlit tells counts: it ends what was drawn first, and
   where both answered the same question differently the console says so. Until it has told of what was turned, what it
   tells of an older question does not undo what is drawn. Where nobody answers everything is as it was without this.

   Streamlit says nowhere what a control is turned to before its run, and only what the control shows can be seen. So
   the one control that the reader uses is watched, and its words are read by controls.json (atlas/map_controls.py). Our
   own controls tell by an event of the window, "atlas-turn". */
import { readControl } from "./turned.js";

const HANG_MS = 4000;
const PATIENCE_MS = 10000;
const CONTROL = "[class*=st-key-widget-]";
const FIELD = /(?:^|\s)st-key-widget-(\w+)/;
// What is chosen from stands elsewhere in the document than the control that it belongs to.
const LISTS = "[role=listbox], [role=option]";
// What an address says of the data, not of the question.
const SURROUNDINGS = ["data", "own"];

class First {
  constructor(frame, repaint) {
    this.frame = frame;
    this.repaint = repaint;
    this.controls = {};
    // The question that Streamlit told of last, null where only the session itself can say what its map shows.
    this.question = null;
    // What was turned since: names and values, in the order of turning.
    this.pending = new Map();
    this.answer = null;
    this.asking = null;
    this.again = false;
    this.held = false;
    this.watched = null;
    this.observer = new MutationObserver(() => this.look());
    document.addEventListener("focusin", ({ target }) => this.attend(target), true);
    document.addEventListener("pointerdown", ({ target }) => this.press(target), true);
    for (const end of ["pointerup", "pointercancel"]) {
      document.addEventListener(end, () => (this.held = false), true);
    }
    window.addEventListener("atlas-turn", ({ detail }) => this.turn(detail.name, detail.value));
    // Back and forward bring another question.
    window.addEventListener("popstate", () => this.forget());
  }

  /* Streamlit has told of a run. */
  take({ page, entry, first, state }) {
    if (page !== this.page) this.learn(page);
    if (first === undefined || entry.visit !== this.visit) this.forget();
    this.visit = entry.visit;
    this.address = new URL(`../../map/${entry.page}`, new URL(page, window.location.href));
    const query = first === true ? entry.query : first;
    const before = String(this.question);
    this.question = query === undefined ? null : new URLSearchParams(query);
    for (const [name, value] of this.pending) {
      if ([value, null].includes(this.told(name))) this.pending.delete(name);
    }
    if (!this.pending.size) this.end(state);
    else if (before !== String(this.question)) this.ask();
  }

  /* Which words stand for which values is as lasting as the page of the map. */
  learn(page) {
    this.forget();
    this.page = page;
    fetch(new URL("controls.json", new URL(page, window.location.href)))
      .then((found) => (found.ok ? found.json() : {}))
      .catch(() => ({}))
      .then((controls) => {
        if (page !== this.page) return;
        this.controls = controls;
        // The reader may be at a control already.
        if (document.activeElement) this.attend(document.activeElement);
      });
  }

  /* What Streamlit told of a part of the question; null where that cannot be known here. */
  told(name) {
    const said = this.question && this.question.get(name);
    if (said) return said;
    const about = Object.values(this.controls).find((each) => each.name === name);
    return about ? about.usual : null;
  }

  /* What the map is to show: what Streamlit told, or what was drawn before it will. */
  over(state) {
    return this.answer && this.pending.size ? { ...state, ...this.answer.state, served: [] } : state;
  }

  /* The pinned view beside it. */
  overBeside(beside) {
    return this.answer && this.pending.size ? this.answer.beside : beside;
  }

  turn(name, value) {
    if (!this.question) return;
    this.pending.delete(name);
    if (this.told(name) !== value) this.pending.set(name, value);
    this.wait();
    if (this.pending.size) this.ask();
    else this.giveUp();
  }

  /* One question at a time, the latest next: no answer can overtake a later one. */
  ask() {
    this.again = Boolean(this.asking);
    if (this.asking) return;
    const asking = new AbortController();
    const { question } = this;
    const hang = window.setTimeout(() => asking.abort(), HANG_MS);
    this.asking = asking;
    fetch(this.asked(), { signal: asking.signal })
      .then((found) => (found.ok ? found.json() : null))
      .catch(() => null)
      .then((answer) => {
        window.clearTimeout(hang);
        if (this.asking !== asking) return;
        this.asking = null;
        this.hear(answer, question);
        if (this.again && this.pending.size) this.ask();
      });
  }

  asked() {
    const query = new URLSearchParams(this.question);
    for (const [name, value] of this.pending) {
      if (value) query.set(name, value);
      else query.delete(name);
      query.append("turned", name);
    }
    return `${this.address.href}?${query}`;
  }

  /* question  that Streamlit had told of when this was asked */
  hear(answer, question) {
    // Ids and classes mean something on the page of the map that they were made for.
    if (!answer || !this.page.includes(`/${answer.page}/`)) {
      if (!this.again) this.giveUp();
      return;
    }
    // Streamlit has told of something else since, so what is turned is asked about anew.
    if (this.pending.size && String(question) !== String(this.question)) return;
    this.answer = answer;
    if (this.pending.size) this.repaint();
    else this.end(this.frame.state);
  }

  /* Streamlit has told of all that was turned. */
  end(state) {
    if (this.answer) this.compare(this.answer, state);
    this.answer = null;
    window.clearTimeout(this.waiting);
  }

  compare(answer, state) {
    if (!this.question || bare(answer.query) !== bare(this.question)) return;
    const differ = Object.keys(answer.state).filter(
      (part) => JSON.stringify(answer.state[part]) !== JSON.stringify(state[part]),
    );
    if (differ.length) console.warn(`the map was drawn first from another answer: ${differ} of ${answer.query}`);
  }

  /* Streamlit may never tell of what was turned; then the map is as it told last. */
  wait() {
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => (this.held ? this.wait() : this.giveUp()), PATIENCE_MS);
  }

  giveUp() {
    const drawn = this.answer;
    this.forget();
    if (drawn) this.repaint();
  }

  forget() {
    if (this.asking) this.asking.abort();
    window.clearTimeout(this.waiting);
    this.asking = this.answer = null;
    this.again = false;
    this.pending.clear();
  }

  press(target) {
    this.held = true;
    this.attend(target);
  }

  /* The reader uses a control, or something else. */
  attend(target) {
    if (!target.closest || target.closest(LISTS)) return;
    const control = target.closest(CONTROL);
    if (control === this.watched) return;
    this.observer.disconnect();
    this.watched = null;
    const about = control && this.controls[(FIELD.exec(control.className) || [])[1]];
    if (!about) return;
    this.watched = control;
    this.about = about;
    this.seen = readControl(control, about);
    this.observer.observe(control, { attributes: true, childList: true, characterData: true, subtree: true });
  }

  look() {
    const value = this.watched && readControl(this.watched, this.about);
    if (value === null || value === this.seen) return;
    this.seen = value;
    this.turn(this.about.name, value);
  }
}

function bare(query) {
  const found = new URLSearchParams(query);
  for (const name of SURROUNDINGS) found.delete(name);
  return found.toString();
}

/* frame  of the map, with the state that Streamlit told last;  repaint  draws it anew */
export default function begin(frame, repaint) {
  return new First(frame, repaint);
}
