import Foundation
import Lafa

/// Equations 3 to 7 as the paper writes them: slow, in double precision, token pair by token pair.
///
/// Written separately from the engine, which sums each neighbour once by token id or direction.
struct LiteralReading {
  var documents: [BaseAttribution]
  var neighbours: Int
  var smoothing: Smoothing
  /// h_w of each token id.
  var table: [[Float]] = []
  /// û of each document's tokens.
  var states: [[[Float]]] = []

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

  /// M(X), scaled.
  private func base(_ index: Int, _ output: Int) -> [Double] {
    let scores = documents[index].scores
    let found = (scores.first { $0.output == output } ?? scores[0]).tokens
    let sum = found.reduce(0, +)
    return smoothing.scale == .document ? found.map { $0 / sum } : found
  }

  private func kappa(_ document: Int, _ t: Int, _ other: Int, _ k: Int) -> Double {
    func pairs(_ a: [Float], _ b: [Float]) -> [(Double, Double)] {
      zip(a, b).map { (Double($0), Double($1)) }
    }
    let ids = (documents[document].document.ids[t], documents[other].document.ids[k])
    let static_ = table.isEmpty ? [] : pairs(table[ids.0], table[ids.1])
    let dot = static_.reduce(0) { $0 + $1.0 * $1.1 }
    let l1 = static_.reduce(0) { $0 + abs($1.0 - $1.1) }
    let l2 = static_.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    switch smoothing.kernel {
    case .indicator: return ids.0 == ids.1 ? 1 : 0
    case .cosine:
      let lengths = static_.reduce((0.0, 0.0)) { ($0.0 + $1.0 * $1.0, $0.1 + $1.1 * $1.1) }
      return dot / (lengths.0.squareRoot() * lengths.1.squareRoot())
    case .rbf(let l): return exp(-l2 / (l * l))
    case .laplacian(let l): return exp(-l1 / (l * l))
    case .inverseDistance: return 1 / (l2 < 0.3 ? 0.3 : l2 > 3 ? 3 : l2)
    case .polynomial(let gamma, let c, let p):
      return (0..<p).reduce(1) { product, _ in product * (gamma * dot + c) }
    case .contextual:
      return pairs(states[document][t], states[other][k]).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// Σ_k m_k κ / T of one other document.
  private func given(_ index: Int, _ t: Int, _ other: Int, _ output: Int) -> Double {
    var sum = 0.0
    for (k, m) in base(other, output).enumerated()
    where !documents[other].document.isSpecial[k] {
      sum += m * kappa(index, t, other, k)
    }
    return sum / Double(documents[other].document.ids.count)
  }

  /// Equation 6 for one output, with the pool's part of METHOD's shrinkage.
  func scores(_ index: Int, output: Int, multiLabel: Bool) -> [Double] {
    let near = similar(index, output: output, multiLabel: multiLabel)
    let alike = documents.indices.filter { other in
      documents[other].document.ids != documents[index].document.ids
        && documents[other].scores.contains { $0.output == output }
    }
    return zip(base(index, output), documents[index].document.ids.indices).map { own, t in
      // Equation 7.
      var expectation = 0.0
      for other in near { expectation += given(index, t, other, output) / Double(near.count) }
      expectation *= 1 - smoothing.poolPart
      if smoothing.poolPart > 0 {
        for other in alike {
          expectation += smoothing.poolPart * given(index, t, other, output) / Double(alike.count)
        }
      }
      return own + smoothing.lambda * expectation
    }
  }
}
