/* Before printing, the page as it belongs on paper is asked for and stands around the map; afterwards it is gone. The
   browser prints as soon as this returns, so the request waits for its answer. */
(function () {
  "use strict";
  var root = document.documentElement;

  window.addEventListener("beforeprint", function () {
    var door = document.querySelector("a.paper-door");
    if (!door || root.classList.contains("on-paper")) return;
    var asked = new XMLHttpRequest();
    asked.open("GET", door.href, false);
    try {
      asked.send();
    } catch (error) {
      return;
    }
    if (asked.status !== 200) return;
    var found = new DOMParser().parseFromString(asked.responseText, "text/html");
    document.body.prepend(document.adoptNode(found.querySelector(".paper-head")));
    document.body.append(document.adoptNode(found.querySelector(".paper-rest")));
    root.classList.add("on-paper");
  });

  window.addEventListener("afterprint", function () {
    root.classList.remove("on-paper");
    document.querySelectorAll(".paper-head, .paper-rest").forEach(function (each) {
      each.remove();
    });
  });
})();
