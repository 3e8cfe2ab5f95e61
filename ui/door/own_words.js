/* What Streamlit itself says in English only: said in the language of the page, as soon as it stands there, and again
   when the language turns. Only texts and names that are exactly Streamlit's own are changed, and texts only where it
   says them. */
(function () {
  "use strict";
  var WORDS = "WORDS";
  var LISTS = "[role=listbox], [data-testid=stSelectboxVirtualDropdown]";
  var PARTS = ["stSkipToContent", "stTopNavSection", "stFileUploaderDropzone", "InputInstructions"];
  var WHERE = ".stDialog, [data-testid=" + PARTS.join("], [data-testid=") + "], " + LISTS;
  var NAMES = ["aria-label", "placeholder", "alt"];
  var NAMED = "[" + NAMES.join("], [") + "]";
  var GAP = /\{\w+\}/;
  var PATTERNS = Object.keys(WORDS.zh).filter(function (text) {
    return GAP.test(text);
  });
  /* What Streamlit said of each text and name that was changed, for when the language turns. */
  var said = new WeakMap();
  var spoken = document.documentElement.lang;

  function inWords(text) {
    var words = WORDS[document.documentElement.lang.slice(0, 2)] || WORDS.zh;
    if (Object.prototype.hasOwnProperty.call(words, text)) return words[text];
    for (var each of PATTERNS) {
      var [before, after] = each.split(GAP);
      if (text.length <= before.length + after.length || !text.startsWith(before) || !text.endsWith(after)) continue;
      var between = text.slice(before.length, text.length - after.length);
      return words[each].replace(GAP, () => between);
    }
    return text;
  }

  /* A text, or an attribute. */
  function own(node) {
    var last = said.get(node);
    var origin = last && last.shown === node.nodeValue ? last.origin : node.nodeValue;
    var shown = inWords(origin);
    if (shown !== origin || last) said.set(node, { origin: origin, shown: shown });
    if (shown !== node.nodeValue) node.nodeValue = shown;
  }

  function ownNames(part) {
    NAMES.forEach(function (name) {
      if (part.hasAttribute(name)) own(part.getAttributeNode(name));
    });
  }

  function ownTexts(part) {
    var texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) own(texts.currentNode);
  }

  function look(part) {
    if (part.closest(WHERE)) ownTexts(part);
    else part.querySelectorAll(WHERE).forEach(ownTexts);
    ownNames(part);
    part.querySelectorAll(NAMED).forEach(ownNames);
  }

  function rewritten(text) {
    if (text.parentElement && text.parentElement.closest(WHERE)) own(text);
  }

  /* The map says the language with all that it says (bridge.js). */
  function turn() {
    if (spoken === document.documentElement.lang) return;
    spoken = document.documentElement.lang;
    look(document.documentElement);
  }

  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.attributeName === "lang") turn();
      else if (change.attributeName) ownNames(change.target);
      else if (change.type === "characterData") rewritten(change.target);
      change.addedNodes.forEach(function (added) {
        if (added.nodeType === Node.ELEMENT_NODE) look(added);
      });
    });
  }).observe(document.documentElement, {
    childList: true,
    subtree: true,
    characterData: true,
    attributeFilter: NAMES.concat("lang"),
  });
})();
