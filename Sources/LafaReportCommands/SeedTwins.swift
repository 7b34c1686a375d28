internal import Lafa

/// Methods that draw random numbers, once more with another seed: how far their scores depend on
/// the draw.
struct SeedTwins {
  /// The asked methods, and behind them the twins.
  let methods: [AttributionMethod]
  /// For each asked method the place of its twin; nil for one without a seed.
  let places: [Int?]

  /// Makes twins.
  ///
  /// - Parameters:
  ///   - asked: The methods.
  ///   - hasPoolScores: Whether the base scores of the neighbours are fixed, as in a saved pool:
  ///     then a smoothed base has no other seed.
  init(of asked: [AttributionMethod], hasPoolScores: Bool) {
    var methods = asked
    places = asked.map { method in
      var twin = method
      twin.name += " with another seed"
      if let base = method.base.withAnotherSeed, !hasPoolScores || method.smoothing == nil {
        twin.base = base
      }
      twin.smoothing?.control = method.smoothing?.control?.withAnotherSeed
      guard twin.base != method.base || twin.smoothing != method.smoothing else { return nil }
      methods.append(twin)
      return methods.count - 1
    }
    self.methods = methods
  }

  /// The asked methods without twins.
  init(none asked: [AttributionMethod]) {
    methods = asked
    places = asked.map { _ in nil }
  }
}

extension BaseMethod {
  /// The same method with the next seed; nil for one without.
  fileprivate var withAnotherSeed: BaseMethod? {
    switch self {
    case .random(let seed): .random(seed: seed &+ 1)
    case .smoothGradient(let samples, let deviation, let seed):
      .smoothGradient(samples: samples, deviation: deviation, seed: seed &+ 1)
    case .shapGradient(let samples, let reference, let seed):
      .shapGradient(samples: samples, from: reference, seed: seed &+ 1)
    case .gradient, .inputGradient, .integratedGradient, .shapDeep: nil
    }
  }
}

extension Smoothing.Control {
  /// The same control with documents by another chance.
  fileprivate var withAnotherSeed: Smoothing.Control {
    switch self {
    // Seeds of neighbouring documents are neighbours: this one is none of theirs.
    case .random(let seed): .random(seed: seed &+ 1 << 32)
    case .otherPrediction(let seed): .otherPrediction(seed: seed &+ 1 << 32)
    }
  }
}
