(function () {
  "use strict";
  // A figure takes its colours and its font from the page: a picture of it must carry them along.
  var LOOKS = ["fill", "stroke", "font-family", "font-size", "font-weight", "filter",
    "image-rendering", "font-variant-numeric"];
  var SCALE = 2;
  var SVG = "http://www.w3.org/2000/svg";

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

  function picture(copy, box, name) {
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

  // The large view is several pieces in a grid: as a picture they become parts of one SVG.
  function pieced(frame, box) {
    var whole = document.createElementNS(SVG, "svg");
    document.querySelectorAll("#explorer filter").forEach(function (filter) {
      whole.appendChild(filter.cloneNode(true));
    });
    function place(part, source) {
      var at = source.getBoundingClientRect();
      part.setAttribute("x", at.left - box.left);
      part.setAttribute("y", at.top - box.top);
      part.setAttribute("width", at.width);
      part.setAttribute("height", at.height);
      whole.appendChild(part);
    }
    function pixels(address, source, filter) {
      var part = document.createElementNS(SVG, "image");
      part.setAttribute("href", address);
      part.setAttribute("preserveAspectRatio", "none");
      part.style.imageRendering = "pixelated";
      part.style.filter = filter;
      place(part, source);
    }
    var cells = frame.querySelector(".cells"), canvas = cells.querySelector("canvas");
    var heat = cells.querySelector("svg"), size = heat.viewBox.baseVal;
    if (canvas && !canvas.hidden) {
      pixels(canvas.toDataURL(), canvas, getComputedStyle(canvas).filter);
    } else {
      var use = Array.from(heat.querySelectorAll("use")).find(function (one) {
        return getComputedStyle(one).display !== "none";
      });
      var shown = document.createElementNS(SVG, "svg");
      shown.setAttribute("viewBox", "0 0 " + size.width + " " + size.height);
      shown.setAttribute("preserveAspectRatio", "none");
      var image = document.querySelector(use.getAttribute("href")).cloneNode(true);
      image.removeAttribute("id");
      image.style.imageRendering = "pixelated";
      // A filter would undo the cutting of what it is laid on: it goes on the picture itself.
      image.style.filter = getComputedStyle(heat).filter;
      shown.appendChild(image);
      shown.setAttribute("overflow", "hidden");
      place(shown, heat);
    }
    frame.querySelectorAll(":scope > svg").forEach(function (axis) {
      var part = standalone(axis);
      part.setAttribute("overflow", "visible");
      place(part, axis);
    });
    frame.querySelectorAll(":scope > p").forEach(function (title) {
      var at = title.getBoundingClientRect(), looks = getComputedStyle(title);
      var text = document.createElementNS(SVG, "text");
      var x = at.left + at.width / 2 - box.left, y = at.top + at.height / 2 - box.top;
      var turn = at.height > at.width ? " rotate(-90)" : "";
      text.setAttribute("transform", "translate(" + x + " " + y + ")" + turn);
      text.setAttribute("text-anchor", "middle");
      text.setAttribute("dy", ".35em");
      text.setAttribute("fill", looks.color);
      text.setAttribute("font-family", looks.fontFamily);
      text.setAttribute("font-size", looks.fontSize);
      text.textContent = title.innerText.trim();
      whole.appendChild(text);
    });
    explained(whole, cells.getBoundingClientRect().left - box.left, box.height);
    return whole;
  }

  // Alone in a folder, the picture must say which head it is and what its colours mean.
  function explained(whole, left, height) {
    var box = document.getElementById("explorer"), compare = document.getElementById("compare");
    var name = Array.from(box.querySelectorAll(".line h4")).find(seen);
    var unit = Array.from(box.querySelectorAll(".legend > span")).find(seen);
    var named = sentence(name.innerText.trim());
    if (compare.value !== "even") { named += " / " + compare.selectedOptions[0].textContent; }
    write(named, name, 20);
    var ramp = standalone(box.querySelector(".ramp"));
    ramp.setAttribute("x", left - 8);
    ramp.setAttribute("y", height - 34);
    ramp.setAttribute("overflow", "visible");
    whole.appendChild(ramp);
    write(unit.innerText.trim(), unit, height - 25, 212);

    function write(words, like, y, shift) {
      var text = document.createElementNS(SVG, "text"), looks = getComputedStyle(like);
      text.setAttribute("x", left + (shift || 0));
      text.setAttribute("y", y);
      text.setAttribute("fill", looks.color);
      text.setAttribute("font-family", looks.fontFamily);
      text.setAttribute("font-size", looks.fontSize);
      text.setAttribute("font-weight", looks.fontWeight);
      text.textContent = words;
      whole.appendChild(text);
    }
  }
  function seen(node) { return node.getClientRects().length > 0; }
  function sentence(words) { return words.charAt(0).toUpperCase() + words.slice(1); }

  function roomAround(frame) {
    var box = frame.getBoundingClientRect();
    return {
      left: box.left - 4, top: box.top - 36, height: box.height + 80,
      width: Math.max(box.width + 18, 420)
    };
  }

  document.querySelectorAll("button[data-picture]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var figure = document.getElementById("figure-" + button.dataset.picture);
      var frame = figure.querySelector(".frame");
      if (frame) {
        var room = roomAround(frame), chosen = figure.querySelector("input[name=head]:checked").value;
        picture(pieced(frame, room), room, "head-" + chosen + ".png");
        return;
      }
      var shown = Array.from(figure.querySelectorAll("svg.fig")).find(function (svg) {
        return svg.getBoundingClientRect().width > 0;
      });
      if (shown) {
        picture(standalone(shown), shown.getBoundingClientRect(), button.dataset.picture + ".png");
      }
    });
  });
})();
