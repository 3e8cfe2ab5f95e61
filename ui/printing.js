/* Before printing, the page as it belongs on paper is asked for and stands around the map; afterwards it is gone. The
   browser prints as soon as this returns, so the request waits for its answer. */
(function () {
  "use strict";
  var SCALE = 0.84;
  // Up to so wide two stand beside each other.
  var HALF = 440;
  var root = document.documentElement;

  /* The parts of the page that are closed, by their names; the browser has nothing of what they hold. */
  function sayClosed(told) {
    var tabs = document.querySelectorAll('[data-testid="stTabs"] [role="tab"][aria-selected="false"]');
    var names = Array.prototype.map.call(tabs, function (tab) {
      return tab.textContent.trim();
    });
    if (names.length) told.textContent = told.textContent.replace("{parts}", names.join(told.dataset.between));
    else told.remove();
    return names.length;
  }

  /* The charts in sight, as they are drawn, each under its name. What a drawing refers to by id is drawn again. */
  function drawInto(place) {
    if (!place) return;
    var closed = sayClosed(place.querySelector(".closed"));
    var charts = Array.prototype.filter.call(
      document.querySelectorAll('[data-testid="stVegaLiteChart"]'),
      function (chart) {
        return chart.getClientRects().length && chart.querySelector("svg");
      },
    );
    if (!charts.length) {
      if (closed) place.querySelector(".drawn").remove();
      else place.remove();
      return;
    }
    var first = document.createElement("div");
    first.className = "short";
    first.append.apply(first, Array.prototype.slice.call(place.childNodes));
    place.append(first);
    charts.forEach(function (chart, number) {
      var drawing = chart.querySelector("svg").cloneNode(true);
      drawing.innerHTML = drawing.innerHTML.replace(/(id="|url\(#)/g, "$1paper-" + number + "-");
      var figure = document.createElement("figure");
      var width = drawing.viewBox.baseVal.width;
      figure.style.width = width < HALF ? "47%" : Math.round(width * SCALE) + "px";
      drawing.removeAttribute("width");
      drawing.removeAttribute("height");
      var name = document.createElement("figcaption");
      name.textContent = chart.getAttribute("aria-label");
      figure.append(name, drawing);
      (number ? place : first).append(figure);
    });
  }

  window.addEventListener("beforeprint", function () {
    var door = document.querySelector("a.paper-door");
    if (!door || document.querySelector(".paper-head, .paper-foot")) return;
    var asked = new XMLHttpRequest();
    asked.open("GET", door.href, false);
    try {
      asked.send();
    } catch (error) {
      return;
    }
    if (asked.status !== 200) return;
    var found = new DOMParser().parseFromString(asked.responseText, "text/html");
    var foot = found.querySelector(".paper-foot");
    if (foot) {
      document.body.append(document.adoptNode(foot));
      return;
    }
    drawInto(found.querySelector(".paper-charts"));
    document.body.prepend(document.adoptNode(found.querySelector(".paper-head")));
    document.body.append(document.adoptNode(found.querySelector(".paper-rest")));
    root.classList.add("on-paper");
  });

  window.addEventListener("afterprint", function () {
    root.classList.remove("on-paper");
    document.querySelectorAll(".paper-head, .paper-rest, .paper-foot").forEach(function (each) {
      each.remove();
    });
  });
})();
