internal import AttributionRecords

/// Whether the parts of scores add up.
enum LedgerCheck {
  /// How far own, neighbours and label may miss a token's score, as a part of the sum of their
  /// magnitudes: records keep as many digits as this needs.
  static let tolerance = 1e-6

  /// Returns a sentence for each explanation whose parts do not add up.
  static func faults(of record: AttributionRecord) -> [String] {
    record.explanations.enumerated().compactMap { number, part in
      let missed = record.tokens.indices.filter { token in
        let parts =
          [part.own[token], part.pool?[token] ?? 0] + part.neighbours.map { $0.shares[token] }
        let size = parts.reduce(abs(part.scores[token])) { $0 + abs($1) }
        return !(abs(parts.reduce(0, +) - part.scores[token]) <= tolerance * size)
      }
      guard let first = missed.first else { return nil }
      return """
        explanation \(number + 1): own, neighbours and label do not add up to the score of \
        \(missed.count == 1 ? "token" : "\(missed.count) tokens, first of token") \(first + 1), \
        “\(record.tokens[first].piece)”
        """
    }
  }
}
