/* Charts of the numbers page, drawn from its tables: whoever has no script, or hears the page, has the tables. */
(function () {
  "use strict";

  var COLOURS = ["#14532d", "#b45309", "#1d4ed8", "#a61b1b", "#6d28d9", "#0f766e"];
  var DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 5], [1, 4]];
  var HEIGHT = 280;
  var SMALL = "12px system-ui, sans-serif";
  var FONT = "14px system-ui, sans-serif";

  function words(row) {
    return Array.prototype.map.call(row.cells, function (cell) { return cell.textContent.trim(); });
  }

  function read(table) {
    var rows = Array.prototype.map.call(table.tBodies[0].rows, words);
    return {
      names: words(table.tHead.rows[0]).slice(1),
      labels: rows.map(function (row) { return row[0]; }),
      columns: rows[0].slice(1).map(function (_, place) {
        return rows.map(function (row) { return Number(row[place + 1]); });
      })
    };
  }

  function shortened(label) { return label.length > 6 ? label.slice(0, 5) + "…" : label; }

  function ticks(labels, days) {
    return function (_, splits) {
      return splits.map(function (place) {
        var label = labels[place];
        if (label === undefined) { return ""; }
        return days ? label.slice(5) : shortened(label);
      });
    };
  }

  function places(count, width) {
    var step = Math.max(1, Math.ceil(count / Math.max(1, Math.floor(width / 76)))), found = [], place;
    for (place = 0; place < count; place += step) { found.push(place); }
    return found;
  }

  // Days may be left out between others; each bar has its name, standing on end where there is no room.
  function below(told, days, width) {
    var count = told.labels.length, tight = !days && width / count < 76, every = tight ? count * 76 : width;
    return {
      font: tight ? SMALL : FONT,
      rotate: tight ? (width / count < 30 ? -90 : -60) : 0,
      size: tight ? 96 : 40,
      splits: function () { return places(count, every); },
      values: ticks(told.labels, days)
    };
  }

  function whole(values) {
    return values.map(function (value) { return value === Math.floor(value) ? String(value) : ""; });
  }

  function options(told, days, width) {
    var count = told.labels.length;
    return {
      width: width,
      height: HEIGHT,
      scales: {
        x: { time: false, range: [-0.6, count - 0.4] },
        y: { range: function (_, low, high) { return [0, Math.max(1, high * 1.1)]; } }
      },
      axes: [
        below(told, days, width),
        { font: FONT, values: function (_, values) { return whole(values); }, size: 48 }
      ],
      legend: { show: told.names.length > 1, live: false },
      cursor: { show: false },
      series: [{}].concat(told.names.map(function (name, place) {
        var one = { label: name, stroke: COLOURS[place % 6], width: 2, dash: DASHES[place % 6] };
        if (!days) {
          one.fill = COLOURS[place % 6];
          one.paths = uPlot.paths.bars({ size: [0.6, 60] });
          one.points = { show: false };
          one.dash = [];
        }
        return one;
      }))
    };
  }

  function draw(box) {
    var details = box.nextElementSibling, days = box.getAttribute("data-chart") === "days";
    var told = read(details.querySelector("table")), values, chart;
    if (!days) { told.names = told.names.slice(0, 1); told.columns = told.columns.slice(0, 1); }
    box.hidden = false;
    details.open = false;
    values = [told.labels.map(function (_, place) { return place; })].concat(told.columns);
    function fresh() { return new uPlot(options(told, days, box.clientWidth), values, box); }
    chart = fresh();
    window.addEventListener("resize", function () {
      if (chart.width === box.clientWidth) { return; }
      chart.destroy();
      chart = fresh();  // the width decides how the names stand
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll('[data-chart="days"], [data-chart="bars"]'), draw);
}());
