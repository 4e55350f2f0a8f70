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
})();
