internal import CUchardet

/// Finds out the encoding of bytes that come part by part.
public struct EncodingFinder: ~Copyable {
  private var survey = ByteSurvey()
  private let detector = uchardet_new()
  /// Bytes that the detector saw.
  private var shown = 0

  /// Bytes beyond ASCII and around them that the detector sees: more change nothing.
  private static let shownLimit = 1 << 22

  /// Bytes beyond ASCII that are too few for a guess between encodings of the same letters.
  private static let fewBytes = 8
  private static let latin: Set<String> = [
    "ISO-8859-2", "ISO-8859-3", "ISO-8859-4", "ISO-8859-10", "ISO-8859-13", "ISO-8859-15",
    "ISO-8859-16", "WINDOWS-1250", "WINDOWS-1254", "WINDOWS-1257", "WINDOWS-1258",
    "MAC-CENTRALEUROPE", "IBM852",
  ]

  /// Why bytes are no text.
  public enum Fault: Error, Equatable, Sendable {
    /// They are data, as of a picture or a program.
    case binary
    /// They are UTF-8 but for a few bytes, the first of them in this line.
    case damaged(line: Int)
    /// Nothing speaks for an encoding; the first byte that is not UTF-8 is in this line.
    case unknown(line: Int)
  }

  /// Starts.
  public init() {}

  deinit { uchardet_delete(detector) }

  /// Takes the next bytes.
  public mutating func add(_ bytes: [UInt8]) {
    survey.add(bytes)
    guard shown < Self.shownLimit, bytes.contains(where: { $0 >= 0x80 }) else { return }
    shown += bytes.count
    bytes.withUnsafeBytes { buffer in
      _ = uchardet_handle_data(
        detector, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
    }
  }

  /// Returns the encoding.
  ///
  /// - Parameters:
  ///   - named: The encoding that the user names, which a byte order mark overrules.
  ///   - declaration: Returns the name that the file's first bytes declare.
  /// - Returns: The encoding and the length of the byte order mark.
  /// - Throws: ``Fault``.
  public consuming func encoding(
    named: TextEncoding? = nil, declaration: ([UInt8]) -> String? = { _ in nil }
  ) throws(Fault) -> (encoding: TextEncoding, mark: Int) {
    survey.finish()
    if let mark = TextEncoding.mark(survey.start) { return (mark.encoding, mark.length) }
    if let named { return (named, 0) }
    // A declaration can be read as ASCII, so that it cannot be true of UTF-16.
    if let name = declaration(survey.start), !name.uppercased().hasPrefix("UTF-16"),
      let declared = TextEncoding(named: name, evidence: .declared), !declared.isUTF8
    {
      return (declared, 0)
    }
    if let name = survey.encodingOfZeros { return (TextEncoding(name: name, evidence: .zeros), 0) }
    guard let line = survey.invalidLine else {
      return (TextEncoding(name: TextEncoding.utf8, evidence: .valid), 0)
    }
    guard survey.zeros.reduce(0, +) == 0 else { throw .binary }
    // Two or three bytes that follow UTF-8's rules by chance are rare in other encodings.
    guard survey.wide <= survey.invalid else { throw .damaged(line: line) }
    uchardet_data_end(detector)
    let name = String(cString: uchardet_get_charset(detector))
    guard var guess = TextEncoding(named: name, evidence: .guessed), !guess.isUTF8 else {
      throw .unknown(line: line)
    }
    // A few bytes have no frequencies: the most usual of the encodings for Latin letters it is.
    if survey.invalid < Self.fewBytes, Self.latin.contains(guess.name) {
      guess.name = "WINDOWS-1252"
    }
    return (guess, 0)
  }
}
