public import AttributionRecords
internal import Foundation

/// Where a document of a folder can be read again.
public struct DocumentPlace: Sendable, Equatable {
  /// The number of its file among the folder's ``DocumentFolder/sources``.
  public var file: Int32
  /// The first line in a file of rows, or the place in a list, from 1; 0 for a file of its own.
  public var line: Int32
  /// The bytes of the row, without the line end.
  public var length: Int32
  /// The number that makes its id another than those before it; 0 for an id without one.
  public var copy: Int32 = 0
  /// Where the row starts, in bytes.
  public var offset: Int64
  /// The SHA-256 of the document's bytes.
  public var digest: Digest
}

extension DocumentPlace {
  /// Reads the row's bytes once more.
  func bytes(of url: URL, source: String) throws(DocumentFault) -> [UInt8] {
    guard WholeFile.regularFileSize(url) != nil,
      let file = FileHandle(forReadingAtPath: url.path(percentEncoded: false))
    else { throw .unreadable(source: source) }
    defer { try? file.close() }
    do {
      try file.seek(toOffset: UInt64(offset))
      return try file.read(upToCount: Int(length)).map(Array.init) ?? []
    } catch {
      throw .unreadable(source: source)
    }
  }
}

extension DocumentFolder {
  /// Returns a document's path below the folder, for a row with the line.
  ///
  /// - Parameter place: Where ``forEachPlace(_:)`` found it.
  /// - Returns: The document's ``Document/source``.
  public func source(of place: DocumentPlace) -> String {
    let source = files[Int(place.file)].name
    return place.line == 0 ? source : "\(source):\(place.line)"
  }

  /// Reads a document once more.
  ///
  /// - Parameter place: Where ``forEachPlace(_:)`` found it.
  /// - Returns: The same document.
  /// - Throws: ``DocumentFault/changed(source:)`` if it is not there any more.
  public func document(at place: DocumentPlace) throws(DocumentFault) -> Document {
    let found: Document
    do throws(DocumentFault) { found = try read(at: place) } catch {
      throw .changed(source: source(of: place))
    }
    guard Digest(hexadecimal: found.sha256) == place.digest else {
      throw .changed(source: source(of: place))
    }
    return found
  }
}
