/* Elements of the interface. Text reaches them through textContent only. */
export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/* What is never parted over two lines: a date, a short bracket (layers/held.py). */
const HELD = /(\d{4}-\d\d(?:-\d\d)?|\uff08[^\uff09\d ]{1,6}\uff09)/;

export function makeHeld(tag, className, text) {
  const element = make(tag, className);
  element.append(...text.split(HELD).map((part, n) => (n % 2 ? make("span", "atlas-held", part) : part)));
  return element;
}

export function makeButton(className, text, act) {
  const button = make("button", className, text);
  button.type = "button";
  button.onclick = act;
  return button;
}

/* A box whose heading folds it. The body is returned; `fold(wanted)` opens or closes it, `touched` says whether the
   reader has done so. */
export function makeFolding(frame, className, title, open) {
  const box = make("section", `atlas-box ${className}`);
  const body = make("div", "atlas-body");
  const head = makeButton("atlas-fold", title, () => {
    body.touched = true;
    body.fold(!box.classList.contains("open"));
    if (body.folded) body.folded();
  });
  body.fold = (wanted) => {
    box.classList.toggle("open", wanted);
    head.setAttribute("aria-expanded", String(wanted));
  };
  box.append(head, body);
  frame.append(box);
  body.fold(open);
  return body;
}
