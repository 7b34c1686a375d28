public import ArgumentParser
internal import Documents
public import Evaluation
internal import Foundation

/// `lafa-report evaluate`: how far the scores of several methods can be trusted.
struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the methods against what people marked and against the model itself.",
    discussion: """
      Scores the documents by each method; compares the scores with rationales, if rows have some; \
      hides words and runs the model again; leaves neighbours out. Every method is compared with \
      the first; the base of the first smoothed one and random are always among them. Writes \
      index.html, index.md, evaluation.json, evaluation.csv and documents.csv.
      """)

  @Argument(
    help: "The documents, a folder or one file; rationales are read from the rows of .jsonl files.",
    completion: .file())
  var data: String

  @Option(
    help: "The checkpoint: a folder with config.json, the weights and the tokenizer.",
    completion: .directory)
  var model: String

  @Option(
    help: "The folder for the evaluation; must be new, empty or made by lafa-report.",
    completion: .directory)
  var output: String

  @Option(
    help: "Documents that may be neighbours (default: the evaluated ones).", completion: .file())
  var pool: String?

  @Option(help: "The title of the page (default: the data's name).")
  var title: String?

  @Option(
    help: """
      The shares of the words that are hidden, joined by commas; none to leave the model alone.
      """,
    transform: Shares.init(argument:))
  var shares = Shares(values: [0.05, 0.1, 0.2, 0.3, 0.4, 0.5])

  @Option(
    help: """
      How a share becomes a number of words: rounded up as in ERASER, or down as in ferret, which \
      leaves out shares that hide nothing more.
      """)
  var shareRule = Erasure.ShareRule.eraser

  @Option(help: "How words are hidden: mask, pad, or delete.")
  var mask = MaskChoice.mask

  @Option(help: "The most documents that are evaluated, evenly taken; 0 for all.")
  var limit = 0

  @Option(
    help: """
      2 computes methods with random numbers once more with another seed, to show how far they \
      depend on it; 1 does not.
      """)
  var seeds = 2

  @OptionGroup(title: "Rationales") var rationales: RationaleOptions
  @OptionGroup(title: "Documents") var documents: DocumentOptions
  @OptionGroup(title: "Methods") var methods: MethodOptions
  @OptionGroup(title: "Attribution") var attribution: AttributionOptions
  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup var threads: ThreadOption
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  /// What `--mask` takes.
  enum MaskChoice: String, ExpressibleByArgument, CaseIterable {
    case mask, pad, delete
  }

  /// What `--shares` takes.
  struct Shares {
    let values: [Double]

    init(values: [Double]) {
      self.values = values
    }

    init(argument: String) throws {
      guard argument != "none" else {
        values = []
        return
      }
      let values = argument.split(separator: ",", omittingEmptySubsequences: false).map {
        Double($0) ?? -1
      }
      guard values.allSatisfy({ $0 > 0 && $0 < 1 }), values == Set(values).sorted() else {
        throw ValidationError(
          "take ascending numbers between 0 and 1 joined by commas: 0.1,0.2,0.5.")
      }
      self.values = values
    }
  }

  mutating func validate() throws {
    try attribution.check(documents)
    guard limit >= 0 else { throw ValidationError("--limit takes a number from 0 up.") }
    guard (1...2).contains(seeds) else { throw ValidationError("--seeds takes 1 or 2.") }
  }

  func run() async throws {
    var methods = methods
    methods.methods = methods.methods.withBaseAndRandom
    let action = EvaluateAction(
      data: URL(filePath: data), output: URL(filePath: output), title: title,
      pool: pool.map { URL(filePath: $0) },
      request: LoadedModel.Request(
        model: URL(filePath: model), fieldNames: rationales.fieldNames(documents),
        encoding: documents.encoding,
        methods: methods,
        options: attribution.options, explain: attribution.explain,
        windowOverlap: attribution.windowOverlap),
      pooling: rationales.wordScore, shares: shares.values,
      shareRule: shareRule,
      mask: mask, seeds: seeds, limit: limit,
      workers: threads.workers, site: site)
    let console = messages.console
    try console.finish(action.perform(console: console))
  }
}

extension Erasure.ShareRule: ExpressibleByArgument {}
