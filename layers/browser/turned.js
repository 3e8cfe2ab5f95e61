/* What a control of Streamlit shows, as the value that a question has for it. */

/* The value; null where the words stand for none, or where the reader is still choosing.

   about  words: what stands on the control -> value;  switch: the values of off and on; else what is shown is the
          value */
export function readControl(control, { words, switch: ends }) {
  if (ends) {
    const input = control.querySelector("input[type=checkbox]");
    return input ? ends[Number(input.checked)] : null;
  }
  if (control.querySelector("[data-testid=stMultiSelect]")) return several(control, words);
  const shown = shownOn(control);
  if (!words || shown === null) return shown;
  return Object.hasOwnProperty.call(words, shown) ? words[shown] : null;
}

function shownOn(control) {
  const slider = control.querySelector("input[type=range]");
  if (slider) return slider.getAttribute("aria-valuetext");
  const list = control.querySelector("input[role=combobox]");
  if (list) return list.getAttribute("aria-expanded") === "true" ? null : list.value;
  const chosen = control.querySelector("button[aria-checked=true]");
  return chosen ? chosen.textContent : null;
}

function several(control, words) {
  const tags = [...control.querySelectorAll("[data-tag]")].filter((each) => !each.closest("template"));
  const values = tags.map((each) => words[each.getAttribute("aria-label")]);
  return values.includes(undefined) ? null : values.join(" ") || "none";
}
