internal import Foundation

/// Files as bytes.
enum MappedData {
  /// Maps a file without reading it.
  static func map(_ url: URL) throws(CheckpointError) -> Data {
    let path = url.path(percentEncoded: false)
    // A pipe or a device would never end.
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: url.resolvingSymlinksInPath().path(percentEncoded: false))
    if let type = attributes?[.type] as? FileAttributeType, type != .typeRegular {
      throw .unreadable(path: path, detail: "it is not a file")
    }
    do {
      return try Data(contentsOf: url, options: .alwaysMapped)
    } catch {
      throw .unreadable(path: path, detail: "it is missing or not readable")
    }
  }
}
