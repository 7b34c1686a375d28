/* Searches the words and titles of all runs; its data are script files, so that it works from disk. */
(function () {
  "use strict";

  var input = document.getElementById("q");
  var found = document.getElementById("found");
  var results = document.getElementById("results");
  var blockSize = 500;
  var shownLimit = 50;
  var parts = {};
  var waiting = {};

  // Each data file hands its part over by this function.
  window.lafaPart = function (name, data) { parts[name] = data; };

  function load(name) {
    if (!waiting[name]) {
      waiting[name] = new Promise(function (resolve) {
        var script = document.createElement("script");
        script.src = "search/" + name + ".js";
        script.onload = function () { resolve(Object.hasOwn(parts, name) ? parts[name] : []); };
        // A part that no word belongs to does not exist.
        script.onerror = function () { resolve([]); };
        document.head.appendChild(script);
      });
    }
    return waiting[name];
  }

  function partName(word) {
    return "w-" + Array.from(word).slice(0, 2).map(function (letter) {
      return /^[a-z0-9]$/.test(letter) ? letter : "u" + letter.codePointAt(0).toString(16);
    }).join("-");
  }

  // The documents with a word that begins so, each with its strongest share.
  function documentsOf(word) {
    return load(partName(word)).then(function (entries) {
      var shares = new Map();
      var isCut = false;
      entries.forEach(function (entry) {
        if (entry[0].indexOf(word) !== 0) return;
        if (entry[1] > entry[2].length / 2) isCut = true;
        for (var index = 0; index < entry[2].length; index += 2) {
          var number = entry[2][index];
          shares.set(number, Math.max(shares.get(number) || 0, entry[2][index + 1]));
        }
      });
      return { shares: shares, isCut: isCut };
    });
  }

  function counted(shown, count, isCut) {
    var text = (count === 1 ? "{{t:script.one}}" : "{{t:script.many}}").replace("{count}", count);
    if (isCut) text = "{{t:script.atLeast}}".replace("{found}", text);
    return shown < count
      ? "{{t:script.first}}".replace("{found}", text).replace("{shown}", shown) : text;
  }

  function show(rows, count, isCut) {
    results.textContent = "";
    var list = document.createElement("ol");
    rows.forEach(function (row) {
      var item = document.createElement("li");
      var link = document.createElement("a");
      link.href = "runs/" + encodeURIComponent(row.run) + "/documents/" +
        encodeURIComponent(row.file) + ".html";
      var name = document.createElement("bdi");
      name.textContent = row.title;
      link.appendChild(name);
      item.appendChild(link);
      var note = document.createElement("span");
      note.className = "conf";
      note.textContent = " " + row.run +
        (row.share ? " · " + "{{t:script.share}}".replace("{share}", (row.share / 10).toFixed(1)) : "");
      item.appendChild(note);
      list.appendChild(item);
    });
    if (rows.length) results.appendChild(list);
    found.textContent = count === 0 ? "{{t:index.none}}" : counted(rows.length, count, isCut);
  }

  var turn = 0;
  function search() {
    var mine = ++turn;
    var words = input.value.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) || [];
    if (!words.length) { results.textContent = ""; found.textContent = ""; return; }
    Promise.all(words.map(documentsOf)).then(function (all) {
      var numbers = Array.from(all[0].shares.keys()).filter(function (number) {
        return all.every(function (one) { return one.shares.has(number); });
      });
      function share(number) {
        return all.reduce(function (sum, one) { return sum + one.shares.get(number); }, 0);
      }
      numbers.sort(function (a, b) { return share(b) - share(a) || a - b; });
      var shown = numbers.slice(0, shownLimit);
      var isCut = all.some(function (one) { return one.isCut; });
      return Promise.all([load("runs")].concat(shown.map(function (number) {
        return load("d-" + Math.floor(number / blockSize));
      }))).then(function (loaded) {
        // A later key press has its own results.
        if (mine !== turn) return;
        show(shown.map(function (number, index) {
          var row = loaded[index + 1][number % blockSize];
          return { run: loaded[0][row[0]], file: row[1], title: row[2], share: share(number) };
        }), numbers.length, isCut);
      });
    });
  }

  document.querySelector(".tools").hidden = false;
  results.textContent = "";
  input.addEventListener("input", search);
  if (input.value) search();
})();
