internal import AttributionRecords
package import Foundation

/// The marker as JSON, a line a file, its keys sorted. It is as long as the site, so that it is
/// written and read in parts. Earlier versions indented it.
extension SiteMarker {
  private static let head: StaticString = "{\"files\":["
  private static let entryEnd = Data("},\n".utf8)
  /// Bytes that are read at once: some thousand entries.
  private static let partSize = 1 << 19

  /// Writes the marker, whose files are sorted by path.
  ///
  /// - Parameter sink: Takes the parts one after the other.
  /// - Throws: What the closure throws.
  package func write(to sink: (_ part: [UInt8]) throws -> Void) throws {
    var hash = Fingerprint.Running()
    func pass(_ part: [UInt8]) throws {
      hash.update(part)
      try sink(part)
    }
    var json = JSONText()
    json.raw(Self.head)
    var isFirst = true
    for file in files {
      if !isFirst { json.raw(",") }
      isFirst = false
      json.raw("\n{\"bytes\":")
      json.value(file.bytes)
      json.raw(",\"path\":")
      json.value(file.path)
      json.raw(",\"sha256\":")
      json.value(file.sha256)
      json.raw("}")
      try json.handOn(to: pass)
    }
    json.raw("\n],\n\"tool\":")
    json.value(Tool.name)
    json.raw(",\"version\":")
    json.value(Tool.version)
    try pass(json.bytes)
    try sink(Array(Self.seal(hash.digest).utf8))
  }

  /// Returns how a marker ends: with the SHA-256 of all bytes before its last member.
  ///
  /// It finds accidents; who changes a marker on purpose can make the seal anew.
  private static func seal(_ digest: String) -> String { ",\"wholeSHA256\":\"\(digest)\"}" }

  /// The same as earlier versions wrote it.
  private static func earlierSeal(_ digest: String) -> String {
    ",\n  \"wholeSHA256\" : \"\(digest)\"\n}"
  }

  /// Whether the marker of a folder is byte for byte as it was written.
  ///
  /// - Parameter folder: The folder.
  /// - Returns: Nil if it has no seal, as those of earlier versions.
  package static func isIntact(_ folder: URL) -> Bool? {
    let place = folder.appending(path: name)
    guard let data = try? Data(contentsOf: place, options: .alwaysMapped) else { return false }
    guard data.suffix(120).range(of: Data("wholeSHA".utf8)) != nil else { return nil }
    return [seal, earlierSeal].contains { seal in
      let sealed = data.count - seal(Fingerprint.sha256(Data())).utf8.count
      return sealed >= 0
        && data.dropFirst(sealed).elementsEqual(
          seal(Fingerprint.sha256(data.prefix(sealed)) { _ in }).utf8)
    }
  }

  private struct Entry: Decodable {
    var path: String
    var bytes: Int
    var sha256: String

    var file: StagedFile { StagedFile(path: path, bytes: bytes, sha256: sha256) }
  }

  private struct Whole: Decodable {
    var files: [Entry]
    var tool: String
  }

  /// Reads the marker of a folder, or nil if there is none that this tool wrote.
  package static func read(_ folder: URL) -> SiteMarker? {
    read(file: folder.appending(path: name))
  }

  /// Reads a file that is written like a marker.
  static func read(file: URL) -> SiteMarker? {
    guard let file = try? FileHandle(forReadingFrom: file) else { return nil }
    defer { try? file.close() }
    let head = Data("\(Self.head)".utf8)
    let decoder = JSONDecoder()
    var marker = SiteMarker(files: [])
    // The head, and what has no whole entry before it.
    var rest = Data()
    do {
      while let part = try file.read(upToCount: partSize), !part.isEmpty {
        rest += part
        guard rest.starts(with: head),
          let end = rest.range(of: entryEnd, options: .backwards)
        else { continue }
        let entries = Data("[".utf8) + rest[head.count..<end.upperBound - 1] + Data("]".utf8)
        marker.files += try decoder.decode([Entry].self, from: entries).map(\.file)
        rest = head + rest[end.upperBound...]
      }
      let last = try decoder.decode(Whole.self, from: rest)
      marker.files += last.files.map(\.file)
      return last.tool == Tool.name ? marker : nil
    } catch {
      return nil
    }
  }
}
