internal import ArgumentParser
internal import Foundation
internal import Lafa

/// `lafa-report generate`: from a folder of documents to a folder of reports.
struct Generate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain every document of a folder and write the reports.",
    discussion: """
      Reads every text, Markdown file and page, every line of the .jsonl files, every object of the \
      .json files and every row of the .csv and .tsv files in and below a folder, runs the \
      checkpoint over them, computes LAFA attributions, and writes index.html, a page for each \
      document in HTML and Markdown, and the records (JSON) that they are made from.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    help: "The folder for the reports; must be new, empty or made by lafa-report.",
    completion: .directory)
  var output: String

  @Option(help: "The title of the index page (default: the folder's name).")
  var title: String?

  @Option(
    help: """
      Another folder of documents whose texts are the neighbours (default: the explained ones).
      """, completion: .directory)
  var pool: String?

  @OptionGroup(title: "Documents") var documents: DocumentOptions
  @OptionGroup(title: "Methods") var methods: MethodOptions
  @OptionGroup(title: "Attribution") var attribution: AttributionOptions
  @OptionGroup(title: "Records") var records: RecordOptions
  @OptionGroup(title: "Site") var site: PageOptions
  @OptionGroup(title: "Store") var store: StoreOptions

  @OptionGroup var threads: ThreadOption
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    try attribution.check(documents)
    if let name = methods.methods.stranger {
      throw ValidationError(
        """
        --methods: “\(name)” is a control, which evaluate takes; a report would name the neighbours \
        beside what other documents gave.
        """)
    }
  }

  /// How documents are read and explained.
  var request: LoadedModel.Request {
    LoadedModel.Request(
      model: input.modelURL, fieldNames: documents.names, encoding: documents.encoding,
      methods: methods, options: attribution.options, explain: attribution.explain,
      windowOverlap: attribution.windowOverlap)
  }

  func run() async throws {
    let action = GenerateAction(
      input: input.input(documents.names, encoding: documents.encoding),
      output: URL(filePath: output), title: title,
      pool: pool.map { URL(filePath: $0) },
      request: request, records: records,
      workers: threads.workers, site: site, store: store)
    let console = messages.console
    try console.finish(action.perform(console: console))
  }
}
