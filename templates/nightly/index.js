(function () {
  "use strict";
  var table = document.getElementById("table-runs");
  if (!table) { return; }
  var body = table.tBodies[0];
  var rows = Array.prototype.slice.call(body.rows);
  var key = function (row, column) {
    var text = row.cells[column].getAttribute("data-key");
    return text === null || text === "" ? null : text;
  };
  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.title = table.getAttribute("data-sort");
    while (head.firstChild) { button.appendChild(head.firstChild); }
    head.appendChild(button);
    button.addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") === "ascending";
      var text = head.getAttribute("data-kind") === "text";
      Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) {
        other.removeAttribute("aria-sort");
      });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.slice().sort(function (one, other) {
        var a = key(one, column), b = key(other, column);
        if (a === null || b === null) { return (a === null) - (b === null); }
        var order = text ? a.localeCompare(b, undefined, { numeric: true }) : Number(a) - Number(b);
        return down ? -order : order;
      }).forEach(function (row) { body.appendChild(row); });
    });
  });
  var filters = document.querySelector(".filters");
  var choices = filters.querySelectorAll("select");
  var shown = document.getElementById("shown");
  filters.hidden = choices.length === 0;
  choices.forEach(function (choice) {
    choice.addEventListener("change", function () {
      var count = 0;
      rows.forEach(function (row) {
        var fits = Array.prototype.every.call(choices, function (one) {
          return !one.value || row.getAttribute("data-" + one.dataset.filter) === one.value;
        });
        row.hidden = !fits;
        count += fits ? 1 : 0;
      });
      shown.textContent = String(count);
    });
  });
})();
