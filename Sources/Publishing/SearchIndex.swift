package import AttributionRecords
package import Foundation
internal import ReportSite

/// The words of all runs in script files that a page loads as it needs them, cut by the words'
/// first two letters; what is found so far lies in files.
package struct SearchIndex {
  private let scratch: URL
  private var buffers: [String: [UInt8]] = [:]
  private var buffered = 0
  private var names: Set<String> = []
  private var documents = 0
  private var block: [[Cell]] = []
  private var runs: [String] = []

  /// Documents of a file of titles; `assets/search.js` has the same number.
  private static let blockSize = 500
  /// Documents that a word names: those of whose scores it has the largest share.
  private static let wordLimit = 200
  /// Bytes that are held before they are put aside.
  private static let bufferLimit = 32 << 20
  /// Code points of a word; longer ones are no words.
  private static let lengthLimit = 40

  /// A number or a text of a part.
  private enum Cell: Encodable {
    case number(Int)
    case text(String)
    case numbers([Int])

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .number(let number): try container.encode(number)
      case .text(let text): try container.encode(text)
      case .numbers(let numbers): try container.encode(numbers)
      }
    }
  }

  /// Starts without documents.
  ///
  /// - Parameter scratch: An empty folder for what is put aside.
  package init(scratch: URL) { self.scratch = scratch }

  /// Adds a run's name; the documents after it are the run's.
  package mutating func add(run: String) { runs.append(run) }

  /// Adds a document of the last run.
  ///
  /// - Parameters:
  ///   - record: Its record.
  ///   - file: The name of its page without an ending.
  ///   - output: Takes the parts that are full.
  /// - Throws: What the file system or the closure throws.
  package mutating func add(
    _ record: AttributionRecord, file: String, _ output: (_ name: String, Data) throws -> Void
  ) throws {
    for (word, share) in Self.words(of: record) {
      let name = Self.part(of: word)
      let line = Array("\(word)\t\(documents)\t\(share)\n".utf8)
      buffers[name, default: []] += line
      buffered += line.count
    }
    if buffered > Self.bufferLimit { try putAside() }
    block.append([.number(runs.count - 1), .text(file), .text(record.title)])
    documents += 1
    if block.count == Self.blockSize { try closeBlock(output) }
  }

  /// Passes on what is not passed on yet.
  ///
  /// - Parameter output: Takes the parts.
  /// - Throws: What the file system or the closure throws.
  package mutating func finish(_ output: (_ name: String, Data) throws -> Void) throws {
    if !block.isEmpty { try closeBlock(output) }
    try output("runs", Self.script("runs", runs))
    try putAside()
    for name in names.sorted() {
      let text = try String(contentsOf: scratch.appending(path: name), encoding: .utf8)
      try output(name, Self.script(name, Self.entries(text)))
    }
  }

  private mutating func closeBlock(_ output: (_ name: String, Data) throws -> Void) throws {
    let name = "d-\((documents - 1) / Self.blockSize)"
    try output(name, Self.script(name, block))
    block.removeAll()
  }

  private mutating func putAside() throws {
    for (name, bytes) in buffers {
      let place = scratch.appending(path: name)
      if names.insert(name).inserted { try Data().write(to: place) }
      let file = try FileHandle(forWritingTo: place)
      defer { try? file.close() }
      try file.seekToEnd()
      try file.write(contentsOf: bytes)
    }
    buffers.removeAll()
    buffered = 0
  }

  /// Returns the entries of a part: word, how many documents have it, and the first of them with
  /// its share in thousandths.
  private static func entries(_ text: String) -> [[Cell]] {
    var found: [String: [(document: Int, share: Int)]] = [:]
    for line in text.split(separator: "\n") {
      let cells = line.split(separator: "\t")
      guard cells.count == 3, let document = Int(cells[1]), let share = Int(cells[2]) else {
        continue
      }
      found[String(cells[0]), default: []].append((document, share))
    }
    return found.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { word, list in
      let first = list.sorted { (-$0.share, $0.document) < (-$1.share, $1.document) }
        .prefix(wordLimit)
      return [
        .text(word), .number(list.count), .numbers(first.flatMap { [$0.document, $0.share] }),
      ]
    }
  }

  private static func script(_ name: String, _ data: some Encodable) throws -> Data {
    let json = try RecordFile.data(encoding: data).dropLast()
    return Data("lafaPart(\"\(name)\",".utf8) + json + Data(");\n".utf8)
  }

  /// Returns the part that a word belongs to, as `assets/search.js` finds it.
  private static func part(of word: String) -> String {
    "w-"
      + word.unicodeScalars.prefix(2).map { letter in
        ("a"..."z").contains(letter) || ("0"..."9").contains(letter)
          ? String(letter) : "u" + String(letter.value, radix: 16)
      }.joined(separator: "-")
  }

  /// Returns each word of text and title once, with its largest share of the scores in thousandths.
  private static func words(of record: AttributionRecord) -> [(String, Int)] {
    let scalars = Array(record.text.unicodeScalars)
    let scores = record.explanations.first.map {
      WordScores.sums(of: $0.scores, over: record.words)
    }
    let sum = (scores ?? []).reduce(0) { $0 + max(0, $1) }
    var shares: [String: Int] = [:]
    func add(_ text: some Sequence<Unicode.Scalar>, _ share: Int) {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: text)
      for word in folded(String(view)) { shares[word] = max(shares[word] ?? 0, share) }
    }
    for (index, word) in record.words.enumerated() {
      let score = max(0, scores?[index] ?? 0)
      add(scalars[word.start..<word.end], sum > 0 ? Int((1000 * score / sum).rounded()) : 0)
    }
    add(record.title.unicodeScalars, 0)
    return shares.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0, $1) }
  }

  /// Returns the runs of letters, marks and digits in a text, in lower case.
  private static func folded(_ text: String) -> [String] {
    text.precomposedStringWithCanonicalMapping.lowercased().unicodeScalars.split {
      switch $0.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
        false
      default: true
      }
    }.filter { $0.count <= lengthLimit }.map { String($0) }
  }
}
