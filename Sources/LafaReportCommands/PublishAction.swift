internal import Foundation
internal import Publishing
internal import ReportSite

/// From report folders to a published site.
struct PublishAction {
  let sites: [URL]
  let target: URL
  /// What the only report folder is called; nil for its own name.
  let name: String?
  /// Nil for the language's own.
  let title: String?
  /// The names of runs that are to go.
  let removed: [String]
  /// Where the site will be; nil if that is not known.
  let base: URL?
  let isDryRun: Bool
  let format: Publish.Format
  /// The branch that github-pages commits to.
  let branch: String
  let site: SiteOptions

  /// Runs.
  ///
  /// - Parameter console: Takes what was done.
  /// - Throws: One of this package's errors, with a sentence for the user.
  func perform(console: Console) throws {
    let renderer = try site.renderer(after: sites.reversed() + [target])
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "lafa-report-\(UUID().uuidString)")
    let made = scratch.appending(path: "made")
    try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    guard format == .githubPages else {
      try OutputPlace.check(target, apartFrom: sites)
      try publish(to: target, renderer, made, console)
      if !isDryRun {
        let file = format == .plain ? "index.html" : format.content?.front ?? ""
        console.result(target.appending(path: file).path(percentEncoded: false))
      }
      return
    }
    let seconds = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"].flatMap(Int.init)
    let place = scratch.appending(path: "branch")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let git = try GitBranch(target, name: branch, scratch: place, date: seconds)
    try publish(to: git.folder, renderer, made, console)
    guard !isDryRun else { return }
    let names = sites.map { name ?? $0.standardizedFileURL.lastPathComponent } + removed
    let message = "Publish \(names.joined(separator: ", "))"
    if let commit = try git.commit(message) {
      console.result("\(branch) \(commit)")
    } else {
      console.result("\(branch) is as it was.")
    }
  }

  private func publish(
    to folder: URL, _ renderer: PageRenderer, _ made: URL, _ console: Console
  ) throws {
    let place = try PublishTarget(folder, isDry: isDryRun)
    do {
      try publish(to: place, folder, renderer, made, console)
    } catch {
      place.discard()
      throw error
    }
  }

  private func publish(
    to place: PublishTarget, _ folder: URL, _ renderer: PageRenderer, _ made: URL,
    _ console: Console
  ) throws {
    let title = title ?? renderer.strings[.siteTitle]
    let parts: [PublishedPart]
    if let content = format.content {
      let runs = try PublishedRuns(nil, adding: sites, name: name, removing: [])
      parts = try ContentFolder(
        runs, title: title, format: content, folder: made, strings: renderer.strings
      ).parts
    } else {
      let runs = try PublishedRuns(folder, adding: sites, name: name, removing: removed)
      let published = try PublishedSite(
        runs, title: title, base: base, renderer: renderer, folder: made)
      for note in published.notes { console.note(note) }
      parts = published.parts
    }
    let changes = try place.changes(parts)
    if isDryRun {
      for line in changes.lines { console.result(Console.printable(line)) }
    } else if !changes.isEmpty {
      try place.apply(changes, parts)
    }
    if changes.foreign > 0 {
      console.note("Left alone: \(NumberText.count(changes.foreign, "file")) of others.")
    }
    let verb = isDryRun ? "Would be" : changes.isEmpty ? "Nothing to do" : "Published"
    console.result("\(verb): \(changes.summary).")
  }
}
