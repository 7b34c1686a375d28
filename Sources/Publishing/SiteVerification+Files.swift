internal import AttributionRecords
internal import Foundation
internal import Markup
internal import ReportSite

/// The files of a folder: hashes, pages and links, each file read once.
extension SiteVerification {
  /// Files that are read at the same time.
  private static let block = 64

  mutating func checkMarker() {
    guard let marker else {
      findings.add(
        Finding(
          .marker, SiteMarker.name,
          "it cannot be read as a marker, so that the files cannot be compared with it"))
      return
    }
    switch SiteMarker.isIntact(folder) {
    case true?: break
    case false?:
      findings.add(Finding(.marker, SiteMarker.name, "its own SHA-256 is not the one at its end"))
    case nil:
      findings.add(
        Finding(
          .marker, SiteMarker.name,
          "it has no SHA-256 of its own at its end, as an earlier version wrote it"))
    }
    for file in marker.files where !listing.hasFile(file.path) {
      findings.add(
        Finding(.fileMissing, file.path, "it is not there; the marker names it"))
    }
    let foreign =
      listing.files.filter { $0 != SiteMarker.name && marker[$0] == nil }
      + listing.others + listing.folders.filter { !marker.hasFolder($0) }
    for path in foreign.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      findings.add(Finding(.fileUnlisted, path, "the marker does not name it"))
    }
  }

  /// What one file says.
  private struct Facts: Sendable {
    var findings: [Finding] = []
    var targets: [PageLinks.Target] = []
    var isPage = false
  }

  /// A file that is not there, and who links to it.
  private struct Missing {
    let target: PageLinks.Target
    /// The first file that links to it.
    let path: String
    /// The last one, since a file may link to it often.
    var last: String
    var files = 0
  }

  mutating func checkFiles() throws {
    let links = FolderLinks(folder, listing)
    var missing: [String: Missing] = [:]
    var distant: [String: [(fragment: String, path: String, line: Int)]] = [:]
    for start in stride(from: 0, to: listing.files.count, by: Self.block) {
      let paths = Array(listing.files[start..<min(start + Self.block, listing.files.count)])
      let facts = try ConcurrentMap.results(paths.count) { [self] in self.facts(paths[$0]) }
      for (path, facts) in zip(paths, facts) {
        findings.add(facts.findings)
        checked.files += 1
        checked.pages += facts.isPage ? 1 : 0
        for target in facts.targets {
          switch links.place(target.address, from: path) {
          case .elsewhere: break
          case .nowhere:
            report(target, path, "it does not lead to a file of the folder")
          case .missing(let file):
            checked.links += 1
            var entry = missing[file] ?? Missing(target: target, path: path, last: "")
            entry.files += entry.last == path ? 0 : 1
            entry.last = path
            missing[file] = entry
          case .file(let file, let fragment):
            checked.links += 1
            if let fragment, !fragment.isEmpty, file != path || !facts.isPage {
              distant[file, default: []].append((fragment, path, target.line))
            }
          }
        }
      }
    }
    // A file that all pages share is one finding.
    for (file, entry) in missing.sorted(by: {
      ($0.value.path, $0.value.target.line, $0.key) < ($1.value.path, $1.value.target.line, $1.key)
    }) {
      guard entry.files > 1 else {
        report(entry.target, entry.path, "there is no such file")
        continue
      }
      findings.add(
        Finding(
          .link, entry.path, line: entry.target.line,
          """
          it and \(NumberText.count(entry.files - 1, "other file")) link to “\(file)”, but there is \
          no such file
          """))
    }
    // Of the page itself the validator has checked them.
    for (file, links) in distant.sorted(by: { $0.key < $1.key }) {
      let known = data(file).map { PageLinks(page: String(decoding: $0, as: UTF8.self)) }
      // Of a page that cannot be read, that is the finding.
      if file.hasSuffix(".html"), known?.isWellFormed == false { continue }
      for link in links where known?.identifiers.contains(link.fragment) != true {
        report(
          .init(address: "\(file)#\(link.fragment)", line: link.line), link.path,
          "the page has no such place")
      }
    }
  }

  private mutating func report(_ target: PageLinks.Target, _ path: String, _ detail: String) {
    findings.add(
      Finding(.link, path, line: target.line, "it links to “\(target.address)”, but \(detail)"))
  }

  private func facts(_ path: String) -> Facts {
    var facts = Facts()
    guard let data = data(path) else {
      facts.findings.append(Finding(.fileChanged, path, "it cannot be read"))
      return facts
    }
    if path != SiteMarker.name, let listed = marker?[path] {
      if listed.bytes != data.count {
        facts.findings.append(
          Finding(
            .fileChanged, path,
            "it has \(NumberText.count(data.count, "byte")), and the marker says \(listed.bytes)"))
      } else if case let digest = Fingerprint.sha256(data, done: { _ in }), digest != listed.sha256
      {
        facts.findings.append(
          Finding(
            .fileChanged, path, "its SHA-256 is \(digest), and the marker says \(listed.sha256)"))
      }
    }
    if path.hasSuffix(".html") || path.hasSuffix(".svg") {
      facts.isPage = true
      guard let page = String(validating: data, as: UTF8.self) else {
        facts.findings.append(Finding(.page, path, "it is not UTF-8"))
        return facts
      }
      facts.findings += renderer.faults(in: page, name: path).map {
        Finding(
          .page, path, line: $0.line > 0 ? $0.line : nil, "[\($0.layer.rawValue)] \($0.message)")
      }
      facts.targets = PageLinks(page: page).targets
    } else if path.hasSuffix(".md") {
      guard let text = String(validating: data, as: UTF8.self) else {
        facts.findings.append(Finding(.page, path, "it is not UTF-8"))
        return facts
      }
      facts.targets = MarkdownLinks.targets(in: text)
    }
    return facts
  }
}
