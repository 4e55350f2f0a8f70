(function () {
  "use strict";
  var store = "reportgen-language";
  var radios = document.querySelectorAll('input[name="language"]');
  var wanted = null;
  try { wanted = localStorage.getItem(store); } catch (refused) { wanted = null; }
  if (!wanted) { wanted = (navigator.language || "").slice(0, 2); }
  radios.forEach(function (radio) {
    if (radio.value === wanted) { radio.checked = true; }
    radio.addEventListener("change", function () {
      document.documentElement.lang = radio.value;
      try { localStorage.setItem(store, radio.value); } catch (refused) { return; }
    });
  });
  radios.forEach(function (radio) {
    if (radio.checked) { document.documentElement.lang = radio.value; }
  });
  // What is folded away must not be missing where a link leads to it, nor on paper.
  function unfold() {
    var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    var fold = target && target.closest("details");
    if (fold && !fold.open) {
      fold.open = true;
      target.scrollIntoView();
    }
  }
  addEventListener("hashchange", unfold);
  unfold();
  var opened = [];
  addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (fold) { fold.open = true; });
  });
  addEventListener("afterprint", function () {
    opened.forEach(function (fold) { fold.open = false; });
  });
})();
