internal import AttributionRecords
internal import Markup

/// How the texts that a page is about were read.
struct Reading {
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
      let whole =
        reading.isTagged
        ? "Texts longer than the model’s limit are read in windows that share"
        : "The document’s logits are the mean of the windows’, which share"
      rows.append(
        (
          "Windows",
          """
          \(whole) \(NumberText.count(p.windowOverlap, "token")). A token’s gradient is the sum \
          over the windows that contain it.
          """
        ))
    }
    return rows
  }

  /// Where the record comes from; codes are shown in fixed width.
  func origin(of record: AttributionRecord?) -> [(name: String, value: String, isCode: Bool)] {
    var rows: [(name: String, value: String, isCode: Bool)] = [
      (
        "Model",
        "\(model.name), \(model.architecture), \(model.layers) layers × \(model.hiddenSize)",
        false
      ),
      ("Weights SHA-256", model.weightsSHA256, true),
      ("Tokenizer SHA-256", model.tokenizerSHA256, true),
      ("Configuration SHA-256", model.configSHA256, true),
    ]
    if let record {
      rows.append(("Document SHA-256", record.sha256, true))
      rows.append(("Source", record.source, true))
    }
    let p = parameters
    rows.append(
      (
        "Parameters",
        "explain \(p.explain), scalar \(p.scalar), window overlap \(p.windowOverlap)", false
      ))
    rows.append(("Reproduce", command, true))
    rows.append(("Tool", "\(Tool.name) \(toolVersion)", false))
    if let date { rows.append(("Made", date, false)) }
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

  /// Adds method and provenance to a Markdown page.
  func add(to document: MarkdownDocument, record: AttributionRecord?, reading: Reading) {
    document.heading(2, "Method")
    document.table(
      ["Option", "Value"], alignments: [.leading, .leading],
      rows: method(reading).map { [.text($0.name), .text($0.value)] })
    document.heading(2, "Provenance")
    document.table(
      ["What", "Value"], alignments: [.leading, .leading],
      rows: origin(of: record).map { [.text($0.name), .text($0.value)] })
  }

  /// The command that makes the same records again.
  private var command: String {
    let p = parameters
    return """
      lafa-report generate FOLDER --model \(model.name) --output SITE --encoder-layer \
      \(p.encoderLayer) --neighbours \(p.neighbours) --lambda \(NumberText.score(p.lambda)) \
      --scale \(p.scale) --threshold \(NumberText.score(p.threshold))
      """
  }
}
