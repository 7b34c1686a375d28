internal import AttributionRecords
internal import Foundation

/// A written file as the marker will name it, in little memory: a large site has many.
struct StagedFile {
  private let folder: String
  private let name: String
  private let ending: String
  private let bytes: Int
  private let digest: Digest

  /// Describes a file.
  ///
  /// - Parameters:
  ///   - path: Its path in the site.
  ///   - data: Its bytes.
  init(path: String, _ data: Data) {
    // Short strings take no memory of their own.
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let end = path[start...].lastIndex(of: ".") ?? path.endIndex
    folder = String(path[..<start])
    name = String(path[start..<end])
    ending = String(path[end...])
    bytes = data.count
    digest = Digest(hexadecimal: Fingerprint.sha256(data))
  }

  private var path: String { folder + name + ending }

  private var entry: SiteMarker.File {
    SiteMarker.File(path: path, bytes: bytes, sha256: digest.hexadecimal)
  }

  /// Entries that are encoded at once.
  private static let block = 1024

  /// Writes the marker piece by piece, as an encoder would at once.
  ///
  /// - Parameters:
  ///   - files: The site's files; sorted by path afterwards.
  ///   - path: Where to.
  /// - Throws: What the file system says.
  static func writeMarker(of files: inout [StagedFile], to path: String) throws {
    files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    let marker = SiteMarker(files: [])
    let frame = String(decoding: try encoder.encode(marker), as: UTF8.self)
    let list = "\"files\" : ["
    guard let start = frame.range(of: list)?.upperBound,
      let end = frame[start...].firstIndex(of: "]")
    else { throw CocoaError(.coderInvalidValue) }
    try Data().write(to: URL(filePath: path))
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    defer { try? file.close() }
    try file.write(contentsOf: Data(frame[..<start].utf8))
    for first in stride(from: 0, to: files.count, by: block) {
      let part = files[first..<min(first + block, files.count)].map(\.entry)
      // Between the brackets, one level deeper.
      let lines = String(decoding: try encoder.encode(part), as: UTF8.self)
        .split(separator: "\n").dropFirst().dropLast()
      let text = lines.map { "\n  " + $0 }.joined()
      try file.write(contentsOf: Data(((first > 0 ? "," : "") + text).utf8))
    }
    try file.write(contentsOf: Data(("\n  " + frame[end...]).utf8))
  }
}
