internal import AttributionRecords
package import Foundation
internal import Markup
package import ReportSite

/// The files of a published site besides its runs' own, made in a folder of their own.
package struct PublishedSite {
  private let runs: [PublishedRuns.Run]
  private let renderer: PageRenderer
  private let title: String
  private let base: URL?
  private let folder: URL
  private var files: [StagedFile] = []
  /// What a user should know.
  package private(set) var notes: [String] = []

  /// Makes the files.
  ///
  /// - Parameters:
  ///   - runs: The runs, oldest first.
  ///   - title: What the site is called.
  ///   - base: Where the site will be, for feed and site map; nil for neither.
  ///   - renderer: Renders and checks pages.
  ///   - folder: An empty folder.
  /// - Throws: What stops the publishing.
  package init(
    _ runs: PublishedRuns, title: String, base: URL?, renderer: PageRenderer, folder: URL
  ) throws {
    self.runs = runs.runs
    self.renderer = renderer
    self.title = title
    self.base = base
    self.folder = folder
    try addPages()
    try addDifferences()
    try addSearch()
    if let base { try addAddresses(base) }
    for (name, data) in renderer.shared { try add(name, data) }
    try add("search.js", renderer.searchScript())
    try add(".nojekyll", Data())
    try add(
      PublishedRuns.listName,
      RecordFile.data(encoding: PublishedRuns.List(runs: self.runs.map(\.name))))
  }

  /// The folders that the site is made of.
  package var parts: [PublishedPart] {
    [PublishedPart(prefix: "", source: folder, files: files)]
      + runs.map { PublishedPart(prefix: "runs/\($0.name)/", source: $0.source, files: $0.files) }
  }

  private mutating func add(_ path: String, _ data: Data) throws {
    let place = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: place)
    files.append(StagedFile(path: path, bytes: data.count, sha256: Fingerprint.sha256(data)))
  }

  private mutating func add(
    _ path: String, _ body: (SiteStaging.Sink) throws -> Void
  ) throws {
    try add(path, Data())
    files.removeLast()
    let place = folder.appending(path: path)
    let file = try FileHandle(forWritingTo: place)
    var hash = Fingerprint.Running()
    var bytes = 0
    try body { part in
      try file.write(contentsOf: part)
      hash.update(part)
      bytes += part.count
    }
    try file.close()
    files.append(StagedFile(path: path, bytes: bytes, sha256: hash.digest))
  }

  private mutating func add(_ page: PublishedPage, _ name: String) throws {
    try add(name + ".html", Data(try renderer.html(page, name: name + ".html").utf8))
  }

  private var shown: [PublishedPage.Run] {
    runs.indices.reversed().map { index in
      PublishedPage.Run(
        name: runs[index].name, summary: runs[index].records.summary,
        difference: index > 0 ? "diffs/\(differenceName(index))" : nil)
    }
  }

  private func differenceName(_ index: Int) -> String {
    "\(runs[index - 1].name)--\(runs[index].name)"
  }

  private var strings: Strings { renderer.strings }

  private mutating func addPages() throws {
    var links = [PublishedPage.Link(name: strings[.search], file: "search")]
    if !runs.isEmpty {
      links.insert(.init(name: strings[.latestRunLink], file: "latest/index"), at: 0)
    }
    let front = PublishedPage.front(title: title, runs: shown, links: links, strings: strings)
    try add(front, "index")
    try add("index.md", Data(front.markdown.utf8))
    try add(.missing(strings: strings), "404")
    try add(.search(runs: shown, strings: strings), "search")
    if let latest = shown.first {
      try add(.latest(latest, root: "../", strings: strings), "latest/index")
    }
  }

  private mutating func addDifferences() throws {
    for index in runs.indices.dropFirst() {
      let (a, b) = (runs[index - 1], runs[index])
      let name = differenceName(index)
      let difference = try RunDifference(a.records, b.records)
      if let fault = difference.faults.first {
        throw PublishingError.notSound(
          path: b.source.path(percentEncoded: false), file: fault.path ?? "records")
      }
      let files = DifferenceFiles(difference, conditions: [])
      let page = files.page(
        links: ("../runs/\(a.name)/", "../runs/\(b.name)/"), root: "../", name: name,
        strings: strings)
      let path = "diffs/\(name)"
      try add(path + ".html", Data(try renderer.html(page, name: path + ".html").utf8))
      try add(path + ".md", Data(page.markdown(strings).utf8))
      try add(path + ".csv", files.writeTable)
      try add(path + ".json", files.writeData)
    }
  }

  private mutating func addSearch() throws {
    let scratch = folder.appending(path: ".words")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    var index = SearchIndex(scratch: scratch)
    var parts: [(String, Data)] = []
    for run in runs {
      index.add(run: run.name)
      let ids = run.records.summary.documents
      let names = FileNames(ids)
      for start in stride(from: 0, to: ids.count, by: SiteWriter.block) {
        let range = start..<min(start + SiteWriter.block, ids.count)
        let records = try ConcurrentMap.results(range.count) {
          try run.records.record(ids[range.lowerBound + $0])
        }
        for record in records {
          try index.add(record, file: names[record.id] ?? "") { parts.append(($0, $1)) }
        }
        try parts.forEach { try add("search/\($0).js", $1) }
        parts.removeAll()
      }
    }
    try index.finish { try add("search/\($0).js", $1) }
  }

  private mutating func addAddresses(_ base: URL) throws {
    let addresses = SiteAddresses(base: base, title: title, runs: shown, strings: strings)
    if let feed = addresses.feed {
      try add("feed.xml", Data(feed.utf8))
    } else {
      notes.append("No feed: no run has a date. Set SOURCE_DATE_EPOCH when reports are made.")
    }
    var pages: [(path: String, date: String?)] =
      files.map(\.path).filter { $0.hasSuffix(".html") && $0 != "404.html" }.map { ($0, nil) }
    for run in runs {
      let date = SiteAddresses.date(run.records.summary)
      pages += run.files.map(\.path)
        .filter { $0.hasSuffix(".html") && !PageForms.isEmbedded($0) }
        .map { ("runs/\(run.name)/\($0)", date) }
    }
    pages.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    for (name, text) in addresses.maps(pages) { try add(name, Data(text.utf8)) }
  }
}

/// Files of a published site that come from one folder.
package struct PublishedPart: Sendable {
  /// Where they are in the site: empty, or a path with a slash at its end.
  let prefix: String
  /// Where they come from.
  let source: URL
  /// Their paths below that folder, sizes and hashes.
  let files: [StagedFile]
}
