/// What can be wrong with a SentencePiece character map.
package enum CharsmapError: Error, Equatable, CustomStringConvertible {
  /// The text is not base64.
  case notBase64
  /// The trie's size does not fit the data.
  case wrongTrieSize(bytes: Int, of: Int)
  /// A node of the trie points outside.
  case outside(node: Int)
  /// The replacements are not UTF-8.
  case notUTF8

  /// What is wrong, as the end of a sentence.
  package var description: String {
    switch self {
    case .notBase64: "it is not base64"
    case .wrongTrieSize(let bytes, let all): "its trie has \(bytes) bytes, of \(all) in all"
    case .outside(let node): "node \(node) of its trie points outside the data"
    case .notUTF8: "its replacements are not UTF-8"
    }
  }
}
