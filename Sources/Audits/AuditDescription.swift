internal import AttributionRecords
internal import Foundation
internal import ReportSite

/// Describes the folder to other programs: a Frictionless data package and a Process Run Crate.
struct AuditDescription {
  let files: AuditFiles
  /// Where the audit lies as it was given.
  let input: String
  /// The columns of the reviews without a row.
  let orphanColumns: [String]

  /// A file that is described.
  struct File {
    let path: String
    let name: String
    let about: String
    let type: String
  }

  /// Writes both descriptions.
  ///
  /// - Parameter staging: The folder with everything else.
  /// - Throws: ``SiteError``, or what an encoder throws.
  func write(to staging: SiteStaging) throws {
    let staged = Dictionary(
      try staging.staged.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let found = described.compactMap { file in
      staged[files.prefix + file.path].map { (file: file, staged: $0) }
    }
    try staging.add([
      (
        files.prefix + "datapackage.json",
        try DataPackage(files: files, orphanColumns: orphanColumns).data(found)
      ),
      (
        files.prefix + "ro-crate-metadata.json",
        try RunCrate(files: files, input: input).data(found)
      ),
    ])
  }

  private var described: [File] {
    [
      File(
        path: input, name: "The audit", about: "The audit as it was given, byte for byte",
        type: Self.type(input)),
      File(
        path: "audit/results.csv", name: "The results",
        about: "Every row of the audit with what the reports say of it", type: "text/csv"),
      File(
        path: "audit/results.jsonl", name: "The results as JSON lines",
        about: "Every row of the audit with what the reports say of it, words as a list",
        type: "application/jsonl"),
      File(
        path: "audit/results.xlsx", name: "The results as a workbook",
        about: "Every row of the audit with what the reports say of it",
        type: Self.type("results.xlsx")),
      File(
        path: "audit/unmatched.csv", name: "Reports without a row",
        about: "Reports whose documents the audit does not have", type: "text/csv"),
      File(
        path: AuditReviews.orphans, name: "Reviews without a row",
        about: "What reviewers wrote beside rows that the audit no longer has", type: "text/csv"),
      File(
        path: "reports/index.html", name: "The reports", about: "The index of the reports",
        type: "text/html"),
      File(
        path: "reports/records/run.json", name: "The run",
        about: "With what the reports were made, and what was wrong with documents",
        type: "application/json"),
    ]
  }

  private static func type(_ path: String) -> String {
    switch (path as NSString).pathExtension {
    case "csv": "text/csv"
    case "tsv": "text/tab-separated-values"
    case "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    default: "application/jsonl"
    }
  }
}
