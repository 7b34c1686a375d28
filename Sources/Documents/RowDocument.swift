internal import AttributionRecords
internal import Foundation

/// Makes documents of the values of rows, whatever the file's form.
struct RowDocument {
  /// The longest id in bytes: a path has no more, and every page and record repeats it.
  static let idLimit = 4096

  private let names: FieldNames
  /// The keys that are read.
  let keys: Set<[UInt8]>

  init(names: FieldNames) {
    self.names = names
    let others = [names.id, names.label, FieldNames.title] + [names.category].compactMap(\.self)
    let asked = names.asked.flatMap(\.names)
    keys = Set((names.texts + others + asked).map { Array($0.utf8) })
  }

  /// Returns the document of a row.
  ///
  /// - Parameters:
  ///   - values: The row's values by key.
  ///   - id: The id of a row without one.
  ///   - source: Where the row stands.
  ///   - bytes: The row as it stands in the file.
  /// - Returns: The document.
  /// - Throws: `RowFault` if a value is missing or of another kind.
  func document(
    _ values: [[UInt8]: RowValue], id: String, source: String, bytes: [UInt8]
  ) throws(RowFault) -> Document {
    try document(values, id: id, source: source, sha256: Fingerprint.sha256(bytes))
  }

  /// Returns the document of values that a file gives.
  ///
  /// - Parameters:
  ///   - values: The values by key.
  ///   - id: The id where they give none.
  ///   - source: Where they stand.
  ///   - sha256: The hash of the bytes that they were read from.
  /// - Returns: The document.
  /// - Throws: `RowFault` if a value is missing or of another kind.
  func document(
    _ values: [[UInt8]: RowValue], id: String, source: String, sha256: String
  ) throws(RowFault) -> Document {
    var document = Document(
      id: try self.id(values) ?? id, source: source, title: "", text: "", gold: try gold(values),
      category: category(values), sha256: sha256)
    if names.isJoined {
      try join(values, &document)
    } else {
      document.text = try text(values, field: names.text, option: "--text-field")
    }
    var title = ""
    if case .string(let given) = values[Array(FieldNames.title.utf8)] {
      title = PlainText.title(of: given)
    }
    document.title = title.isEmpty ? PlainText.title(of: document.id) : title
    return document
  }

  /// Joins the texts of several fields; of a pair both must be there.
  private func join(
    _ values: [[UInt8]: RowValue], _ document: inout Document
  ) throws(RowFault) {
    for field in names.texts {
      let option = field == names.pair ? "--pair-field" : "--text-field"
      let part =
        names.pair != nil
        ? try text(values, field: field, option: option)
        : try optionalText(values, field: field)
      if !document.text.isEmpty, !part.isEmpty { document.text += "\n\n" }
      let end = document.text.utf8.count
      document.text += part
      document.fields.append(
        Document.Field(name: field, range: end..<end + part.utf8.count))
    }
    guard !document.text.isEmpty else { throw .noFields(fields: names.texts) }
  }

  /// Returns the text of a field that a row may lack: a string, a number, or strings line by line.
  private func optionalText(
    _ values: [[UInt8]: RowValue], field: String
  ) throws(RowFault) -> String {
    switch values[Array(field.utf8)] ?? .null {
    case .null: return ""
    case .string(let text):
      let text = PlainText.withoutMark(text)
      return PlainText.isBlank(text) ? "" : text
    case .number(let number): return number
    case .strings(let parts):
      return parts.filter { !PlainText.isBlank($0) }.joined(separator: "\n")
    case .bool(let value): return value ? "true" : "false"
    case .other: throw .notText(field: field, option: "--fields")
    }
  }

  private func text(
    _ values: [[UInt8]: RowValue], field: String, option: String
  ) throws(RowFault) -> String {
    switch values[Array(field.utf8)] ?? .null {
    case .null: throw .missing(field: field, option: option)
    case .string(let string):
      let text = PlainText.withoutMark(string)
      guard !PlainText.isBlank(text) else { throw .empty(field: field) }
      return text
    default: throw .notText(field: field, option: option)
    }
  }

  /// Returns the category, a string or a number as it is written; other values are none.
  private func category(_ values: [[UInt8]: RowValue]) -> String? {
    switch names.category.map({ values[Array($0.utf8)] ?? .null }) {
    case .string(let text), .number(let text): PlainText.isBlank(text) ? nil : text
    default: nil
    }
  }

  private func id(_ values: [[UInt8]: RowValue]) throws(RowFault) -> String? {
    let id: String
    switch values[Array(names.id.utf8)] ?? .null {
    case .null: return nil
    case .string(let string): id = string
    case .number(let number) where !number.contains { ".eE".contains($0) }: id = number
    default: throw .badID(field: names.id)
    }
    guard !PlainText.isBlank(id) else { throw .badID(field: names.id) }
    guard id.utf8.count <= Self.idLimit else {
      throw .longID(field: names.id, limit: Self.idLimit)
    }
    return id
  }

  /// Returns the labels, each once; a blank one says nothing and counts as none.
  private func gold(_ values: [[UInt8]: RowValue]) throws(RowFault) -> [String] {
    guard names.label != FieldNames.noLabel else { return [] }
    switch values[Array(names.label.utf8)] ?? .null {
    case .null: return []
    case .string(let label): return PlainText.isBlank(label) ? [] : [label]
    case .number(let number): return [number]
    case .bool(let value): return [value ? "true" : "false"]
    case .strings(let labels):
      var seen: Set<[UInt8]> = []
      return labels.filter { !PlainText.isBlank($0) && seen.insert(Array($0.utf8)).inserted }
    case .other: throw .badLabel(field: names.label)
    }
  }
}
