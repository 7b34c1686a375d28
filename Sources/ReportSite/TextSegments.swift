/// A text cut into words and what stands between them, so that it is shown exactly as it was read.
package struct TextSegments {
  /// A piece of the text.
  package struct Segment: Equatable {
    /// The piece.
    package var text: String
    /// Index of the word, or nil between words.
    package var word: Int?
  }

  /// The paragraphs; blank lines part them and are left out, as are line breaks at their ends; all
  /// else is kept.
  package let paragraphs: [[Segment]]

  /// Cuts a text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - words: Ranges in code points, in order, without overlaps, within the text.
  package init(_ text: String, words: [Range<Int>]) {
    let scalars = text.unicodeScalars
    var segments: [Segment] = []
    var index = scalars.startIndex
    var position = 0
    func take(to end: Int) -> String {
      let next = scalars.index(index, offsetBy: end - position)
      defer {
        index = next
        position = end
      }
      return String(scalars[index..<next])
    }
    for (number, word) in words.enumerated() {
      if word.lowerBound > position {
        segments.append(Segment(text: take(to: word.lowerBound), word: nil))
      }
      segments.append(Segment(text: take(to: word.upperBound), word: number))
    }
    if index < scalars.endIndex {
      segments.append(Segment(text: String(scalars[index...]), word: nil))
    }
    paragraphs = Self.paragraphs(segments)
  }

  private static func paragraphs(_ segments: [Segment]) -> [[Segment]] {
    var result: [[Segment]] = []
    var current: [Segment] = []
    func close() {
      while let last = current.last, last.word == nil, last.text.utf8.allSatisfy({ $0 == 0x0A }) {
        current.removeLast()
      }
      if current.contains(where: { !isBlank($0.text) }) { result.append(current) }
      current = []
    }
    for segment in segments {
      guard segment.word == nil, segment.text.unicodeScalars.contains("\n") else {
        current.append(segment)
        continue
      }
      // Lines between two words: a blank one ends the paragraph.
      let text = segment.text.replacing("\r\n", with: "\n")
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      var line = lines[0]
      for (number, next) in lines.dropFirst().enumerated() {
        let isLast = number == lines.count - 2
        if isBlank(next), !isLast {
          if !line.isEmpty { current.append(Segment(text: line, word: nil)) }
          close()
          line = ""
        } else {
          line += current.isEmpty && line.isEmpty ? next : "\n" + next
        }
      }
      if !line.isEmpty { current.append(Segment(text: line, word: nil)) }
    }
    close()
    return result
  }

  /// Returns the lines of a paragraph, for places where a line break has to be written.
  package static func lines(_ paragraph: [Segment]) -> [[Segment]] {
    var lines: [[Segment]] = [[]]
    for segment in paragraph {
      let parts = segment.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (number, part) in parts.enumerated() {
        if number > 0 { lines.append([]) }
        guard !part.isEmpty else { continue }
        lines[lines.count - 1].append(Segment(text: String(part), word: segment.word))
      }
    }
    return lines.filter { !$0.isEmpty }
  }

  private static func isBlank(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
  }
}
