internal import Foundation

/// What people marked in the text of a row: where a label can be seen, word by word.
public struct Annotation: Sendable, Equatable {
  /// A marked part of the text, in code points.
  public struct Span: Sendable, Equatable {
    /// Where it lies.
    public var range: Range<Int>
    /// How strongly it is marked.
    public var weight: Double

    /// Makes a span from its parts.
    public init(range: Range<Int>, weight: Double) {
      self.range = range
      self.weight = weight
    }
  }

  /// Which keys of a row hold what.
  public struct Names: Sendable, Equatable {
    /// The key of spans: `[[start, end], …]` or `[[start, end, weight], …]`, or an object with
    /// such a list for each label.
    public var spans: String?
    /// The key of the text's words, in order.
    public var tokens: String?
    /// The key of a number for each of these words.
    public var weights: String?
    /// The number of an unmarked word: a weight is its distance from it.
    public var neutral: Double

    /// Makes names.
    public init(
      spans: String? = nil, tokens: String? = nil, weights: String? = nil, neutral: Double = 0
    ) {
      self.spans = spans
      self.tokens = tokens
      self.weights = weights
      self.neutral = neutral
    }

    /// Whether anything is read.
    public var isEmpty: Bool { spans == nil && tokens == nil }
  }

  /// The words that the data names, in code points; nil if it names none.
  public var tokens: [Range<Int>]?
  /// What is marked for every label; nil if nothing is said for every label.
  public var spans: [Span]?
  /// What is marked for a label.
  public var labelSpans: [String: [Span]]

  /// Returns what is marked for a label; nil if nothing is said about it.
  ///
  /// - Parameter label: The label.
  /// - Returns: The spans.
  public func spans(of label: String) -> [Span]? { labelSpans[label] ?? spans }

  /// Why an annotation cannot be used.
  public struct Fault: Error, Equatable, CustomStringConvertible {
    /// The sentence for the user, without the place.
    public var description: String
  }
}

extension DocumentFolder {
  /// Reads the annotation of a row.
  ///
  /// - Parameters:
  ///   - place: Where the row was found.
  ///   - text: The row's text.
  ///   - names: Its keys.
  /// - Returns: The annotation; nil if the row has none.
  /// - Throws: ``Annotation/Fault`` if it has one that does not fit the text.
  public func annotation(
    at place: DocumentPlace, of text: String, names: Annotation.Names
  ) throws(Annotation.Fault) -> Annotation? {
    // A table's cells hold no lists.
    guard !names.isEmpty, let bytes = json(at: place),
      let row = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    else { return nil }
    return try AnnotationReader(text: text, names: names).annotation(row)
  }
}

/// Reads the annotation of a row whose JSON was parsed.
struct AnnotationReader {
  private let scalars: [Unicode.Scalar]
  private let names: Annotation.Names

  init(text: String, names: Annotation.Names) {
    scalars = Array(text.unicodeScalars)
    self.names = names
  }

  func annotation(_ row: [String: Any]) throws(Annotation.Fault) -> Annotation? {
    var found = Annotation(tokens: nil, spans: nil, labelSpans: [:])
    if let key = names.tokens, let value = row[key], !(value is NSNull) {
      guard let words = value as? [String] else { throw fault(key, "is not a list of words") }
      found.tokens = try ranges(of: words, key)
    }
    if let key = names.weights, let value = row[key], !(value is NSNull) {
      guard let tokens = found.tokens, let numbers = value as? [Double],
        numbers.count == tokens.count
      else { throw fault(key, "is not a number for each word of “\(names.tokens ?? "tokens")”") }
      found.spans = zip(tokens, numbers).map {
        Annotation.Span(range: $0, weight: abs($1 - names.neutral))
      }
    }
    if let key = names.spans, let value = row[key], !(value is NSNull) {
      if let byLabel = value as? [String: Any] {
        for (label, list) in byLabel.sorted(by: { $0.key < $1.key }) {
          found.labelSpans[label] = try spans(list, key)
        }
      } else {
        found.spans = try spans(value, key)
      }
    }
    return found.spans == nil && found.labelSpans.isEmpty ? nil : found
  }

  private func fault(_ key: String, _ detail: String) -> Annotation.Fault {
    Annotation.Fault(description: "“\(key)” \(detail).")
  }

  private func spans(_ value: Any, _ key: String) throws(Annotation.Fault) -> [Annotation.Span] {
    guard let lists = value as? [[Double]] else {
      throw fault(key, "is not a list of [start, end] or [start, end, weight]")
    }
    var spans: [Annotation.Span] = []
    for list in lists {
      guard list.count == 2 || list.count == 3, list[0] >= 0, list[0] < list[1],
        list[1] <= Double(scalars.count), list[0] == list[0].rounded(), list[1] == list[1].rounded()
      else { throw fault(key, "has a span that does not lie in the text") }
      spans.append(
        Annotation.Span(
          range: Int(list[0])..<Int(list[1]), weight: list.count == 3 ? list[2] : 1))
    }
    return spans
  }

  /// Finds words in the text, one after the other.
  private func ranges(of words: [String], _ key: String) throws(Annotation.Fault) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var position = 0
    for word in words {
      let word = Array(word.unicodeScalars)
      while position < scalars.count, scalars[position].properties.isWhitespace { position += 1 }
      guard !word.isEmpty, position + word.count <= scalars.count,
        scalars[position..<position + word.count].elementsEqual(word)
      else { throw fault(key, "and the text differ at word \(ranges.count + 1)") }
      ranges.append(position..<position + word.count)
      position += word.count
    }
    return ranges
  }
}
