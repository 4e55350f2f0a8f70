(function () {
  "use strict";
  var box = document.getElementById("explorer");
  if (!box || typeof DecompressionStream === "undefined") { return; }
  var facts = JSON.parse(document.getElementById("explorer-cells").content.textContent);
  var cells = box.querySelector(".cells");
  var choices = Array.from(box.querySelectorAll('input[name="head"]'));
  var compare = document.getElementById("compare");
  var said = document.getElementById("explorer-said");
  var SVG = "http://www.w3.org/2000/svg";
  var switches = Array.from(document.querySelectorAll('input[name="language"]'));
  var languages = switches.length
    ? switches.map(function (one) { return one.value; }) : [document.documentElement.lang];
  var EVEN = 1 - facts.lowest / facts.step;
  var across = Math.ceil(facts.keys / facts.block);
  var down = Math.ceil(facts.queries / facts.block);
  var read = {};
  var place = null;

  // The one data chunk of a picture holds a filter byte and a row of greys, row after row.
  function inflated(id) {
    if (!read[id]) {
      var image = document.getElementById("cells-" + id);
      var text = atob(image.getAttribute("href").split(",")[1]);
      var bytes = Uint8Array.from(text, function (letter) { return letter.charCodeAt(0); });
      var view = new DataView(bytes.buffer);
      var at = 8;
      while (text.substr(at + 4, 4) !== "IDAT") { at += 12 + view.getUint32(at); }
      var packed = new Blob([bytes.subarray(at + 8, at + 8 + view.getUint32(at))]);
      var plain = packed.stream().pipeThrough(new DecompressionStream("deflate"));
      var wide = view.getUint32(16);
      var grey = 255 / facts.highest;
      read[id] = new Response(plain).arrayBuffer().then(function (buffer) {
        var rows = new Uint8Array(buffer);
        var codes = new Uint8Array(across * down);
        for (var row = 0; row < down; row += 1) {
          for (var column = 0; column < across; column += 1) {
            codes[row * across + column] = rows[row * (wide + 1) + column + 1] / grey;
          }
        }
        return { codes: codes };
      });
    }
    return read[id];
  }

  function chosen() { return choices.find(function (one) { return one.checked; }).value; }
  function lift(code) { return Math.pow(2, facts.lowest + facts.step * (code - 1)); }
  function fixed(number, digits) { return number.toFixed(digits).replace("-", "\u2212"); }
  function ends(code) { return code === 1 ? "\u2264 " : code === facts.highest ? "\u2265 " : ""; }
  function ratio(number) { return fixed(number, number < 9.95 ? 2 : number < 99.5 ? 1 : 0); }
  function worded(name, number) {
    var words = {};
    languages.forEach(function (language) {
      words[language] = facts.words[language][name].replace("#", number);
    });
    return words;
  }
  function percent(share) {
    var part = 100 * share, size = Math.abs(part);
    return fixed(part, size >= 9.95 ? 1 : size >= 0.995 ? 2 : size >= 0.0995 ? 3 : 4);
  }
  function named(axis, index) {
    if (!facts.numbered[axis === "key" ? 1 : 0]) { return undefined; }
    var first = index * facts.block;
    var last = Math.min(first + facts.block, axis === "key" ? facts.keys : facts.queries) - 1;
    return first === last ? String(first) : first + "\u2060–\u2060" + last;
  }
  function put(part, words, number) {
    var slot = box.querySelector('[data-part="' + part + '"]');
    slot.textContent = "";
    languages.forEach(function (language) {
      if (!words) { return; }
      var span = document.createElement("span");
      if (languages.length > 1) { span.className = language; }
      span.lang = language;
      span.textContent = words[language] + (number === undefined ? "" : " (" + number + ")");
      slot.appendChild(span);
    });
    if (!words) { slot.textContent = number; }
  }
  function even(row, column) {
    var share = facts.even[row];
    return Array.isArray(share) ? share[column] : share;
  }

  var screen = document.createElement("canvas");
  screen.className = "heat";
  screen.hidden = true;
  var cursor = document.createElementNS(SVG, "svg");
  cursor.setAttribute("class", "cursor");
  cursor.setAttribute("preserveAspectRatio", "none");
  cursor.setAttribute("aria-hidden", "true");
  cursor.setAttribute("viewBox", cells.querySelector("svg").getAttribute("viewBox"));
  var marks = [0, 1].map(function () {
    var mark = document.createElementNS(SVG, "rect");
    mark.setAttribute("width", 1);
    mark.setAttribute("height", 1);
    mark.setAttribute("vector-effect", "non-scaling-stroke");
    cursor.appendChild(mark);
    return mark;
  });
  cursor.style.display = "none";
  cells.append(screen, cursor);

  // The quotient of two heads, as codes; a canvas under the same filter has the same colours.
  function paint(one, other) {
    screen.width = across;
    screen.height = down;
    var ink = screen.getContext("2d");
    var picture = ink.createImageData(across, down);
    one.codes.forEach(function (code, index) {
      var against = other.codes[index];
      if (!code || !against) { return; }
      var moved = Math.min(facts.highest, Math.max(1, code - against + EVEN));
      picture.data.fill(moved * 255 / facts.highest, 4 * index, 4 * index + 3);
      picture.data[4 * index + 3] = 255;
    });
    ink.putImageData(picture, 0, 0);
    var size = cells.querySelector("svg").viewBox.baseVal;
    screen.style.width = 100 * across / size.width + "%";
    screen.style.height = 100 * down / size.height + "%";
  }

  function show() {
    var id = chosen();
    var shown = box.querySelector("use.shown");
    if (shown) { shown.setAttribute("href", "#cells-" + id); }
    box.querySelectorAll(".line, .big").forEach(function (each) {
      if (box.classList.contains("scripted")) {
        each.style.display = each.dataset.tile === id ? "block" : "none";
      }
    });
    var other = compare.value;
    box.classList.toggle("comparing", other !== "even");
    screen.hidden = other === "even";
    cells.querySelector("svg").style.visibility = other === "even" ? "" : "hidden";
    return Promise.all([inflated(id), other === "even" ? null : inflated(other)])
      .then(function (both) {
        if (id !== chosen() || other !== compare.value) { return; }
        if (both[1]) { paint(both[0], both[1]); }
        if (!place) {
          var most = both[0].codes.indexOf(Math.max.apply(null, both[0].codes));
          place = [Math.floor(most / across), most % across];
        }
        tell(both[0], both[1], false);
      });
  }

  function tell(one, other, aloud) {
    var row = place[0], column = place[1], index = row * across + column;
    var code = one.codes[index], share = even(row, column);
    marks.forEach(function (mark) {
      mark.setAttribute("x", column);
      mark.setAttribute("y", row);
    });
    cursor.style.display = "";
    put("query", wordsOf("query", row), named("query", row));
    put("key", wordsOf("key", column), named("key", column));
    ["weight", "lift", "difference"].forEach(function (part) { put(part, null, "—"); });
    if (!code) {
      var slot = box.querySelector('[data-part="weight"]');
      slot.innerHTML = "";
      slot.append(...document.getElementById("explorer-forbidden").cloneNode(true).childNodes);
    } else {
      put("weight", null, ends(code) + percent(lift(code) * share) + "%");
      put("lift", worded("times", ends(code) + ratio(lift(code))));
      var against = other ? other.codes[index] : EVEN;
      var apart = (lift(code) - lift(against)) * share;
      if (against) { put("difference", worded("points", (apart > 0 ? "+" : "") + percent(apart))); }
      if (other && against) {
        put("lift", worded("times", ratio(lift(code)) + " : " + ratio(lift(against))));
      }
    }
    cells.dataset.query = row;
    cells.dataset.key = column;
    cells.dataset.lift = code ? lift(code) : "";
    cells.dataset.weight = code ? lift(code) * share : "";
    cells.dataset.against = code && other && other.codes[index] ? lift(other.codes[index]) : "";
    cells.dataset.head = chosen();
    if (aloud) {
      var here = document.documentElement.lang;
      said.textContent = Array.from(box.querySelectorAll(".readout div")).map(function (pair) {
        return Array.from(pair.children).map(function (side) {
          var own = side.querySelector('[lang="' + here + '"]');
          return (own || side).textContent;
        }).join(" ");
      }).join(", ");
    }
  }
  function wordsOf(axis, index) {
    var all = facts[axis] || facts.key, words = {};
    languages.forEach(function (language) { words[language] = all[language][index]; });
    return words;
  }
  function move(row, column, aloud) {
    inflated(chosen()).then(function (one) {
      place = [Math.max(0, Math.min(down - 1, row)), Math.max(0, Math.min(across - 1, column))];
      var other = compare.value === "even" ? null : inflated(compare.value);
      Promise.resolve(other).then(function (second) { tell(one, second, aloud); });
    });
  }

  function relabel() {
    var here = document.documentElement.lang;
    cells.setAttribute("aria-label", inLanguage(document.getElementById("explorer-grid"), here));
    Array.from(compare.options).forEach(function (option) {
      option.textContent = option.value === "even" ? facts.words[here].even
        : inLanguage(box.querySelector('.line[data-tile="' + option.value + '"] h4'), here);
    });
  }
  function inLanguage(node, language) {
    return (node.querySelector('[lang="' + language + '"]') || node).textContent;
  }

  ["even"].concat(choices.map(function (one) { return one.value; })).forEach(function (id) {
    var option = document.createElement("option");
    option.value = id;
    compare.appendChild(option);
  });
  box.classList.add("live");
  cells.tabIndex = 0;
  cells.setAttribute("role", "application");
  cells.setAttribute("aria-describedby", "explorer-hint");
  relabel();
  switches.forEach(function (one) { one.addEventListener("change", relabel); });
  choices.forEach(function (one) { one.addEventListener("change", show); });
  compare.addEventListener("change", show);
  function point(event) {
    var frame = cells.getBoundingClientRect(), size = cells.querySelector("svg").viewBox.baseVal;
    move(Math.floor((event.clientY - frame.top) / frame.height * size.height),
      Math.floor((event.clientX - frame.left) / frame.width * size.width), false);
  }
  cells.addEventListener("pointermove", point);
  cells.addEventListener("pointerdown", point);
  var steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  cells.addEventListener("keydown", function (event) {
    var step = steps[event.key], far = event.shiftKey ? 10 : 1;
    if (!step || event.ctrlKey || event.altKey || event.metaKey) { return; }
    event.preventDefault();
    if (place) { move(place[0] + far * step[0], place[1] + far * step[1], true); }
  });
  show();
})();
