/* A page begins at its beginning for a keyboard too, and is read from there to who listens: once the run that turned
   to it has ended, its first sentence has the focus, under the name of the page. So it is with the answer to what was
   asked in the box, on whichever page ("atlas-answer", layers/browser/ask.js). Who has gone on meanwhile is left where
   he is. */
(function () {
  "use strict";
  var STATE = "data-test-script-state";
  var LEFT_BEHIND = "[data-testid=stHeader], [data-testid=stSidebar], .st-key-toolbar, .st-key-lead";
  var NAMES = ["role", "aria-label", "aria-describedby", "tabindex"];
  var before = null;
  var wanted = false;
  // Since the reader's last act; what was landed on may be drawn anew by a run that is still to come.
  var landed = false;

  function isSeen(part) {
    return part && part.getClientRects().length > 0;
  }

  function name(lead, sentence, title) {
    sentence.id = "lead";
    lead.setAttribute("role", "group");
    lead.setAttribute("aria-label", title ? title.textContent : "");
    lead.setAttribute("aria-describedby", "lead");
    lead.addEventListener("blur", forget);
  }

  /* The name is that of one page in one language. */
  function forget(event) {
    NAMES.forEach(function (each) {
      event.target.removeAttribute(each);
    });
    event.target.removeEventListener("blur", forget);
  }

  /* On a telephone the list of pages lies over the page that was chosen there; a keyboard leaves it open. */
  function fold(list) {
    var button = list && list.querySelector("[data-testid=stSidebarCollapseButton] button");
    if (button) button.click();
  }

  function land() {
    var at = document.activeElement;
    if (at && at !== document.body && !at.closest(LEFT_BEHIND)) return;
    var main = document.querySelector("[data-testid=stMain]");
    if (!main) return;
    fold(at && at.closest("[data-testid=stSidebar]"));
    var headings = Array.from(main.querySelectorAll("h1, h2"));
    var lead = main.querySelector(".st-key-lead");
    var sentence = main.querySelector(".lead");
    var start = isSeen(sentence) ? lead : headings.find(isSeen) || main;
    if (start === lead) name(lead, sentence, headings[0]);
    start.setAttribute("tabindex", "-1");
    start.focus({ preventScroll: true });
    landed = true;
  }

  function look(app) {
    if (app.getAttribute(STATE) !== "notRunning") return;
    var turned = before !== null && before !== window.location.pathname;
    before = window.location.pathname;
    if (turned || wanted || landed) land();
    wanted = false;
  }

  ["keydown", "pointerdown"].forEach(function (act) {
    document.addEventListener(act, () => (landed = false), true);
  });
  document.addEventListener("atlas-answer", function () {
    wanted = true;
    // The box gives the focus back to where it was taken from, which is not what was asked for.
    if (document.activeElement) document.activeElement.blur();
  });
  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.attributeName === STATE) look(change.target);
    });
  }).observe(document.documentElement, { subtree: true, attributeFilter: [STATE] });
})();
