public import Testing

/// Expects two lists of numbers to be equal within a share of the largest expected magnitude.
///
/// The share of the largest, since a small element's own rounding says nothing: it is a
/// difference of large ones. On failure the worst element is named with both values.
///
/// - Parameters:
///   - found: What was computed.
///   - expected: What it should be.
///   - tolerance: The allowed difference, as a share of the largest expected magnitude.
///   - name: What is compared.
///   - location: Where the expectation stands.
public func expectClose(
  _ found: [Float], _ expected: [Float], tolerance: Float, _ name: String,
  sourceLocation location: SourceLocation = #_sourceLocation
) {
  guard found.count == expected.count else {
    Issue.record(
      "\(name): \(found.count) values, expected \(expected.count)", sourceLocation: location)
    return
  }
  let largest = expected.reduce(0) { max($0, abs($1)) }
  var worst = (index: 0, difference: Float(-1))
  for index in expected.indices {
    let difference = abs(found[index] - expected[index])
    if difference > worst.difference || difference.isNaN { worst = (index, difference) }
    if difference.isNaN { break }
  }
  guard !expected.isEmpty else { return }
  #expect(
    worst.difference <= tolerance * largest,
    """
    \(name): worst at \(worst.index): \(found[worst.index]), expected \
    \(expected[worst.index]); difference \(worst.difference / largest) of the largest
    """,
    sourceLocation: location)
}
