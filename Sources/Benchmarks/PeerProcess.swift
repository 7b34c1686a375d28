package import Foundation

/// The peer's side: one Python process that loads once and then does jobs, a JSON line each.
package final class PeerProcess {
  /// What the peer is asked to do.
  package struct Job: Encodable {
    /// `load`, `load-tokenizer`, `tokens`, `ids`, `neighbours`, or the method to run.
    package var method: String
    /// `usual` or `tuned`, or how texts are tokenised.
    package var style: String?
    /// A checkpoint to load.
    package var checkpoint: String?
    /// Texts to load.
    package var texts: [String]?
    /// Token ids to load, instead of texts.
    package var ids: [[Int]]?
    /// Steps or samples of a path.
    package var steps: Int?
    /// The most documents to work on, taken evenly.
    package var limit: Int?
    /// How many sequences of ids are computed together.
    package var batch: Int?
    /// How many vectors.
    package var count: Int?
    /// Their length.
    package var dimension: Int?

    /// Makes a job; what is nil is not sent.
    package init(
      method: String, style: String? = nil, checkpoint: String? = nil, texts: [String]? = nil,
      ids: [[Int]]? = nil, steps: Int? = nil, limit: Int? = nil, batch: Int? = nil,
      count: Int? = nil, dimension: Int? = nil
    ) {
      self.method = method
      self.style = style
      self.checkpoint = checkpoint
      self.texts = texts
      self.ids = ids
      self.steps = steps
      self.limit = limit
      self.batch = batch
      self.count = count
      self.dimension = dimension
    }
  }

  /// What the peer says when it is done.
  package struct Answer: Decodable {
    /// Documents worked on, or tokens found.
    package var count: Int
    /// The wall's time.
    package var seconds: Double
    /// User and system time.
    package var processorSeconds: Double
    /// Time in the run queue; nil off Linux.
    package var waitingSeconds: Double?
  }

  private struct Failure: Decodable {
    var error: String
  }

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let python: String
  private var buffer = Data()

  /// Starts the process.
  ///
  /// - Parameters:
  ///   - python: The interpreter.
  ///   - script: The peer's script.
  ///   - threads: The threads that it may use.
  /// - Throws: ``BenchmarkError`` if it does not start.
  package init(python: String, script: URL, threads: Int) throws {
    self.python = python
    // A process that has ended is reported when its answer is missing.
    signal(SIGPIPE, SIG_IGN)
    process.executableURL = URL(filePath: python)
    process.arguments = [script.path(percentEncoded: false), "serve", String(threads)]
    process.environment = Self.environment(threads: threads)
    process.standardInput = input
    process.standardOutput = output
    do { try process.run() } catch { throw BenchmarkError.peerEnded(python: python) }
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// The environment of a Python process that uses no network and these threads.
  package static func environment(threads: Int) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    environment["RAYON_NUM_THREADS"] = String(threads)
    environment["TOKENIZERS_PARALLELISM"] = threads > 1 ? "true" : "false"
    environment["HF_HUB_OFFLINE"] = "1"
    return environment
  }

  /// Has a job done.
  ///
  /// - Parameter job: The job.
  /// - Returns: What the peer says.
  /// - Throws: ``BenchmarkError`` if it fails.
  @discardableResult
  package func run(_ job: Job) throws -> Answer {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try? input.fileHandleForWriting.write(contentsOf: encoder.encode(job) + Data("\n".utf8))
    let line = try readLine()
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    if let failure = try? decoder.decode(Failure.self, from: line) {
      throw BenchmarkError.peerFailed(message: failure.error)
    }
    return try decoder.decode(Answer.self, from: line)
  }

  /// Has a job done and returns its timing.
  ///
  /// - Parameter job: The job.
  /// - Returns: The sample, as the process measured itself.
  /// - Throws: ``BenchmarkError`` if it fails.
  package func sample(_ job: Job) throws -> Sample {
    let machine = MachineMeter()
    let answer = try run(job)
    return Sample(
      seconds: answer.seconds, processorSeconds: answer.processorSeconds,
      waitingSeconds: answer.waitingSeconds, stolenShare: machine.stolenShare())
  }

  private func readLine() throws -> Data {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        defer { buffer = Data(buffer[(end + 1)...]) }
        return Data(buffer[..<end])
      }
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw BenchmarkError.peerEnded(python: python) }
      buffer.append(more)
    }
  }
}
