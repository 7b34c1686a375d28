/* Progressive enhancement only: every page reads the same without this file. */
(function () {
  "use strict";

  // One tab stop for each text; arrow keys walk its words.
  document.querySelectorAll("div.heat").forEach(function (heat) {
    var words = Array.prototype.slice.call(heat.querySelectorAll("i"));
    if (!words.length) return;
    var at = 0;
    words[0].tabIndex = 0;
    function focusOn(index) {
      words[at].removeAttribute("tabindex");
      at = Math.max(0, Math.min(words.length - 1, index));
      words[at].tabIndex = 0;
      words[at].focus();
    }
    heat.addEventListener("keydown", function (event) {
      var step = { ArrowRight: 1, ArrowLeft: -1, Home: -words.length, End: words.length }[event.key];
      if (step) { event.preventDefault(); focusOn(at + step); }
      if (event.key === "Escape") document.activeElement.blur();
    });
    heat.addEventListener("click", function (event) {
      var index = words.indexOf(event.target);
      if (index >= 0) focusOn(index);
    });
  });

  // A link to a closed table opens it.
  function openTarget() {
    var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
  }
  openTarget();
  window.addEventListener("hashchange", openTarget);

  // The index: search, filter by prediction, sort by column.
  var table = document.getElementById("docs");
  if (!table) return;
  var body = table.tBodies[0];
  var rows = Array.prototype.slice.call(body.rows);
  var search = document.getElementById("q");
  var label = document.getElementById("lab");
  var collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function sortBy(key, isNumber, descending) {
    rows.sort(function (a, b) {
      var x = a.dataset[key], y = b.dataset[key];
      var order = isNumber ? x - y : collator.compare(x, y);
      return (descending ? -order : order) || collator.compare(a.dataset.id, b.dataset.id);
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }

  table.querySelectorAll("th[data-sort]").forEach(function (head) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () {
      var current = head.getAttribute("aria-sort");
      var isNumber = head.dataset.type === "n";
      var descending = current ? current === "ascending" : isNumber;
      sortBy(head.dataset.sort, isNumber, descending);
      table.querySelectorAll("th[aria-sort]").forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    });
  });

  function filter() {
    var text = search.value.trim().toLowerCase();
    var shown = 0;
    rows.forEach(function (row) {
      var fits = (!text || row.textContent.toLowerCase().indexOf(text) >= 0) &&
        (!label || !label.value || row.dataset.label === label.value);
      row.classList.toggle("off", !fits);
      if (fits) shown += 1;
    });
    document.getElementById("found").textContent =
      shown === rows.length ? ""
        : "{{t:script.shown}}".replace("{shown}", shown).replace("{total}", rows.length);
    document.getElementById("none").hidden = shown > 0;
  }
  document.querySelector(".tools").hidden = false;
  search.addEventListener("input", filter);
  if (label) label.addEventListener("change", filter);
})();
