internal import AttributionRecords
internal import Foundation
internal import Markup
internal import TextDecoding

/// A file that is one document: a text, Markdown or a page.
struct WholeFile {
  let names: FieldNames
  /// The encoding that the user names.
  let encoding: TextEncoding?

  /// A document and what speaks for its encoding.
  struct Found {
    let document: Document
    let encoding: TextEncoding
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - source: Its path below its folder.
  /// - Returns: The document.
  /// - Throws: ``DocumentFault``.
  func read(_ url: URL, source: String) throws(DocumentFault) -> Found {
    guard let (kind, stem) = SourceKind.of(source) else { throw .unreadable(source: source) }
    let (text, encoding, data) = try decoded(url, source: source)
    guard !PlainText.isBlank(text) else { throw .empty(source: source) }
    var document = Document(
      id: stem, source: source, title: "", text: text, sha256: Fingerprint.sha256(data))
    document.encoding = encoding.isUTF8 ? nil : encoding.name
    switch kind {
    case .markdown: try fill(&document, markdown: text)
    case .html: try fill(&document, html: text)
    default: document.title = PlainText.title(of: text)
    }
    return Found(document: document, encoding: encoding)
  }

  /// Reads a file as text.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - source: Its path below its folder.
  /// - Returns: The text without a byte order mark, how it is encoded, and the file's bytes.
  /// - Throws: ``DocumentFault``.
  func decoded(
    _ url: URL, source: String
  ) throws(DocumentFault) -> (text: String, encoding: TextEncoding, data: Data) {
    guard let kind = SourceKind.of(source)?.kind else { throw .unreadable(source: source) }
    guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else {
      throw .unreadable(source: source)
    }
    guard let size = Self.regularFileSize(url) else { throw .special(source: source) }
    guard size <= DocumentFolder.sizeLimit else {
      throw .tooLarge(source: source, size: size, limit: DocumentFolder.sizeLimit)
    }
    guard let data = FileManager.default.contents(atPath: url.path(percentEncoded: false)) else {
      throw .unreadable(source: source)
    }
    let (text, encoding) = try text(of: url, data, kind, source: source)
    return (text, encoding, data)
  }

  private func text(
    of url: URL, _ data: Data, _ kind: SourceKind, source: String
  ) throws(DocumentFault) -> (String, TextEncoding) {
    // Most files need no second look.
    if encoding == nil, kind != .html, !SourceKind.isPacked(source),
      let text = String(validating: data, as: UTF8.self), !text.utf8.contains(0)
    {
      return (PlainText.withoutMark(text), TextEncoding(name: "UTF-8", evidence: .valid))
    }
    do {
      let declaration = kind == .html ? EncodingDeclaration.name : { _ in nil }
      let file = try TextFile(
        path: url.path(percentEncoded: false), named: encoding, declaration: declaration)
      var bytes: [UInt8] = []
      try file.forEachPart { part in
        bytes += part
        return bytes.count <= DocumentFolder.sizeLimit
      }
      guard bytes.count <= DocumentFolder.sizeLimit else {
        throw DocumentFault.tooLarge(
          source: source, size: bytes.count, limit: DocumentFolder.sizeLimit)
      }
      return (String(decoding: bytes, as: UTF8.self), file.encoding)
    } catch let fault as TextFile.Fault {
      throw DocumentFault(fault, source: source)
    } catch let fault as DocumentFault {
      throw fault
    } catch {
      throw .unreadable(source: source)
    }
  }

  private func fill(_ document: inout Document, markdown: String) throws(DocumentFault) {
    let matter = FrontMatter(markdown)
    let found = try readable(document.source) { () throws(HTMLReader.Fault) in
      try MarkdownReader.read(String(matter.body))
    }
    let front = markdown.unicodeScalars.distance(
      from: markdown.startIndex, to: matter.body.startIndex)
    try fill(&document, found, matter.values, behind: front)
  }

  private func fill(_ document: inout Document, html: String) throws(DocumentFault) {
    let found = try readable(document.source) { () throws(HTMLReader.Fault) in
      try HTMLReader.read(html)
    }
    var values: [[UInt8]: RowValue] = [:]
    for (name, value) in found.values.reversed() { values[Array(name.utf8)] = .string(value) }
    try fill(&document, found, values, behind: 0)
  }

  private func readable(
    _ source: String, _ read: () throws(HTMLReader.Fault) -> ReadableText
  ) throws(DocumentFault) -> ReadableText {
    do throws(HTMLReader.Fault) { return try read() } catch {
      throw .badHTML(source: source, detail: error.message)
    }
  }

  /// Fills a document with what its file gives by name, as a row does.
  private func fill(
    _ document: inout Document, _ found: ReadableText, _ given: [[UInt8]: RowValue],
    behind front: Int
  ) throws(DocumentFault) {
    var values = given
    var keys = [FieldNames().text]
    if !PlainText.isBlank(found.text) {
      values[Array(FieldNames().text.utf8)] = .string(found.text)
      if values[Array(names.text.utf8)] == nil {
        values[Array(names.text.utf8)] = .string(found.text)
        keys.append(names.text)
      }
    }
    let title = Array(FieldNames.title.utf8)
    if let words = found.title, values[title] == nil { values[title] = .string(words) }
    // A page has one text, whatever the run's rows have.
    var names = names
    names.pair = nil
    do throws(RowFault) {
      var filled = try RowDocument(names: names).document(
        values, id: document.id, source: document.source, sha256: document.sha256)
      filled.encoding = document.encoding
      if case .string? = values[title] {} else { filled.title = PlainText.title(of: filled.text) }
      if names.isJoined || keys.contains(names.text) {
        filled.takeOrigins(of: found, behind: front, fields: keys)
      }
      document = filled
    } catch {
      switch error {
      case .missing, .empty: throw .empty(source: document.source)
      default: throw .row(source: document.source, fault: error)
      }
    }
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
}
