/* The name and the class of what is under the pointer. */
import { make } from "./elements.js";

export function buildTip(host) {
  const tip = make("div", "atlas-tip");
  const name = make("b");
  const about = make("span");
  tip.append(name, about);
  host.append(tip);
  return {
    show(point, title, text) {
      name.textContent = title;
      about.textContent = text;
      tip.style.display = "block";
      const flip = point.x > host.clientWidth - tip.offsetWidth - 20;
      tip.style.left = `${Math.max(4, flip ? point.x - tip.offsetWidth - 12 : point.x + 12)}px`;
      tip.style.top = `${Math.max(4, Math.min(point.y + 12, host.clientHeight - tip.offsetHeight - 6))}px`;
    },
    hide() {
      tip.style.display = "none";
    },
  };
}
