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
  func method(_ reading: Reading) -> [(name: String, value: String)] {
    let p = parameters
    let layer =
      p.encoderLayer == 0 ? "the embeddings" : "layer \(p.encoderLayer) of \(model.layers)"
    let method = shown
    var rows = [
      ("Method", method.name),
      ("Base attribution", "\(method.baseText), of \(scalar); \(reduction)"),
      ("Explained", explained),
    ]
    if let smoothing = method.smoothing {
      let bound = p.nearerThan.map { " nearer than the \(NumberText.percent($0)) quantile" } ?? ""
      rows += [
        (
          "Neighbours",
          """
          the \(p.neighbours) nearest documents of \(place)\(filter)\(bound) by L2 distance of the \
          \(p.pooling == "first" ? "first token’s" : "mean") hidden state in \(layer)
          """
        ),
        ("Kernel κ", smoothing.kernelText(layer: p.kernelLayer, of: model.layers)),
        ("Weight λ", NumberText.score(smoothing.lambda)),
        (
          "Scale",
          smoothing.scale == "document"
            ? "document: each document’s scores sum to 1 before they are added"
            : "none: raw scores are added"
        ),
      ]
      if smoothing.poolPart > 0 {
        rows.append(
          (
            "Part of the pool",
            """
            \(NumberText.percent(smoothing.poolPart)) of the neighbours’ term is the mean over all \
            documents with the same label; over all, for a number
            """
          ))
      }
    }
    rows.append(
      ("Word score", "\(p.wordScore) of the word’s pieces; special tokens are left out"))
    if p.methods.count > 1 {
      rows.append(
        (
          "Other methods",
          p.methods.dropFirst().map { "\($0.name) (\($0.summary))" }.joined(separator: "; ")
        ))
    }
    if reading.hasWindows {
      let shared =
        p.windowOverlap > 0 ? " that share \(NumberText.count(p.windowOverlap, "token"))" : ""
      let logits = reading.isTagged ? "" : "; the document’s logits are the mean of theirs"
      rows.append(
        (
          "Windows",
          """
          Longer texts are read in windows\(shared)\(logits). A token’s gradient is the sum over \
          the windows that contain it.
          """
        ))
    }
    return rows
  }

  /// The method that is shown first.
  var shown: MethodParameters { parameters.methods[0] }

  private var reduction: String {
    switch parameters.reduction {
    case "norm": "a token’s score is the length of its row"
    case "sum": "a token’s score is the sum of its row, with its sign"
    default: "a token’s score is the sum of its row’s squares"
    }
  }

  private var place: String {
    parameters.pool == "folder" ? "the run" : "“\(parameters.pool)”"
  }

  private var filter: String {
    switch parameters.filter {
    case "same-prediction": " with the same prediction"
    case "same-category": " of the same category"
    default: ""
    }
  }

  /// The scalar of an output whose gradient is taken.
  private var scalar: String {
    switch parameters.scalar {
    case "probability": "the explained output’s probability"
    case "log-odds": "the explained output’s log-odds"
    case "margin": "the explained output’s margin to the runner-up"
    default: "the explained output"
    }
  }

  /// What is explained of each document.
  private var explained: String {
    switch parameters.explain {
    case "predicted": "what the model predicts"
    case "gold": "what the data says"
    default: "named labels: \(parameters.explain)"
    }
  }
}
