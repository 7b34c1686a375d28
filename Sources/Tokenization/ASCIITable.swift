/// What a normalizer makes of single ASCII characters, asked of it once.
struct ASCIITable: Sendable {
  private var forms = [UInt8](repeating: 0, count: 256)
  private var plain = [Bool](repeating: false, count: 256)
  private var punctuation = [Bool](repeating: false, count: 256)

  /// Makes the table of a normalizer.
  init(normalizer: Normalizer?) {
    for byte in UInt8(0)..<0x80 {
      var text = AlignedText()
      text.decode([byte], in: 0..<1)
      normalizer?.apply(to: &text)
      guard text.elements.count == 1, text.elements[0].scalar < 0x80 else { continue }
      let scalar = text.elements[0].scalar
      let traits = UnicodeTables.shared.traits(of: scalar)
      forms[Int(byte)] = UInt8(scalar)
      plain[Int(byte)] = !traits.contains(.whitespace)
      punctuation[Int(scalar)] = traits.contains(.punctuation)
    }
  }

  /// Whether a byte is an ASCII character that stays one and parts no words.
  func isPlain(_ byte: UInt8) -> Bool { plain[Int(byte)] }

  /// Returns what the normalizer makes of a plain byte.
  func normalized(_ byte: UInt8) -> UInt8 { forms[Int(byte)] }

  /// Whether a normalized byte is a word of its own.
  func isPunctuation(_ byte: UInt8) -> Bool { punctuation[Int(byte)] }
}
