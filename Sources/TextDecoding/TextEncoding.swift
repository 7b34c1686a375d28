/// How the bytes of a file stand for text, and how that is known.
public struct TextEncoding: Sendable, Equatable {
  /// What speaks for an encoding.
  public enum Evidence: Sendable, Equatable {
    /// A byte order mark.
    case mark
    /// The user names it.
    case named
    /// The file says so, as an HTML page may.
    case declared
    /// All bytes are UTF-8, or nearly all.
    case valid
    /// Every second or fourth byte is zero, as UTF-16 and UTF-32 have it for many languages.
    case zeros
    /// The frequencies of bytes are those of texts in this encoding.
    case guessed
  }

  /// The name, as iconv knows it.
  public var name: String
  /// What speaks for it.
  public var evidence: Evidence

  /// Makes an encoding from its parts.
  public init(name: String, evidence: Evidence) {
    self.name = name
    self.evidence = evidence
  }

  /// UTF-8, which needs no conversion.
  public var isUTF8: Bool { name == Self.utf8 }

  static let utf8 = "UTF-8"

  /// Returns the encoding that a name stands for; nil if there is no converter for it.
  ///
  /// As browsers do, names that are often used for a larger set stand for the larger one: pages
  /// that say `iso-8859-1` hold the quotes and dashes of Windows (WHATWG Encoding, section 4.2).
  ///
  /// - Parameters:
  ///   - name: A name of a charset in any case.
  ///   - evidence: What speaks for it.
  public init?(named name: String, evidence: Evidence) {
    let upper = name.uppercased()
    guard !upper.isEmpty, upper.utf8.count <= 40,
      upper.utf8.allSatisfy({ byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || "-_:.".utf8.contains(byte)
      })
    else { return nil }
    let known = Self.larger[upper] ?? upper
    guard CharsetDecoder(known) != nil else { return nil }
    self.init(name: known, evidence: evidence)
  }

  private static let larger = [
    "UTF8": "UTF-8", "ASCII": "WINDOWS-1252", "US-ASCII": "WINDOWS-1252",
    "ISO-8859-1": "WINDOWS-1252", "LATIN1": "WINDOWS-1252", "ISO-8859-9": "WINDOWS-1254",
    "ISO-8859-11": "WINDOWS-874", "TIS-620": "WINDOWS-874", "GB2312": "GB18030", "GBK": "GB18030",
    "SHIFT_JIS": "CP932", "SJIS": "CP932", "EUC-KR": "CP949", "UHC": "CP949",
    "BIG5": "BIG5-HKSCS",
  ]

  /// Returns the encoding of a byte order mark and the mark's length; nil without one.
  static func mark(_ bytes: some Sequence<UInt8>) -> (encoding: TextEncoding, length: Int)? {
    let start = Array(bytes.prefix(4))
    // That of UTF-32 begins as that of UTF-16.
    for (name, mark) in marks where start.starts(with: mark) {
      return (TextEncoding(name: name, evidence: .mark), mark.count)
    }
    return nil
  }

  private static let marks: [(name: String, bytes: [UInt8])] = [
    ("UTF-8", [0xEF, 0xBB, 0xBF]), ("UTF-32LE", [0xFF, 0xFE, 0, 0]),
    ("UTF-32BE", [0, 0, 0xFE, 0xFF]), ("UTF-16LE", [0xFF, 0xFE]), ("UTF-16BE", [0xFE, 0xFF]),
  ]
}
