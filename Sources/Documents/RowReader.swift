internal import AttributionRecords
internal import Foundation

/// The rows of a `.jsonl` file as documents.
struct RowReader {
  /// The longest id in bytes: a path has no more, and every page and record repeats it.
  static let idLimit = 4096

  private let names: FieldNames
  private let keys: Set<[UInt8]>

  init(names: FieldNames) {
    self.names = names
    let names = [names.id, names.text, names.pair, names.label, names.category, FieldNames.title]
    keys = Set(names.compactMap { $0.map { Array($0.utf8) } })
  }

  /// Passes every row on, in order; one that is wrong does not stop the others.
  func read(
    _ url: URL, source: String, place: DocumentPlace,
    _ body: (Result<Document, DocumentFault>, DocumentPlace) throws -> Void
  ) rethrows {
    var at = place
    let path = url.path(percentEncoded: false)
    guard PlainText.regularFileSize(url) != nil, let file = FileHandle(forReadingAtPath: path)
    else { return try body(.failure(.unreadable(source: source)), at) }
    var lines = LineReader(file, limit: DocumentFolder.sizeLimit)
    var number = 0
    var isEmpty = true
    while true {
      let line: LineReader.Line?
      at.offset = Int64(lines.offset)
      do { line = try lines.next() } catch {
        return try body(.failure(.unreadable(source: source)), at)
      }
      guard let line else { break }
      number += 1
      at.line = Int32(truncatingIfNeeded: number)
      if case .bytes(let bytes) = line { at.length = Int32(bytes.count) }
      let result: Result<Document, DocumentFault>
      do throws(RowFault) {
        guard let document = try document(line, source: source, number: number) else { continue }
        result = .success(document)
      } catch {
        result = .failure(.row(source: "\(source):\(number)", fault: error))
      }
      isEmpty = false
      try body(result, at)
    }
    if isEmpty { try body(.failure(.empty(source: source)), at) }
  }

  /// Reads the row at a place once more.
  func row(
    of url: URL, source: String, at place: DocumentPlace
  ) throws(DocumentFault) -> Document {
    let path = url.path(percentEncoded: false)
    guard PlainText.regularFileSize(url) != nil, let file = FileHandle(forReadingAtPath: path)
    else { throw .unreadable(source: source) }
    defer { try? file.close() }
    let number = Int(place.line)
    let bytes: [UInt8]
    do {
      try file.seek(toOffset: UInt64(place.offset))
      bytes = try file.read(upToCount: Int(place.length)).map(Array.init) ?? []
    } catch {
      throw .unreadable(source: source)
    }
    do throws(RowFault) {
      if let document = try document(.bytes(bytes), source: source, number: number) {
        return document
      }
    } catch {
      throw .row(source: "\(source):\(number)", fault: error)
    }
    throw .empty(source: source)
  }

  /// Returns a line's document, or nil if the line is blank.
  private func document(
    _ line: LineReader.Line, source: String, number: Int
  ) throws(RowFault) -> Document? {
    guard case .bytes(let bytes) = line else { throw .tooLong(limit: DocumentFolder.sizeLimit) }
    // Some editors write a byte order mark before the first line.
    let start = number == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let blanks: [UInt8] = [0x20, 0x09, 0x0D]
    guard bytes[start...].contains(where: { !blanks.contains($0) }) else { return nil }
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    var scanner = RowScanner(bytes, from: start)
    let values = try scanner.values(of: keys)

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
    return source.dropLast(DocumentFolder.rowsSuffix.count) + "-" + zeros + digits
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
