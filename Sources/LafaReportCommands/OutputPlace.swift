internal import Foundation

/// Where an output may lie.
enum OutputPlace {
  /// Refuses an output folder that would hold what is read, or lie where nothing may be added.
  ///
  /// - Parameters:
  ///   - output: The output.
  ///   - others: What is read.
  ///   - whole: Folders with a list of their files, to which nothing may be added.
  /// - Throws: `GenerateError.outputInside` or `GenerateError.outputWithin`.
  static func check(
    _ output: URL, apartFrom others: [URL], outside whole: [URL] = []
  ) throws(GenerateError) {
    func parts(_ url: URL) -> [String] {
      url.standardizedFileURL.resolvingSymlinksInPath().pathComponents
    }
    let target = parts(output)
    for other in others where parts(other).starts(with: target) {
      throw .outputInside(
        output: output.path(percentEncoded: false), other: other.path(percentEncoded: false))
    }
    for folder in whole where target.starts(with: parts(folder)) {
      throw .outputWithin(
        output: output.path(percentEncoded: false), folder: folder.path(percentEncoded: false))
    }
  }
}
