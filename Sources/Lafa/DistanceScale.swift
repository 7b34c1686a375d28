internal import Tensors

/// How far apart documents of a pool are: the distances of pairs, sampled if there are many.
struct DistanceScale: Sendable {
  /// Ascending.
  private let distances: [Double]
  /// Pairs that stand for all.
  private static let pairs = 20_000

  /// Measures a pool; equal pools give equal scales.
  init(_ vectors: VectorStore, count: Int) {
    var found: [Double] = []
    if count * (count - 1) / 2 <= Self.pairs {
      for a in 0..<count { for b in 0..<a { found.append(vectors.distance(a, b)) } }
    } else {
      var numbers = SplitMix64(seed: UInt64(count))
      while found.count < Self.pairs {
        let a = Int(numbers.next() % UInt64(count))
        let b = Int(numbers.next() % UInt64(count))
        if a != b { found.append(vectors.distance(a, b)) }
      }
    }
    distances = found.sorted()
  }

  /// Returns the distance below which this share of the pairs lies; infinite without pairs.
  func quantile(_ share: Double) -> Double {
    guard let last = distances.last else { return .infinity }
    let place = Int((share * Double(distances.count)).rounded(.down))
    return place < distances.count ? distances[max(place, 0)] : last
  }

  /// Returns the share of the pairs that are nearer; nil without pairs.
  func percentile(of distance: Double) -> Double? {
    guard !distances.isEmpty else { return nil }
    var (low, high) = (0, distances.count)
    while low < high {
      let middle = (low + high) / 2
      if distances[middle] < distance { low = middle + 1 } else { high = middle }
    }
    return Double(low) / Double(distances.count)
  }
}
