internal import AttributionRecords

extension Provenance {
  /// The method, each option with what it means.
  var method: [(name: String, value: String)] {
    let p = parameters
    let layer =
      p.encoderLayer == 0 ? "the embeddings" : "layer \(p.encoderLayer) of \(model.layers)"
    return [
      ("Base attribution", "squared \(p.base) of the explained output, summed over the embedding"),
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
    rows.append(("Reproduce", command, true))
    rows.append(("Tool", "\(Tool.name) \(toolVersion)", false))
    if let date { rows.append(("Made", date, false)) }
    return rows
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
