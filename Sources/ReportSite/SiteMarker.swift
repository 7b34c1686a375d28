internal import AttributionRecords
internal import Foundation

/// The file by which a later run knows that a folder is this tool's: every file of the site with
/// its size and SHA-256.
package struct SiteMarker {
  /// The marker's name in the site.
  package static let name = Tool.marker

  /// The files without the marker; those of a marker that this tool wrote are sorted by path.
  package var files: [StagedFile]

  /// Makes a marker.
  package init(files: [StagedFile]) {
    self.files = files
  }

  /// Sorts the files by path, which looking up needs; in place, since a large site has many.
  package mutating func sort() {
    // Numbers are sorted in less memory than files.
    var order = files.indices.map(Int32.init)
    order.sort { files[Int($0)].precedes(files[Int($1)]) }
    // Each place takes its file; the place that gave it away is next, until the ring is closed.
    for start in order.indices {
      var place = start
      while Int(order[place]) != start {
        let from = Int(order[place])
        files.swapAt(place, from)
        order[place] = Int32(place)
        place = from
      }
      order[place] = Int32(place)
    }
  }

  /// Returns the file of a path as the marker names it, or nil.
  package subscript(path: String) -> StagedFile? {
    guard let place = place(of: path), files[place].path.utf8.elementsEqual(path.utf8) else {
      return nil
    }
    return files[place]
  }

  /// Whether a folder of the site has a file that the marker names.
  package func hasFolder(_ path: String) -> Bool {
    place(of: path + "/").map { files[$0].path.utf8.starts(with: (path + "/").utf8) } ?? false
  }

  /// Returns the first path of a folder that the marker does not name, or nil.
  ///
  /// A file of ours that the user has changed counts as the user's, unless that is what it is for.
  func foreignFile(in folder: URL, editable: Set<String> = []) -> String? {
    var first: String?
    let paths = FileManager.default.enumerator(atPath: folder.path(percentEncoded: false))
    while let path = paths?.nextObject() as? String {
      if path != Self.name, first.map({ path < $0 }) ?? true,
        !(editable.contains(path) && self[path] != nil), isForeign(path, in: folder)
      {
        first = path
      }
    }
    return first
  }

  private func isForeign(_ path: String, in folder: URL) -> Bool {
    let url = folder.appending(path: path)
    let values = try? url.resourceValues(forKeys: [.isDirectoryKey, .fileSizeKey])
    if values?.isDirectory == true {
      return !hasFolder(path)
    }
    guard let file = self[path], values?.fileSize == file.bytes,
      let data = FileManager.default.contents(atPath: url.path(percentEncoded: false))
    else { return true }
    return Fingerprint.sha256(data) != file.sha256
  }

  /// Returns the place of the first file whose path does not come before this one, or nil.
  private func place(of path: String) -> Int? {
    var low = 0
    var high = files.count
    while low < high {
      let middle = (low + high) / 2
      if files[middle].path.utf8.lexicographicallyPrecedes(path.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < files.count ? low : nil
  }
}
