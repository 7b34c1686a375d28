import Markup
import Testing

/// What a document says, and where it says so.
struct LocatedText {
  let text: [Unicode.Scalar]
  let source: [Unicode.Scalar]
  let origins: [TextOrigin]

  init(_ found: ReadableText, in source: String) {
    text = Array(found.text.unicodeScalars)
    self.source = Array(source.unicodeScalars)
    origins = found.origins
  }

  init(markdown: String) throws { self.init(try MarkdownReader.read(markdown), in: markdown) }

  init(html: String) throws { self.init(try HTMLReader.read(html), in: html) }

  /// Whether all origins lie in order in both texts, and runs are the same in both.
  var isSound: Bool {
    var end = (text: 0, source: 0)
    for origin in origins {
      guard origin.text.lowerBound >= end.text, origin.source.lowerBound >= end.source,
        !origin.text.isEmpty, !origin.source.isEmpty, origin.text.upperBound <= text.count,
        origin.source.upperBound <= source.count,
        !origin.isUnchanged || text[origin.text] == source[origin.source]
      else { return false }
      end = (origin.text.upperBound, origin.source.upperBound)
    }
    return true
  }

  /// The origins, as in `word@5` for a run and `é=&eacute;@5` for a reference.
  var stretches: [String] {
    origins.map { origin in
      let text = Self.string(text[origin.text])
      let source = Self.string(source[origin.source])
      return origin.isUnchanged
        ? "\(text)@\(origin.source.lowerBound)" : "\(text)=\(source)@\(origin.source.lowerBound)"
    }
  }

  /// For each code point of the text where it stands; nil if that is unknown.
  var places: [Int?] {
    var places = [Int?](repeating: nil, count: text.count)
    for origin in origins {
      for index in origin.text {
        places[index] =
          origin.isUnchanged
          ? origin.source.lowerBound + index - origin.text.lowerBound : origin.source.lowerBound
      }
    }
    return places
  }

  /// The code points that stand nowhere, but for white space.
  var lost: [Unicode.Scalar] {
    zip(text, places).filter { $1 == nil && !$0.properties.isWhitespace }.map(\.0)
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
