internal import Documents
internal import Lafa

/// The explained documents as they lie in their folder: of each only what finds it again.
struct Corpus: Sendable {
  private let folder: DocumentFolder
  private let reading: PreparedDocument.Reading
  /// The documents' ids.
  private(set) var ids: [String] = []
  private var places: [Place] = []

  private struct Place {
    let document: DocumentPlace
    let digest: Digest
  }

  init(folder: DocumentFolder, reading: PreparedDocument.Reading) {
    self.folder = folder
    self.reading = reading
  }

  /// Adds a document.
  ///
  /// - Parameters:
  ///   - id: Its id.
  ///   - sha256: The SHA-256 of its bytes.
  ///   - place: Where it was read.
  mutating func append(id: String, sha256: String, place: DocumentPlace) {
    ids.append(id)
    places.append(Place(document: place, digest: Digest(sha256)))
  }

  /// Reads and tokenises a document once more.
  ///
  /// - Parameter index: Its number.
  /// - Returns: The same as the first time.
  /// - Throws: ``GenerateError/changed(source:)`` if the file is not what it was.
  func prepared(_ index: Int) throws(GenerateError) -> PreparedDocument {
    let place = places[index]
    let changed = GenerateError.changed(source: folder.source(of: place.document))
    let document: Document
    do throws(DocumentFault) {
      document = try folder.document(at: place.document)
    } catch {
      throw changed
    }
    guard Digest(document.sha256) == place.digest else { throw changed }
    return PreparedDocument(document, reading)
  }
}

/// A SHA-256 in 32 bytes.
private struct Digest: Equatable {
  private let words: SIMD4<UInt64>

  init(_ hexadecimal: String) {
    var words = SIMD4<UInt64>()
    for (index, byte) in hexadecimal.utf8.prefix(64).enumerated() {
      let digit = UInt64(Character(Unicode.Scalar(byte)).hexDigitValue ?? 0)
      words[index / 16] = words[index / 16] << 4 | digit
    }
    self.words = words
  }
}
