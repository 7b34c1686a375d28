public import AttributionRecords
internal import Foundation

/// What stands in `pool.json`: with what a pool was made, and what its other files must be.
public struct PoolManifest: Codable, Sendable, Equatable {
  /// The form of the files that this package writes.
  public static let version = 2
  /// The manifest's name in the pool's folder.
  public static let fileName = "pool.json"

  /// What of each document's text is kept.
  public enum Texts: String, Codable, Sendable, CaseIterable {
    /// All of it.
    case full
    /// Some words around the strongest, for the pages that show it as a neighbour.
    case excerpt
    /// Nothing: pages name the document.
    case none
  }

  /// The index over the vectors, if there is one.
  public struct Index: Codable, Sendable, Equatable {
    /// How many lists it has.
    public var lists: Int
    /// How many of them a search looks through.
    public var probes: Int
    /// The share of the ten nearest documents that this finds, measured on `queries` documents.
    public var recall: Double
    /// How many documents the recall was measured on.
    public var queries: Int
  }

  /// The form of the files: ``version``.
  public var formatVersion = PoolManifest.version
  /// The tool's version.
  public var toolVersion: String
  /// The number of documents.
  public var documents: Int
  /// The model that was run over them.
  public var model: ModelIdentity
  /// How it was run: everything of Steps I and II.
  public var parameters: Parameters
  /// The base methods whose scores are kept, as a record writes them, without smoothing.
  public var bases: [MethodParameters]
  /// Which of them have directions for the contextual kernel.
  public var directed: [Int]
  /// What the model answers.
  public var task: Task
  /// The labels of its outputs.
  public var labels: [String]
  /// The unit of a regression's value.
  public var unit: String?
  /// The types of the entities of a model that labels tokens.
  public var entityTypes: [String]
  /// The names of the categories, by number.
  public var categories: [String]
  /// What of the texts is kept.
  public var texts: Texts
  /// The index over the vectors; nil if searches compare with all.
  public var index: Index?
  /// SHA-256 of the other files by name, in hexadecimal.
  public var files: [String: String] = [:]
  /// When the pool was made; only if `SOURCE_DATE_EPOCH` is set.
  public var date: String?

  /// Makes a manifest from its parts.
  public init(
    provenance: Provenance, bases: [MethodParameters], directed: [Int], task: Task,
    labels: [String], unit: String?, categories: [String], texts: Texts
  ) {
    toolVersion = provenance.toolVersion
    model = provenance.model
    parameters = provenance.parameters
    date = provenance.date
    documents = 0
    self.bases = bases
    self.directed = directed
    self.task = task
    self.labels = labels
    self.unit = unit
    entityTypes = []
    self.categories = categories
    self.texts = texts
  }
}
