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
    var rows = [
      ("Base attribution", "squared \(p.base) of \(scalar), summed over the embedding"),
      ("Explained", explained),
      (
        "Neighbours",
        """
        the \(p.neighbours) nearest documents of the run by L2 distance of the \(p.pooling) hidden \
        state in \(layer)
        """
      ),
      (
        "Kernel κ",
        p.kernel == "indicator" ? "indicator: only the same word piece counts" : p.kernel
      ),
      ("Weight λ", NumberText.score(p.lambda)),
      (
        "Scale",
        p.scale == "document"
          ? "document: each document’s scores sum to 1 before they are added"
          : "none: raw squared gradients are added"
      ),
      ("Word score", "\(p.wordScore) of the word’s pieces; special tokens are left out"),
    ]
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
