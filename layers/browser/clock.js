/* The buttons of the clock: a year back, play, a year on. Playing is one step a second, told to the server, which knows
   the days; it stops here, at once, when the button is pressed again or anything else of the page is used. */
import { dress } from "./sheet.js";

const STEP_MS = 1000;
// A server that is busy with a step is given this long before the next.
const PATIENCE_MS = 8000;
const MOVES_ONLY = new Set(["Tab", "Shift", "Control", "Alt", "Meta"]);

class Clock {
  constructor(root) {
    this.timer = 0;
    this.at = "";
    this.sent = "";
    this.sentAt = 0;
    this.play = this.makeButton(() => (this.timer ? this.stop() : this.start()));
    this.back = this.makeButton(() => this.turn(this.before()));
    this.on = this.makeButton(() => this.turn(this.after()));
    this.back.textContent = "‹";
    this.on.textContent = "›";
    root.append(this.back, this.play, this.on);
    // Who wants no motion has the steps alone.
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
    const heed = () => {
      if (calm.matches) this.stop();
      this.play.hidden = calm.matches;
    };
    calm.addEventListener("change", heed);
    heed();
    const isMine = (event) => event.composedPath().includes(root.host || root);
    const used = (event) => isMine(event) || this.stop();
    document.addEventListener("pointerdown", used, true);
    document.addEventListener("keydown", (event) => MOVES_ONLY.has(event.key) || used(event), true);
    // Whoever has begun it by key is still on its button.
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.stop());
    // A click on the map is none of this document, but takes the focus away from it.
    window.addEventListener("blur", () => window.setTimeout(() => document.hasFocus() && this.stop()));
    // Back and forward bring another question: nothing of the play is to be told.
    window.addEventListener("popstate", () => this.halt());
  }

  makeButton(act) {
    const button = document.createElement("button");
    button.type = "button";
    button.onclick = act;
    return button;
  }

  take({ days, at, words }) {
    this.days = days;
    this.at = at;
    this.words = words;
    this.name(this.back, words.back);
    this.name(this.on, words.on);
    this.back.disabled = !this.before();
    this.on.disabled = !this.after();
    this.look();
  }

  name(button, words) {
    button.title = words;
    button.setAttribute("aria-label", words);
  }

  look() {
    this.play.textContent = this.timer ? "■" : "▶";
    if (this.words) this.name(this.play, this.timer ? this.words.stop : this.words.play);
  }

  before(day = this.at) {
    const [found] = this.days.filter((each) => each < day).slice(-1);
    return found;
  }

  after(day = this.at) {
    return this.days.find((each) => each > day);
  }

  start() {
    this.sent = "";
    this.timer = window.setInterval(() => this.step(), STEP_MS);
    this.look();
    this.step(this.after() || this.days[0]);
  }

  step(day = this.after(this.sent)) {
    if (this.sent && this.sent !== this.at && Date.now() - this.sentAt < PATIENCE_MS) return;
    const last = !this.after(day);
    if (last) this.halt();
    this.say(day, !last);
  }

  say(day, playing) {
    this.sent = day;
    this.sentAt = Date.now();
    // The map need not wait for the run (first.js).
    window.dispatchEvent(new CustomEvent("atlas-turn", { detail: { name: "date", value: day } }));
    this.tell({ day, playing });
  }

  halt() {
    window.clearInterval(this.timer);
    this.timer = 0;
    this.look();
  }

  stop() {
    if (!this.timer) return;
    this.halt();
    this.tell({ day: this.sent, playing: false });
  }

  turn(day) {
    this.halt();
    if (day) this.say(day, false);
  }
}

export default function show({ data, parentElement, setTriggerValue }) {
  if (!parentElement.clock) {
    dress(parentElement, data.page, "buttons.css");
    dress(parentElement, data.page, "clock.css");
    parentElement.clock = new Clock(parentElement);
  }
  parentElement.clock.tell = (act) => setTriggerValue("act", act);
  parentElement.clock.take(data);
}
