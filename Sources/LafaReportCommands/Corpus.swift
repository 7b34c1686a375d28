internal import Documents
internal import Lafa

/// The explained documents as they lie in their folder: of each only what finds it again.
struct Corpus: Sendable {
  private let folder: DocumentFolder
  private let reading: PreparedDocument.Reading
  /// The documents' ids.
  private(set) var ids: [String] = []
  private var places: [DocumentPlace] = []

  init(folder: DocumentFolder, reading: PreparedDocument.Reading) {
    self.folder = folder
    self.reading = reading
  }

  /// Adds a document.
  ///
  /// - Parameters:
  ///   - id: Its id.
  ///   - place: Where it was read.
  mutating func append(id: String, place: DocumentPlace) {
    ids.append(id)
    places.append(place)
  }

  /// Reads and tokenises a document once more.
  ///
  /// - Parameter index: Its number.
  /// - Returns: The same as the first time.
  /// - Throws: ``DocumentFault/changed(source:)``.
  func prepared(_ index: Int) throws(DocumentFault) -> PreparedDocument {
    PreparedDocument(try folder.document(at: places[index]), reading)
  }
}
