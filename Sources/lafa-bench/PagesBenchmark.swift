internal import ArgumentParser
internal import AttributionRecords
internal import Benchmarks
internal import Foundation
internal import ReportSite

/// Pages a second of one core.
struct PagesBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pages",
    abstract: "Pages of documents a second of one core, rendered and checked.",
    discussion: """
      Takes the records of a report folder and makes their HTML pages in memory: rendered, and \
      rendered and checked by all four layers. Reading records, the Markdown twins and writing \
      are not in it.

      \(BenchmarkText.method)
      """)

  @Argument(help: "A report folder.", completion: .directory)
  var site: String
  @Option(help: "How many documents are taken from the front.") var limit = 100
  @OptionGroup var runOptions: RunOptions

  func run() throws {
    let folder = try RecordFolder(url: URL(filePath: site))
    let renderer = try PageRenderer(
      files: SiteFiles.locate(
        templates: nil, assets: nil, executable: Bundle.main.executableURL))
    let pages = try folder.summary.documents.prefix(limit).map {
      try PageWork(try folder.record($0), of: folder.summary, renderer: renderer)
    }
    let contenders = [
      Contender("rendered and checked", units: Double(pages.count)) {
        try Meter.sample { for page in pages { _ = try page.html() } }
      },
      Contender("rendered", units: Double(pages.count)) {
        Meter.sample { for page in pages { _ = page.render() } }
      },
    ]
    let bytes = pages.reduce(0) { $0 + $1.size } / max(pages.count, 1)
    let entries = try runOptions.contest(threads: 1).run(contenders)
    try runOptions.print(
      Report(
        benchmark: "pages",
        subject: "\(Report.count(pages.count, "page")) of \(bytes) bytes on average",
        unit: "pages"), entries)
  }
}
