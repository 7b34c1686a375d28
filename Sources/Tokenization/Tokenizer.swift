public import Foundation

/// The tokenizer of a checkpoint: text in, tokens with their places in the text out.
///
/// It gives the ids and offsets that the fast tokenizers of Hugging Face give. Settings that a
/// `tokenizer.json` holds for truncation and padding belong to a call, not to a tokenizer, and are
/// ignored: no text is ever shortened or padded here. As there, the literal text of a special token
/// in a document (“[SEP]”) is matched as that token.
public final class Tokenizer: Sendable {
  /// The file that it was read from, `tokenizer.json` or `vocab.txt`.
  public let fileName: String
  /// One more than the largest id, added tokens included.
  public let vocabularySize: Int
  /// The ids of the tokens with a known role.
  public let specialIDs: SpecialTokenIDs

  private let vocabulary: Vocabulary
  private let pipeline: Pipeline

  /// Reads the tokenizer of a checkpoint folder.
  ///
  /// - Parameter folder: The folder with `tokenizer.json`, or with `vocab.txt` and
  ///   `tokenizer_config.json`.
  /// - Throws: What is wrong with the files.
  public init(folder: URL) throws(TokenizationError) {
    let parts = try TokenizerParts(folder: folder)
    fileName = parts.fileName
    vocabulary = parts.vocabulary
    vocabularySize = parts.vocabulary.size
    specialIDs = parts.specialIDs
    pipeline = try Pipeline(parts)
  }

  /// Cuts a text into tokens and words.
  ///
  /// - Parameter text: The text.
  /// - Returns: Its tokens, the template's around them.
  public func tokenize(_ text: String) -> TokenizedText {
    pipeline.run(on: text, withTemplate: true)
  }

  /// Cuts a text into tokens and words and adds no token of the template.
  ///
  /// Slices of these tokens are what ``assemble(_:_:)`` makes inputs of, as for windows.
  ///
  /// - Parameter text: The text.
  /// - Returns: Its tokens, none of them special.
  public func cut(_ text: String) -> TokenizedText {
    pipeline.run(on: text, withTemplate: false)
  }

  /// Cuts two texts and puts them into one input, as the model's template for pairs says.
  ///
  /// - Parameters:
  ///   - text: The first text.
  ///   - pair: The second text.
  /// - Returns: Both texts and all tokens of the input.
  public func tokenize(_ text: String, pair: String) -> TokenizedPair {
    let (first, second) = (cut(text), cut(pair))
    return TokenizedPair(
      first: first, second: second, assembled: assemble(first.tokens[...], second.tokens[...]))
  }

  /// Puts the template's tokens around the tokens of one text or two.
  ///
  /// - Parameters:
  ///   - first: Tokens of ``cut(_:)``, all or a part of them.
  ///   - second: Those of a second text; nil for a single text.
  /// - Returns: The input, every token with its place in the slice that it comes from.
  public func assemble(
    _ first: ArraySlice<Token>, _ second: ArraySlice<Token>? = nil
  ) -> AssembledTokens {
    pipeline.template.assemble(first, second)
  }

  /// Returns how many tokens the template adds to a text, or to two.
  ///
  /// - Parameter pair: Whether there are two texts.
  /// - Returns: The number of tokens.
  public func specialCount(pair: Bool) -> Int {
    (pair ? pipeline.template.pair : pipeline.template.single).count(where: \.isSpecial)
  }

  /// Returns the piece of an id as the vocabulary writes it; the empty string for unused ids.
  public func piece(of id: Int) -> String { vocabulary.piece(of: id) ?? "" }
}

/// The ids of the tokens with a role; nil where the vocabulary has none.
public struct SpecialTokenIDs: Sendable, Equatable {
  /// The token at the front, whose state classifiers read.
  public var cls: Int?
  /// The token at the end.
  public var sep: Int?
  /// The token that fills up batches.
  public var pad: Int?
  /// The token that stands for a hidden one.
  public var mask: Int?
  /// The token for unknown words.
  public var unknown: Int?

  /// Makes the ids of a tokenizer.
  public init(
    cls: Int? = nil, sep: Int? = nil, pad: Int? = nil, mask: Int? = nil, unknown: Int? = nil
  ) {
    self.cls = cls
    self.sep = sep
    self.pad = pad
    self.mask = mask
    self.unknown = unknown
  }
}
