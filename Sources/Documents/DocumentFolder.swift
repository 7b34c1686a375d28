public import Foundation

/// A folder of texts: every `.txt` file in it and below it is one document.
///
/// Hidden files and folders are left alone, links to folders are not followed.
public struct DocumentFolder: Sendable {
  /// The folder.
  public let url: URL
  /// The documents' paths below the folder, in the order of their bytes.
  public let sources: [String]
  /// How many visible files are not `.txt` and are left alone.
  public let otherFiles: Int

  /// The largest document that is read: far above what a model sees, far below memory.
  public static let sizeLimit = 64 << 20

  /// Lists a folder.
  ///
  /// - Parameter url: The folder.
  /// - Throws: ``DocumentFolderError``.
  public init(url: URL) throws(DocumentFolderError) {
    self.url = url
    let path = url.path(percentEncoded: false)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .missing(path: path)
    }
    guard isFolder.boolValue else { throw .notAFolder(path: path) }
    guard FileManager.default.isReadableFile(atPath: path) else { throw .unreadable(path: path) }
    var found: [String] = []
    var others = 0
    Self.list(url, below: "", texts: &found, others: &others)
    guard !found.isEmpty else { throw .empty(path: path) }
    sources = found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    otherFiles = others
  }

  private static func list(
    _ folder: URL, below prefix: String, texts: inout [String], others: inout Int
  ) {
    let names =
      (try? FileManager.default.contentsOfDirectory(
        atPath: folder.path(percentEncoded: false))) ?? []
    for name in names where !name.hasPrefix(".") {
      let url = folder.appending(path: name)
      let values = try? url.resourceValues(forKeys: [.isDirectoryKey, .isSymbolicLinkKey])
      if values?.isDirectory == true, values?.isSymbolicLink != true {
        list(url, below: prefix + name + "/", texts: &texts, others: &others)
      } else if name.lowercased().hasSuffix(".txt") {
        texts.append(prefix + name)
      } else {
        others += 1
      }
    }
  }

  /// Reads all documents.
  ///
  /// - Returns: The documents in the order of ``sources``, and what is wrong with the others.
  public func read() -> (documents: [Document], faults: [DocumentFault]) {
    var documents: [Document] = []
    var faults: [DocumentFault] = []
    // By bytes, as the file system tells them apart.
    var ids: Set<[UInt8]> = []
    for source in sources {
      do throws(DocumentFault) {
        let document = try PlainText.read(url.appending(path: source), source: source)
        guard ids.insert(Array(document.id.utf8)).inserted else {
          throw .duplicateID(source: source, id: document.id)
        }
        documents.append(document)
      } catch {
        faults.append(error)
      }
    }
    return (documents, faults)
  }
}
