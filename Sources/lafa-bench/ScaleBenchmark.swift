internal import ArgumentParser
internal import Benchmarks
internal import Checkpoints
internal import Foundation

/// How time and memory grow with the number of documents.
struct ScaleBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale",
    abstract: "Documents a second and memory of whole runs, from few documents to many.",
    discussion: """
      Runs `lafa-report generate` once for each size, on the given texts repeated with a number \
      word that changes. “vectors” are the neighbour vectors of the run, one for each document, \
      which are a part of the peak. “growth” is the peak without them over the first size's. The \
      wall's time counts. Pages are written to a temporary folder, which needs some 50 kB a \
      document.
      """)

  @Argument(help: "The checkpoint folder.", completion: .directory) var model: String
  @Argument(help: "A JSONL file, each line an object with “text”; or a folder of texts.")
  var documents: String
  @Option(help: "How many different texts are taken from the front.") var limit = 1000
  @Option(help: "How many documents a run has, several with commas.")
  var sizes = "1000,10000,100000"
  @Flag(help: "Print one JSON object a line instead of a table.") var json = false
  @OptionGroup var program: ProgramOption
  @OptionGroup var workers: WorkerOption

  private struct Line: Encodable {
    var benchmark = "scale"
    var documents: Int
    var threads: Int
    var seconds: Double
    var processorSeconds: Double
    var documentsPerSecond: Double
    var peakBytes: Int
    var vectorBytes: Int
    var growth: Double
  }

  mutating func validate() throws {
    guard !counts.isEmpty, counts.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("--sizes takes numbers from 1 up, with commas.")
    }
  }

  private var counts: [Int] { sizes.split(separator: ",").map { Int($0) ?? 0 } }

  func run() throws {
    let texts = RepeatedTexts(try Texts.read(documents, limit: limit))
    let hidden = try CheckpointFolder(url: URL(filePath: model)).configuration.hiddenSize
    var table = TextTable(
      head: ["documents", "documents/s", "seconds", "processor", "peak MB", "vectors MB", "growth"])
    var first: Double?
    for count in counts {
      let sample = try sample(texts, count)
      let peak = sample.peakBytes ?? 0
      let vectors = 4 * count * hidden
      let rest = Double(peak - vectors)
      first = first ?? rest
      let line = Line(
        documents: count, threads: workers.threads, seconds: sample.seconds,
        processorSeconds: sample.processorSeconds,
        documentsPerSecond: Double(count) / sample.seconds, peakBytes: peak, vectorBytes: vectors,
        growth: rest / (first ?? rest))
      if json { print(try Report.json(line)) }
      table.add(
        [String(count)]
          + [
            line.documentsPerSecond, line.seconds, line.processorSeconds,
            Double(peak) / 1e6, Double(vectors) / 1e6, line.growth,
          ].map(Report.figures))
    }
    guard !json else { return }
    let name = URL(filePath: model).lastPathComponent
    print("scale: \(name); \(Report.count(workers.threads, "thread"))")
    for line in table.lines { print(line) }
  }

  private func sample(_ texts: RepeatedTexts, _ count: Int) throws -> Sample {
    try TemporaryFolder.with { folder in
      let file = folder.appending(path: "texts.jsonl")
      try texts.write(count: count, to: file)
      let site = folder.appending(path: "site")
      return try ChildRun.sample(
        program.generate(file, model: model, output: site, threads: workers.threads))
    }
  }
}
