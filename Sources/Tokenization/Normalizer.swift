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

  /// Changes a text.
  func apply(to text: inout AlignedText) {
    let tables = UnicodeTables.shared
    switch self {
    case .bert(let bert): bert.apply(to: &text)
    case .sequence(let parts): for part in parts { part.apply(to: &text) }
    case .lowercase: Self.lowercase(&text)
    case .form(let form): form.apply(to: &text)
    case .stripAccents: text.filter { !tables.traits(of: $0).contains(.mark) }
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
