package import Foundation

/// The files of a site in the order in which they were written: of many only the last are held, the
/// others lie in files like the site's marker until all are asked for.
package struct StagedList {
  private let folder: URL
  private let limit: Int
  private var last: [StagedFile] = []
  private var full = 0

  /// Starts without files.
  ///
  /// - Parameters:
  ///   - folder: Where lists may lie; made when one is needed.
  ///   - limit: The files of a list.
  package init(folder: URL, limit: Int = 4096) {
    self.folder = folder
    self.limit = limit
  }

  /// Adds a file.
  package mutating func append(_ file: StagedFile) throws {
    last.append(file)
    guard last.count == limit else { return }
    if full == 0 {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    let list = try UnsyncedFile.create(place(full))
    defer { try? list.close() }
    try SiteMarker(files: last).write { try list.write(contentsOf: $0) }
    full += 1
    last.removeAll(keepingCapacity: true)
  }

  /// All files.
  package var all: [StagedFile] {
    get throws {
      var all: [StagedFile] = []
      all.reserveCapacity(full * limit + last.count)
      for number in 0..<full {
        guard let list = SiteMarker.read(file: place(number)) else {
          throw CocoaError(.fileReadCorruptFile)
        }
        all += list.files
      }
      // In place: there is room.
      all += last
      return all
    }
  }

  private func place(_ number: Int) -> URL { folder.appending(path: "files-\(number).json") }
}
