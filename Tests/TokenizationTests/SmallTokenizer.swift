import Foundation
import TestSupport
import Tokenization

/// A tokenizer of a few pieces, written to a folder for one test.
enum SmallTokenizer {
  /// The pieces; their places are their ids.
  static let pieces = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "##ness", "a", "b", "don", "'", "t", "1",
    ",", "299", ".", "the", "中", "‼",
  ]

  /// Returns the JSON of a whole tokenizer with some of its members replaced.
  static func json(_ changes: [String: Any] = [:], model: [String: Any] = [:]) throws -> Data {
    var vocabulary: [String: Any] = [:]
    for (id, piece) in pieces.enumerated() { vocabulary[piece] = id }
    let modelPart: [String: Any] = [
      "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
      "max_input_chars_per_word": 100, "vocab": vocabulary,
    ]
    let root: [String: Any] = [
      "added_tokens": [
        ["id": 3, "content": "[SEP]", "special": true, "normalized": false]
      ],
      "normalizer": ["type": "BertNormalizer"],
      "pre_tokenizer": ["type": "BertPreTokenizer"],
      "post_processor": [
        "type": "BertProcessing", "cls": ["[CLS]", 2], "sep": ["[SEP]", 3],
      ],
      "model": modelPart.merging(model) { $1 },
    ]
    return try JSONSerialization.data(withJSONObject: root.merging(changes) { $1 })
  }

  /// Reads a tokenizer from files with given contents.
  static func read(_ files: [String: Data]) throws -> Tokenizer {
    try Fixtures.withTemporaryFolder { folder in
      for (name, data) in files { try data.write(to: folder.appending(path: name)) }
      return try Tokenizer(folder: folder)
    }
  }

  /// Reads a whole tokenizer with some members replaced.
  static func make(_ changes: [String: Any] = [:], model: [String: Any] = [:]) throws -> Tokenizer {
    try read(["tokenizer.json": try json(changes, model: model)])
  }
}

extension TokenizedText {
  /// The words as they stand in the text.
  var wordTexts: [String] {
    words.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) }
  }
}
