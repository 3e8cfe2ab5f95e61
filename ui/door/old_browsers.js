/* For browsers that are older than Streamlit expects, and for servers without https. It runs before anything else, in
   words that the oldest browser can read; what is not there is supplied, and if nothing helps the page says so. */
(function () {
  "use strict";
  var known =
    [].toSorted && [].at && Object.hasOwn && Object.groupBy && Promise.withResolvers && window.structuredClone;
  // Where a script is waited for, nothing after it runs first.
  if (!known || !URL.canParse) document.write('<script src="FILES"><\/script>');

  // A browser hands out the clipboard on https only.
  if (!navigator.clipboard) Object.defineProperty(navigator, "clipboard", { value: { writeText: writeText } });

  function writeText(text) {
    var before = document.activeElement;
    var field = document.createElement("textarea");
    field.value = text;
    field.style.cssText = "position:fixed;left:0;top:0;opacity:0";
    (before && before.parentNode ? before.parentNode : document.body).appendChild(field);
    field.focus({ preventScroll: true });
    field.select();
    var done = document.execCommand("copy");
    field.parentNode.removeChild(field);
    if (before && before.focus) before.focus({ preventScroll: true });
    return done ? Promise.resolve() : Promise.reject(new Error("not copied"));
  }

  function sayTooOld() {
    var root = document.getElementById("root");
    if (!root || root.firstChild || document.getElementById("too-old")) return;
    var sentence = document.createElement("p");
    sentence.id = "too-old";
    sentence.setAttribute("role", "alert");
    sentence.style.cssText = "margin:20vh auto 0;max-width:34em;padding:0 1em;font:18px/1.8 sans-serif;color:#1f2933";
    sentence.appendChild(document.createTextNode("SENTENCE"));
    document.body.appendChild(sentence);
    // It may have been only slow.
    var waiting = setInterval(function () {
      if (!root.firstChild) return;
      clearInterval(waiting);
      sentence.parentNode.removeChild(sentence);
    }, 500);
  }

  function sayLater() {
    setTimeout(sayTooOld, 1500);
  }
  window.addEventListener("error", sayLater, true);
  window.addEventListener("unhandledrejection", sayLater);
  if (!("noModule" in document.createElement("script"))) window.addEventListener("load", sayTooOld);
})();
