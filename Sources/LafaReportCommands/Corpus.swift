internal import Foundation
internal import Documents
internal import Lafa

/// The explained documents as they lie in their folder: of each only what finds it again.
struct Corpus: Sendable {
  private let folders: [DocumentFolder]
  private let reading: PreparedDocument.Reading
  /// The documents' ids.
  private(set) var ids: [String] = []
  private var places: [DocumentPlace] = []
  /// How many of the documents lie in the first of several folders.
  private var firstCount = 0

  /// The number of folders.
  var folderCount: Int { folders.count }

  /// The number of documents.
  var count: Int { ids.count }

  /// Makes an empty corpus of the documents in some folders.
  init(folders: [DocumentFolder], reading: PreparedDocument.Reading) {
    self.folders = folders
    self.reading = reading
  }

  /// Returns what a page calls a document: one of another folder after that folder, too.
  func name(_ index: Int) -> String {
    guard folders.count > 1, index < firstCount else { return ids[index] }
    return folders[0].url.standardizedFileURL.lastPathComponent + "/" + ids[index]
  }

  /// The folder of a document.
  func folder(of index: Int) -> DocumentFolder {
    folders[index < firstCount ? 0 : folders.count - 1]
  }

  /// Where a document lies in its folder.
  func place(of index: Int) -> DocumentPlace { places[index] }

  /// Adds a document.
  ///
  /// - Parameters:
  ///   - id: Its id.
  ///   - place: Where it was read.
  mutating func append(id: String, place: DocumentPlace) {
    ids.append(id)
    places.append(place)
  }

  /// Says that documents from here on lie in the second folder.
  mutating func endFirstFolder() { firstCount = count }

  /// Reads and tokenises a document once more.
  ///
  /// - Parameter index: Its number.
  /// - Returns: The same as the first time.
  /// - Throws: ``DocumentFault/changed(source:)``.
  func prepared(_ index: Int) throws(DocumentFault) -> PreparedDocument {
    PreparedDocument(try folder(of: index).document(at: places[index]), reading)
  }
}
