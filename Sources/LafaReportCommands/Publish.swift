internal import ArgumentParser
internal import Foundation
internal import Publishing

/// `lafa-report publish`: from report folders to a static site.
struct Publish: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put the reports of one or many runs side by side into a static site.",
    discussion: """
      Adds the runs to those that are published already; a run of the same name is replaced. \
      Writes a front page, the differences between consecutive runs and a search that needs no \
      server; only files that differ are written, and of what is in the folder only this tool's \
      own is ever changed or removed.
      """)

  @Argument(help: "The report folders, oldest first.", completion: .directory)
  var sites: [String] = []

  @Option(help: "The folder of the site, or the repository.", completion: .directory)
  var to: String

  /// What `--format` takes.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case plain
    case githubPages = "github-pages"
    case hugo, jekyll, mkdocs

    /// The generator whose content is written; nil for finished pages.
    var content: ContentFormat? { ContentFormat(rawValue: rawValue) }
  }

  @Option(
    help: """
      plain: a folder for any host. github-pages: the same as a commit on a branch of the \
      repository, whose working tree is not touched. hugo, jekyll, mkdocs: the Markdown pages of \
      exactly these runs, for a content folder.
      """)
  var format = Format.plain

  @Option(help: "The branch of github-pages.")
  var branch = "gh-pages"

  @Option(help: "What the run is called (default: its folder’s name).")
  var name: String?

  @Option(help: "What the site is called (default: Attribution reports, in its language).")
  var title: String?

  @Option(help: "Remove runs that are published: NAME,NAME.")
  var remove: String?

  @Option(help: "Where the site will be, for a feed and a site map: https://…")
  var baseURL: String?

  @Flag(help: "Only say what would be done.")
  var dryRun = false

  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    guard !sites.isEmpty || remove != nil else {
      throw ValidationError("Name a report folder, or a run to --remove.")
    }
    guard name == nil || sites.count == 1 else {
      throw ValidationError("--name takes one report folder.")
    }
    if format.content != nil, remove != nil || baseURL != nil {
      throw ValidationError(
        "--remove and --base-url go with finished pages, not with --format \(format.rawValue).")
    }
    if let baseURL, SiteAddresses.base(baseURL) == nil {
      throw ValidationError(
        "--base-url takes an address such as https://example.org/reports/.")
    }
  }

  func run() async throws {
    let action = PublishAction(
      sites: sites.map { URL(filePath: $0) }, target: URL(filePath: to), name: name, title: title,
      removed: remove?.split(separator: ",").map(String.init) ?? [],
      base: baseURL.flatMap(SiteAddresses.base), isDryRun: dryRun,
      format: format, branch: branch, site: site)
    try action.perform(console: messages.console)
  }
}
