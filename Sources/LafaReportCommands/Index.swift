public import ArgumentParser
internal import Foundation
internal import Lafa
public import SavedPools

/// `lafa-report index`: a pool that later runs explain new documents against.
struct Index: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Save documents as a pool of neighbours for later runs.",
    discussion: """
      Runs the checkpoint over every document, as generate does, and saves what neighbours need: \
      base attributions, vectors, and texts. “generate NEW --pool POOL” explains new documents \
      against them without running the model over them again.

      The pool is a folder: pool.json says with what it was made, pool.sqlite has the documents, \
      pool.safetensors their numbers, and a large pool has pool.faiss, an index over its vectors.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    help: "The folder for the pool; must be new, empty or made by lafa-report.",
    completion: .directory)
  var output: String

  @Option(
    help: """
      What is kept of the texts: full, excerpt (some words around the strongest, which pages show) \
      or none (titles are left out too).
      """)
  var texts = PoolManifest.Texts.full

  @Option(
    help: ArgumentHelp(
      """
      From how many documents on neighbours are found by an inverted file (FAISS) that finds \
      nearly all; below, by comparison with all.
      """, valueName: "count"))
  var approximateFrom = PoolIndex.least

  @OptionGroup(title: "Documents") var documents: DocumentOptions
  @OptionGroup(title: "Methods") var methods: MethodOptions
  @OptionGroup(title: "Attribution") var attribution: AttributionOptions

  @OptionGroup var threads: ThreadOption
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    try attribution.check(documents)
    guard approximateFrom > 0 else {
      throw ValidationError("--approximate-from takes a number from 1 up.")
    }
  }

  func run() async throws {
    let action = IndexAction(
      input: input.input(documents.names, encoding: documents.encoding),
      output: URL(filePath: output),
      request: LoadedModel.Request(
        model: input.modelURL, fieldNames: documents.names, encoding: documents.encoding,
        methods: methods,
        options: attribution.options, explain: attribution.explain,
        windowOverlap: attribution.windowOverlap),
      texts: texts, approximateFrom: approximateFrom, workers: threads.workers)
    let console = messages.console
    try console.finish(action.perform(console: console))
  }
}

extension PoolManifest.Texts: ExpressibleByArgument {}
