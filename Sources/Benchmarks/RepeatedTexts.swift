package import Foundation

/// A set of any size made of a few texts, no two of them alike.
package struct RepeatedTexts: Sendable {
  private let texts: [String]

  private static let digits = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
  ]

  private struct Row: Encodable {
    var id: String
    var text: String
  }

  /// Makes the set; each of the texts is said once in every round.
  package init(_ texts: [String]) {
    precondition(!texts.isEmpty, "there is a text to repeat")
    self.texts = texts
  }

  /// Returns a text of the set: from the second round on with the round's number in words.
  package func text(_ index: Int) -> String {
    let (round, place) = index.quotientAndRemainder(dividingBy: texts.count)
    guard round > 0 else { return texts[place] }
    let words = String(round).compactMap(\.wholeNumberValue).map { Self.digits[$0] }
    return texts[place] + " Number \(words.joined(separator: " "))."
  }

  /// Writes texts as JSON lines, a part at a time.
  ///
  /// - Parameters:
  ///   - count: How many texts.
  ///   - file: Where they go.
  /// - Throws: If the file cannot be written.
  package func write(count: Int, to file: URL) throws {
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    for start in stride(from: 0, to: count, by: 1000) {
      var part = Data()
      for index in start..<min(start + 1000, count) {
        part += try encoder.encode(Row(id: "text-\(index)", text: text(index)))
        part.append(UInt8(ascii: "\n"))
      }
      try handle.write(contentsOf: part)
    }
  }
}
