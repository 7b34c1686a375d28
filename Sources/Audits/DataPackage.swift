internal import AttributionRecords
internal import Foundation
internal import ReportSite

/// The folder as a data package (Frictionless Data, Data Package and Table Schema 1).
struct DataPackage {
  let files: AuditFiles
  /// The columns of the reviews without a row.
  let orphanColumns: [String]

  private struct Package: Encodable {
    let profile = "data-package"
    let name: String
    let title: String
    let created: String
    let resources: [Resource]
  }

  private struct Resource: Encodable {
    let name: String
    let path: String
    let title: String
    let description: String
    let profile: String
    /// What Frictionless's own program takes it for: `file`, or `table`.
    let type: String
    let mediatype: String
    let bytes: Int
    let hash: String
    var encoding: String?
    var schema: Schema?
  }

  private struct Schema: Encodable {
    let fields: [Field]
    let missingValues = [""]
  }

  private struct Field: Encodable {
    let name: String
    let type: String
    var description: String?
    var constraints: Constraints?
  }

  private struct Constraints: Encodable {
    var required: Bool?
    var `enum`: [String]?
    var minimum: Double?
    var maximum: Double?
    var pattern: String?
  }

  /// Returns the package as JSON.
  ///
  /// - Parameter found: The files that are described.
  /// - Returns: UTF-8 JSON.
  /// - Throws: What the encoder throws.
  func data(_ found: [(file: AuditDescription.File, staged: StagedFile)]) throws -> Data {
    try RecordFile.data(
      encoding: Package(
        name: "lafa-report-audit", title: "\(files.reports.summary.title): audit with reports",
        created: files.options.instant,
        resources: found.map { file, staged in
          let schema = schema(of: file.path)
          return Resource(
            name: file.path.lowercased().map { $0.isLetter || $0.isNumber ? String($0) : "-" }
              .joined(), path: file.path, title: file.name, description: file.about,
            profile: schema == nil ? "data-resource" : "tabular-data-resource",
            type: schema == nil ? "file" : "table",
            mediatype: file.type, bytes: staged.bytes, hash: "sha256:\(staged.sha256)",
            encoding: schema == nil ? nil : "utf-8", schema: schema)
        }))
  }

  private func schema(of path: String) -> Schema? {
    switch path {
    case "audit/results.csv":
      return Schema(
        fields: files.table.columns.map { Field(name: $0, type: "string") } + Self.added
          + files.reviewColumns.map { Field(name: $0, type: "string") })
    case "audit/unmatched.csv":
      return Schema(
        fields: ["id", "lafa_report"].map { Field(name: $0, type: "string") }
          + [Self.digest("lafa_report_sha256", "SHA-256 of the page")])
    case AuditReviews.orphans:
      return Schema(
        fields: Self.key
          + orphanColumns.dropFirst(Self.key.count).map { Field(name: $0, type: "string") })
    default: return nil
    }
  }

  private static func digest(_ name: String, _ about: String) -> Field {
    Field(
      name: name, type: "string", description: about,
      constraints: Constraints(pattern: "[0-9a-f]{64}"))
  }

  private static var key: [Field] {
    [
      Field(name: "lafa_id", type: "string", description: "The id of the row"),
      Field(
        name: "lafa_occurrence", type: "integer",
        description: "1 for the first row with the id", constraints: Constraints(minimum: 1)),
    ]
  }

  private static var added: [Field] {
    key + [
      Field(
        name: "lafa_status", type: "string", description: "How the row and a report met",
        constraints: Constraints(
          required: true, enum: AuditResult.Status.allCases.map(\.rawValue))),
      Field(
        name: "lafa_predicted", type: "string", description: "The predicted labels, or the number"),
      Field(
        name: "lafa_confidence", type: "number",
        description: "The probability of the first predicted label",
        constraints: Constraints(minimum: 0, maximum: 1)),
      Field(
        name: "lafa_agrees", type: "boolean",
        description: """
          Whether the prediction is the audit's label; empty if the model does not have it
          """),
      Field(
        name: "lafa_difference", type: "number",
        description: "The predicted number divided by the audit's, minus 1"),
      Field(
        name: "lafa_top_words", type: "string",
        description: "The strongest words with their parts of all scores"),
      Field(
        name: AuditResult.reportColumn, type: "string",
        description: "The page of the document, from the folder of this description"),
      digest("lafa_report_sha256", "SHA-256 of the page"),
      digest(
        "lafa_document_sha256",
        "SHA-256 of the document; of the text shown, if --redact hid parts"),
      digest("lafa_model_sha256", "SHA-256 of the model's weights"),
      Field(
        name: "lafa_note", type: "string",
        description: "Why the status is not ok, or what else is to be known of the row"),
    ]
  }
}
