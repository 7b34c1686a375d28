internal import AttributionRecords
internal import Foundation

/// A plain text file as a document.
enum PlainText {
  /// The longest title, in code points: a character may have thousands.
  private static let titleLimit = 80

  static func read(_ url: URL, source: String) throws(DocumentFault) -> Document {
    let path = url.path(percentEncoded: false)
    guard let size = regularFileSize(url) else { throw .unreadable(source: source) }
    guard size <= DocumentFolder.sizeLimit else {
      throw .tooLarge(source: source, size: size, limit: DocumentFolder.sizeLimit)
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(source: source)
    }
    guard let decoded = String(validating: data, as: UTF8.self) else {
      throw .notUTF8(source: source, line: firstInvalidLine(data))
    }
    let text = withoutMark(decoded)
    guard !isBlank(text) else { throw .empty(source: source) }
    return Document(
      id: String(source.dropLast(4)), source: source, title: title(of: text),
      text: text, sha256: Fingerprint.sha256(data))
  }

  /// Returns the size of a file or of the file a link leads to; nil for pipes and devices.
  static func regularFileSize(_ url: URL) -> Int? {
    guard
      let attributes = try? FileManager.default.attributesOfItem(
        atPath: url.resolvingSymlinksInPath().path(percentEncoded: false)),
      attributes[.type] as? FileAttributeType == .typeRegular
    else { return nil }
    return (attributes[.size] as? NSNumber)?.intValue
  }

  /// Returns a text without the byte order mark that some editors write before it.
  static func withoutMark(_ text: String) -> String {
    guard text.unicodeScalars.first == "\u{FEFF}" else { return text }
    return String(text.unicodeScalars.dropFirst())
  }

  /// Whether a text has nothing to read.
  static func isBlank(_ text: String) -> Bool {
    !text.unicodeScalars.contains { !$0.properties.isWhitespace }
  }

  /// Returns the first line that is not blank, cut at a word if it is long.
  static func title(of text: String) -> String {
    let line =
      text.split(whereSeparator: \.isNewline)
      .lazy.map { $0.trimmingCharacters(in: .whitespaces) }
      .first { !$0.isEmpty } ?? ""
    let scalars = line.unicodeScalars
    guard scalars.count > titleLimit else { return line }
    let cut = String(scalars.prefix(titleLimit))
    let words = cut.lastIndex(of: " ").map { String(cut[..<$0]) } ?? cut
    return words.trimmingCharacters(in: .punctuationCharacters.union(.whitespaces)) + "…"
  }

  /// Returns the line, counted from 1, of the first byte that is not UTF-8.
  private static func firstInvalidLine(_ data: Data) -> Int {
    var line = 1
    for part in data.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { return line }
      line += 1
    }
    return line
  }
}
