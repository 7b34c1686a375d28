/// What can be wrong with the pieces of a Unigram vocabulary.
package enum UnigramError: Error, Equatable, CustomStringConvertible {
  /// There are no pieces.
  case noPieces
  /// A score is infinite or no number.
  case wrongScore(piece: Int)
  /// No piece stands for unknown characters.
  case noUnknown
  /// The piece for unknown characters is not there.
  case unknownOutside(id: Int, count: Int)
  /// A piece is longer than any honest one.
  case tooLong(piece: Int, limit: Int)
  /// There are too many pieces.
  case tooMany

  /// What is wrong, as the end of a sentence.
  package var description: String {
    switch self {
    case .noPieces: "there are no pieces"
    case .wrongScore(let piece): "the score of piece \(piece) is not a finite number"
    case .noUnknown: "no piece is named for unknown characters"
    case .unknownOutside(let id, let count):
      "the piece for unknown characters is \(id), of only \(count) pieces"
    case .tooLong(let piece, let limit): "piece \(piece) is longer than \(limit) bytes"
    case .tooMany: "there are too many pieces"
    }
  }
}
