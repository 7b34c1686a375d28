extension Neighbour: ColumnElement {
  /// Neighbours as columns; a column without a value is left out.
  public struct Columns: ColumnLists {
    let ids: [String]
    /// Left out if every title is the id.
    let titles: [String]?
    let distances: [Double]
    let labels: [String]
    let probabilities: [Double?]?
    let values: [Prediction.Quantity?]?
    let agree: [Bool?]?
    let shares: [[Double]]
    let excerpts: Excerpts

    /// Cuts neighbours into columns.
    public init(_ rows: [Neighbour]) {
      func optional<Value>(_ values: [Value?]) -> [Value?]? {
        values.contains { $0 != nil } ? values : nil
      }
      ids = rows.map(\.id)
      titles =
        rows.allSatisfy { $0.title.utf8.elementsEqual($0.id.utf8) } ? nil : rows.map(\.title)
      distances = rows.map(\.distance)
      labels = rows.map(\.label)
      probabilities = optional(rows.map(\.probability))
      values = optional(rows.map(\.value))
      agree = optional(rows.map(\.agrees))
      shares = rows.map(\.shares)
      excerpts = Excerpts(rows.map(\.excerpt))
    }

    /// The neighbours.
    public var rows: [Neighbour]? {
      guard let texts = excerpts.rows else { return nil }
      let lengths = [
        titles?.count, distances.count, labels.count, probabilities?.count, values?.count,
        agree?.count, shares.count, texts.count,
      ]
      guard lengths.allSatisfy({ $0 ?? ids.count == ids.count }) else { return nil }
      return ids.indices.map {
        Neighbour(
          id: ids[$0], title: titles?[$0] ?? ids[$0], distance: distances[$0], label: labels[$0],
          probability: probabilities?[$0], value: values?[$0], agrees: agree?[$0],
          shares: shares[$0], excerpt: texts[$0])
      }
    }
  }

  /// The excerpts of neighbours as columns: one entry a neighbour in each.
  struct Excerpts: Codable, Sendable {
    let texts: [String]
    /// Left out if nothing is cut.
    let cutBefore: [Bool]?
    let cutAfter: [Bool]?
    let starts: [[Int]]
    let ends: [[Int]]
    let percents: [[Int]]

    init(_ rows: [Excerpt]) {
      texts = rows.map(\.text)
      cutBefore = rows.contains(where: \.cutBefore) ? rows.map(\.cutBefore) : nil
      cutAfter = rows.contains(where: \.cutAfter) ? rows.map(\.cutAfter) : nil
      starts = rows.map { $0.words.map(\.start) }
      ends = rows.map { $0.words.map(\.end) }
      percents = rows.map { $0.words.map(\.percent) }
    }

    var rows: [Excerpt]? {
      let count = texts.count
      guard
        [cutBefore?.count, cutAfter?.count, starts.count, ends.count, percents.count]
          .allSatisfy({ $0 ?? count == count }),
        texts.indices.allSatisfy({
          starts[$0].count == ends[$0].count && starts[$0].count == percents[$0].count
        })
      else { return nil }
      return texts.indices.map { place in
        Excerpt(
          text: texts[place], cutBefore: cutBefore?[place] ?? false,
          cutAfter: cutAfter?[place] ?? false,
          words: starts[place].indices.map {
            .init(
              start: starts[place][$0], end: ends[place][$0], percent: percents[place][$0])
          })
      }
    }
  }
}
