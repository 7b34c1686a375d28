/// The part `normalizer`.
extension TokenizerFile {
  // The reader bounds how deeply sequences may be nested.
  static func normalizer(_ fields: JSONFields) throws(TokenizationError) -> Normalizer {
    let type = try fields.string("type")
    switch type {
    case "BertNormalizer":
      let lowercases = try fields.bool("lowercase", default: true)
      return .bert(
        BertNormalizer(
          cleansText: try fields.bool("clean_text", default: true),
          handlesChinese: try fields.bool("handle_chinese_chars", default: true),
          stripsAccents: try fields.optionalBool("strip_accents") ?? lowercases,
          lowercases: lowercases))
    case "Sequence":
      var parts: [Normalizer] = []
      for part in try fields.array("normalizers") {
        parts.append(try normalizer(part))
      }
      return .sequence(parts)
    case "Lowercase": return .lowercase
    case "StripAccents": return .stripAccents
    case "Strip":
      return .strip(
        left: try fields.bool("strip_left", default: true),
        right: try fields.bool("strip_right", default: true))
    case "Replace":
      return .replace(
        try pattern(fields), by: try fields.string("content").unicodeScalars.map(\.value))
    case "Prepend": return .prepend(try fields.string("prepend").unicodeScalars.map(\.value))
    case "Nmt": return .nmt
    case "ByteLevel": return .byteLevel
    case "Precompiled": return .precompiled(try charsmap(fields))
    default:
      guard let form = NormalizationForm(rawValue: type) else {
        throw unsupported(
          fields, type,
          [
            "one of the normalizers BertNormalizer, Sequence, Lowercase, StripAccents, NFC, NFD, NFKC",
            "NFKD, Strip, Replace, Prepend, Nmt, ByteLevel, Precompiled",
          ])
      }
      return .form(form)
    }
  }

  private static func charsmap(
    _ fields: JSONFields
  ) throws(TokenizationError) -> PrecompiledCharsmap {
    let text = try fields.string("precompiled_charsmap")
    do {
      return try PrecompiledCharsmap(base64: text)
    } catch {
      throw .contradiction(
        file: fields.file, key: fields.path("precompiled_charsmap"), detail: error.description)
    }
  }

  /// Returns the pattern of a replacement or a split.
  static func pattern(_ fields: JSONFields) throws(TokenizationError) -> TextPattern {
    let pattern = try fields.fields("pattern")
    if let regex = try pattern.optionalString("Regex") {
      do {
        return .regex(try SplitPattern(regex: regex))
      } catch {
        throw .contradiction(
          file: fields.file, key: fields.path("pattern"),
          detail: "the expression “\(regex.shortened)”: \(error.description)")
      }
    }
    guard let text = try pattern.optionalString("String") else {
      throw fields.wrong("pattern", "a text (String) or a regular expression (Regex)")
    }
    return .text(text.unicodeScalars.map(\.value))
  }
}
