/// Token numbers summed to words, for showing.
public enum WordScores {
  /// Returns each word's sum over its tokens.
  ///
  /// - Parameters:
  ///   - values: One number a token, special tokens included.
  ///   - words: The words, with their token ranges within `values`.
  /// - Returns: One number a word; 0 for a word that the model did not see.
  public static func sums(of values: [Double], over words: [RecordedWord]) -> [Double] {
    words.map { word in values[word.firstToken..<word.endToken].reduce(0, +) }
  }
}
