/// The part `pre_tokenizer`.
extension TokenizerFile {
  // The reader bounds how deeply sequences may be nested.
  static func preTokenizer(_ fields: JSONFields) throws(TokenizationError) -> PreTokenizer {
    let type = try fields.string("type")
    switch type {
    case "Sequence":
      var parts: [PreTokenizer] = []
      for part in try fields.array("pretokenizers") { parts.append(try preTokenizer(part)) }
      return .sequence(parts)
    case "BertPreTokenizer": return .bert
    case "ByteLevel":
      return .byteLevel(
        addsSpace: try fields.bool("add_prefix_space", default: true),
        usesPattern: try fields.bool("use_regex", default: true))
    case "Metaspace": return .metaspace(try metaspace(fields))
    case "Whitespace": return .whitespace
    case "WhitespaceSplit": return .whitespaceSplit
    case "Punctuation": return .punctuation(try behavior(fields, default: .isolated))
    case "Digits": return .digits(individual: try fields.bool("individual_digits", default: false))
    case "CharDelimiterSplit": return .delimiter(try character(fields, "delimiter"))
    case "Split":
      return .split(
        try pattern(fields), try behavior(fields, default: nil),
        inverts: try fields.bool("invert", default: false))
    case "FixedLength":
      let length = try fields.number("length", default: 5)
      guard length > 0 else { throw fields.wrong("length", "a whole number from 1") }
      return .fixedLength(length)
    default:
      throw unsupported(
        fields, type,
        [
          "one of the pre-tokenizers Sequence, BertPreTokenizer, ByteLevel, Metaspace, Whitespace",
          "WhitespaceSplit, Punctuation, Digits, CharDelimiterSplit, Split, FixedLength",
        ])
    }
  }

  private static func metaspace(_ fields: JSONFields) throws(TokenizationError) -> Metaspace {
    let declared = try fields.optionalString("prepend_scheme")
    let addsSpace = try fields.optionalBool("add_prefix_space") ?? true
    // Files of before 2024 have the flag alone.
    let name = declared ?? (addsSpace ? Metaspace.Prefix.always : .never).rawValue
    guard let prefix = Metaspace.Prefix(rawValue: name) else {
      throw fields.wrong("prepend_scheme", "“always”, “first” or “never”")
    }
    guard addsSpace || prefix == .never else {
      throw .contradiction(
        file: fields.file, key: fields.path("add_prefix_space"),
        detail: "it is false, but “prepend_scheme” is “\(name)”")
    }
    return Metaspace(
      sign: try character(fields, "replacement"), prefix: prefix,
      splits: try fields.optionalBool("split") ?? true)
  }

  private static func character(
    _ fields: JSONFields, _ name: String
  ) throws(TokenizationError) -> UInt32 {
    let scalars = try fields.string(name).unicodeScalars
    guard let scalar = scalars.first, scalars.count == 1 else {
      throw fields.wrong(name, "one character")
    }
    return scalar.value
  }

  private static func behavior(
    _ fields: JSONFields, default: SplitBehavior?
  ) throws(TokenizationError) -> SplitBehavior {
    guard let name = try fields.optionalString("behavior") ?? `default`?.rawValue,
      let behavior = SplitBehavior(rawValue: name)
    else {
      let names = SplitBehavior.allCases.map { "“\($0.rawValue)”" }
      throw fields.wrong("behavior", "one of \(names.joined(separator: ", "))")
    }
    return behavior
  }
}
