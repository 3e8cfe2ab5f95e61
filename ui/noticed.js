/* Where map and text stand one under the other a notice stands under the map, which may be below the window. Then its
   first line is seen at the window's foot (stage.css), for which its height must be known; pressed there it is scrolled
   to as a whole. */
(function () {
  "use strict";
  var MARGIN_PX = 8;
  var STATE = "data-test-script-state";
  var watched = null;
  var sizes = new ResizeObserver(function () {
    watched.parentElement.style.setProperty("--notices", watched.offsetHeight + "px");
  });

  function look() {
    var notices = document.querySelector(".st-key-notices");
    if (notices === watched) return;
    sizes.disconnect();
    watched = notices;
    if (notices) sizes.observe(notices);
  }

  /* How far below the window its own place ends. */
  function below(notices) {
    var { style } = notices.parentElement;
    style.position = "static";
    var end = notices.getBoundingClientRect().bottom;
    style.position = "";
    return end + MARGIN_PX - window.innerHeight;
  }

  document.addEventListener("click", function (event) {
    var notices = event.target.closest && event.target.closest(".st-key-notices");
    if (notices) document.querySelector("[data-testid=stMain]").scrollBy(0, Math.max(0, below(notices)));
  });
  new MutationObserver(look).observe(document.documentElement, { subtree: true, attributeFilter: [STATE] });
})();
