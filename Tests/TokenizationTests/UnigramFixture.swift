import Foundation
import TestSupport

import Tokenization

/// What Hugging Face makes of texts by a character map and a Unigram model, as unigram.py wrote it.
struct UnigramFixture: Decodable {
  /// A text that the character map changes.
  struct Normalized: Decodable {
    var text: String
    var changed: String
    // Flat: index, start, end of every character that is not simply the next one.
    var exceptions: [Int]

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      text = try row.decode(String.self)
      changed = try row.decode(String.self)
      exceptions = try row.decode([Int].self)
    }

    /// The place in the text of every character, in code points.
    var places: [Range<Int>] {
      var rest = exceptions[...]
      return changed.unicodeScalars.indices.reduce(into: []) { places, _ in
        var start = places.last?.upperBound ?? 0
        var end = start + 1
        if rest.first == places.count {
          start = rest[rest.startIndex + 1]
          end = rest[rest.startIndex + 2]
          rest = rest.dropFirst(3)
        }
        places.append(start..<end)
      }
    }
  }

  /// A word and its flat tokens, and for some words those with byte fallback.
  struct Word: Decodable {
    var word: String
    var tokens: [Int]
    var fallbackTokens: [Int]?

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      word = try row.decode(String.self)
      tokens = try row.decode([Int].self)
      fallbackTokens = row.isAtEnd ? nil : try row.decode([Int].self)
    }
  }

  /// A text and the flat places of every pattern's matches.
  struct Split: Decodable {
    var text: String
    var matches: [[Int]] = []

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      text = try row.decode(String.self)
      while !row.isAtEnd { matches.append(try row.decode([Int].self)) }
    }
  }

  /// A piece and its score.
  struct Piece: Decodable {
    var piece: String
    var score: Double

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      piece = try row.decode(String.self)
      score = try row.decode(Double.self)
    }
  }

  var charsmap: String
  var pieces: [Piece]
  var normalized: [Normalized]
  var words: [Word]
  var patterns: [String]
  var splits: [Split]

  /// Reads the fixture, or the file of the same form that `UNIGRAM_FIXTURE` names.
  static func read() throws -> UnigramFixture {
    let other = ProcessInfo.processInfo.environment["UNIGRAM_FIXTURE"]
    let file =
      other.map { URL(filePath: $0) }
      ?? Fixtures.folder.appending(path: "tokenization/unigram.json")
    return try JSONDecoder().decode(UnigramFixture.self, from: Data(contentsOf: file))
  }

  /// Makes the model, with the pieces of bytes or without.
  func model(byteFallback: Bool) throws -> Unigram {
    var all = pieces.map { (piece: Array($0.piece.utf8), score: $0.score) }
    if byteFallback {
      for byte in 0..<256 { all.append((Array(String(format: "<0x%02X>", byte).utf8), 0)) }
    }
    return try Unigram(pieces: all, unknown: 0, byteFallback: byteFallback)
  }
}

extension Unigram {
  /// Cuts a word into a flat list id, start, end, ….
  func flat(_ word: String) -> [Int] {
    var flat: [Int] = []
    Array(word.utf8).withUnsafeBufferPointer { bytes in
      cut(bytes) { id, range in flat += [id, range.lowerBound, range.upperBound] }
    }
    return flat
  }
}
