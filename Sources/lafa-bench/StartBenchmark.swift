internal import ArgumentParser
internal import Benchmarks
internal import Foundation

/// Seconds and memory from the command to the finished page of one short document.
struct StartBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Seconds and memory of one short document, from a cold start.",
    discussion: """
      Our side is `lafa-report generate` from start to end, with the pages written. The peer's \
      only imports torch, transformers and captum and loads the tokenizer and the model. Files \
      are in the system's cache. The wall's time counts, and the largest resident size, in which \
      the pages of a mapped checkpoint are included.

      \(BenchmarkText.method)
      """)

  @Argument(help: "The checkpoint folder.", completion: .directory) var model: String
  @Option(help: "The document.") var text = "The film is slow, but its end is worth the wait."
  @OptionGroup var program: ProgramOption
  @OptionGroup var peerOption: PeerOption
  @OptionGroup var workers: WorkerOption
  @OptionGroup var runOptions: RunOptions

  func run() throws {
    let entries = try TemporaryFolder.with { folder in
      let texts = folder.appending(path: "texts")
      try FileManager.default.createDirectory(at: texts, withIntermediateDirectories: true)
      try text.write(to: texts.appending(path: "one.txt"), atomically: true, encoding: .utf8)
      let output = folder.appending(path: "site")
      let ours = program.generate(texts, model: model, output: output, threads: workers.threads)
      var contenders = [
        Contender(Report.ours, units: 1) {
          try? FileManager.default.removeItem(at: output)
          return try ChildRun.sample(ours)
        }
      ]
      if let python = peerOption.python {
        let script = try PeerScript.locate().path(percentEncoded: false)
        let model = model
        contenders.append(
          Contender("Python, loading only", units: 1) {
            try ChildRun.sample(
              [python, script, "start", model], environment: ["HF_HUB_OFFLINE": "1"])
          })
      }
      return try runOptions.contest(threads: workers.threads, clock: .wall).run(contenders)
    }
    let name = URL(filePath: model).lastPathComponent
    try runOptions.print(
      Report(benchmark: "start", subject: "\(name), 1 document", unit: "starts"), entries)
  }
}

/// The program whose runs are measured from outside.
struct ProgramOption: ParsableArguments {
  @Option(
    help: "The lafa-report program (default: the one beside lafa-bench).", completion: .file())
  var program: String?

  /// The command that explains texts.
  func generate(_ texts: URL, model: String, output: URL, threads: Int) -> [String] {
    let beside = Bundle.main.executableURL?.resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "lafa-report").path(percentEncoded: false)
    return [
      program ?? beside ?? "lafa-report", "generate", texts.path(percentEncoded: false),
      "--model", model, "--output", output.path(percentEncoded: false),
      "--threads", String(threads),
    ]
  }
}
