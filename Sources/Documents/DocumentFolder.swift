internal import AttributionRecords
public import Foundation
internal import TextDecoding

/// Documents in the files of a folder and below it, or in files that are named one by one.
///
/// A text, a Markdown file and a page are one document each; every line of a `.jsonl` file, every
/// object of a `.json` file and every row of a table is one. Files may be packed by gzip, and of
/// any encoding. Hidden files and folders are left alone, links to folders are not followed.
public struct DocumentFolder: Sendable {
  /// The folder, or the one that holds the only file.
  public let url: URL
  /// The files' paths below the folder, in the order of their bytes.
  public var sources: [String] { files.map(\.name) }
  /// What is left alone, at most a thousand of them.
  public let leftAlone: [LeftAlone]
  /// How many files and folders are left alone.
  public let leftAloneCount: Int
  /// Which keys of a row hold what.
  public let fieldNames: FieldNames
  /// Whether an id shows what is hidden, so that its file and line stand in its place; nil to keep
  /// all ids.
  public var isHidden: (@Sendable (String) -> Bool)?
  let files: [SourceList.Source]
  private let listFaults: [DocumentFault]
  let opened: OpenedSources

  /// The largest document that is read: far above what a model sees, far below memory.
  public static let sizeLimit = 64 << 20

  /// The endings of the files that are read, as a sentence lists them.
  public static let endings = SourceKind.listed

  /// Lists a folder, or takes a single file of a kind that is read for one.
  ///
  /// - Parameters:
  ///   - url: The folder or the file.
  ///   - fieldNames: Which keys of a row hold what.
  /// - Throws: ``DocumentFolderError``.
  public init(
    url: URL, fieldNames: FieldNames = FieldNames()
  ) throws(DocumentFolderError) {
    try self.init(urls: [url], fieldNames: fieldNames, encoding: nil)
  }

  /// Lists folders and takes files.
  ///
  /// - Parameters:
  ///   - urls: The folders and files, at least one. What is in one of several folders is named
  ///     after it.
  ///   - fieldNames: Which keys of a row hold what.
  ///   - encoding: How the bytes of all files stand for text; nil to find out of each.
  /// - Throws: ``DocumentFolderError``.
  public init(
    urls: [URL], fieldNames: FieldNames = FieldNames(), encoding: String?
  ) throws(DocumentFolderError) {
    let encoding = try Self.encoding(encoding)
    var list = SourceList()
    for url in urls {
      let path = url.path(percentEncoded: false)
      guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
      if url.isFolder {
        guard FileManager.default.isReadableFile(atPath: path) else {
          throw .unreadable(path: path)
        }
        let name = url.standardizedFileURL.lastPathComponent
        list.addFolder(url, below: urls.count == 1 ? "" : name + "/")
      } else {
        guard SourceKind.of(url.lastPathComponent) != nil else { throw .notDocuments(path: path) }
        list.addFile(url)
      }
    }
    let first = urls[0]
    guard !list.sources.isEmpty else { throw .empty(path: first.path(percentEncoded: false)) }
    try self.init(
      list, url: urls.count == 1 && first.isFolder ? first : first.deletingLastPathComponent(),
      fieldNames: fieldNames, opened: OpenedSources(named: encoding))
  }

  /// Takes what a pipe gives for one file.
  ///
  /// - Parameters:
  ///   - pipe: The pipe, read to its end.
  ///   - ending: What it holds, as the ending of a file's name would say, without the dot.
  ///   - fieldNames: Which keys of a row hold what.
  ///   - encoding: How its bytes stand for text; nil to find out.
  /// - Throws: ``DocumentFolderError``.
  public init(
    reading pipe: FileHandle, as ending: String, fieldNames: FieldNames = FieldNames(),
    encoding: String? = nil
  ) throws(DocumentFolderError) {
    let opened = OpenedSources(named: try Self.encoding(encoding))
    let name = "stdin." + ending
    guard SourceKind.of(name) != nil, !ending.contains("/") else {
      throw .unknownKind(ending: ending)
    }
    guard let url = opened.save(pipe, as: name) else { throw .pipeNotRead }
    var list = SourceList()
    list.addFile(url)
    try self.init(
      list, url: url.deletingLastPathComponent(), fieldNames: fieldNames, opened: opened)
  }

  /// Returns an encoding by its name; nil for none.
  static func encoding(_ name: String?) throws(DocumentFolderError) -> TextEncoding? {
    guard let name else { return nil }
    guard let encoding = TextEncoding(named: name, evidence: .named) else {
      throw .unknownEncoding(name: name)
    }
    return encoding
  }

  private init(
    _ list: SourceList, url: URL, fieldNames: FieldNames, opened: OpenedSources
  ) throws(DocumentFolderError) {
    var list = list
    list.sort()
    self.url = url
    self.fieldNames = fieldNames
    self.opened = opened
    files = list.sources
    leftAlone = list.leftAlone
    leftAloneCount = list.leftAloneCount
    listFaults = list.faults
  }

  /// Reads all documents.
  ///
  /// - Returns: The documents in the order of ``sources`` and of a file's rows, and what is
  ///   wrong with the others.
  public func read() -> (documents: [Document], faults: [DocumentFault]) {
    var documents: [Document] = []
    var faults: [DocumentFault] = []
    forEach { result in
      switch result {
      case .success(let document): documents.append(document)
      case .failure(let fault): faults.append(fault)
      }
    }
    return (documents, faults)
  }

