/* A meeting within the app: the kept views are laid over the page and fill the screen. It ends with Esc, with its own
   button, or when the browser leaves full screen; the page below is as it was. */
(function () {
  "use strict";
  var open = null;

  function leave() {
    if (!open) return;
    var gone = open;
    open = null;
    if (document.fullscreenElement) document.exitFullscreen();
    document.getElementById("root").inert = false;
    gone.stage.remove();
    if (gone.door.isConnected) gone.door.focus();
  }

  function begin(door) {
    var stage = document.createElement("div");
    var frame = document.createElement("iframe");
    stage.className = "talk";
    stage.setAttribute("role", "dialog");
    stage.setAttribute("aria-modal", "true");
    stage.setAttribute("aria-label", door.textContent);
    stage.tabIndex = -1;
    stage.append(door.dataset.waiting, frame);
    frame.title = door.textContent;
    frame.src = door.href + "#" + (document.documentElement.dataset.theme || "light");
    frame.addEventListener("load", function () {
      stage.firstChild.data = "";
      frame.contentWindow.focus();
    });
    document.body.append(stage);
    // What is not seen is not to be reached by keyboard or read aloud.
    document.getElementById("root").inert = true;
    stage.focus();
    open = { stage: stage, door: door };
    // A browser may refuse; then the meeting fills the window.
    if (stage.requestFullscreen) stage.requestFullscreen().catch(function () {});
  }

  document.addEventListener("click", function (event) {
    var door = event.target.closest && event.target.closest("a.talk-door");
    if (!door || open) return;
    event.preventDefault();
    begin(door);
  });
  document.addEventListener("keydown", function (event) {
    if (open && event.key === "Escape") leave();
  });
  document.addEventListener("fullscreenchange", function () {
    if (open && !document.fullscreenElement) leave();
  });
  window.addEventListener("message", function (event) {
    if (open && event.origin === window.location.origin && event.data === "atlas-talk-ends") leave();
  });
})();
