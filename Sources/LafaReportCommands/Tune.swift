internal import ArgumentParser
internal import Documents
internal import Foundation
internal import Lafa

/// `lafa-report tune`: tries settings of LAFA on a sample and writes down the best.
struct Tune: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Try layers, kernels and weights on a sample, and write the best to a file.",
    discussion: """
      Compares settings by the agreement with rationales, if rows have some, else by what happens \
      when the strongest words are hidden. Prints a table, and writes the best setting for \
      generate --settings. Use other documents than those that you report on.
      """)

  @Argument(help: "The sample, a folder or one file.", completion: .file())
  var data: String

  @Option(
    help: "The checkpoint: a folder with config.json, the weights and the tokenizer.",
    completion: .directory)
  var model: String

  @Option(help: "The file for the settings.", completion: .file(extensions: ["json"]))
  var output: String

  @Option(
    help: "Documents that may be neighbours (default: the sample).", completion: .file())
  var pool: String?

  @Option(
    help: "The layers to try, joined by commas (default: all).",
    transform: { try Numbers($0, in: 0...1000) })
  var layers: Numbers?

  @Option(
    help: "The weights to try.", transform: { try Numbers($0, in: 0...1_000_000) })
  var lambdas = Numbers([5, 20, 60])

  @Option(
    help: "How many neighbours to try.", transform: { try Numbers($0, in: 1...1000) })
  var counts = Numbers([10])

  @Option(
    help: "The parts of the whole pool to try, for the contextual kernel.",
    transform: { try Numbers($0, in: 0...1) })
  var poolParts = Numbers([0, 0.5, 1])

  @Option(
    help: "The kernels to try, joined by semicolons.",
    transform: { try $0.split(separator: ";").map { try TokenKernel(argument: String($0)) } })
  var kernels: [TokenKernel] = [.contextual]

  @Option(
    help: "The scales to try, joined by commas.",
    transform: { text in
      try text.split(separator: ",").map { name in
        guard let scale = Smoothing.Scale(rawValue: String(name)) else {
          throw ValidationError("take document and none.")
        }
        return scale
      }
    })
  var scales: [Smoothing.Scale] = [.document]

  @Option(help: "The base method: gradient, inputGradient, … (default: that of lafa)")
  var base = BaseSpecification.standard

  @Option(help: "The most documents of the sample; 0 for all.")
  var limit = 200

  @OptionGroup(title: "Rationales") var rationales: RationaleOptions
  @OptionGroup(title: "Documents") var documents: DocumentOptions
  @OptionGroup(title: "Methods") var methods: MethodOptions
  @OptionGroup(title: "Attribution") var attribution: AttributionOptions
  @OptionGroup var threads: ThreadOption
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  /// Numbers joined by commas.
  struct Numbers {
    let values: [Double]

    init(_ values: [Double]) {
      self.values = values
    }

    init(_ argument: String, in range: ClosedRange<Double>) throws {
      values = argument.split(separator: ",", omittingEmptySubsequences: false).map {
        Double($0) ?? .nan
      }
      guard values.allSatisfy(range.contains) else {
        throw ValidationError("take numbers joined by commas: 5,20,60.")
      }
    }
  }

  mutating func validate() throws {
    try attribution.check(documents)
    guard !kernels.isEmpty, !scales.isEmpty else {
      throw ValidationError("--kernels and --scales name at least one each.")
    }
  }

  func run() async throws {
    let action = TuneAction(
      data: URL(filePath: data), output: URL(filePath: output),
      pool: pool.map { URL(filePath: $0) },
      request: LoadedModel.Request(
        model: URL(filePath: model), fieldNames: rationales.fieldNames(documents),
        encoding: documents.encoding,
        methods: methods, options: attribution.options, explain: attribution.explain,
        windowOverlap: attribution.windowOverlap),
      pooling: rationales.wordScore,
      grid: TuneGrid(
        layers: layers?.values.map { Int($0) }, kernels: kernels, lambdas: lambdas.values,
        counts: counts.values.map { Int($0) }, poolParts: poolParts.values, scales: scales,
        base: base), limit: limit, workers: threads.workers)
    try action.perform(console: messages.console)
  }
}
