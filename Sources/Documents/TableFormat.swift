internal import Foundation

/// The records of a `.csv` or `.tsv` file; the first names the columns.
struct TableFormat: RowFormat {
  /// What the first line names.
  let columns: [[UInt8]]
  private let delimiter: UInt8
  private let keys: Set<[UInt8]>

  /// The delimiters that a `.csv` file may have, the most usual first.
  static let delimiters = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

  /// Bytes that hold most heads.
  private static let headSize = 1 << 12

  /// Reads the names of the columns.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - source: Its path below its folder.
  ///   - isTabbed: Whether tabs part the cells; else the delimiter is found out.
  ///   - names: Which columns hold what.
  /// - Throws: ``DocumentFault`` if the file has no such columns.
  init(
    _ url: URL, source: String, isTabbed: Bool, names: FieldNames
  ) throws(DocumentFault) {
    keys = RowDocument(names: names).keys
    let named = try TableScanner.namedDelimiter(url, source: source)
    let delimiters = named.map { [$0] } ?? (isTabbed ? [0x09] : Self.delimiters)
    // Read once with each: a quoted line end belongs to a cell under its delimiter only.
    var first: [[UInt8]]?
    for delimiter in delimiters {
      let lines = try LineReader.open(url, source: source, chunkSize: Self.headSize)
      let scanner = TableScanner(lines, delimiter: delimiter)
      let record: FileRecord?
      do { record = try scanner.next() } catch { throw .unreadable(source: source) }
      guard let record else { throw .empty(source: source) }
      do throws(RowFault) {
        if let fault = record.fault { throw fault }
        guard String(validating: record.bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        let start =
          record.number == 1 && record.bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
        let columns = try TableScanner.cells(record.bytes[start...], delimiter: delimiter)
        // The delimiter under which the file has a column of text is the file's.
        if names.texts.contains(where: { columns.contains(Array($0.utf8)) }) {
          try Self.check(columns, keys: keys, names: names)
          self.columns = columns
          self.delimiter = delimiter
          return
        }
        first = first ?? columns
        if delimiter == delimiters.last {
          throw .noColumn(
            fields: names.texts, option: names.needed.first?.option ?? "--fields",
            found: (first ?? columns).map { String(decoding: $0, as: UTF8.self) })
        }
      } catch {
        throw .row(source: "\(source):\(record.number)", fault: error)
      }
    }
    throw .empty(source: source)
  }

  /// Checks that the columns of texts are there, and none that is read is there twice.
  private static func check(
    _ columns: [[UInt8]], keys: Set<[UInt8]>, names: FieldNames
  ) throws(RowFault) {
    for needed in names.needed where !columns.contains(Array(needed.names[0].utf8)) {
      throw .noColumn(
        fields: needed.names, option: needed.option,
        found: columns.map { String(decoding: $0, as: UTF8.self) })
    }
    var seen: Set<[UInt8]> = []
    for column in columns where keys.contains(column) {
      guard seen.insert(column).inserted else {
        throw .columnTwice(field: String(decoding: column, as: UTF8.self))
      }
    }
  }

  func scanner(_ file: consuming LineReader) throws(DocumentFault) -> any RecordScanner {
    let scanner = TableScanner(file, delimiter: delimiter, skipsEmpty: true)
    // The head.
    _ = try? scanner.next()
    return scanner
  }

  func values(of bytes: [UInt8], number: Int) throws(RowFault) -> [[UInt8]: RowValue] {
    let cells = try TableScanner.cells(bytes[...], delimiter: delimiter) { place in
      place < columns.count && keys.contains(columns[place])
    }
    // A row may lack the cells at its end, as all but its text.
    guard cells.count <= columns.count else {
      throw .otherCells(found: cells.count, columns: columns.count)
    }
    var values: [[UInt8]: RowValue] = [:]
    for (column, cell) in zip(columns, cells) where keys.contains(column) {
      let text = String(decoding: cell, as: UTF8.self)
      // A table has no other way to say that there is nothing.
      values[column] = PlainText.isBlank(text) ? .null : .string(text)
    }
    return values
  }
}
