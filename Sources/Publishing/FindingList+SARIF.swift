internal import AttributionRecords
package import Foundation

/// Findings as SARIF 2.1.0, the form that code hosts and editors read.
extension FindingList {
  private struct Log: Encodable {
    var schema = "https://json.schemastore.org/sarif-2.1.0.json"
    var version = "2.1.0"
    var runs: [Run]

    enum CodingKeys: String, CodingKey {
      case schema = "$schema"
      case version, runs
    }
  }

  private struct Run: Encodable {
    var tool: ToolComponent
    var originalUriBaseIds = ["FOLDER": Base(description: Text(text: "The folder that was read."))]
    var results: [Item]
    var columnKind = "unicodeCodePoints"
    var properties: [String: Int]
  }

  private struct Base: Encodable { var description: Text }

  private struct ToolComponent: Encodable {
    var driver: Driver
  }

  private struct Driver: Encodable {
    var name = Tool.name
    var version = Tool.version
    var semanticVersion = Tool.version
    var rules: [Rule]
  }

  private struct Rule: Encodable {
    var id: String
    var shortDescription: Text
    var defaultConfiguration: [String: String]
  }

  private struct Text: Encodable { var text: String }

  private struct Item: Encodable {
    var ruleId: String
    var ruleIndex: Int
    var level: String
    var message: Text
    var locations: [Location]?
  }

  private struct Location: Encodable {
    var physicalLocation: Physical
  }

  private struct Physical: Encodable {
    var artifactLocation: Artifact
    var region: Region?
  }

  private struct Artifact: Encodable {
    var uri: String
    var uriBaseId = "FOLDER"
  }

  private struct Region: Encodable { var startLine: Int }

  /// Returns the findings as a SARIF log; the same findings give the same bytes.
  ///
  /// - Returns: UTF-8 JSON; how many findings of a kind were left out is a property of the run.
  /// - Throws: What the encoder throws.
  package func sarif() throws -> Data {
    let rules = FindingRule.all.filter { counts[$0] != nil }
    let results = kept.map { finding in
      Item(
        ruleId: finding.rule.id, ruleIndex: rules.firstIndex(of: finding.rule) ?? 0,
        level: finding.rule.level.rawValue, message: Text(text: finding.message),
        locations: finding.path.map { path in
          let artifact = Artifact(uri: LocalAddress.encoded(path))
          let region = finding.line.flatMap { $0 > 0 ? Region(startLine: $0) : nil }
          return [Location(physicalLocation: Physical(artifactLocation: artifact, region: region))]
        })
    }
    let left = Dictionary(uniqueKeysWithValues: left.map { ("notListed/\($0.rule.id)", $0.count) })
    let driver = Driver(
      rules: rules.map {
        Rule(
          id: $0.id, shortDescription: Text(text: $0.summary),
          defaultConfiguration: ["level": $0.level.rawValue])
      })
    return try RecordFile.data(
      encoding: Log(runs: [
        Run(tool: ToolComponent(driver: driver), results: results, properties: left)
      ]))
  }
}
