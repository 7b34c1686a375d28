internal import AttributionRecords
package import Foundation
package import ReportSite

/// Checks a folder that this tool wrote against its marker, its rules and its own records.
///
/// It finds accidents: a disk that forgets, a copy that stopped, an editor that was too helpful.
/// Who changes files on purpose can write a new marker, too.
package struct SiteVerification {
  let folder: URL
  let renderer: PageRenderer
  let listing: FolderListing
  let marker: SiteMarker?
  var findings = FindingList()
  var checked = Checked()

  /// How much was checked.
  package struct Checked: Codable, Sendable, Equatable {
    /// Files whose SHA-256 was computed.
    package var files = 0
    /// Pages that were checked against schema and rules.
    package var pages = 0
    /// Links within the folder that were followed.
    package var links = 0
    /// Records that were read, their sums added up.
    package var records = 0
    /// Files that were rendered again and compared.
    package var rendered = 0
    /// Documents whose numbers were computed again.
    package var attributions = 0
  }

  /// Starts.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - renderer: Renders and checks pages.
  /// - Throws: ``PublishingError``.
  package init(folder: URL, renderer: PageRenderer) throws {
    self.folder = folder.standardizedFileURL.resolvingSymlinksInPath()
    listing = try FolderListing(folder)
    self.renderer = renderer.adding(PageForms(in: listing.files))
    guard listing.hasFile(SiteMarker.name) else {
      throw PublishingError.noMarker(path: folder.path(percentEncoded: false))
    }
    marker = SiteMarker.read(self.folder)
  }

  /// Checks everything that needs no model.
  ///
  /// - Throws: What stops the whole check, such as a folder for scratch files that is missing.
  package mutating func run() throws {
    checkMarker()
    try checkFiles()
    try checkRecords()
  }

  /// The records of the folder, if it has some that can be read.
  package var records: RecordFolder? {
    listing.hasFile("records/run.json") ? try? RecordFolder(url: folder) : nil
  }

  /// Takes what another check found.
  package mutating func add(_ found: [Finding], attributions: Int) {
    findings.add(found)
    checked.attributions += attributions
  }

  /// What was found.
  package var report: VerificationReport {
    VerificationReport(findings: findings, checked: checked)
  }

  func place(_ path: String) -> URL { folder.appending(path: path) }

  func data(_ path: String) -> Data? {
    try? Data(contentsOf: place(path), options: .alwaysMapped)
  }
}

/// What a verification found.
package struct VerificationReport: Sendable {
  /// The findings.
  package let findings: FindingList
  /// How much was checked.
  package let checked: SiteVerification.Checked

  /// How much was checked, as a sentence without its end.
  package var summary: String {
    var parts = [
      NumberText.count(checked.files, "file"), NumberText.count(checked.pages, "page"),
      NumberText.count(checked.links, "link"), NumberText.count(checked.records, "record"),
      "\(NumberText.count(checked.rendered, "file")) rendered again",
    ]
    if checked.attributions > 0 {
      parts.append("\(NumberText.count(checked.attributions, "attribution")) computed again")
    }
    return parts.joined(separator: ", ")
  }

  private struct Row: Encodable {
    var rule: String
    var level: FindingRule.Level
    var path: String?
    var line: Int?
    var message: String
  }

  private struct Whole: Encodable {
    var formatVersion = 1
    var tool = Tool.name
    var version = Tool.version
    var isSound: Bool
    var checked: SiteVerification.Checked
    var counts: [String: Int]
    var findings: [Row]
  }

  /// Returns the report as JSON; the same folder gives the same bytes.
  ///
  /// - Returns: UTF-8 JSON.
  /// - Throws: What the encoder throws.
  package func json() throws -> Data {
    try RecordFile.data(
      encoding: Whole(
        isSound: findings.isEmpty, checked: checked,
        counts: Dictionary(uniqueKeysWithValues: findings.counts.map { ($0.key.id, $0.value) }),
        findings: findings.kept.map {
          Row(
            rule: $0.rule.id, level: $0.rule.level, path: $0.path, line: $0.line,
            message: $0.message)
        }))
  }
}
