internal import AttributionRecords

extension IndexPage {
  /// A number with its name and what it means.
  struct Tile {
    let name: String
    let value: String
    let why: String
    /// The number where what it means is not said.
    var alone: String?
  }

  /// The numbers at the top of the page.
  var tiles: [Tile] {
    var tiles = [tile(.documents, totals.count, strings[.oneReportEach])]
    let values = totals.values
    if !values.isEmpty {
      let sorted = values.sorted()
      // Halved first: the sum of large numbers is not finite.
      let median = sorted[(sorted.count - 1) / 2] / 2 + sorted[sorted.count / 2] / 2
      let (least, most) = (show(sorted[0]), show(sorted[sorted.count - 1]))
      tiles += [
        Tile(name: strings[.median], value: show(median), why: strings[.medianOf]),
        Tile(
          name: strings[.range], value: least, why: strings(.rangeTo, ["value": most]),
          alone: "\(least) – \(most)"),
      ]
    } else {
      tiles += isTagged ? entityTiles : labelTiles
      tiles.append(
        tile(
          .unsure, totals.unsure,
          strings(
            isTagged ? .unsureEntity : .unsureBelow,
            ["percent": NumberText.percent(IndexTotals.unsureLimit)])))
    }
    tiles += goldTiles
    if !summary.faults.isEmpty {
      tiles.append(tile(.faults, summary.faults.count, strings[.faultsBelow]))
    }
    return tiles
  }

  private func tile(_ name: TextKey, _ count: Int, _ why: String) -> Tile {
    Tile(name: strings[name], value: NumberText.grouped(Double(count)), why: why)
  }

  private func show(_ value: Double) -> String {
    NumberText.quantity(Prediction.Quantity(value: value, unit: totals.unit))
  }

  /// How well the predictions fit what the data says.
  private var goldTiles: [Tile] {
    var tiles: [Tile] = []
    let known = totals.compared
    if known.rows > 0 {
      tiles.append(
        tile(.disagree, known.differing, strings(.disagreeOf, ["count": known.rows])))
    }
    let errors = totals.errors
    if !errors.isEmpty {
      // Divided first: the sum of large numbers is not finite.
      let mean = errors.reduce(0) { $0 + $1 / Double(errors.count) }
      tiles.append(
        Tile(
          name: strings[.meanError], value: show(mean),
          why: strings(.meanErrorOf, ["count": errors.count])))
    }
    return tiles
  }

  /// How many entities there are, and how many documents have none.
  private var entityTiles: [Tile] {
    [
      Tile(
        name: strings[.entities], value: NumberText.grouped(totals.counted.sum),
        why: strings[.entitiesFound]),
      tile(.without, totals.counted.none, strings[.withoutOne]),
    ]
  }

  /// The two most frequent predictions.
  private var labelTiles: [Tile] {
    totals.predictions.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.prefix(2).map {
      Tile(
        name: $0.key, value: NumberText.grouped(Double($0.value)), why: strings[.isPredicted])
    }
  }

  /// Whether the run is about entities.
  var isTagged: Bool { totals.reading.isTagged }

  /// How the texts of the run were read.
  var reading: Reading { totals.reading }

  /// Whether the data says something about a document.
  var hasGold: Bool { totals.hasGold }

  /// What the index counts of each document, if there may be several.
  var countKey: TextKey? {
    totals.counted.rows > 0 ? isTagged ? .entities : .labels : nil
  }

  /// Returns what a count is of, where no column's head says so.
  func noun(_ count: Int) -> String {
    strings(isTagged ? .entityNoun : .labelNoun, ["count": count])
  }

  /// The name of the column of probabilities.
  var confidenceKey: TextKey { isTagged ? .leastSure : .confidence }
}
