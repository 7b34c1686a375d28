internal import ArgumentParser
internal import AttributionRecords
internal import Foundation

/// Where a run keeps what it computes.
struct StoreOptions: ParsableArguments {
  @Option(
    help: """
      A folder that keeps what is computed, so that a later run computes only what changed (default: \
      a hidden folder beside the output, until the reports are written).
      """, completion: .directory)
  var store: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Go on with what a stopped run or --store kept, or drop it and compute all anew.")
  var resume = true

  /// Whether the store outlives the run.
  var isKept: Bool { store != nil }

  /// Returns the store's folder.
  ///
  /// - Parameter output: The run's output.
  /// - Returns: The folder that was named, or one beside the output.
  func folder(beside output: URL) -> URL {
    if let store { return URL(filePath: store) }
    let output = output.standardizedFileURL.resolvingSymlinksInPath()
    return output.deletingLastPathComponent()
      .appending(path: ".\(output.lastPathComponent)\(Tool.storeEnding)")
  }
}
