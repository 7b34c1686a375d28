import Lafa

/// Equations 3 to 7 as the paper writes them: slow, in double precision, token pair by token pair.
///
/// Written separately from the engine, which sums each neighbour once by token id.
struct LiteralReading {
  var documents: [BaseAttribution]
  var neighbours: Int
  var lambda: Double

  /// X_sim: the M nearest by L2 distance that are not the document itself or a copy of it.
  func similar(_ index: Int, output: Int, multiLabel: Bool) -> [Int] {
    var distances: [(Double, Int)] = []
    for other in documents.indices where other != index {
      if documents[other].document.ids == documents[index].document.ids { continue }
      if multiLabel, !documents[other].scores.contains(where: { $0.output == output }) { continue }
      var sum = 0.0
      for (a, b) in zip(documents[index].vector, documents[other].vector) {
        sum += (Double(a) - Double(b)) * (Double(a) - Double(b))
      }
      distances.append((sum.squareRoot(), other))
    }
    return distances.sorted { $0 < $1 }.prefix(neighbours).map(\.1)
  }

  /// Equation 6 for one output.
  func scores(_ index: Int, output: Int, multiLabel: Bool) -> [Double] {
    let near = similar(index, output: output, multiLabel: multiLabel)
    let own = documents[index].scores.first { $0.output == output }?.tokens ?? []
    var scores: [Double] = []
    for (t, token) in documents[index].document.ids.enumerated() {
      // Equation 7.
      var expectation = 0.0
      for i in near {
        let base =
          multiLabel
          ? documents[i].scores.first { $0.output == output }?.tokens ?? []
          : documents[i].scores[0].tokens
        var inner = 0.0
        for k in documents[i].document.ids.indices where !documents[i].document.isSpecial[k] {
          let kappa = documents[i].document.ids[k] == token ? 1.0 : 0.0
          inner += base[k] * kappa
        }
        expectation += inner / Double(documents[i].document.ids.count)
      }
      if !near.isEmpty { expectation /= Double(near.count) }
      scores.append(own[t] + lambda * expectation)
    }
    return scores
  }
}
