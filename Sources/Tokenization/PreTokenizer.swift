/// The stage of a tokenizer that cuts a text into the words of its model.
indirect enum PreTokenizer: Sendable {
  /// Several, one after the other.
  case sequence([PreTokenizer])
  /// White space goes and every sign is a word, as BERT.
  case bert
  /// GPT-2's pattern, if used, and bytes as characters.
  case byteLevel(addsSpace: Bool, usesPattern: Bool)
  /// Spaces become signs that begin words.
  case metaspace(Metaspace)
  /// Words are what regular expressions call `\w+`, and runs of other signs.
  case whitespace
  /// Words lie between white space.
  case whitespaceSplit
  /// Cuts at signs of punctuation.
  case punctuation(SplitBehavior)
  /// Cuts at digits, at each or at runs of them.
  case digits(individual: Bool)
  /// Cuts at a character, which goes.
  case delimiter(UInt32)
  /// Cuts at a pattern.
  case split(TextPattern, SplitBehavior, inverts: Bool)
  /// Cuts into parts of one length.
  case fixedLength(Int)

  /// Cuts a text.
  func apply(to text: inout SplitText) {
    let tables = UnicodeTables.shared
    switch self {
    case .sequence(let parts): for part in parts { part.apply(to: &text) }
    case .bert:
      text.split(.removed) { tables.traits(of: $0).contains(.whitespace) }
      text.split(.isolated) { tables.traits(of: $0).contains(.punctuation) }
    case .byteLevel(let addsSpace, let usesPattern):
      if addsSpace { text.prepend(0x20) { $0.scalar != 0x20 } }
      if usesPattern {
        text.cut { elements, part, emit in ByteLevel.pieces(of: elements, in: part, emit) }
      }
      text.writeBytes()
    case .metaspace(let metaspace): metaspace.apply(to: &text)
    case .whitespace: text.cut(Self.words)
    case .whitespaceSplit: text.split(.removed) { tables.traits(of: $0).contains(.whitespace) }
    case .punctuation(let behavior):
      text.split(behavior) { tables.traits(of: $0).contains(.punctuation) }
    case .digits(let individual):
      text.split(individual ? .isolated : .contiguous) {
        tables.traits(of: $0).contains(.numeric)
      }
    case .delimiter(let delimiter): text.split(.removed) { $0 == delimiter }
    case .split(let pattern, let behavior, let inverts):
      text.split(behavior, inverts: inverts) { pattern.matches(in: $0, $1) }
    case .fixedLength(let length):
      text.cut { _, part, emit in
        for start in stride(from: part.lowerBound, to: part.upperBound, by: length) {
          emit(start..<min(start + length, part.upperBound))
        }
      }
    }
  }

  private static func words(
    _ elements: [AlignedText.Element], _ part: Range<Int>, _ emit: (Range<Int>) -> Void
  ) {
    let tables = UnicodeTables.shared
    let kinds: UnicodeTables.Traits = [.word, .whitespace]
    var start = part.lowerBound
    while start < part.upperBound {
      let kind = tables.traits(of: elements[start].scalar).intersection(kinds)
      var end = start + 1
      while end < part.upperBound,
        tables.traits(of: elements[end].scalar).intersection(kinds) == kind
      {
        end += 1
      }
      if !kind.contains(.whitespace) { emit(start..<end) }
      start = end
    }
  }
}

/// The pre-tokenizer of SentencePiece models, which writes spaces as visible signs.
struct Metaspace: Sendable {
  /// Which parts of a text get a sign in front that have none.
  enum Prefix: String, Sendable, CaseIterable {
    case always, first, never
  }

  /// The sign, mostly “▁”.
  var sign: UInt32
  var prefix: Prefix
  /// Whether words are cut before every sign.
  var splits: Bool

  /// Cuts a text.
  func apply(to text: inout SplitText) {
    text.map { $0 == 0x20 ? sign : $0 }
    switch prefix {
    case .always: text.prepend(sign) { $0.scalar != sign }
    case .first: text.prepend(sign) { $0.scalar != sign && $0.start == 0 }
    case .never: break
    }
    if splits { text.split(.mergedWithNext) { $0 == sign } }
  }
}
