internal import AttributionRecords
internal import Documents
internal import Foundation
internal import Lafa
internal import SavedPools

/// The documents of a run as they lie in their folder: of each only what finds it again.
///
/// Those of another pool come first.
struct Corpus: Sendable {
  private let folder: DocumentFolder
  private let pool: NeighbourPool?
  private let reading: PreparedDocument.Reading
  /// The documents' ids.
  private(set) var ids: [String] = []
  /// Where they lie; those of a saved pool, which come first, have no places.
  private var places: [DocumentPlace] = []
  /// How many of the documents are another pool's.
  private var poolCount = 0

  /// The number of documents.
  var count: Int { ids.count }

  /// Whether the neighbours are other documents than the explained ones.
  var hasPool: Bool { pool != nil }

  /// Makes an empty corpus.
  init(_ folder: DocumentFolder, pool: NeighbourPool?, reading: PreparedDocument.Reading) {
    self.folder = folder
    self.pool = pool
    self.reading = reading
  }

  /// Returns what a page calls a document: one of another pool after that pool, too.
  func name(_ index: Int) -> String {
    guard let pool, index < poolCount else { return ids[index] }
    return (reading.redaction?.hidden(pool.name) ?? pool.name) + "/" + ids[index]
  }

  /// Adds a document.
  ///
  /// - Parameters:
  ///   - id: Its id.
  ///   - place: Where it was read; nil for one of a saved pool.
  mutating func append(id: String, place: DocumentPlace?) {
    ids.append(id)
    if let place { places.append(place) }
  }

  private func place(of index: Int) -> DocumentPlace? {
    let number = index - (ids.count - places.count)
    return number < 0 ? nil : places[number]
  }

  /// Says that documents from here on are those of the folder.
  mutating func endPool() { poolCount = count }

  /// Reads and tokenises a document once more.
  ///
  /// - Parameter index: Its number.
  /// - Returns: The same as the first time.
  /// - Throws: ``DocumentFault/changed(source:)``, or an error of a saved pool.
  func prepared(_ index: Int) throws -> PreparedDocument {
    guard let place = place(of: index) else {
      guard case .saved(let saved) = pool else { preconditionFailure("it was read somewhere") }
      return PreparedDocument(try document(index, of: saved.pool), reading)
    }
    return PreparedDocument(try folder(of: index).document(at: place), reading)
  }

  /// Reads what people marked in a document of the folder.
  ///
  /// - Parameters:
  ///   - index: Its number.
  ///   - text: Its text.
  ///   - names: Which keys hold it.
  /// - Returns: The annotation; nil if there is none.
  /// - Throws: ``Annotation/Fault``.
  func annotation(
    _ index: Int, of text: String, names: Annotation.Names
  ) throws(Annotation.Fault) -> Annotation? {
    guard let place = place(of: index) else { return nil }
    return try folder(of: index).annotation(at: place, of: text, names: names)
  }

  /// Checks that the file of a document of the folder says at the places that a record names what
  /// the record says.
  ///
  /// - Parameters:
  ///   - index: Its number.
  ///   - record: Returns its record; asked only if it may name places.
  /// - Returns: The first contradiction, in a sentence; nil if there is none.
  func contradiction(_ index: Int, of record: () -> AttributionRecord?) -> String? {
    guard let place = place(of: index), folder(of: index).isMarkedUp(at: place),
      let record = record(), let origins = record.origins
    else { return nil }
    return folder(of: index).contradiction(of: origins, in: record.text, at: place)
  }

  /// Returns the saved pool of a document whose text it does not keep.
  func textless(_ index: Int) -> SavedPool? {
    guard place(of: index) == nil, case .saved(let saved) = pool,
      saved.pool.manifest.texts != .full
    else { return nil }
    return saved.pool
  }

  /// Returns the title of a document of a saved pool, whose text is not needed.
  func title(_ index: Int, of pool: SavedPool) throws -> String {
    let title = try document(index, of: pool).title
    return reading.redaction?.hidden(title) ?? title
  }

  private func document(_ index: Int, of pool: SavedPool) throws -> Document {
    var document = Document(try pool.document(index))
    document.rename(to: ids[index])
    return document
  }

  private func folder(of index: Int) -> DocumentFolder {
    if index < poolCount, case .folder(let folder) = pool { return folder }
    return folder
  }
}

extension Document {
  /// Makes a document of a saved pool; without its text if the pool does not keep it.
  init(_ saved: PoolDocument) {
    self.init(
      id: saved.id, source: saved.source, title: saved.title, text: saved.text ?? "",
      fields: saved.fields.map { .init(name: $0.name, range: $0.start..<$0.end) },
      gold: saved.gold, category: saved.category, sha256: saved.sha256)
  }
}
