/// What holds for a whole run; written beside the records as `run.json`.
public struct RunSummary: Codable, Sendable, Equatable {
  /// The version of the format: ``AttributionRecord/currentFormatVersion``.
  public var formatVersion: Int
  /// The run's title, shown on the index page.
  public var title: String
  /// The ids of the run's records, in the order in which they are listed.
  public var documents: [String]
  /// What was wrong with documents, in the order in which it was found.
  public var faults: [Fault]
  /// What lies among the documents and is not read; at most a thousand.
  public var leftAlone: [LeftAlone]
  /// With what the records were made.
  public var provenance: Provenance

  /// Makes a summary from its parts.
  public init(
    title: String, documents: [String], faults: [Fault], provenance: Provenance,
    leftAlone: [LeftAlone] = []
  ) {
    self.formatVersion = AttributionRecord.currentFormatVersion
    self.title = title
    self.documents = documents
    self.faults = faults
    self.leftAlone = leftAlone
    self.provenance = provenance
  }

  /// A file or folder that is not read, and why.
  public struct LeftAlone: Codable, Sendable, Equatable {
    /// Its path below the folder of the documents.
    public var source: String
    /// Why: `hidden`, `otherKind`, `folderLink` or `reports`.
    public var reason: String

    /// Makes an entry from its parts.
    public init(source: String, reason: String) {
      self.source = source
      self.reason = reason
    }
  }

  /// Something wrong with one document.
  public struct Fault: Codable, Sendable, Equatable {
    /// The document's path below its folder.
    public var source: String
    /// One sentence: what is wrong, and what to do.
    public var message: String
    /// Whether the document has no record because of it.
    public var isSkipped: Bool

    /// Makes a fault from its parts.
    public init(source: String, message: String, isSkipped: Bool) {
      self.source = source
      self.message = message
      self.isSkipped = isSkipped
    }
  }
}
