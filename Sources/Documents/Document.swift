public import AttributionRecords

/// A text of a folder, as it was read: a file, or a row of one.
public struct Document: Sendable, Equatable {
  /// A part of a text that a row gives under a name of its own.
  public struct Field: Sendable, Equatable {
    /// The row's key.
    public var name: String
    /// Where it stands in the text, in bytes of UTF-8.
    public var range: Range<Int>

    /// Makes a field from its parts.
    public init(name: String, range: Range<Int>) {
      self.name = name
      self.range = range
    }
  }

  /// What names it; unique in the run.
  ///
  /// A file's path below the folder without the ending, or what a row gives as its id. A row
  /// without one is called after its file and its line, as in `reviews-000012`.
  public var id: String
  /// Its path below the folder, for a row with the line: `reviews.jsonl:12`.
  public var source: String
  /// What a reader calls it: a file's first line, a row's title or id, shortened.
  public var title: String
  /// The text, without a byte order mark; several texts are parted by blank lines.
  public var text: String
  /// The texts that ``text`` is made of, in order; empty for a single text.
  public var fields: [Field]
  /// The encoding of the file; nil for UTF-8.
  public var encoding: String?
  /// Where the text stands in the file; nil if it is the file's own text, or a row's.
  public var origins: TextOrigins?
  /// The labels that the data gives, or a number as it is written; empty if there are none.
  public var gold: [String]
  /// The category that the data gives; nil if unknown.
  public var category: String?
  /// Whether the id is another than the data's, which would show what is hidden.
  public var isRenamed = false
  /// SHA-256 in hexadecimal of the file's bytes, or of the row's without its line feed.
  public var sha256: String

  /// Makes a document from its parts.
  public init(
    id: String, source: String, title: String, text: String, fields: [Field] = [],
    gold: [String] = [], category: String? = nil, sha256: String
  ) {
    self.id = id
    self.source = source
    self.title = title
    self.text = text
    self.fields = fields
    self.gold = gold
    self.category = category
    self.sha256 = sha256
  }

  /// Gives the document another id, and a title that was the id with it.
  public mutating func rename(to id: String) {
    if title == PlainText.title(of: self.id) { title = PlainText.title(of: id) }
    self.id = id
  }
}
