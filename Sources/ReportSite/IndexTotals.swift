/// What the rows of an index add up to; kept while the rows themselves are put aside.
struct IndexTotals: Sendable {
  /// The number of rows.
  private(set) var count = 0
  /// How often each prediction occurs, unless numbers are predicted.
  private(set) var predictions: [String: Int] = [:]
  /// The predicted numbers.
  private(set) var values: [Double] = []
  /// Their unit.
  private(set) var unit: String?
  /// Whether a row has a probability.
  private(set) var hasConfidence = false
  /// Rows whose probability is below ``unsureLimit``.
  private(set) var unsure = 0
  /// Rows with a number of entities or labels, their sum, and how many have none.
  private(set) var counted = (rows: 0, sum: 0.0, none: 0)
  /// Whether the data says something about a document.
  private(set) var hasGold = false
  /// Predictions that can be compared with the data, and how many differ.
  private(set) var compared = (rows: 0, differing: 0)
  /// How far predicted numbers are from the data's.
  private(set) var errors: [Double] = []
  /// How the texts were read.
  private(set) var reading = Reading(hasWindows: false, isTagged: false)

  /// A document counts as unsure below this probability.
  static let unsureLimit = 0.7

  /// Takes a row into account.
  mutating func add(_ row: IndexPage.Row, unit: String?) {
    count += 1
    self.unit = self.unit ?? unit
    if let value = row.value {
      values.append(value)
    } else {
      predictions[row.prediction, default: 0] += 1
    }
    if let confidence = row.confidence {
      hasConfidence = true
      if confidence < Self.unsureLimit { unsure += 1 }
    }
    if let number = row.count {
      counted.rows += 1
      counted.sum += Double(number)
      if number == 0 { counted.none += 1 }
    }
    if let gold = row.gold {
      hasGold = true
      if let agrees = gold.agrees {
        compared.rows += 1
        if !agrees { compared.differing += 1 }
      }
      if let error = gold.error { errors.append(error) }
    }
    reading.hasWindows = reading.hasWindows || row.reading.hasWindows
    reading.isTagged = reading.isTagged || row.reading.isTagged
  }
}
