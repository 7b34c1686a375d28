internal import AttributionRecords
internal import Evaluation
internal import Lafa

/// Faithfulness: what the model predicts when the strongest words are hidden, or all others.
struct ErasureMeasure {
  let pass: MaskedPass
  /// The shares of the words that are hidden or kept, ascending.
  let shares: [Double]
  /// How a share becomes a number of words.
  let rule: Erasure.ShareRule

  /// What was measured of a document.
  struct Result {
    var outcomes: EvaluationScores.Document = [:]
    /// For each explanation and method the curves.
    var curves: [[ErasureCurves.Pair]] = []
  }

  /// Words beyond which no order of single words is tried: each of them is a pass.
  private static let singleLimit = 64

  /// Variants of documents, each once, with what is predicted for them.
  private struct Variants {
    private let documents: [PreparedDocument]
    private var known: [Int: [[Bool]: Int]] = [:]
    private var waiting: [MaskedPass.Variant] = []
    private(set) var predictions: [Prediction] = []

    init(_ documents: [PreparedDocument]) {
      self.documents = documents
    }

    /// Returns the number of a document with these words hidden.
    mutating func hiding(_ words: some Sequence<Int>, _ units: EvaluationUnits, _ document: Int)
      -> Int
    {
      let encoded = documents[document].encoded
      let isHidden = units.hidden(words, of: encoded.ids.count)
      if let found = known[document]?[isHidden] { return found }
      let number = predictions.count + waiting.count
      known[document, default: [:]][isHidden] = number
      waiting.append(.init(document: encoded, isHidden: isHidden))
      return number
    }

    /// Predicts those that are new.
    mutating func predict(_ pass: MaskedPass) {
      predictions += pass.run(waiting)
      waiting = []
    }
  }

  /// Which variants an explanation needs.
  private struct Plan {
    let document: Int
    let place: Int
    let item: EvaluationRun.Item
    let full: Int
    let empty: Int
    /// For each method and share.
    let hidden: [[Int]]
    let kept: [[Int]]
    /// One word hidden at a time.
    let single: [Int]
    /// For each order of single words and share.
    var orders: [[Int]] = []
  }

  /// Measures documents together.
  ///
  /// - Parameters:
  ///   - documents: The documents.
  ///   - items: For each its explanations.
  /// - Returns: One result a document.
  func measure(_ documents: [PreparedDocument], _ items: [[EvaluationRun.Item]]) -> [Result] {
    guard !shares.isEmpty else { return documents.map { _ in Result() } }
    var variants = Variants(documents)
    var plans: [Plan] = []
    for (document, items) in items.enumerated() {
      for (place, item) in items.enumerated() where item.units.tokens.count > 1 {
        plans.append(plan(item, document, place, &variants))
      }
    }
    variants.predict(pass)
    for index in plans.indices { addOrders(to: &plans[index], &variants) }
    variants.predict(pass)
    var found = documents.map { _ in [EvaluationMetric: [[Double]]]() }
    var results = documents.map { _ in Result() }
    for plan in plans {
      add(plan, variants.predictions, &found[plan.document])
      results[plan.document].curves.append(curves(plan, variants.predictions))
    }
    for index in results.indices {
      results[index].outcomes =
        found[index].isEmpty
        ? [.comprehensiveness: .omitted("fewer than two words")]
        : found[index].mapValues { .values($0) }
    }
    return results
  }

  private func plan(
    _ item: EvaluationRun.Item, _ document: Int, _ place: Int, _ variants: inout Variants
  ) -> Plan {
    let words = item.units.tokens.indices
    let strongest = item.scores.map { scores in
      shares.map { Erasure.strongest(scores, share: $0, rule: rule) }
    }
    return Plan(
      document: document, place: place, item: item,
      full: variants.hiding([], item.units, document),
      empty: variants.hiding(words, item.units, document),
      hidden: strongest.map { $0.map { variants.hiding($0, item.units, document) } },
      kept: strongest.map {
        $0.map { strongest in
          variants.hiding(Set(words).subtracting(strongest), item.units, document)
        }
      },
      single: words.count <= Self.singleLimit
        ? words.map { variants.hiding([$0], item.units, document) } : [])
  }

