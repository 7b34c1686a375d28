internal import AttributionRecords
internal import Markup

extension Provenance {
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
    if let pool = parameters.poolSHA256 { rows.append(("Pool SHA-256", pool, true)) }
    if let record {
      rows.append(("Document SHA-256", record.sha256, true))
      rows.append(("Source", record.source, true))
      if let encoding = record.encoding { rows.append(("Encoding", encoding, true)) }
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
    let scalar = p.scalar == "logit" ? "" : " --scalar \(p.scalar)"
    let explain = p.explain == "predicted" ? "" : " --explain \(Self.quoted(p.explain))"
    let fields = p.fieldNames.sorted { $0.key < $1.key }.map { key, value in
      let option = key == "fields" || key == "encoding" ? key : key + "-field"
      return " --\(option) \(Self.quoted(value))"
    }.joined()
    return """
      lafa-report generate FOLDER --model \(model.name) --output SITE --methods \
      \(p.methods.map(\.name).joined(separator: ",")) \(methodArguments)--encoder-layer \
      \(p.encoderLayer) --neighbours \(p.neighbours) --threshold \
      \(NumberText.exact(p.threshold)) --window-overlap \(p.windowOverlap) \
      --max-explanations \(p.maxExplanations)\
      \(scalar)\(explain)\(fields)
      """
  }

  /// The options of methods and neighbours that differ from the defaults; each once.
  private var methodArguments: String {
    let p = parameters
    var arguments = p.methods.flatMap(\.arguments)
    if let count = p.neighbourWords { arguments.append("--neighbour-words \(count)") }
    if let choice = p.neighbourText { arguments.append("--neighbour-text \(choice)") }
    if p.faithfulness == true { arguments.append("--faithfulness") }
    if p.redactions != nil { arguments.append("--redact PATTERN") }
    if p.pool != "folder" { arguments.append("--pool \(Self.quoted(p.pool))") }
    if let layer = p.kernelLayer { arguments.append("--kernel-layer \(layer)") }
    if p.pooling != "mean" { arguments.append("--pooling \(p.pooling)") }
    if let share = p.nearerThan { arguments.append("--nearer-than \(NumberText.exact(share))") }
    if p.filter != "any" { arguments.append("--neighbour-filter \(p.filter)") }
    if p.reduction != "squares" { arguments.append("--reduction \(p.reduction)") }
    let distinct = arguments.enumerated().filter { arguments.firstIndex(of: $1) == $0 }
    return distinct.map { $0.element + " " }.joined()
  }

  /// Returns a word as a shell reads it back.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2D
    }
    return isPlain && !word.isEmpty ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }
}
