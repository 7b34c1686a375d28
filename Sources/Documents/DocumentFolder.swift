internal import AttributionRecords
public import Foundation

/// A folder of texts: every `.txt` file in it and below it is one document, every line of a
/// `.jsonl` file and every row of a `.csv` or `.tsv` file is one.
///
/// Hidden files and folders are left alone, links to folders are not followed.
public struct DocumentFolder: Sendable {
  /// The folder, or the one that holds the only file.
  public let url: URL
  /// The files' paths below the folder, in the order of their bytes.
  public let sources: [String]
  /// How many visible files are of other kinds and are left alone.
  public let otherFiles: Int
  /// Which keys of a row hold what.
  public let fieldNames: FieldNames

  /// The largest document that is read: far above what a model sees, far below memory.
  public static let sizeLimit = 64 << 20

  static let textSuffix = ".txt"
  static let rowsSuffix = ".jsonl"
  static let tableSuffix = ".csv"
  static let tabbedSuffix = ".tsv"

  /// The endings of the files that are read, as a sentence lists them.
  public static let endings = ".txt, .jsonl, .csv, .tsv"

  /// Lists a folder, or takes a single file of a kind that is read for one.
  ///
  /// - Parameters:
  ///   - url: The folder or the file.
  ///   - fieldNames: Which keys of a row hold what.
  /// - Throws: ``DocumentFolderError``.
  public init(
    url: URL, fieldNames: FieldNames = FieldNames()
  ) throws(DocumentFolderError) {
    self.fieldNames = fieldNames
    let path = url.path(percentEncoded: false)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .missing(path: path)
    }
    guard isFolder.boolValue else {
      guard Self.isListed(url.lastPathComponent) else { throw .notDocuments(path: path) }
      self.url = url.deletingLastPathComponent()
      sources = [url.lastPathComponent]
      otherFiles = 0
      return
    }
    self.url = url
    guard FileManager.default.isReadableFile(atPath: path) else { throw .unreadable(path: path) }
    var found: [String] = []
    var others = 0
    Self.list(url, below: "", found: &found, others: &others)
    guard !found.isEmpty else { throw .empty(path: path) }
    sources = found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    otherFiles = others
  }

  static func isRows(_ name: String) -> Bool { name.lowercased().hasSuffix(rowsSuffix) }

  static func isTable(_ name: String) -> Bool {
    [tableSuffix, tabbedSuffix].contains { name.lowercased().hasSuffix($0) }
  }

  private static func isListed(_ name: String) -> Bool {
    isRows(name) || isTable(name) || name.lowercased().hasSuffix(textSuffix)
  }

  private static func list(
    _ folder: URL, below prefix: String, found: inout [String], others: inout Int
  ) {
    let names =
      (try? FileManager.default.contentsOfDirectory(
        atPath: folder.path(percentEncoded: false))) ?? []
    for name in names where !name.hasPrefix(".") {
      let url = folder.appending(path: name)
      let values = try? url.resourceValues(forKeys: [.isDirectoryKey, .isSymbolicLinkKey])
      if values?.isDirectory == true, values?.isSymbolicLink != true {
        list(url, below: prefix + name + "/", found: &found, others: &others)
      } else if isListed(name) {
        found.append(prefix + name)
      } else {
        others += 1
      }
    }
  }

  /// Reads all documents.
  ///
  /// - Returns: The documents in the order of ``sources`` and of a file's lines, and what is
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
  ///   and of a file's lines.
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
    // By a hash of the bytes, as the file system tells its names apart.
    var places: [Digest: (file: Int32, line: Int32)] = [:]
    func pass(_ result: Result<Document, DocumentFault>, _ place: DocumentPlace) throws {
      guard case .success(let document) = result else { return try body(result, place) }
      var place = place
      let key = Digest(hexadecimal: Fingerprint.sha256(Array(document.id.utf8)))
      if let first = places[key] {
        place.file = first.file
        place.line = first.line
        let fault = DocumentFault.duplicateID(
          source: document.source, id: document.id, first: source(of: place))
        return try body(.failure(fault), place)
      }
      places[key] = (place.file, place.line)
      place.digest = Digest(hexadecimal: document.sha256)
      try body(result, place)
    }
    let rows = RowReader(names: fieldNames)
    let tables = TableReader(names: fieldNames)
    for (number, source) in sources.enumerated() {
      let file = url.appending(path: source)
      let place = DocumentPlace(
        file: Int32(number), line: 0, length: 0, offset: 0, digest: Digest(hexadecimal: ""))
      if Self.isRows(source) {
        try rows.read(file, source: source, place: place, pass)
      } else if Self.isTable(source) {
        try tables.read(file, source: source, place: place, pass)
      } else {
        try pass(
          Result { () throws(DocumentFault) in try PlainText.read(file, source: source) }, place)
      }
    }
  }
}
