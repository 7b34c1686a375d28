internal import AttributionRecords
package import Foundation
internal import ReportSite

/// The runs of a published site, oldest first.
package struct PublishedRuns: Sendable {
  /// A run and where it comes from.
  package struct Run: Sendable {
    /// The name of its folder below `runs`.
    package let name: String
    /// The report folder, or the folder in the site itself.
    let source: URL
    let records: RecordFolder
    let files: [StagedFile]
  }

  /// The file that keeps their order.
  static let listName = "runs.json"

  /// The runs.
  package private(set) var runs: [Run] = []

  struct List: Codable {
    var formatVersion = 1
    var runs: [String]
  }

  /// Takes the runs that a site has, and adds others.
  ///
  /// - Parameters:
  ///   - target: The site, which need not be there; nil for one that keeps no runs.
  ///   - sites: Report folders; one with the name of a run that is there takes its place.
  ///   - name: What the only report folder is called; nil for its own name.
  ///   - removed: The names of runs that are to go.
  /// - Throws: ``PublishingError``, or an error of the records.
  package init(_ target: URL?, adding sites: [URL], name: String?, removing removed: [String])
    throws
  {
    var sources: [(name: String, url: URL)] = []
    let path = target?.path(percentEncoded: false) ?? ""
    if let target, case let list = target.appending(path: Self.listName),
      let data = FileManager.default.contents(atPath: list.path(percentEncoded: false))
    {
      guard let known = try? JSONDecoder().decode(List.self, from: data), known.formatVersion == 1,
        known.runs.allSatisfy({ FileNames.slug($0) == $0 }),
        Set(known.runs).count == known.runs.count
      else { throw PublishingError.badRunList(path: list.path(percentEncoded: false)) }
      sources = known.runs.map { ($0, target.appending(path: "runs/\($0)")) }
    }
    for name in removed {
      guard let place = sources.firstIndex(where: { $0.name == name }) else {
        throw PublishingError.noSuchRun(name: name, path: path)
      }
      sources.remove(at: place)
    }
    var new: Set<String> = []
    for site in sites {
      let name = FileNames.slug(name ?? site.standardizedFileURL.lastPathComponent)
      guard new.insert(name.lowercased()).inserted else {
        throw PublishingError.nameTaken(name: name)
      }
      if let place = sources.firstIndex(where: { $0.name == name }) {
        sources[place].url = site
      } else if sources.contains(where: { $0.name.lowercased() == name.lowercased() }) {
        throw PublishingError.nameTaken(name: name)
      } else {
        sources.append((name, site))
      }
    }
    runs = try sources.map { source in
      let path = source.url.path(percentEncoded: false)
      let records = try RecordFolder(url: source.url)
      guard let marker = SiteMarker.read(source.url) else {
        throw PublishingError.noMarker(path: path)
      }
      let place = source.url.appending(path: SiteMarker.name)
      let own = try Data(contentsOf: place, options: .alwaysMapped)
      return Run(
        name: source.name, source: source.url, records: records,
        files: marker.files + [
          StagedFile(
            path: SiteMarker.name, bytes: own.count,
            sha256: Fingerprint.sha256(own, done: { _ in }))
        ])
    }
  }
}
