internal import AttributionRecords
internal import Markup

extension Provenance {
  /// Where the record comes from; codes are shown in fixed width.
  func origin(
    of record: AttributionRecord?, _ strings: Strings
  ) -> [(name: TextKey, value: String, isCode: Bool)] {
    var rows: [(name: TextKey, value: String, isCode: Bool)] = [
      (
        .model,
        strings(
          .modelText,
          [
            "name": model.name, "architecture": model.architecture,
            "layers": String(model.layers), "size": String(model.hiddenSize),
          ]), false
      ),
      (.weightsHash, model.weightsSHA256, true),
      (.tokenizerHash, model.tokenizerSHA256, true),
      (.configurationHash, model.configSHA256, true),
    ]
    if let pool = parameters.poolSHA256 { rows.append((.poolHash, pool, true)) }
    if let record {
      rows.append((parameters.redactions == nil ? .documentHash : .shownHash, record.sha256, true))
      rows.append((.source, record.source, true))
      if let encoding = record.encoding { rows.append((.encoding, encoding, true)) }
    }
    // The command of a document's page says the same.
    if record == nil {
      let p = parameters
      rows.append(
        (
          .parameters,
          strings(
            .parametersText,
            ["explain": p.explain, "scalar": p.scalar, "overlap": String(p.windowOverlap)]), false
        ))
    }
    rows.append((.reproduce, command, true))
    rows.append((.tool, "\(Tool.name) \(toolVersion)", false))
    if let date { rows.append((.made, date, false)) }
    return rows
  }

  /// Returns the values of the template `partials/provenance`.
  ///
  /// - Parameters:
  ///   - record: A document's; nil for a page about the whole run.
  ///   - isAlone: Whether the page leaves its site, whose index says what all documents share.
  ///   - strings: The texts of the interface.
  /// - Returns: The values.
  func view(
    of record: AttributionRecord?, isAlone: Bool = false, _ strings: Strings
  ) -> [[String: Any]] {
    let rows = record == nil || isAlone ? origin(of: record, strings) : own(of: record, strings)
    return rows.map { ["name": strings[$0.name], "value": $0.value, "code": $0.isCode] }
  }

  /// Where a record comes from, without what the run's index says of all.
  private func own(
    of record: AttributionRecord?, _ strings: Strings
  ) -> [(name: TextKey, value: String, isCode: Bool)] {
    let shared: [TextKey] = [.tokenizerHash, .configurationHash]
    return origin(of: record, strings).filter { !shared.contains($0.name) }
  }

  /// Adds method and provenance to a Markdown page about a whole run.
  func add(to document: MarkdownDocument, reading: Reading, _ strings: Strings) {
    document.heading(2, strings[.method])
    document.table(
      [strings[.option], strings[.value]], alignments: [.leading, .leading],
      rows: method(reading, strings).map { [.text($0.name), .text($0.value)] })
    add(origin(of: nil, strings), to: document, strings)
  }

  /// Adds a document's provenance to its Markdown page; the run's index has the rest.
  func add(to document: MarkdownDocument, record: AttributionRecord, _ strings: Strings) {
    document.linked(strings[.howMade], to: "../index.md")
    add(own(of: record, strings), to: document, strings)
  }

  private func add(
    _ rows: [(name: TextKey, value: String, isCode: Bool)], to document: MarkdownDocument,
    _ strings: Strings
  ) {
    document.heading(2, strings[.provenance])
    document.table(
      [strings[.what], strings[.value]], alignments: [.leading, .leading],
      rows: rows.map { [.text(strings[$0.name]), $0.isCode ? .code($0.value) : .text($0.value)] })
  }

  /// The command that makes the same records again.
  private var command: String {
    let words = [
      "lafa-report", "generate", "FOLDER", "--model", model.name, "--output", "SITE",
    ]
    let more = options.map { option in
      let value = option.isFree ? Self.quoted(option.value) : option.value
      return value.isEmpty ? "--\(option.name)" : "--\(option.name) \(value)"
    }
    return (words + more).joined(separator: " ")
  }

  /// The options by which `generate` makes the same records again.
  ///
  /// Values that are the user's words are free: they may hold anything.
  package var options: [(name: String, value: String, isFree: Bool)] {
    let p = parameters
    var options: [(name: String, value: String, isFree: Bool)] = []
    func add(_ name: String, _ value: String, isFree: Bool = false) {
      // Two methods may share an option; each stands once.
      if !options.contains(where: { $0.name == name && $0.value == value }) {
        options.append((name, value, isFree))
      }
    }
    add("methods", p.methods.map(\.name).joined(separator: ","))
    for argument in p.methods.flatMap(\.arguments) { add(argument.name, argument.value) }
    if let count = p.neighbourWords { add("neighbour-words", String(count)) }
    if let choice = p.neighbourText { add("neighbour-text", choice) }
    if p.faithfulness == true { add("faithfulness", "") }
    if p.redactions != nil { add("redact", "PATTERN") }
    if p.pool != "folder" { add("pool", p.pool, isFree: true) }
    if let layer = p.kernelLayer { add("kernel-layer", String(layer)) }
    if p.pooling != "mean" { add("pooling", p.pooling) }
    if let share = p.nearerThan { add("nearer-than", NumberText.exact(share)) }
    if p.filter != "any" { add("neighbour-filter", p.filter) }
    if p.reduction != "squares" { add("reduction", p.reduction) }
    add("encoder-layer", String(p.encoderLayer))
    add("neighbours", String(p.neighbours))
    add("threshold", NumberText.exact(p.threshold))
    add("window-overlap", String(p.windowOverlap))
    add("max-explanations", String(p.maxExplanations))
    if p.scalar != "logit" { add("scalar", p.scalar) }
    if p.explain != "predicted" { add("explain", p.explain, isFree: true) }
    for (name, value) in p.fieldNames.sorted(by: { $0.key < $1.key }) {
      add(name == "fields" || name == "encoding" ? name : "\(name)-field", value, isFree: true)
    }
    return options
  }

  /// Returns a word as a shell reads it back.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2D
    }
    if isPlain, !word.isEmpty { return word }
    // By scalars: a quote with a combining mark behind it ends a word all the same.
    let parts = word.unicodeScalars.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.map { String($0) }.joined(separator: "'\\''") + "'"
  }
}
