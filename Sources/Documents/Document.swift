/// A text of a folder, as it was read.
public struct Document: Sendable, Equatable {
  /// Its path below the folder, without the ending; unique in the folder.
  public var id: String
  /// Its path below the folder.
  public var source: String
  /// What a reader calls it: its first line, shortened.
  public var title: String
  /// The text, without a byte order mark.
  public var text: String
  /// SHA-256 of the file's bytes, in hexadecimal.
  public var sha256: String

  /// Makes a document from its parts.
  public init(id: String, source: String, title: String, text: String, sha256: String) {
    self.id = id
    self.source = source
    self.title = title
    self.text = text
    self.sha256 = sha256
  }
}
