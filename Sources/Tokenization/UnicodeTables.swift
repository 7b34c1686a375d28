/// What `tokenizers` believes about every Unicode scalar.
///
/// The tables come from that library, not from Swift's: its normalizers follow several Unicode
/// versions at once, and tokens must not change with the toolchain.
struct UnicodeTables: Sendable {
  /// What a scalar is, one bit a question.
  struct Traits: OptionSet {
    let rawValue: UInt16
    static let removed = Traits(rawValue: 1)
    static let whitespace = Traits(rawValue: 2)
    static let punctuation = Traits(rawValue: 4)
    static let chinese = Traits(rawValue: 8)
    static let nonspacingMark = Traits(rawValue: 16)
    static let mark = Traits(rawValue: 32)
    static let decomposes = Traits(rawValue: 64)
    static let hasLowercase = Traits(rawValue: 128)
    /// What byte-level splitting takes for a letter.
    static let letter = Traits(rawValue: 256)
    /// What byte-level splitting takes for a number.
    static let number = Traits(rawValue: 512)
    /// What the pre-tokenizer `Digits` takes for one.
    static let numeric = Traits(rawValue: 1024)
    /// What regular expressions call `\w`.
    static let word = Traits(rawValue: 2048)
  }

  /// The tables, read once.
  static let shared = UnicodeTables()

  private let traits: [UInt16]
  private let combining: [UInt8]
  private let lowercaseForms: [UInt32: [UInt32]]
  private let canonicalForms: [UInt32: [UInt32]]
  private let compatibleForms: [UInt32: [UInt32]]
  private let compositions: [UInt64: UInt32]

  private init() {
    var traits = [UInt16](repeating: 0, count: 0x110000)
    var combining = [UInt8](repeating: 0, count: 0x110000)
    let sets: [(String, Traits)] = [
      (Self.removed, .removed), (Self.whitespace, .whitespace), (Self.punctuation, .punctuation),
      (Self.chinese, .chinese), (Self.nonspacingMarks, .nonspacingMark), (Self.marks, .mark),
      (Self.letters, .letter), (Self.numbers, .number), (Self.numerics, .numeric),
      (Self.wordScalars, .word),
    ]
    for (text, trait) in sets {
      for entry in CompactTable(text) {
        for scalar in entry.scalars { traits[Int(scalar)] |= trait.rawValue }
      }
    }
    for entry in CompactTable(Self.combiningClasses) {
      for scalar in entry.scalars { combining[Int(scalar)] = UInt8(entry.targets[0]) }
    }
    lowercaseForms = CompactTable(Self.lowercase).mapping()
    for scalar in lowercaseForms.keys { traits[Int(scalar)] |= Traits.hasLowercase.rawValue }
    canonicalForms = CompactTable(Self.canonical).mapping()
    for scalar in canonicalForms.keys { traits[Int(scalar)] |= Traits.decomposes.rawValue }
    for syllable in Hangul.syllables { traits[Int(syllable)] |= Traits.decomposes.rawValue }
    compatibleForms = CompactTable(Self.compatible).mapping()
    compositions = Self.compositions(
      of: canonicalForms, without: Set(CompactTable(Self.excluded).flatMap(\.scalars)))
    self.traits = traits
    self.combining = combining
  }

  /// Returns what a scalar is; nothing for numbers that are no scalar.
  func traits(of scalar: UInt32) -> Traits {
    scalar < 0x110000 ? Traits(rawValue: traits[Int(scalar)]) : []
  }

  /// Returns the canonical combining class of a scalar.
  func combiningClass(of scalar: UInt32) -> UInt8 {
    scalar < 0x110000 ? combining[Int(scalar)] : 0
  }

  /// Returns the lower-case form of a scalar, or nil where it is its own.
  func lowercase(of scalar: UInt32) -> [UInt32]? { lowercaseForms[scalar] }

  /// Returns the full decomposition of a scalar, or nil where it is its own.
  func decomposition(of scalar: UInt32, compatible: Bool) -> [UInt32]? {
    if compatible, let form = compatibleForms[scalar] { return form }
    guard traits(of: scalar).contains(.decomposes) else { return nil }
    return Hangul.decomposition(of: scalar) ?? canonicalForms[scalar]
  }

  /// Returns the scalar that two scalars compose to, if they do.
  func composition(of first: UInt32, _ second: UInt32) -> UInt32? {
    Hangul.composition(of: first, second) ?? compositions[UInt64(first) << 32 | UInt64(second)]
  }

  /// Returns the pairs that compose, found from the full decompositions.
  ///
  /// The pair of a composite is its last scalar and what the others compose to.
  private static func compositions(
    of forms: [UInt32: [UInt32]], without excluded: Set<UInt32>
  ) -> [UInt64: UInt32] {
    var composites: [[UInt32]: UInt32] = [:]
    for (composite, form) in forms where !excluded.contains(composite) {
      composites[form] = composite
    }
    var pairs: [UInt64: UInt32] = [:]
    for (form, composite) in composites where form.count > 1 {
      let start = Array(form.dropLast())
      let first = start.count == 1 ? start[0] : composites[start]
      guard let first else { continue }
      pairs[UInt64(first) << 32 | UInt64(form[form.count - 1])] = composite
    }
    return pairs
  }
}

/// The syllables of Korean, which Unicode decomposes by arithmetic.
enum Hangul {
  static let syllables: Range<UInt32> = 0xAC00..<0xAC00 + 11172
  private static let leads: Range<UInt32> = 0x1100..<0x1113
  private static let vowels: Range<UInt32> = 0x1161..<0x1176
  // The first place stands for "no tail" and is not a letter.
  private static let tails: Range<UInt32> = 0x11A7..<0x11C3

  /// Returns the letters of a syllable, or nil for another scalar.
  static func decomposition(of scalar: UInt32) -> [UInt32]? {
    guard syllables.contains(scalar) else { return nil }
    let index = scalar - syllables.lowerBound
    let tail = index % 28
    let letters = [leads.lowerBound + index / 588, vowels.lowerBound + index % 588 / 28]
    return tail == 0 ? letters : letters + [tails.lowerBound + tail]
  }

  /// Returns the syllable that two scalars compose to, if they do.
  static func composition(of first: UInt32, _ second: UInt32) -> UInt32? {
    if leads.contains(first), vowels.contains(second) {
      return syllables.lowerBound
        + ((first - leads.lowerBound) * 21 + (second - vowels.lowerBound)) * 28
    }
    if syllables.contains(first), (first - syllables.lowerBound) % 28 == 0,
      tails.contains(second), second != tails.lowerBound
    {
      return first + (second - tails.lowerBound)
    }
    return nil
  }
}
