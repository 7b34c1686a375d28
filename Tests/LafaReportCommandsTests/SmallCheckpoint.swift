import Foundation
import TestSupport

/// A checkpoint with random weights, labels of the test's choice and the words w5 to w99.
enum SmallCheckpoint {
  /// The most tokens that it takes, two or three of them the template's.
  static let positions = 64

  /// Copies a fixture, names its labels, and gives it a tokenizer.
  ///
  /// - Parameters:
  ///   - fixture: The folder below `Fixtures/encoders`, of a BERT.
  ///   - labels: As many as it has outputs; none for those of the fixture.
  ///   - folder: Where the checkpoint is written.
  /// - Throws: What the file system throws.
  static func write(_ fixture: String, labels: [String], to folder: URL) throws {
    let source = Fixtures.folder.appending(path: "encoders/\(fixture)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: source.appending(path: "model.safetensors"),
      to: folder.appending(path: "model.safetensors"))
    let data = try Data(contentsOf: source.appending(path: "config.json"))
    var config = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    if !labels.isEmpty {
      config["id2label"] = Dictionary(
        uniqueKeysWithValues: labels.enumerated().map { (String($0), $1) })
      config["label2id"] = nil
    }
    try JSONSerialization.data(withJSONObject: config, options: .sortedKeys)
      .write(to: folder.appending(path: "config.json"))
    let words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + (5..<100).map { "w\($0)" }
    try Data(words.joined(separator: "\n").utf8).write(to: folder.appending(path: "vocab.txt"))
    try Data("{\"do_lower_case\": true, \"tokenizer_class\": \"BertTokenizer\"}".utf8)
      .write(to: folder.appending(path: "tokenizer_config.json"))
  }

  /// Returns a text of this many words, the same for the same arguments.
  static func text(_ count: Int, from first: Int = 0) -> String {
    (0..<count).map { "w\(5 + (first + $0 * 7) % 95)" }.joined(separator: " ")
  }
}
