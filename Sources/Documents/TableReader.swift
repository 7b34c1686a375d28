internal import Foundation

/// The rows of a `.csv` or `.tsv` file as documents; its first record names the columns.
struct TableReader {
  private let names: FieldNames
  private let rows: RowDocument

  init(names: FieldNames) {
    self.names = names
    rows = RowDocument(names: names)
  }

  /// The first record of a file.
  struct Header: Sendable, Equatable {
    var columns: [[UInt8]]
    var delimiter: UInt8
  }

  /// The delimiters that a `.csv` file may have, the most usual first.
  private static let delimiters = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

  /// Passes every row on, in order; one that is wrong does not stop the others.
  func read(
    _ url: URL, source: String, place: DocumentPlace,
    _ body: (Result<Document, DocumentFault>, DocumentPlace) throws -> Void
  ) rethrows {
    var at = place
    let header: Header
    let scanner: TableScanner
    do throws(DocumentFault) {
      header = try self.header(of: url, source: source)
      scanner = TableScanner(
        try Self.lines(of: url, source: source), delimiter: header.delimiter,
        limit: DocumentFolder.sizeLimit)
      _ = try Self.next(scanner, source)
    } catch {
      return try body(.failure(error), at)
    }
    var isEmpty = true
    while true {
      let record: TableScanner.Record
      do throws(DocumentFault) {
        guard let next = try Self.next(scanner, source) else { break }
        record = next
      } catch {
        return try body(.failure(error), at)
      }
      at.line = Int32(truncatingIfNeeded: record.line)
      at.offset = Int64(record.offset)
      at.length = Int32(record.bytes.count)
      let result: Result<Document, DocumentFault>
      do throws(RowFault) {
        if let fault = record.fault { throw fault }
        result = .success(
          try document(record.bytes, header, source: source, number: record.line))
      } catch {
        result = .failure(.row(source: "\(source):\(record.line)", fault: error))
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
    let header = try header(of: url, source: source)
    let bytes = try place.bytes(of: url, source: source)
    do throws(RowFault) {
      return try document(bytes, header, source: source, number: Int(place.line))
    } catch {
      throw .row(source: "\(source):\(place.line)", fault: error)
    }
  }

  /// Reads the names of the columns.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - source: Its path below its folder.
  /// - Returns: The columns and what parts them.
  /// - Throws: ``DocumentFault`` if the file has no such columns.
  private func header(of url: URL, source: String) throws(DocumentFault) -> Header {
    let isTabbed = source.lowercased().hasSuffix(DocumentFolder.tabbedSuffix)
    for delimiter in isTabbed ? [0x09] : Self.delimiters {
      let scanner = TableScanner(
        try Self.lines(of: url, source: source, chunkSize: Self.headerSize), delimiter: delimiter,
        limit: DocumentFolder.sizeLimit)
      guard let record = try Self.next(scanner, source) else { throw .empty(source: source) }
      do throws(RowFault) {
        if let fault = record.fault { throw fault }
        guard String(validating: record.bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        let bytes = record.bytes[Self.start(record.bytes, record.line)...]
        let header = Header(
          columns: try TableScanner.cells(bytes, delimiter: delimiter), delimiter: delimiter)
        // The delimiter under which the file has the column of the text is the file's.
        if header.columns.contains(Array(names.text.utf8)) {
          try check(header)
          return header
        }
        if delimiter == (isTabbed ? 0x09 : Self.delimiters.last) {
          let first = Self.delimiters.first ?? delimiter
          let columns = try TableScanner.cells(bytes, delimiter: isTabbed ? delimiter : first)
          throw .noColumn(
            field: names.text, found: columns.map { String(decoding: $0, as: UTF8.self) })
        }
      } catch {
        throw .row(source: "\(source):\(record.line)", fault: error)
      }
    }
    throw .empty(source: source)
  }

  /// Checks that no column that is read is there twice.
  private func check(_ header: Header) throws(RowFault) {
    var seen: Set<[UInt8]> = []
    for column in header.columns where rows.keys.contains(column) {
      guard seen.insert(column).inserted else {
        throw .columnTwice(field: String(decoding: column, as: UTF8.self))
      }
    }
  }

  /// The first byte behind a byte order mark.
  private static func start(_ bytes: [UInt8], _ line: Int) -> Int {
    line == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  private func document(
    _ bytes: [UInt8], _ header: Header, source: String, number: Int
  ) throws(RowFault) -> Document {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    let cells = try TableScanner.cells(bytes[...], delimiter: header.delimiter)
    guard cells.count == header.columns.count else {
      throw .otherCells(found: cells.count, columns: header.columns.count)
    }
    var values: [[UInt8]: RowValue] = [:]
    for (column, cell) in zip(header.columns, cells) where rows.keys.contains(column) {
      let text = String(decoding: cell, as: UTF8.self)
      // A table has no other way to say that there is nothing.
      values[column] = PlainText.isBlank(text) ? .null : .string(text)
    }
    return try rows.document(values, bytes: bytes, source: source, number: number)
  }

  /// Bytes that hold most headers: a row that is read again needs its file's.
  private static let headerSize = 1 << 12

  private static func lines(
    of url: URL, source: String, chunkSize: Int = 1 << 18
  ) throws(DocumentFault) -> LineReader {
    guard PlainText.regularFileSize(url) != nil,
      let file = FileHandle(forReadingAtPath: url.path(percentEncoded: false))
    else { throw .unreadable(source: source) }
    return LineReader(file, limit: DocumentFolder.sizeLimit, chunkSize: chunkSize)
  }

  private static func next(
    _ scanner: TableScanner, _ source: String
  ) throws(DocumentFault) -> TableScanner.Record? {
    do { return try scanner.next() } catch { throw .unreadable(source: source) }
  }
}
