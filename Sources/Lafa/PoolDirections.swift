/// The mean of g / T over the documents of a pool with the same label, for each contextual method
/// with a part of the pool.
struct PoolDirections: Sendable {
  fileprivate struct Sum {
    var values: [Double]
    var count: Double
  }

  /// By method and output.
  private var sums: [[Int: Sum]]

  /// Adds up the first documents, one by one.
  init(
    _ documents: AttributionStore, count: Int, methods: [AttributionMethod], options: LafaOptions
  ) {
    sums = methods.map { _ in [:] }
    guard methods.contains(where: { ($0.smoothing?.poolPart ?? 0) > 0 }) else { return }
    for index in 0..<count {
      let document = documents[index]
      for output in Set(document.scores.map(\.output)) {
        for (place, method) in methods.enumerated() {
          guard let part = Self.part(of: document, output, method, options) else { continue }
          sums[place][output, default: Sum(values: part.map { _ in 0 }, count: 0)].add(part, 1)
        }
      }
    }
  }

  /// Returns the mean without some documents: the explained one and its copies.
  ///
  /// - Parameters:
  ///   - method: The method's place.
  ///   - output: The explained output.
  ///   - part: What each of the documents added; nil if nothing.
  ///   - count: How many of them there are.
  /// - Returns: d numbers; nil if no other document has the label.
  func mean(_ method: Int, _ output: Int, without part: [Double]?, count: Int) -> [Double]? {
    guard var sum = sums[method][output] else { return nil }
    if let part, count > 0 { sum.add(part, -Double(count)) }
    guard sum.count >= 1 else { return nil }
    return sum.values.map { $0 / sum.count }
  }

  /// What a document adds: its scaled g / T.
  static func part(
    of document: BaseAttribution, _ output: Int, _ method: AttributionMethod,
    _ options: LafaOptions
  ) -> [Double]? {
    guard let smoothing = method.smoothing, smoothing.poolPart > 0,
      let place = options.contextualBases.firstIndex(of: method.base),
      let base = options.bases.firstIndex(of: method.base),
      let scores = document.scores(of: output)
    else { return nil }
    let weight = smoothing.factor(scores.bases[base]) / Double(document.document.ids.count)
    return scores.directions[place].map { weight * Double($0) }
  }
}

extension PoolDirections.Sum {
  fileprivate mutating func add(_ part: [Double], _ times: Double) {
    for column in values.indices { values[column] += times * part[column] }
    count += times
  }
}
