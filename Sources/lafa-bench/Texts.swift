internal import Benchmarks
internal import Documents
internal import Foundation

/// The texts of a JSONL file or of a folder.
enum Texts {
  /// Reads texts.
  ///
  /// - Parameters:
  ///   - path: A `.jsonl` file whose objects have a “text”, or a folder of texts.
  ///   - limit: The most texts, from the front.
  /// - Returns: At least one text.
  /// - Throws: What is wrong with the path.
  static func read(_ path: String, limit: Int) throws -> [String] {
    let texts = try DocumentFolder(url: URL(filePath: path)).read().documents.map(\.text)
    guard !texts.isEmpty else { throw BenchmarkError.noDocuments(path: path) }
    return Array(texts.prefix(limit))
  }
}
