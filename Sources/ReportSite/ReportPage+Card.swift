internal import AttributionRecords
internal import Foundation

extension ReportPage {
  /// The measures of a card, in its own units.
  private enum Card {
    static let width = 1200.0
    static let margin = 60.0
    static let inner = width - 2 * margin
    static let titleSize = 44.0
    static let titleLine = 54.0
    static let wordSize = 28.0
    static let wordLine = 48.0
    static let predictionSize = 30.0
    static let smallSize = 18.0
    /// Where the legend begins.
    static let bottom = 540.0
  }

  /// The values of the template `card`: title, prediction and the first lines of the heatmap.
  ///
  /// - Parameter style: The card's style sheet.
  /// - Returns: The values.
  func cardView(style: String) -> [String: Any] {
    var view = headView
    let title = TextLayout(
      Self.pieces(name), width: Card.inner, size: Card.titleSize, limit: 2)
    let isTitleLeftward = TextLayout.isRightToLeft(name)
    let lines = (0..<max(title.lineCount, 1)).map { line in
      title.placed.filter { $0.line == line }
        .map { ($0.piece.isApart && $0.start > 0 ? " " : "") + $0.piece.text }.joined()
    }
    view["heading"] = lines.enumerated().map { line, text in
      [
        "text": text, "side": isTitleLeftward ? " end" : "",
        "x": Self.number(isTitleLeftward ? Card.width - Card.margin : Card.margin),
        "y": Self.number(92 + Double(line) * Card.titleLine),
      ]
    }
    view["predicted"] = TextLayout.fitting(
      verdict.confidence.isEmpty
        ? verdict.predicted : "\(verdict.predicted) \(verdict.confidence)", width: Card.inner,
      size: Card.predictionSize)
    view["origin"] = TextLayout.fitting(origin, width: Card.inner, size: Card.smallSize)
    let prediction = 92 + Double(lines.count - 1) * Card.titleLine + 54
    view["predictionY"] = Self.number(prediction)
    let first = prediction + 64
    let limit = max(1, Int((Card.bottom - first) / Card.wordLine) + 1)
    let layout = TextLayout(
      textPieces, width: Card.inner, size: Card.wordSize, limit: limit)
    let isLeftward = TextLayout.isRightToLeft(record.text)
    view["words"] = layout.placed.map { word -> [String: Any] in
      let left = Card.margin + (isLeftward ? Card.inner - word.start - word.width : word.start)
      let base = first + Double(word.line) * Card.wordLine
      return [
        "text": word.piece.text, "x": Self.number(left + word.width / 2), "y": Self.number(base),
        "isStretched": word.piece.text.unicodeScalars.count > 1,
        "length": Self.number(word.width),
        "level": word.piece.level > 0
          ? [
            "number": String(word.piece.level), "left": Self.number(left - 2),
            "top": Self.number(base - 28), "width": Self.number(word.width + 4),
          ] as Any : false,
      ]
    }
    view["ramp"] = (1...ScoreView.levels).map {
      ["number": String($0), "x": Self.number(84 + Double($0 - 1) * 26)]
    }
    view["style"] = style
    view["description"] = cardDescription
    return view
  }

  /// What a card shows, for who does not see it.
  private var cardDescription: String {
    let strongest = scores.first.map { strongestWords($0).map { words[$0] } } ?? []
    return [verdict.predicted, verdict.confidence, strongest.joined(separator: ", ")]
      .filter { !$0.isEmpty }.joined(separator: " · ")
  }

  /// The text with its colours, cut where white space is.
  private var textPieces: [TextLayout.Piece] {
    var pieces: [TextLayout.Piece] = []
    for paragraph in fields.flatMap(\.paragraphs) {
      var isFirst = true
      var isApart = false
      for segment in paragraph {
        let level = segment.word.flatMap { word in scores.first?.level(word) } ?? 0
        for var piece in Self.pieces(segment.text) {
          piece.level = level
          piece.isApart = piece.isApart || isApart
          piece.startsParagraph = isFirst && !pieces.isEmpty
          (isFirst, isApart) = (false, false)
          pieces.append(piece)
        }
        if segment.text.unicodeScalars.last?.properties.isWhitespace == true { isApart = true }
      }
    }
    return pieces
  }

  /// Cuts a text where white space is.
  private static func pieces(_ text: String) -> [TextLayout.Piece] {
    var isApart = text.unicodeScalars.first?.properties.isWhitespace == true
    return text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map { part in
      defer { isApart = true }
      return TextLayout.Piece(text: String(part), isApart: isApart)
    }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : NumberText.fixed(value, 1)
  }
}
