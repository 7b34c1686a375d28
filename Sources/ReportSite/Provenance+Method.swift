internal import AttributionRecords

/// How the texts that a page is about were read.
struct Reading: Codable {
  /// Whether a text was read in several windows.
  var hasWindows: Bool
  /// Whether words have labels, not texts.
  var isTagged: Bool
}

extension Provenance {
  /// Returns the method, each option with what it means.
  func method(_ reading: Reading, _ strings: Strings) -> [(name: String, value: String)] {
    let p = parameters
    let method = shown
    var rows: [(TextKey, String)] = [
      (.method, method.name),
      (
        .baseAttribution,
        strings(
          .baseOf,
          [
            "base": method.baseText(strings), "scalar": scalar(strings),
            "reduction": reduction(strings),
          ])
      ),
      (.explained, explained(strings)),
    ]
    if let smoothing = method.smoothing {
      rows += [
        (.neighbours, neighbours(strings)),
        (.kernel, smoothing.kernelText(layer: p.kernelLayer, of: model.layers, strings)),
        (.weight, NumberText.score(smoothing.lambda)),
        (.scale, strings[smoothing.scale == "document" ? .scaleDocument : .scaleNone]),
      ]
      if smoothing.poolPart > 0 {
        rows.append(
          (
            .poolPart,
            strings(.poolPartMeans, ["percent": NumberText.percent(smoothing.poolPart)])
          ))
      }
    }
    rows.append((.wordScore, strings(.wordScoreMeans, ["way": p.wordScore])))
    if p.methods.count > 1 {
      rows.append(
        (
          .otherMethods,
          p.methods.dropFirst().map { "\($0.name) (\($0.summary(strings)))" }
            .joined(separator: "; ")
        ))
    }
    if reading.hasWindows {
      rows.append(
        (
          .windowsName,
          strings(
            .windowsMeans,
            [
              "shared": p.windowOverlap > 0
                ? strings(.windowsShared, ["count": p.windowOverlap]) : "",
              "logits": reading.isTagged ? "" : strings[.windowsLogits],
            ])
        ))
    }
    return rows.map { (strings[$0.0], $0.1) }
  }

  /// The method that is shown first.
  var shown: MethodParameters { parameters.methods[0] }

  /// Which documents are neighbours.
  private func neighbours(_ strings: Strings) -> String {
    let p = parameters
    let filter =
      switch p.filter {
      case "same-prediction": strings[.filterPrediction]
      case "same-category": strings[.filterCategory]
      default: ""
      }
    return strings(
      .neighboursOf,
      [
        "count": p.neighbours,
        "place": p.pool == "folder" ? strings[.placeRun] : strings(.placePool, ["pool": p.pool]),
        "filter": filter,
        "bound": p.nearerThan.map { strings(.bound, ["percent": NumberText.percent($0)]) } ?? "",
        "pooling": strings[p.pooling == "first" ? .poolingFirst : .poolingMean],
        "layer": strings.layer(p.encoderLayer, of: model.layers),
      ])
  }

  private func reduction(_ strings: Strings) -> String {
    switch parameters.reduction {
    case "norm": strings[.reductionNorm]
    case "sum": strings[.reductionSum]
    default: strings[.reductionSquares]
    }
  }

  /// The scalar of an output whose gradient is taken.
  private func scalar(_ strings: Strings) -> String {
    switch parameters.scalar {
    case "probability": strings[.outputProbability]
    case "log-odds": strings[.outputLogOdds]
    case "margin": strings[.outputMargin]
    default: strings[.outputLogit]
    }
  }

  /// What is explained of each document.
  private func explained(_ strings: Strings) -> String {
    switch parameters.explain {
    case "predicted": strings[.explainedPredicted]
    case "gold": strings[.explainedGold]
    default: strings(.explainedNamed, ["labels": parameters.explain])
    }
  }
}

extension Strings {
  /// Returns the name of a layer; 0 is the embeddings.
  func layer(_ layer: Int, of layers: Int) -> String {
    layer == 0 ? self[.layerEmbeddings] : self(.layerOf, ["layer": layer, "layers": layers])
  }
}
