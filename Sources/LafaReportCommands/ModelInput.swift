internal import Encoders
internal import Lafa
internal import Tokenization

/// What the model reads of a text or of a pair: all tokens once, and the windows that hold them.
///
/// A text longer than the model takes is read in windows that overlap. Of a pair the longer text
/// is, and the other stands whole in every window; if that one alone takes more than half of the
/// room, it is cut to that half.
struct ModelInput {
  /// All tokens, the template's around them.
  let whole: AssembledTokens
  /// The windows, with places in ``whole``.
  let windows: [EncodedDocument.Window]
  /// Tokens that a window shares with the one before; 0 if there is one.
  let overlap: Int

  /// Arranges the tokens of a text or of a pair.
  ///
  /// - Parameters:
  ///   - first: The tokens of the text, or of a pair's first.
  ///   - second: Those of a pair's second text.
  ///   - tokenizer: The tokenizer that cut them.
  ///   - limit: The most tokens that the model takes, with room for a token of each text.
  ///   - overlap: Tokens that two windows should share; at most half of the room is taken.
  init(
    _ first: [Token], _ second: [Token]?, tokenizer: Tokenizer, limit: Int, overlap: Int
  ) {
    let room = limit - tokenizer.specialCount(pair: second != nil)
    guard let second else {
      let windows = WindowPlan.windows(count: first.count, room: room, overlap: overlap)
      self.init(
        tokenizer.assemble(first[...]), windows.map { tokenizer.assemble(first[$0]) },
        overlap: windows.count > 1 ? min(overlap, room / 2) : 0)
      return
    }
    guard first.count + second.count > room else {
      let whole = tokenizer.assemble(first[...], second[...])
      self.init(whole, [whole], overlap: 0)
      return
    }
    let isFirstLonger = first.count >= second.count
    let longer = isFirstLonger ? first : second
    let shorter = (isFirstLonger ? second : first).prefix(room / 2)
    func assemble(_ part: ArraySlice<Token>) -> AssembledTokens {
      isFirstLonger ? tokenizer.assemble(part, shorter) : tokenizer.assemble(shorter, part)
    }
    let left = room - shorter.count
    let windows = WindowPlan.windows(count: longer.count, room: left, overlap: overlap)
    self.init(
      assemble(longer[...]), windows.map { assemble(longer[$0]) },
      overlap: windows.count > 1 ? min(overlap, left / 2) : 0)
  }

  private init(_ whole: AssembledTokens, _ windows: [AssembledTokens], overlap: Int) {
    self.whole = whole
    self.overlap = overlap
    // The template's tokens have the same order in every window.
    var specials: [Int] = []
    var places: (first: Int?, second: Int?)
    for (place, source) in whole.sources.enumerated() {
      switch source {
      case .special: specials.append(place)
      case .first(let index): if index == 0 { places.first = place }
      case .second(let index): if index == 0 { places.second = place }
      }
    }
    self.windows = windows.map { window in
      var special = 0
      return EncodedDocument.Window(
        sequence: EncodedSequence(ids: window.ids, typeIDs: window.typeIDs),
        tokens: window.sources.map { source in
          switch source {
          case .special:
            defer { special += 1 }
            return specials[special]
          case .first(let index): return (places.first ?? 0) + index
          case .second(let index): return (places.second ?? 0) + index
          }
        })
    }
  }

  /// The place in ``whole`` of the first token of a text; nil if it has none.
  ///
  /// - Parameter isSecond: Whether the second text of a pair is meant.
  /// - Returns: The place.
  func start(ofSecond isSecond: Bool) -> Int? {
    whole.sources.firstIndex(of: isSecond ? .second(0) : .first(0))
  }
}
