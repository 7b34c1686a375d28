/// The language of a document's text as far as its script tells it, for fonts and voices: the same
/// Han letters are drawn one way in Chinese and another in Japanese.
enum TextLanguage {
  /// A script and the tag of its language; of one that many languages share, “und” and the script.
  private static let scripts: [(tag: String, ranges: [ClosedRange<UInt32>])] = [
    ("und-Latn", [0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF]),
    ("zh", [0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF]),
    (
      japanese,
      [0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FD...0x31FF, 0xFF66...0xFF9F]
    ),
    ("ko", [0x1100...0x11FF, 0x3130...0x318F, 0xA960...0xA97F, 0xAC00...0xD7FF]),
    ("und-Arab", [0x620...0x6FF, 0x750...0x77F, 0x8A0...0x8FF, 0xFB50...0xFDFF, 0xFE70...0xFEFC]),
    ("und-Hebr", [0x591...0x5F4, 0xFB1D...0xFB4F]),
    ("und-Cyrl", [0x400...0x52F, 0x1C80...0x1C8F, 0x2DE0...0x2DFF, 0xA640...0xA69F]),
    ("el", [0x370...0x3FF, 0x1F00...0x1FFF]),
    ("und-Deva", [0x900...0x97F]), ("und-Beng", [0x980...0x9FF]), ("ta", [0xB80...0xBFF]),
    ("th", [0xE01...0xE5B]), ("hy", [0x531...0x58F]), ("ka", [0x10A0...0x10FF]),
  ]
  private static let japanese = "ja"
  private static let chinese = "zh"
  /// One letter of so many is kana in any Japanese sentence; names alone bring fewer.
  private static let kanaPart = 20
  /// Letters that are looked at; a long text does not change its script after them.
  private static let letterLimit = 2000

  /// Returns the tag of a text's language.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - page: The tag of the page's language.
  /// - Returns: A BCP 47 tag; nil if the text has no letters, is written as the page is, or in no
  ///   script that has most of its letters.
  static func tag(of text: String, on page: String) -> String? {
    var counts: [String: Int] = [:]
    var letters = 0
    for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
      letters += 1
      if let tag = script(of: scalar.value) { counts[tag, default: 0] += 1 }
      if letters == letterLimit { break }
    }
    let kana = counts[japanese] ?? 0
    let han = counts[chinese] ?? 0
    if kana > 0, kana * kanaPart >= kana + han {
      counts[japanese] = kana + han
      counts[chinese] = nil
    }
    guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
      most.value * 2 > letters
    else { return nil }
    return most.key == tag(ofPage: page) ? nil : most.key
  }

  /// What ``tag(of:on:)`` would call the page's own words.
  private static func tag(ofPage page: String) -> String {
    let language = page.split(separator: "-").first.map(String.init) ?? page
    if let known = scripts.first(where: { $0.tag == language }) { return known.tag }
    return letterScripts[language] ?? "und-Latn"
  }

  /// The scripts of languages that share one with others, but for Latin.
  private static let letterScripts = [
    "ar": "und-Arab", "fa": "und-Arab", "ur": "und-Arab", "he": "und-Hebr", "yi": "und-Hebr",
    "ru": "und-Cyrl", "uk": "und-Cyrl", "bg": "und-Cyrl", "sr": "und-Cyrl", "mk": "und-Cyrl",
    "be": "und-Cyrl", "kk": "und-Cyrl", "hi": "und-Deva", "mr": "und-Deva", "ne": "und-Deva",
    "bn": "und-Beng", "as": "und-Beng",
  ]

  private static func script(of scalar: UInt32) -> String? {
    scripts.first { $0.ranges.contains { $0.contains(scalar) } }?.tag
  }
}
