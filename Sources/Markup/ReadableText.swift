/// What a marked-up document says, without its markup.
public struct ReadableText: Sendable, Equatable {
  /// The words, paragraphs parted by a blank line.
  public var text = ""
  /// The title that the document gives itself; nil without one.
  public var title: String?
  /// Other values that it gives by name: of a page its `meta` elements.
  public var values: [(name: String, value: String)] = []
  /// Where the words stand in the document, in the order of the text; what is not named here, such
  /// as white space that was put between words, stands nowhere.
  public var origins: [TextOrigin] = []

  /// Returns whether two documents say the same.
  public static func == (one: ReadableText, other: ReadableText) -> Bool {
    one.text == other.text && one.title == other.title && one.origins == other.origins
      && one.values.elementsEqual(other.values, by: ==)
  }
}

/// Puts a text together piece by piece: white space is written once, and only between words.
struct TextAssembler {
  /// What stands between two pieces, the stronger the larger.
  enum Gap: Int, Comparable {
    case none, space, tab, line, paragraph

    static func < (one: Gap, other: Gap) -> Bool { one.rawValue < other.rawValue }

    var text: String {
      switch self {
      case .none: ""
      case .space: " "
      case .tab: "\t"
      case .line: "\n"
      case .paragraph: "\n\n"
      }
    }
  }

  /// The text so far, in UTF-8.
  private(set) var bytes: [UInt8] = []
  private var gap = Gap.none
  /// Where the text stands in the source, in bytes.
  private(set) var origins = OriginList()

  /// The text so far.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Parts what comes from what was.
  mutating func part(_ gap: Gap) {
    if !bytes.isEmpty { self.gap = max(self.gap, gap) }
  }

  /// Adds words; white space around and between them becomes single spaces.
  ///
  /// - Parameters:
  ///   - piece: The words in UTF-8.
  ///   - origins: Where they stand in the source, in bytes and in order.
  mutating func add(_ piece: [UInt8], from origins: ArraySlice<TextOrigin> = []) {
    var rest = origins
    var start = 0
    for index in piece.indices where Self.isSpace(piece[index]) {
      write(piece, start..<index, &rest)
      part(.space)
      start = index + 1
    }
    write(piece, start..<piece.count, &rest)
  }

  /// Adds a text as it is, as of code.
  ///
  /// - Parameters:
  ///   - piece: The text in UTF-8.
  ///   - origins: Where it stands in the source, in bytes and in order.
  mutating func addExactly(_ piece: [UInt8], from origins: ArraySlice<TextOrigin> = []) {
    var rest = origins
    let end = piece.lastIndex { $0 != 0x0A }.map { $0 + 1 } ?? 0
    write(piece, 0..<end, &rest)
  }

  private mutating func write(
    _ piece: [UInt8], _ word: Range<Int>, _ origins: inout ArraySlice<TextOrigin>
  ) {
    guard !word.isEmpty else { return }
    bytes += gap.text.utf8
    gap = .none
    while let origin = origins.first, origin.text.lowerBound < word.upperBound {
      var part = origin.clamped(to: word)
      let offset = bytes.count - word.lowerBound
      part.text = part.text.lowerBound + offset..<part.text.upperBound + offset
      self.origins.append(part)
      if origin.text.upperBound > word.upperBound { break }
      origins.removeFirst()
    }
    bytes += piece[word]
  }

  /// The white space of HTML; a no-break space is a letter there.
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
  }
}
