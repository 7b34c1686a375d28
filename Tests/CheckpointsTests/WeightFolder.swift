import Checkpoints
import Foundation
import TestSupport

/// A folder with weights and nothing else.
struct WeightFolder {
  static let fixtures = Fixtures.folder.appending(path: "checkpoints")

  let url: URL

  static func with<Result>(_ body: (WeightFolder) throws -> Result) throws -> Result {
    try Fixtures.withTemporaryFolder { try body(WeightFolder(url: $0)) }
  }

  func copy(_ name: String, as target: String) throws {
    try FileManager.default.copyItem(
      at: Self.fixtures.appending(path: name), to: url.appending(path: target))
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: url.appending(path: name))
  }

  /// Returns what the user is told, with the folder's path left out.
  func message() -> String {
    let path = url.path(percentEncoded: false)
    do throws(CheckpointError) {
      try Self.readAll(WeightStore(folder: url))
      return ""
    } catch {
      return error.description.replacing(path + "/", with: "").replacing(path, with: "C")
    }
  }

  /// Reads every tensor, as weights and as rows.
  static func readAll(_ weights: WeightStore) throws(CheckpointError) {
    for name in weights.names {
      let shape = try weights.shape(of: name)
      _ = try weights.tensor(name, shape: shape)
      if shape.count == 2, shape[0] > 0, shape[1] > 0 {
        var row = [Float](repeating: 0, count: shape[1])
        let rows = try weights.rows(of: name, rows: shape[0], columns: shape[1])
        row.withUnsafeMutableBufferPointer { buffer in
          if let base = buffer.baseAddress {
            for index in [0, shape[0] - 1] { rows.read(CollectionOfOne(index), into: base) }
          }
        }
      }
    }
  }
}
