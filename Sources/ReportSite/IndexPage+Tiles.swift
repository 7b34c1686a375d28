internal import AttributionRecords

extension IndexPage {
  /// The numbers at the top of the page.
  var tiles: [(name: String, value: String, why: String)] {
    var tiles = [
      ("Documents", NumberText.grouped(Double(totals.count)), "one report each")
    ]
    let values = totals.values
    if !values.isEmpty {
      func show(_ value: Double) -> String {
        NumberText.quantity(Prediction.Quantity(value: value, unit: totals.unit))
      }
      let sorted = values.sorted()
      tiles.append(("Median", show(sorted[sorted.count / 2]), "of the predicted values"))
      tiles.append(("Range", show(sorted[0]), "to \(show(sorted[sorted.count - 1]))"))
    } else {
      tiles += isTagged ? entityTiles : labelTiles
      tiles.append(
        (
          "Unsure", NumberText.grouped(Double(totals.unsure)),
          isTagged
            ? "with an entity below \(NumberText.percent(IndexTotals.unsureLimit))"
            : "confidence below \(NumberText.percent(IndexTotals.unsureLimit))"
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
    let known = totals.compared
    if known.rows > 0 {
      tiles.append(
        (
          "Disagree", NumberText.grouped(Double(known.differing)),
          "with the data, of \(NumberText.count(known.rows, "document")) with a known label"
        ))
    }
    let errors = totals.errors
    if !errors.isEmpty {
      // Divided first: the sum of large numbers is not finite.
      let mean = errors.reduce(0) { $0 + $1 / Double(errors.count) }
      tiles.append(
        (
          "Mean error", NumberText.quantity(Prediction.Quantity(value: mean, unit: totals.unit)),
          "of \(NumberText.count(errors.count, "document")) with a known value"
        ))
    }
    return tiles
  }

  /// How many entities there are, and how many documents have none.
  private var entityTiles: [(String, String, String)] {
    [
      ("Entities", NumberText.grouped(totals.counted.sum), "found in all documents"),
      ("Without", NumberText.grouped(Double(totals.counted.none)), "documents without one"),
    ]
  }

  /// The two most frequent predictions.
  private var labelTiles: [(String, String, String)] {
    totals.predictions.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.prefix(2).map {
      ($0.key, NumberText.grouped(Double($0.value)), "predicted")
    }
  }

  /// Whether the run is about entities.
  var isTagged: Bool { totals.reading.isTagged }

  /// How the texts of the run were read.
  var reading: Reading { totals.reading }

  /// Whether the data says something about a document.
  var hasGold: Bool { totals.hasGold }

  /// What the index counts of each document, if there may be several.
  var countName: String? {
    totals.counted.rows > 0 ? isTagged ? "Entities" : "Labels" : nil
  }

  /// Returns what a count is of, where no column's head says so.
  func noun(_ count: Int) -> String {
    isTagged ? (count == 1 ? "entity" : "entities") : (count == 1 ? "label" : "labels")
  }

  /// The name of the column of probabilities.
  var confidenceName: String { isTagged ? "Least sure" : "Confidence" }
}
