/// The first stage of a tokenizer: what changes the text before it is cut.
indirect enum Normalizer: Sendable {
  /// The one of BERT models.
  case bert(BertNormalizer)
  /// Several, one after the other.
  case sequence([Normalizer])
  /// Lower case.
  case lowercase
  /// A Unicode normalization form.
  case form(NormalizationForm)
  /// Removal of combining marks that stand alone.
  case stripAccents
  /// Removal of white space at the ends.
  case strip(left: Bool, right: Bool)
  /// Replacement of all that a pattern matches.
  case replace(TextPattern, by: [UInt32])
  /// Scalars put before every text that is not empty.
  case prepend([UInt32])
  /// Cleaning as of the machine translation models of SentencePiece.
  case nmt
  /// Bytes as characters.
  case byteLevel
  /// The compiled table of a SentencePiece model.
  case precompiled(PrecompiledCharsmap)

  /// Whether it changes what lies between white space alike whatever lies around.
  var isLocal: Bool {
    switch self {
    case .bert, .lowercase, .form, .stripAccents: true
    case .sequence(let parts): parts.allSatisfy(\.isLocal)
    case .strip, .replace, .prepend, .nmt, .byteLevel, .precompiled: false
    }
  }

  /// Changes a text.
  func apply(to text: inout AlignedText) {
    let tables = UnicodeTables.shared
    switch self {
    case .bert(let bert): bert.apply(to: &text)
    case .sequence(let parts): for part in parts { part.apply(to: &text) }
    case .lowercase: Self.lowercase(&text)
    case .form(let form): form.apply(to: &text)
    case .stripAccents: text.filter { !tables.traits(of: $0).contains(.mark) }
    case .strip(let left, let right):
      text.strip(left: left, right: right) { tables.traits(of: $0).contains(.whitespace) }
    case .replace(let pattern, let scalars):
      text.replace(pattern.matches(in: text.elements, text.elements.indices), by: scalars)
    case .prepend(let scalars): text.prepend(scalars)
    case .nmt:
      text.filter { !Self.isControl($0) }
      text.map { Self.isSpace($0) ? 0x20 : $0 }
    case .byteLevel: ByteLevel.apply(to: &text)
    case .precompiled(let charsmap): charsmap.apply(to: &text)
    }
  }

  private static func isControl(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x1...0x8, 0xB, 0xE...0x1F, 0x7F, 0x8F, 0x9F: true
    default: false
    }
  }

  private static func isSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x9, 0xA, 0xC, 0xD, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD: true
    default: false
    }
  }

  /// Writes a text in lower case, scalar by scalar, as Rust's `char` does.
  static func lowercase(_ text: inout AlignedText) {
    let tables = UnicodeTables.shared
    text.expand { scalar in
      tables.traits(of: scalar).contains(.hasLowercase) ? tables.lowercase(of: scalar) : nil
    }
  }
}

/// The normalizer of BERT models: cleaning, spaces around Chinese, accents, lower case.
struct BertNormalizer: Sendable, Equatable {
  /// Whether control characters go and all white space becomes spaces.
  var cleansText = true
  /// Whether every Chinese character becomes a word.
  var handlesChinese = true
  /// Whether accents go.
  var stripsAccents = true
  /// Whether everything is written in lower case.
  var lowercases = true

  /// Changes a text.
  func apply(to text: inout AlignedText) {
    let tables = UnicodeTables.shared
    let space: UInt32 = 0x20
    if cleansText {
      text.filter { !tables.traits(of: $0).contains(.removed) }
      text.map { tables.traits(of: $0).contains(.whitespace) ? space : $0 }
    }
    if handlesChinese {
      text.expand { tables.traits(of: $0).contains(.chinese) ? [space, $0, space] : nil }
    }
    if stripsAccents {
      NormalizationForm.nfd.apply(to: &text)
      text.filter { !tables.traits(of: $0).contains(.nonspacingMark) }
    }
    if lowercases { Normalizer.lowercase(&text) }
  }
}