  /// Adds the orders by what each word does alone, and the reverse.
  private func addOrders(to plan: inout Plan, _ variants: inout Variants) {
    let drops = plan.single.map { -quantity(variants.predictions[$0], plan) }
    for scores in [drops, drops.map { -$0 }] where !scores.isEmpty {
      plan.orders.append(
        shares.map {
          variants.hiding(
            Erasure.strongest(scores, share: $0, rule: rule), plan.item.units, plan.document)
        })
    }
  }

  /// The probability of the explained label; the number of a regression.
  private func quantity(_ prediction: Prediction, _ plan: Plan) -> Double {
    prediction.value?.value ?? prediction.outputs[plan.item.output].probability ?? 0
  }

  private func add(
    _ plan: Plan, _ predictions: [Prediction], _ found: inout [EvaluationMetric: [[Double]]]
  ) {
    func value(_ variant: Int) -> Double { quantity(predictions[variant], plan) }
    let full = value(plan.full)
    let empty = value(plan.empty)
    func add(_ metric: EvaluationMetric, _ values: [Double?]) {
      guard values.allSatisfy({ $0 != nil }) else { return }
      var rows = found[metric] ?? values.map { _ in [] }
      for (method, value) in values.enumerated() { if let value { rows[method].append(value) } }
      found[metric] = rows
    }
    let counted = Erasure.counted(shares, of: plan.item.units.tokens.count, rule: rule)
    guard !counted.isEmpty else { return }
    let hidden = plan.hidden.map { $0.map(value) }
    func means(_ rows: [[Double]], _ mean: ([Double]) -> Double) -> [Double] {
      rows.map { row in mean(counted.map { row[$0] }) }
    }
    guard predictions[plan.full].value == nil else {
      guard full != 0 else { return }
      add(.maskedError, means(hidden) { Erasure.percentageError(target: full, $0) })
      return
    }
    let kept = plan.kept.map { $0.map(value) }
    let drops = means(hidden) { Erasure.aopc(full: full, $0) }
    add(.comprehensiveness, drops)
    add(.sufficiency, means(kept) { Erasure.aopc(full: full, $0) })
    add(.logOdds, means(hidden) { Erasure.logOdds(full: full, $0) })
    let tried = drops + means(plan.orders.map { $0.map(value) }) { Erasure.aopc(full: full, $0) }
    add(
      .normalisedAOPC,
      drops.map { Erasure.normalised($0, least: tried.min() ?? 0, most: tried.max() ?? 0) })
    let all = [0] + shares + [1]
    add(.deletion, hidden.map { Erasure.area(all, [full] + $0 + [empty]) })
    add(.insertion, kept.map { Erasure.area(all, [empty] + $0 + [full]) })
  }

  private func curves(_ plan: Plan, _ predictions: [Prediction]) -> [ErasureCurves.Pair] {
    let full = quantity(predictions[plan.full], plan)
    let isNumber = predictions[plan.full].value != nil
    func loss(_ variant: Int) -> Double {
      let value = quantity(predictions[variant], plan)
      guard isNumber else { return full - value }
      return full == 0 ? 0 : abs(value - full) / abs(full)
    }
    return zip(plan.hidden, plan.kept).map {
      ErasureCurves.Pair(hidden: $0.map(loss), kept: $1.map(loss))
    }
  }
}

/// The mean loss at each share, for each method.
struct ErasureCurves {
  /// One explanation by one method: the loss with the strongest words hidden, and with all others.
  struct Pair {
    let hidden: [Double]
    let kept: [Double]
  }

  /// The shares of the words.
  let shares: [Double]
  private var hidden: [[Double]]
  private var kept: [[Double]]
  /// The number of explanations.
  private(set) var count = 0

  init(methods: Int, shares: [Double]) {
    self.shares = shares
    hidden = (0..<methods).map { _ in shares.map { _ in 0 } }
    kept = hidden
  }

  /// Adds the explanations of a document.
  mutating func add(_ explanations: [[Pair]]) {
    for pairs in explanations {
      for (method, pair) in pairs.enumerated() {
        for index in shares.indices {
          hidden[method][index] += pair.hidden[index]
          kept[method][index] += pair.kept[index]
        }
      }
      count += 1
    }
  }

  /// For each method the mean loss with the strongest words hidden.
  var meansHidden: [[Double]] { hidden.map { $0.map { $0 / Double(max(count, 1)) } } }

  /// For each method the mean loss with all other words hidden.
  var meansKept: [[Double]] { kept.map { $0.map { $0 / Double(max(count, 1)) } } }
}
