internal import Foundation
internal import ReportSite

/// The tag files of a BagIt bag (RFC 8493), whose payload is everything below `data/`.
struct AuditBag {
  let options: AuditFiles.Options

  /// Writes the tag files beside the payload.
  ///
  /// - Parameter staging: The folder with the whole payload.
  /// - Throws: ``SiteError``.
  func write(to staging: SiteStaging) throws {
    let payload = try staging.staged.sorted { $0.precedes($1) }
    let bytes = payload.reduce(0) { $0 + $1.bytes }
    var lines = [
      "Bag-Software-Agent: lafa-report", "Bagging-Date: \(options.date.prefix(10))",
      "Payload-Oxum: \(bytes).\(payload.count)",
    ]
    if let organisation = options.organisation {
      lines.append("Source-Organization: \(Self.line(organisation))")
    }
    let tags = try staging.add([
      ("bag-info.txt", Data(lines.sorted().joined(separator: "\n").utf8) + [0x0A]),
      ("bagit.txt", Data("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8)),
      ("manifest-sha256.txt", Self.manifest(payload)),
    ])
    try staging.add([("tagmanifest-sha256.txt", Self.manifest(tags))])
  }

  private static func manifest(_ files: [StagedFile]) -> Data {
    Data(files.map { "\($0.sha256)  \(path($0.path))\n" }.joined().utf8)
  }

  /// Writes what would end a line, as RFC 8493 says.
  private static func path(_ path: String) -> String {
    path.replacing("%", with: "%25").replacing("\n", with: "%0A").replacing("\r", with: "%0D")
  }

  private static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
