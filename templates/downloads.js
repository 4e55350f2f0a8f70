(function () {
  "use strict";
  // A figure takes its colours and its font from the page: a picture of it must carry them along.
  var LOOKS = ["fill", "stroke", "font-family", "font-size", "font-weight", "filter",
    "image-rendering", "font-variant-numeric"];
  var SCALE = 2;

  function standalone(svg) {
    var copy = svg.cloneNode(true);
    var sources = [svg].concat(Array.from(svg.querySelectorAll("*")));
    var copies = [copy].concat(Array.from(copy.querySelectorAll("*")));
    var hidden = [];
    sources.forEach(function (source, index) {
      var looks = getComputedStyle(source);
      if (looks.display === "none") { hidden.push(copies[index]); return; }
      LOOKS.forEach(function (look) {
        var value = looks.getPropertyValue(look);
        if (value && value !== "none" || look === "fill" || look === "stroke") {
          copies[index].style.setProperty(look, value);
        }
      });
    });
    hidden.forEach(function (gone) { gone.remove(); });
    return copy;
  }

  function saved(blob, name) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  function picture(svg, name) {
    var box = svg.getBoundingClientRect();
    var copy = standalone(svg);
    copy.setAttribute("width", box.width);
    copy.setAttribute("height", box.height);
    var text = new XMLSerializer().serializeToString(copy);
    var image = new Image();
    image.onload = function () {
      var canvas = document.createElement("canvas");
      canvas.width = Math.ceil(box.width * SCALE);
      canvas.height = Math.ceil(box.height * SCALE);
      var ink = canvas.getContext("2d");
      ink.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
      ink.fillRect(0, 0, canvas.width, canvas.height);
      ink.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(function (blob) { saved(blob, name); }, "image/png");
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  }

  document.querySelectorAll("button[data-picture]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var figure = document.getElementById("figure-" + button.dataset.picture);
      var shown = Array.from(figure.querySelectorAll("svg.fig")).find(function (svg) {
        return svg.getBoundingClientRect().width > 0;
      });
      if (shown) { picture(shown, button.dataset.picture + ".png"); }
    });
  });
})();
