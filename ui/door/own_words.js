/* What Streamlit itself says in English only: said in the language of the page, as soon as it stands there. Only texts
   that are exactly Streamlit's own are changed, and only where it says them. */
(function () {
  "use strict";
  var WORDS = "WORDS";
  var LISTS = "[role=listbox], [data-testid=stSelectboxVirtualDropdown]";
  var WHERE = ".stDialog, [data-testid=stFileUploaderDropzone], " + LISTS;
  var EACH_FILE = /^(\S+) per file$/;

  function own(node) {
    var words = WORDS[document.documentElement.lang.slice(0, 2)] || WORDS.zh;
    var size = EACH_FILE.exec(node.data);
    if (size) node.data = words["{size} per file"].replace("{size}", size[1]);
    else if (Object.prototype.hasOwnProperty.call(words, node.data)) node.data = words[node.data];
  }

  function look(part) {
    var texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) own(texts.currentNode);
  }

  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      change.addedNodes.forEach(function (added) {
        if (added.nodeType !== Node.ELEMENT_NODE) return;
        if (added.closest(WHERE)) look(added);
        else added.querySelectorAll(WHERE).forEach(look);
      });
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
