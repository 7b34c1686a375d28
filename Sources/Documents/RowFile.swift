internal import Foundation

/// A row as it stands in a file.
struct FileRecord {
  /// Its first line, or its place in a list, counted from 1.
  let number: Int
  /// Where it starts in the file.
  let offset: Int
  /// Its bytes, without the line end.
  let bytes: [UInt8]
  /// What is wrong with it.
  let fault: RowFault?
}

/// Cuts a file into rows.
protocol RecordScanner: AnyObject {
  /// Returns the next row that is not blank, or nil after the last.
  func next() throws -> FileRecord?
}

/// What a kind of file says about its rows.
protocol RowFormat {
  /// Starts at the first row.
  func scanner(_ file: consuming LineReader) throws(DocumentFault) -> any RecordScanner

  /// Returns the values of those of the keys that a row has.
  func values(of bytes: [UInt8], number: Int) throws(RowFault) -> [[UInt8]: RowValue]
}

/// A file of rows, each of them a document.
struct RowFile {
  let url: URL
  let source: String
  private let rows: RowDocument
  private let asked: [FieldNames.Asked]
  /// The columns of a table; nil for other files.
  private let columns: [[UInt8]]?
  private let format: any RowFormat
  private let stem: String
  private let encoding: String?

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - url: The file, as UTF-8.
  ///   - source: Its path below its folder.
  ///   - names: Which keys hold what.
  ///   - encoding: The encoding that it had; nil for UTF-8.
  /// - Throws: ``DocumentFault`` if it has no head, or another.
  init(
    url: URL, source: String, names: FieldNames, encoding: String?
  ) throws(DocumentFault) {
    self.url = url
    self.source = source
    self.encoding = encoding
    rows = RowDocument(names: names)
    guard let (kind, stem) = SourceKind.of(source) else { throw .unreadable(source: source) }
    self.stem = stem
    asked = names.asked
    var columns: [[UInt8]]?
    switch kind {
    case .table(let isTabbed):
      let table = try TableFormat(url, source: source, isTabbed: isTabbed, names: names)
      columns = table.columns
      format = table
    case .list: format = ListFormat(keys: rows.keys)
    default: format = LineFormat(keys: rows.keys)
    }
    self.columns = columns
  }

  /// Passes every row on, in order; one that is wrong does not stop the others.
  func read(
    at place: DocumentPlace,
    _ body: (Result<Document, DocumentFault>, DocumentPlace) throws -> Void
  ) rethrows {
    var at = place
    var isEmpty = true
    var unseen = Set(asked.flatMap(\.names).map { Array($0.utf8) })
    var isKnown = columns != nil
    unseen.subtract(columns ?? [])
    let scanner: any RecordScanner
    do throws(DocumentFault) {
      scanner = try format.scanner(try LineReader.open(url, source: source))
    } catch {
      return try body(.failure(error), at)
    }
    while true {
      let record: FileRecord
      do throws(DocumentFault) {
        guard let next = try Self.next(scanner, source) else { break }
        record = next
      } catch {
        return try body(.failure(error), at)
      }
      at.line = Int32(truncatingIfNeeded: record.number)
      at.offset = Int64(record.offset)
      at.length = Int32(record.bytes.count)
      isEmpty = false
      let result = Result { () throws(DocumentFault) in
        try document(record) { values in
          isKnown = true
          if !unseen.isEmpty { unseen.subtract(values.keys) }
        }
      }
      try body(result, at)
    }
    if isEmpty { try body(.failure(.empty(source: source)), at) }
    // Of a file in which no row can be read nothing is known.
    guard isKnown else { return }
    for asked in asked {
      let missing = asked.names.filter { unseen.contains(Array($0.utf8)) }
      guard !missing.isEmpty else { continue }
      let fault = DocumentFault.noKey(
        source: source, fields: missing, option: asked.option,
        columns: columns?.map { String(decoding: $0, as: UTF8.self) })
      try body(.failure(fault), place)
    }
  }

  /// Reads the row at a place once more.
  func row(at place: DocumentPlace) throws(DocumentFault) -> Document {
    try document(
      FileRecord(
        number: Int(place.line), offset: Int(place.offset),
        bytes: try place.bytes(of: url, source: source), fault: nil))
  }

  private func document(
    _ record: FileRecord, _ look: (_ values: [[UInt8]: RowValue]) -> Void = { _ in }
  ) throws(DocumentFault) -> Document {
    do throws(RowFault) {
      if let fault = record.fault { throw fault }
      guard String(validating: record.bytes, as: UTF8.self) != nil else { throw .notUTF8 }
      let values = try format.values(of: record.bytes, number: record.number)
      look(values)
      var document = try rows.document(
        values, id: Self.id(stem, record.number), source: "\(source):\(record.number)",
        bytes: record.bytes)
      document.encoding = encoding
      return document
    } catch {
      throw .row(source: "\(source):\(record.number)", fault: error)
    }
  }

  /// Returns `reviews-000012` for line 12 of `reviews.jsonl`.
  ///
  /// Six digits keep the ids of up to a million rows in the order of the lines.
  static func id(_ stem: String, _ number: Int) -> String {
    let digits = String(number)
    return stem + "-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  private static func next(
    _ scanner: any RecordScanner, _ source: String
  ) throws(DocumentFault) -> FileRecord? {
    do { return try scanner.next() } catch { throw .unreadable(source: source) }
  }
}
