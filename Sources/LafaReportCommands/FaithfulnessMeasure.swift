internal import AttributionRecords
internal import Documents
internal import Evaluation
internal import Foundation
internal import Lafa
internal import RunStores
internal import Tensors

/// Checks each explanation against the model: the strongest words are hidden, and as many at random.
struct FaithfulnessMeasure: Sendable {
  let pass: MaskedPass
  /// What hides a word.
  let mask: MaskedPass.Mask
  /// Where results are kept; nil for nowhere.
  let stored: StoredBases?

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
    let plans = items.map(Plan.init)
    guard let stored else { return measured(items, plans) }
    let keys = zip(items, plans).map { key(of: $0, $1, stored) }
    var results = stored.store.values(keys).map { $0.flatMap(Self.faithfulness) }
    let missing = items.indices.filter { results[$0] == nil && plans[$0] != nil }
    let found = measured(missing.map { items[$0] }, missing.map { plans[$0] })
    for (index, result) in zip(missing, found) { results[index] = result }
    stored.store.keep(
      missing.compactMap { index in results[index].map { (keys[index], Self.data($0)) } })
    return results
  }

  /// What is hidden of a text: the strongest words by share.
  private struct Plan {
    let units: EvaluationUnits
    let strongest: [[Int]]

    /// Makes a plan; nil for a text with fewer than two words.
    init?(_ item: Item) {
      units = EvaluationUnits(item.prepared, annotation: nil)
      guard units.tokens.count > 1 else { return nil }
      let scores = units.scores(item.scores, .sum)
      strongest = shares.map { Erasure.strongest(scores, share: $0, rule: .eraser) }
    }
  }

  /// Scores that change by little hide the same words.
  private func key(of item: Item, _ plan: Plan?, _ stored: StoredBases) -> StoreKey {
    var maker = stored.maker("faithfulness")
    maker.add("\(mask)")
    StoredBases.add(item.prepared.encoded, to: &maker)
    maker.add([item.output, Self.orders])
    for words in plan?.strongest ?? [] { maker.add(words) }
    for tokens in plan?.units.tokens ?? [] { maker.add(tokens) }
    return maker.key
  }

  private static func data(_ result: Faithfulness) -> Data {
    var writer = ByteWriter()
    writer.addList(result.strongest)
    writer.addList(result.random)
    writer.add(result.beaten)
    return writer.data
  }

  private static func faithfulness(_ data: Data) -> Faithfulness? {
    var reader = ByteReader(data)
    guard let strongest = try? reader.list(of: 0.0), let random = try? reader.list(of: 0.0),
      let beaten = try? reader.integer(), strongest.count == shares.count,
      random.count == shares.count, (0...orders).contains(beaten), reader.isAtEnd
    else { return nil }
    return Faithfulness(
      shares: shares, strongest: strongest, random: random, orders: orders, beaten: beaten)
  }

  private func measured(_ items: [Item], _ plans: [Plan?]) -> [Faithfulness?] {
    var variants: [MaskedPass.Variant] = []
    // Of each item: the whole text, the strongest words by share, and the random ones by order.
    let starts = zip(items, plans).map { item, plan -> Int? in
      guard let plan else { return nil }
      let start = variants.count
      let count = item.prepared.encoded.ids.count
      func add(_ words: some Sequence<Int>) {
        variants.append(
          .init(document: item.prepared.encoded, isHidden: plan.units.hidden(words, of: count)))
      }
      add([])
      for words in plan.strongest { add(words) }
      // The same orders for the same text, whatever else is in the run and whatever is shown of it.
      var numbers = SplitMix64(seed: Self.seed(item.prepared.encoded.ids))
      for _ in 0..<Self.orders {
        let order = plan.units.tokens.indices.map { _ in Double(numbers.next() >> 11) }
        for share in Self.shares { add(Erasure.strongest(order, share: share, rule: .eraser)) }
      }
      return start
    }
    let predictions = pass.run(variants)
    return zip(items, starts).map { item, start in
      guard let start else { return nil }
      func loss(_ variant: Int) -> Double {
        let value = Self.quantity(predictions[start + variant], item.output)
        let full = Self.quantity(predictions[start], item.output)
        guard predictions[start].value != nil else { return full - value }
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

  /// Returns a number that depends on nothing but what the model reads.
  private static func seed(_ ids: [Int]) -> UInt64 {
    let text = ids.map(String.init).joined(separator: " ")
    return UInt64(Fingerprint.sha256(Data(text.utf8)).prefix(16), radix: 16) ?? 0
  }
}
