internal import Foundation

/// Where an output may lie.
enum OutputPlace {
  /// Refuses an output folder that would hold what is read.
  ///
  /// - Parameters:
  ///   - output: The output.
  ///   - others: What is read.
  /// - Throws: `GenerateError.outputInside`.
  static func check(_ output: URL, apartFrom others: [URL]) throws(GenerateError) {
    func parts(_ url: URL) -> [String] {
      url.standardizedFileURL.resolvingSymlinksInPath().pathComponents
    }
    let target = parts(output)
    for other in others where parts(other).starts(with: target) {
      throw .outputInside(
        output: output.path(percentEncoded: false), other: other.path(percentEncoded: false))
    }
  }
}
