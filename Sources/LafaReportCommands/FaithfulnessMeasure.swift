internal import AttributionRecords
internal import Documents
internal import Evaluation
internal import Lafa
internal import Tensors

/// Checks each explanation against the model: the strongest words are hidden, and as many at random.
struct FaithfulnessMeasure: Sendable {
  let pass: MaskedPass

  /// The shares of the words that are hidden.
  static let shares = [0.1, 0.2, 0.5]
  /// Random orders of the words that are tried.
  static let orders = 10

  /// An explanation to be checked.
  struct Item {
    let prepared: PreparedDocument
    let output: Int
    let scores: [Double]
  }

  /// Checks explanations together.
  ///
  /// - Parameter items: The explanations, those of a document one after the other.
  /// - Returns: One result each; nil for a text with fewer than two words.
  func measure(_ items: [Item]) -> [Faithfulness?] {
    var variants: [MaskedPass.Variant] = []
    // Of each item: the whole text, the strongest words by share, and the random ones by order.
    let plans = items.map { item -> (start: Int, units: EvaluationUnits)? in
      let units = EvaluationUnits(item.prepared, annotation: nil)
      guard units.tokens.count > 1 else { return nil }
      let start = variants.count
      let count = item.prepared.encoded.ids.count
      func add(_ words: some Sequence<Int>) {
        variants.append(
          .init(document: item.prepared.encoded, isHidden: units.hidden(words, of: count)))
      }
      add([])
      let scores = units.scores(item.scores, .sum)
      for share in Self.shares { add(Erasure.strongest(scores, share: share, rule: .eraser)) }
      // The same orders for the same text, whatever else is in the run.
      var numbers = SplitMix64(seed: Self.seed(item.prepared.document.sha256))
      for _ in 0..<Self.orders {
        let order = units.tokens.indices.map { _ in Double(numbers.next() >> 11) }
        for share in Self.shares { add(Erasure.strongest(order, share: share, rule: .eraser)) }
      }
      return (start, units)
    }
    let predictions = pass.run(variants)
    return zip(items, plans).map { item, plan in
      guard let plan else { return nil }
      func loss(_ variant: Int) -> Double {
        let value = Self.quantity(predictions[plan.start + variant], item.output)
        let full = Self.quantity(predictions[plan.start], item.output)
        guard predictions[plan.start].value != nil else { return full - value }
        return full == 0 ? 0 : abs(value - full) / abs(full)
      }
      let shares = Self.shares.count
      let strongest = (0..<shares).map { loss(1 + $0) }
      let random = (0..<Self.orders).map { order in
        (0..<shares).map { loss(1 + shares + order * shares + $0) }
      }
      let mean = strongest.reduce(0, +)
      return Faithfulness(
        shares: Self.shares, strongest: Rounding.significant(strongest),
        random: Rounding.significant(
          (0..<shares).map { share in
            random.reduce(0) { $0 + $1[share] } / Double(Self.orders)
          }), orders: Self.orders, beaten: random.count { $0.reduce(0, +) < mean })
    }
  }

  /// The probability of a label; the number of a regression.
  private static func quantity(_ prediction: Prediction, _ output: Int) -> Double {
    prediction.value?.value ?? prediction.outputs[output].probability ?? 0
  }

  private static func seed(_ sha256: String) -> UInt64 {
    UInt64(sha256.prefix(16), radix: 16) ?? 0
  }
}
