import Foundation
import TestSupport

/// A copy of a small checkpoint that a test breaks.
struct CheckpointTestFolder {
  let url: URL

  static func with(
    _ body: (CheckpointTestFolder) throws -> Void
  ) throws {
    try Fixtures.withTemporaryFolder { folder in
      let source = Fixtures.folder.appending(path: "encoders/bert-small")
      for name in ["config.json", "model.safetensors"] {
        try FileManager.default.copyItem(
          at: source.appending(path: name), to: folder.appending(path: name))
      }
      try body(CheckpointTestFolder(url: folder))
    }
  }

  /// Replaces values of `config.json`; nil removes a key.
  func configure(_ changes: [String: Any?]) throws {
    let file = url.appending(path: "config.json")
    var values =
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
    for (key, value) in changes { values[key] = value }
    try JSONSerialization.data(withJSONObject: values).write(to: file)
  }

  /// Replaces the header of `model.safetensors` by other JSON.
  func replaceHeader(_ change: (String) -> String) throws {
    let file = url.appending(path: "model.safetensors")
    let data = try Data(contentsOf: file)
    let length = data.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
    let header = Data(change(String(decoding: data[8..<8 + length], as: UTF8.self)).utf8)
    var size = UInt64(header.count).littleEndian
    var result = withUnsafeBytes(of: &size) { Data($0) }
    result.append(header)
    result.append(data[(8 + length)...])
    try result.write(to: file)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: url.appending(path: name))
  }
}
