internal import AttributionRecords

/// Words set in lines of a fixed width, for pictures, which cannot ask a browser.
///
/// How wide a word is depends on the reader's fonts. It is estimated here, and the picture asks that
/// the word be drawn at that width (SVG 2, `textLength`).
struct TextLayout {
  /// A word, or what stands between two without white space.
  struct Piece {
    let text: String
    /// Its colour; 0 for none.
    var level = 0
    /// Whether white space or a new line parts it from the piece before.
    var isApart = false
    /// Whether it starts a paragraph.
    var startsParagraph = false
  }

  /// A piece in its place.
  struct Placed {
    let piece: Piece
    /// Its start, from the start of the line.
    let start: Double
    let width: Double
    let line: Int
  }

  /// The pieces that fit.
  private(set) var placed: [Placed] = []
  /// How many lines they take.
  private(set) var lineCount = 0

  /// Sets pieces in lines.
  ///
  /// - Parameters:
  ///   - pieces: The pieces.
  ///   - width: The width of a line.
  ///   - size: The size of the letters.
  ///   - limit: Lines that there may be; the last ends with “…” if there is more.
  init(_ pieces: [Piece], width: Double, size: Double, limit: Int) {
    let space = size * 0.27
    var line = 0
    var position = 0.0
    let parts = pieces.lazy.flatMap { Self.parts(of: $0, width: width, size: size) }
    for (index, piece) in parts.enumerated() {
      var piece = piece
      var length = Self.width(of: piece.text, size: size)
      var start = position + (piece.isApart && position > 0 ? space : 0)
      let mayBreak = piece.isApart || index == 0 || Self.breaksBefore(piece.text)
      if piece.startsParagraph && position > 0
        || start + length > width && (mayBreak || position == 0 || start + length > width + size)
      {
        line += 1
        start = 0
      }
      if line == limit {
        guard let last = placed.last else { return }
        let ellipsis = Self.width(of: "…", size: size)
        let end = min(last.start + last.width, width - ellipsis)
        piece = Piece(text: "…")
        length = ellipsis
        while let last = placed.last, last.line == limit - 1, last.start + last.width > end {
          placed.removeLast()
        }
        let rest = placed.last.flatMap { $0.line == limit - 1 ? $0.start + $0.width : nil } ?? 0
        placed.append(Placed(piece: piece, start: rest, width: length, line: limit - 1))
        return
      }
      placed.append(Placed(piece: piece, start: start, width: length, line: line))
      position = start + length
      lineCount = line + 1
    }
  }

  /// Returns a piece, or as many parts of it as lines it takes.
  private static func parts(of piece: Piece, width: Double, size: Double) -> [Piece] {
    guard self.width(of: piece.text, size: size) > width else { return [piece] }
    var parts: [Piece] = []
    var part = String.UnicodeScalarView()
    var length = 0.0
    func end() {
      parts.append(
        Piece(
          text: String(part), level: piece.level, isApart: piece.isApart && parts.isEmpty,
          startsParagraph: piece.startsParagraph && parts.isEmpty))
    }
    for scalar in piece.text.unicodeScalars {
      let step = share(of: scalar) * size
      if length + step > width {
        end()
        (part, length) = (String.UnicodeScalarView(), 0)
      }
      part.append(scalar)
      length += step
    }
    end()
    return parts
  }

  /// Returns a text, cut with “…” if a line cannot hold it.
  static func fitting(_ text: String, width: Double, size: Double) -> String {
    guard self.width(of: text, size: size) > width else { return text }
    var view = String.UnicodeScalarView()
    var length = size
    for scalar in text.unicodeScalars {
      length += share(of: scalar) * size
      guard length <= width else { break }
      view.append(scalar)
    }
    return String(view) + "…"
  }

  /// Returns how wide a text is, about.
  static func width(of text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + share(of: $1) } * size
  }

  /// Returns the width of a letter as a part of the letters' size, as book faces have it.
  private static func share(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "t", "f", "r", "I", ".", ",", ":", ";", "!", "|", "'", "’", "(", ")", "[",
      "]", "-", " ", "\u{A0}":
      return 0.33
    case "m", "w", "M", "W", "@", "%", "—", "…": return 0.88
    case "A"..."Z": return 0.68
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return isWide(scalar) ? 1 : 0.52
    }
  }

  /// Whether a scalar is as wide as it is high (UAX 11: wide and full-width, in blocks).
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  /// Whether a line may break before a text that nothing parts from the one before.
  private static func breaksBefore(_ text: String) -> Bool {
    text.unicodeScalars.first.map { isWide($0) && $0.properties.isAlphabetic } ?? false
  }

  /// Whether the first letter of a text that has a direction is written from right to left (the
  /// blocks of UAX 9 that are).
  static func isRightToLeft(_ text: String) -> Bool {
    for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
      switch scalar.value {
      case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
        return true
      default: return false
      }
    }
    return false
  }
}
