/// What a file holds, by the ending of its name; `.gz` behind it says that it is packed.
enum SourceKind: Sendable, Equatable {
  /// One text.
  case text
  /// One text in Markdown, perhaps with front matter.
  case markdown
  /// A page.
  case html
  /// A JSON object on each line.
  case lines
  /// A list of JSON objects.
  case list
  /// A record on each line, its cells parted by a delimiter.
  case table(isTabbed: Bool)

  /// The endings of a kind, the first of them for messages.
  private static let endings: [(kind: SourceKind, endings: [String])] = [
    (.text, [".txt"]), (.markdown, [".md", ".markdown"]), (.html, [".html", ".htm", ".xhtml"]),
    (.lines, [".jsonl", ".ndjson"]), (.list, [".json"]), (.table(isTabbed: false), [".csv"]),
    (.table(isTabbed: true), [".tsv"]),
  ]

  /// The endings as a sentence lists them.
  static let listed = endings.map { $0.endings[0] }.joined(separator: ", ")

  private static let packed = ".gz"

  /// Returns the kind of a file and its name without the endings; nil for another kind.
  static func of(_ name: String) -> (kind: SourceKind, stem: String)? {
    let unpacked = name.lowercased().hasSuffix(packed) ? String(name.dropLast(3)) : name
    for (kind, endings) in endings {
      for ending in endings where unpacked.lowercased().hasSuffix(ending) {
        return (kind, String(unpacked.dropLast(ending.count)))
      }
    }
    return nil
  }

  /// Whether a file has many documents.
  var hasRows: Bool {
    switch self {
    case .text, .markdown, .html: false
    case .lines, .list, .table: true
    }
  }

  /// Whether a file says something else than its own text.
  var isMarkedUp: Bool { self == .markdown || self == .html }

  /// Whether a file is packed.
  static func isPacked(_ name: String) -> Bool { name.lowercased().hasSuffix(packed) }
}
