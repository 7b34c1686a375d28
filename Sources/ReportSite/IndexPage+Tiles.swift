internal import AttributionRecords

extension IndexPage {
  /// The numbers at the top of the page.
  var tiles: [(name: String, value: String, why: String)] {
    var tiles = [
      ("Documents", NumberText.grouped(Double(rows.count)), "one report each")
    ]
    let values = rows.compactMap(\.value)
    if !values.isEmpty {
      func show(_ value: Double) -> String {
        NumberText.quantity(Prediction.Quantity(value: value, unit: unit))
      }
      let sorted = values.sorted()
      tiles.append(("Median", show(sorted[sorted.count / 2]), "of the predicted values"))
      tiles.append(("Range", show(sorted[0]), "to \(show(sorted[sorted.count - 1]))"))
    } else {
      tiles += isTagged ? entityTiles : labelTiles
      tiles.append(
        (
          "Unsure", NumberText.grouped(Double(rows.count { ($0.confidence ?? 1) < Self.unsure })),
          isTagged
            ? "with an entity below \(NumberText.percent(Self.unsure))"
            : "confidence below \(NumberText.percent(Self.unsure))"
        ))
    }
    tiles += goldTiles
    if !summary.faults.isEmpty {
      tiles.append(
        (
          "Faults", NumberText.grouped(Double(summary.faults.count)),
          "left out or to be read with care, listed below"
        ))
    }
    return tiles
  }

  /// How well the predictions fit what the data says.
  private var goldTiles: [(String, String, String)] {
    var tiles: [(String, String, String)] = []
    let known = rows.compactMap { $0.gold?.agrees }
    if !known.isEmpty {
      tiles.append(
        (
          "Disagree", NumberText.grouped(Double(known.count { !$0 })),
          "with the data, of \(NumberText.count(known.count, "document")) with a known label"
        ))
    }
    let errors = rows.compactMap { $0.gold?.error }
    if !errors.isEmpty {
      // Divided first: the sum of large numbers is not finite.
      let mean = errors.reduce(0) { $0 + $1 / Double(errors.count) }
      tiles.append(
        (
          "Mean error", NumberText.quantity(Prediction.Quantity(value: mean, unit: unit)),
          "of \(NumberText.count(errors.count, "document")) with a known value"
        ))
    }
    return tiles
  }

  /// How many entities there are, and how many documents have none.
  private var entityTiles: [(String, String, String)] {
    let counts = rows.compactMap(\.count)
    let total = counts.reduce(0.0) { $0 + Double($1) }
    return [
      ("Entities", NumberText.grouped(total), "found in all documents"),
      ("Without", NumberText.grouped(Double(counts.count { $0 == 0 })), "documents without one"),
    ]
  }

  /// The two most frequent predictions.
  private var labelTiles: [(String, String, String)] {
    var counts: [String: Int] = [:]
    for row in rows { counts[row.prediction, default: 0] += 1 }
    return counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.prefix(2).map {
      ($0.key, NumberText.grouped(Double($0.value)), "predicted")
    }
  }

  /// Whether the run is about entities.
  var isTagged: Bool { rows.contains { $0.reading.isTagged } }

  /// How the texts of the run were read.
  var reading: Reading {
    Reading(hasWindows: rows.contains { $0.reading.hasWindows }, isTagged: isTagged)
  }

  /// Whether the data says something about a document.
  var hasGold: Bool { rows.contains { $0.gold != nil } }

  /// What the index counts of each document, if there may be several.
  var countName: String? {
    rows.contains { $0.count != nil } ? isTagged ? "Entities" : "Labels" : nil
  }

  /// Returns what a count is of, where no column's head says so.
  func noun(_ count: Int) -> String {
    isTagged ? (count == 1 ? "entity" : "entities") : (count == 1 ? "label" : "labels")
  }

  /// The name of the column of probabilities.
  var confidenceName: String { isTagged ? "Least sure" : "Confidence" }
}
