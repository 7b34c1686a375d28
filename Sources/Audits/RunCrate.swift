internal import AttributionRecords
internal import Foundation
internal import ReportSite

/// The folder as an RO-Crate 1.1 by the profile Process Run Crate 0.5.
///
/// The requirements are met always; what the profile recommends of people and licences is met if
/// they are named.
struct RunCrate {
  let files: AuditFiles
  /// Where the audit lies as it was given.
  let input: String

  private static let run = "#run"
  private static let model = "#model"
  private static let organisation = "#organisation"
  private static let tool = "urn:lafa-report:\(Tool.version)"
  private static let profile = "https://w3id.org/ro/wfrun/process/0.5"

  /// A value of an entity.
  private enum Value: Encodable {
    case text(String)
    case reference(String)
    case references([String])

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .reference(let id): try container.encode(["@id": id])
      case .references(let ids): try container.encode(ids.map { ["@id": $0] })
      }
    }
  }

  private struct Crate: Encodable {
    let context = [
      "https://w3id.org/ro/crate/1.1/context",
      "https://w3id.org/ro/terms/workflow-run/context",
    ]
    let graph: [[String: Value]]

    enum CodingKeys: String, CodingKey {
      case context = "@context"
      case graph = "@graph"
    }
  }

  /// Returns the crate as JSON.
  ///
  /// - Parameter found: The files that are described.
  /// - Returns: UTF-8 JSON.
  /// - Throws: What the encoder throws.
  func data(_ found: [(file: AuditDescription.File, staged: StagedFile)]) throws -> Data {
    let summary = files.reports.summary
    let parts = found.map(\.file.path) + ["reports/"]
    // A zone by its hours, which validators of the profile ask for.
    let instant = files.options.instant.replacing("Z", with: "+00:00")
    var root: [String: Value] = [
      "@id": .text("./"), "@type": .text("Dataset"),
      "name": .text("\(summary.title): audit with attribution reports"),
      "description": .text(
        "The rows of an audit, each with the report of its document, and the reports."),
      "datePublished": .text(String(files.options.date.prefix(10))),
      "hasPart": .references(parts), "mentions": .reference(Self.run),
      "conformsTo": .reference(Self.profile), "license": .reference(licence),
    ]
    var action: [String: Value] = [
      "@id": .text(Self.run), "@type": .text("CreateAction"),
      "name": .text("lafa-report attach"),
      "description": .text(
        "Joined the audit with reports on \(summary.documents.count) documents."),
      "startTime": .text(instant), "endTime": .text(instant),
      "actionStatus": .text("http://schema.org/CompletedActionStatus"),
      "instrument": .reference(Self.tool),
      "object": .references([input, Self.model]),
      "result": .references(parts.filter { $0 != input }),
    ]
    var entities: [[String: Value]] = []
    if let name = files.options.organisation {
      for key in ["author", "publisher"] { root[key] = .reference(Self.organisation) }
      action["agent"] = .reference(Self.organisation)
      entities.append(organisation(name))
    }
    entities += [
      [
        "@id": .text("ro-crate-metadata.json"), "@type": .text("CreativeWork"),
        "conformsTo": .reference("https://w3id.org/ro/crate/1.1"), "about": .reference("./"),
      ],
      root, action,
      [
        "@id": .text(Self.profile), "@type": .text("CreativeWork"),
        "name": .text("Process Run Crate"), "version": .text("0.5"),
      ],
      [
        "@id": .text(licence), "@type": .text("CreativeWork"),
        "name": .text(files.options.licence ?? "Not stated"),
        "description": .text(
          files.options.licence.map { "The licence \($0)" }
            ?? "Nobody has said yet under which licence the folder is published."),
        "identifier": .text(licence),
      ],
      [
        "@id": .text(Self.tool), "@type": .text("SoftwareApplication"), "name": .text(Tool.name),
        "softwareVersion": .text(Tool.version),
        "description": .text("Explains what a text model looked at, as pages and tables"),
      ],
      [
        "@id": .text(Self.model), "@type": .text("CreativeWork"),
        "name": .text(summary.provenance.model.name),
        "description": .text("The explained model, a \(summary.provenance.model.architecture)"),
        "identifier": .text("sha256:\(summary.provenance.model.weightsSHA256)"),
      ],
      [
        "@id": .text("reports/"), "@type": .text("Dataset"), "name": .text("Attribution reports"),
        "description": .text(
          "A page for each document in HTML and Markdown, and the records they are made from"),
      ],
    ]
    entities += found.map { file, staged in
      [
        "@id": .text(file.path), "@type": .text("File"), "name": .text(file.name),
        "description": .text(file.about), "encodingFormat": .text(file.type),
        "contentSize": .text("\(staged.bytes)"), "sha256": .text(staged.sha256),
      ]
    }
    return try RecordFile.data(encoding: Crate(graph: entities))
  }

  /// Describes who publishes: a name, or a name and an address in angle brackets.
  private func organisation(_ text: String) -> [String: Value] {
    var entity: [String: Value] = [
      "@id": .text(Self.organisation), "@type": .text("Organization"), "name": .text(text),
    ]
    if let match = text.wholeMatch(of: /\s*(.*?)\s*<(https?:\/\/[^\s<>]+)>\s*/) {
      entity["name"] = .text(String(match.1))
      entity["url"] = .text(String(match.2))
    }
    return entity
  }

  private var licence: String {
    guard let licence = files.options.licence else { return "#licence" }
    return licence.contains("://") ? licence : "https://spdx.org/licenses/\(licence)"
  }
}