  /// Reads one document after the other, without keeping them.
  ///
  /// - Parameter body: Takes each document or what is wrong with it, in the order of ``sources``
  ///   and of a file's rows.
  /// - Throws: What `body` throws; it ends the reading.
  public func forEach(_ body: (Result<Document, DocumentFault>) throws -> Void) rethrows {
    try forEachPlace { result, _ in try body(result) }
  }

  /// Reads one document after the other, and says where each can be read again.
  ///
  /// - Parameter body: Takes each document with its place, or what is wrong with one.
  /// - Throws: What `body` throws; it ends the reading.
  public func forEachPlace(
    _ body: (Result<Document, DocumentFault>, DocumentPlace) throws -> Void
  ) rethrows {
    var ids = ShownIDs()
    func pass(_ result: Result<Document, DocumentFault>, _ place: DocumentPlace) throws {
      guard case .success(let found) = result else { return try body(result, place) }
      var place = place
      let isHidden = isHidden?(found.id) == true
      if !isHidden, let first = ids.add(found.id, at: place) {
        place.file = first.file
        place.line = first.line
        let fault = DocumentFault.duplicateID(
          source: found.source, id: found.id, first: source(of: place))
        return try body(.failure(fault), place)
      }
      var document = shown(found, at: place, isHidden: isHidden)
      while !ids.take(document.id, isOwn: !isHidden && place.copy == 0) {
        place.copy = max(place.copy + 1, 2)
        document = shown(found, at: place, isHidden: isHidden)
      }
      place.digest = Digest(hexadecimal: document.sha256)
      try body(.success(document), place)
    }
    for (number, source) in files.enumerated() {
      let place = DocumentPlace(
        file: Int32(number), line: 0, length: 0, offset: 0, digest: Digest(hexadecimal: ""))
      switch Result(catching: { () throws(DocumentFault) in try open(source) }) {
      case .failure(let fault): try body(.failure(fault), place)
      case .success(let found):
        if found.encoding.evidence == .guessed {
          let fault = DocumentFault.guessed(source: source.name, encoding: found.encoding.name)
          try body(.failure(fault), place)
        }
        switch found.content {
        case .document(let document): try pass(.success(document), place)
        case .rows(let rows): try rows.read(at: place, pass)
        }
      }
    }
    for fault in listFaults {
      try body(
        .failure(fault),
        DocumentPlace(
          file: 0, line: 0, length: 0, offset: 0, digest: Digest(hexadecimal: "")))
    }
  }

  /// What a file holds.
  private struct Found {
    enum Content {
      case document(Document)
      case rows(RowFile)
    }

    let encoding: TextEncoding
    let content: Content
  }

  private func open(_ source: SourceList.Source) throws(DocumentFault) -> Found {
    guard SourceKind.of(source.name)?.kind.hasRows == true else {
      let found = try WholeFile(names: fieldNames, encoding: opened.named).read(
        source.url, source: source.name)
      return Found(encoding: found.encoding, content: .document(found.document))
    }
    let rows = try opened.open(source.url, source: source.name)
    return Found(encoding: rows.encoding, content: .rows(try rowFile(source)))
  }

  /// Opens a file of rows; what is unpacked is unpacked once.
  private func rowFile(_ source: SourceList.Source) throws(DocumentFault) -> RowFile {
    let found = try opened.open(source.url, source: source.name)
    return try RowFile(
      url: found.url, source: source.name, names: fieldNames,
      encoding: found.encoding.isUTF8 ? nil : found.encoding.name)
  }

  /// Reads the document at a place, whatever was there before.
  func read(at place: DocumentPlace) throws(DocumentFault) -> Document {
    let source = files[Int(place.file)]
    guard place.line > 0 else {
      let found = try WholeFile(names: fieldNames, encoding: opened.named).read(
        source.url, source: source.name)
      return shown(found.document, at: place)
    }
    return shown(try rowFile(source).row(at: place), at: place)
  }

  private func shown(_ document: Document, at place: DocumentPlace) -> Document {
    shown(document, at: place, isHidden: isHidden?(document.id) == true)
  }

  /// Returns a document whose id shows nothing that is hidden and is not another's.
  ///
  /// It is what it is called without an id, or by the number of its file if that has a name of this
  /// kind, too; a number behind it parts it from ids that are the same.
  private func shown(_ document: Document, at place: DocumentPlace, isHidden: Bool) -> Document {
    guard isHidden || place.copy > 0 else { return document }
    var id = document.id
    if isHidden {
      let source = files[Int(place.file)].name
      let stem = SourceKind.of(source)?.stem ?? source
      let name = self.isHidden?(stem) == true ? String(place.file + 1) : stem
      id = place.line == 0 ? name : RowFile.id(name, Int(place.line))
    }
    if place.copy > 0 { id += "-\(place.copy)" }
    var result = document
    // A row without an id has this one: its line is ours.
    result.isRenamed = isHidden && !id.utf8.elementsEqual(document.id.utf8)
    result.rename(to: id)
    return result
  }

  /// Returns the bytes of the row at a place; nil if it is not JSON.
  func json(at place: DocumentPlace) -> [UInt8]? {
    let source = files[Int(place.file)]
    guard place.line > 0 else { return nil }
    if case .table? = SourceKind.of(source.name)?.kind { return nil }
    guard let found = try? opened.open(source.url, source: source.name) else { return nil }
    return try? place.bytes(of: found.url, source: source.name)
  }
}
