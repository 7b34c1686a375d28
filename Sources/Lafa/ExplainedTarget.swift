internal import AttributionRecords

/// One explanation of a document: an output of its text, or one of its entities.
struct ExplainedTarget {
  /// The output, or the one that stands for the entity's type.
  var output: Int
  /// The entity's index.
  var entity: Int?
}

extension LafaOptions {
  /// Returns the outputs of a text to explain, the most probable first.
  ///
  /// The strongest, if none is predicted.
  func targets(_ prediction: Prediction, gold: [Int]) -> [ExplainedTarget] {
    let outputs = prediction.outputs
    func isStronger(_ a: Int, _ b: Int) -> Bool {
      (-outputs[a].logit, a) < (-outputs[b].logit, b)
    }
    var chosen = prediction.predicted
    switch explained {
    case .predicted: break
    case .gold: if !gold.isEmpty { chosen = gold.sorted(by: isStronger) }
    case .outputs(let named): chosen = named.sorted(by: isStronger)
    }
    if chosen.isEmpty { chosen = outputs.indices.min(by: isStronger).map { [$0] } ?? [] }
    return chosen.map { ExplainedTarget(output: $0, entity: nil) }
  }

  /// Returns the entities to explain, the most probable first.
  func targets(_ entities: [FoundEntity]) -> [ExplainedTarget] {
    let chosen = entities.indices.filter {
      guard case .outputs(let named) = explained else { return true }
      return named.contains(entities[$0].output)
    }
    return chosen.sorted {
      (-entities[$0].probability, $0) < (-entities[$1].probability, $1)
    }.map { ExplainedTarget(output: entities[$0].output, entity: $0) }
  }
}
