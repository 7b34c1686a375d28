internal import ArgumentParser
internal import Foundation

/// How many batches are computed at the same time.
struct ThreadOption: ParsableArguments {
  @Option(help: "How many batches are computed at the same time (default: one a core).")
  var threads: Int?

  /// The asked number, or the number of cores.
  var workers: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  mutating func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a number from 1 to 1024.")
    }
  }
}
