internal import AttributionRecords
internal import Foundation

/// The rows of a `.jsonl` file as documents.
struct RowReader {
  private let rows: RowDocument

  init(names: FieldNames) {
    rows = RowDocument(names: names)
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
    let bytes = try place.bytes(of: url, source: source)
    let number = Int(place.line)
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
    return try rows.document(
      scanner.values(of: rows.keys), bytes: bytes, source: source, number: number)
  }
}
