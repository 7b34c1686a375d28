/// How much of the text the model saw, and how it was read.
public struct Coverage: Codable, Sendable, Equatable {
  /// Words of the text.
  public var words: Int
  /// Words of the text that the model saw.
  public var wordsSeen: Int
  /// The most tokens the model takes.
  public var tokenLimit: Int
  /// How many windows the text was read in: 1 if it was read at once.
  public var windows: Int
  /// The tokens that two windows share: 0 for one window.
  public var overlap: Int

  /// Makes a coverage from its parts.
  public init(words: Int, wordsSeen: Int, tokenLimit: Int, windows: Int = 1, overlap: Int = 0) {
    self.words = words
    self.wordsSeen = wordsSeen
    self.tokenLimit = tokenLimit
    self.windows = windows
    self.overlap = overlap
  }

  /// Whether the model saw the whole text.
  public var isComplete: Bool { words == wordsSeen }
}
