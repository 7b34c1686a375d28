/// What a marked-up document says, without its markup.
public struct ReadableText: Sendable, Equatable {
  /// The words, paragraphs parted by a blank line.
  public var text = ""
  /// The title that the document gives itself; nil without one.
  public var title: String?
  /// Other values that it gives by name: of a page its `meta` elements.
  public var values: [(name: String, value: String)] = []

  /// Returns whether two documents say the same.
  public static func == (one: ReadableText, other: ReadableText) -> Bool {
    one.text == other.text && one.title == other.title
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

  private(set) var text = ""
  private var gap = Gap.none

  /// Parts what comes from what was.
  mutating func part(_ gap: Gap) {
    if !text.isEmpty { self.gap = max(self.gap, gap) }
  }

  /// Adds words; white space around and between them becomes single spaces.
  mutating func add(_ piece: String) {
    var word = String.UnicodeScalarView()
    for scalar in piece.unicodeScalars {
      if Self.isSpace(scalar) {
        write(&word)
        part(.space)
      } else {
        word.append(scalar)
      }
    }
    write(&word)
  }

  /// Adds a text as it is, as of code.
  mutating func addExactly(_ piece: String) {
    var scalars = piece.unicodeScalars
    while scalars.last == "\n" { scalars.removeLast() }
    write(&scalars)
  }

  private mutating func write(_ word: inout String.UnicodeScalarView) {
    guard !word.isEmpty else { return }
    text += gap.text
    gap = .none
    text.unicodeScalars.append(contentsOf: word)
    word = String.UnicodeScalarView()
  }

  /// The white space of HTML; a no-break space is a letter there.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" || scalar == "\u{C}"
  }
}
