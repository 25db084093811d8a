(function () {
  "use strict";
  function sort(table, index, header) {
    var up = header.getAttribute("aria-sort") !== "ascending";
    table.querySelectorAll("th").forEach(function (other) { other.removeAttribute("aria-sort"); });
    header.setAttribute("aria-sort", up ? "ascending" : "descending");
    var numeric = header.style.textAlign === "right";
    var body = table.tBodies[0];
    var rows = Array.from(body.rows).map(function (row, place) {
      var text = row.cells[index].textContent;
      var number = parseFloat(text.replace(/,/g, ""));
      return { row: row, place: place, text: text, number: number };
    });
    rows.sort(function (a, b) {
      var order;
      if (numeric) {
        if (isNaN(a.number) || isNaN(b.number)) {
          return isNaN(a.number) - isNaN(b.number) || a.place - b.place;
        }
        order = a.number - b.number;
      } else {
        order = a.text.localeCompare(b.text);
      }
      return (up ? order : -order) || a.place - b.place;
    });
    rows.forEach(function (each) { body.appendChild(each.row); });
  }
  function prepare(box) {
    box.setAttribute("data-ready", "");
    var table = box.querySelector("table");
    var filter = document.createElement("input");
    filter.type = "search";
    filter.placeholder = "Filter rows";
    filter.setAttribute("aria-label", "Filter rows");
    filter.style.cssText = "margin:0.2em 0;position:sticky;left:0";
    filter.addEventListener("keydown", function (event) { event.stopPropagation(); });
    filter.addEventListener("input", function () {
      var wanted = filter.value.toLowerCase();
      Array.from(table.tBodies[0].rows).forEach(function (row) {
        row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
    box.insertBefore(filter, box.firstChild);
    table.querySelectorAll("th").forEach(function (header, index) {
      header.style.cursor = "pointer";
      header.title = "Sort";
      header.addEventListener("click", function () { sort(table, index, header); });
    });
  }
  document.querySelectorAll("[data-sqlflow-grid]:not([data-ready])").forEach(prepare);
})();
