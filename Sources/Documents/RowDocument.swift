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
    let names = [names.id, names.text, names.pair, names.label, names.category, FieldNames.title]
    keys = Set(names.compactMap { $0.map { Array($0.utf8) } })
  }

  /// Returns the document of a row.
  ///
  /// - Parameters:
  ///   - values: The row's values by key.
  ///   - bytes: The row as it stands in the file.
  ///   - source: The file's path below its folder.
  ///   - number: The row's first line.
  /// - Returns: The document.
  /// - Throws: `RowFault` if a value is missing or of another kind.
  func document(
    _ values: [[UInt8]: RowValue], bytes: [UInt8], source: String, number: Int
  ) throws(RowFault) -> Document {
    let first = try text(values, field: names.text, option: "--text-field")
    var document = Document(
      id: try id(values) ?? Self.id(source: source, line: number), source: "\(source):\(number)",
      title: "", text: first, gold: try gold(values), category: category(values),
      sha256: Fingerprint.sha256(bytes))
    if let pair = names.pair {
      let second = try text(values, field: pair, option: "--pair-field")
      document.text += "\n\n" + second
      let count = document.text.utf8.count
      document.fields = [
        Document.Field(name: names.text, range: 0..<first.utf8.count),
        Document.Field(name: pair, range: count - second.utf8.count..<count),
      ]
    }
    var title = ""
    if case .string(let given) = values[Array(FieldNames.title.utf8)] {
      title = PlainText.title(of: given)
    }
    document.title = title.isEmpty ? PlainText.title(of: document.id) : title
    return document
  }

  /// Returns `reviews-000012` for line 12 of `reviews.jsonl`.
  ///
  /// Six digits keep the ids of up to a million rows in the order of the lines.
  private static func id(source: String, line: Int) -> String {
    let digits = String(line)
    let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
    let end = source.lastIndex(of: ".") ?? source.endIndex
    return source[..<end] + "-" + zeros + digits
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
