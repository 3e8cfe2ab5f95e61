/* Before printing, the page as it belongs on paper is asked for and stands around the map; afterwards it is gone. The
   browser prints as soon as this returns, so the request waits for its answer. */
(function () {
  "use strict";
  var SCALE = 0.84;
  // Up to so wide two stand beside each other.
  var HALF = 440;
  // An upright A4 sheet between its margins, half of it, and how tall a chart may be there (printed.css).
  var SHEET = 695;
  var HALF_SHEET = 0.47 * SHEET;
  var TALLEST = 453;
  // 8 pt, as everything else on paper.
  var LETTERS = 8 / 0.75 + 0.01;
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

  /* How wide a drawing of a width is printed. */
  function printedWidth(width) {
    return width < HALF ? HALF_SHEET : Math.min(Math.round(width * SCALE), SHEET);
  }

  /* Letters that would be too small on the sheet grow, and the drawing with those that then pass its edge, which makes
     all of it smaller again: after three times by next to nothing. */
  function enlarge(drawing, width) {
    var texts = Array.prototype.filter.call(drawing.querySelectorAll("text"), function (text) {
      return text.textContent.trim();
    });
    // What has no place on the page has no size: it is measured unseen.
    drawing.style.cssText = "position: fixed; top: 0; left: 0; visibility: hidden; max-width: none";
    document.body.append(drawing);
    for (var times = 0; times < 3; times += 1) {
      var seen = drawing.viewBox.baseVal;
      drawing.setAttribute("width", seen.width);
      drawing.setAttribute("height", seen.height);
      var least = LETTERS / Math.min(printedWidth(width) / seen.width, TALLEST / seen.height);
      texts.forEach(function (text) {
        if (parseFloat(getComputedStyle(text).fontSize) < least) text.style.fontSize = least + "px";
      });
      takeIn(drawing, texts);
    }
    drawing.remove();
    drawing.removeAttribute("style");
  }

  /* The drawing gets as large as its letters need; on the page it stands at its own size, in the corner. */
  function takeIn(drawing, texts) {
    var seen = drawing.viewBox.baseVal;
    var sides = texts.reduce(
      function (found, text) {
        var at = text.getBoundingClientRect();
        return [
          Math.min(found[0], Math.floor(at.left)),
          Math.min(found[1], Math.floor(at.top)),
          Math.max(found[2], Math.ceil(at.right)),
          Math.max(found[3], Math.ceil(at.bottom)),
        ];
      },
      [0, 0, seen.width, seen.height],
    );
    var size = [seen.x + sides[0], seen.y + sides[1], sides[2] - sides[0], sides[3] - sides[1]];
    drawing.setAttribute("viewBox", size.join(" "));
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
      enlarge(drawing, width);
      figure.style.width = width < HALF ? "47%" : printedWidth(width) + "px";
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
