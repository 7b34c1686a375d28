internal import Foundation

/// The rows of an index: those of full pages lie in files until the index is written.
struct IndexRows {
  private let folder: URL
  private let limit: Int
  private var last: [IndexPage.Row] = []
  private var full = 0

  /// Starts without rows.
  ///
  /// - Parameters:
  ///   - folder: Where files may lie; made when one is needed.
  ///   - limit: Rows of a page.
  init(folder: URL, limit: Int) {
    self.folder = folder
    self.limit = limit
  }

  /// The number of pages: one even without rows.
  var pages: Int { full + (last.isEmpty && full > 0 ? 0 : 1) }

  /// Adds a row.
  mutating func add(_ row: IndexPage.Row) throws {
    last.append(row)
    guard last.count == limit else { return }
    let encoder = JSONEncoder()
    // The error of an extreme number may not be finite.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "+", negativeInfinity: "-", nan: "?")
    if full == 0 {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    try encoder.encode(last).write(to: file(full))
    full += 1
    last.removeAll(keepingCapacity: true)
  }

  /// Returns the rows of a page, counted from 0.
  func page(_ number: Int) throws -> [IndexPage.Row] {
    guard number < full else { return last }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "+", negativeInfinity: "-", nan: "?")
    return try decoder.decode([IndexPage.Row].self, from: Data(contentsOf: file(number)))
  }

  private func file(_ number: Int) -> URL { folder.appending(path: "\(number).json") }
}
