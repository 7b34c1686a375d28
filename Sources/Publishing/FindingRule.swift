/// What can be found wrong with a folder, or different between two.
package struct FindingRule: Sendable, Hashable {
  /// How much a finding weighs, as SARIF names it.
  package enum Level: String, Sendable, Codable {
    case error, warning, note
  }

  /// The rule's name, such as `file/changed`.
  package let id: String
  /// What its findings have in common, in a sentence.
  package let summary: String
  /// How much they weigh.
  package let level: Level

  private init(_ id: String, _ level: Level, _ summary: String) {
    self.id = id
    self.level = level
    self.summary = summary
  }

  // Files.
  package static let marker = Self(
    "marker", .error, "The marker file is not as it was written.")
  package static let fileMissing = Self(
    "file/missing", .error, "A file that the marker names is not there.")
  package static let fileChanged = Self(
    "file/changed", .error, "A file has another size or SHA-256 than the marker says.")
  package static let fileUnlisted = Self(
    "file/unlisted", .error, "The folder has something that the marker does not name.")
  // Pages.
  package static let page = Self(
    "page/invalid", .error, "A page breaks the page schema or its rules.")
  package static let link = Self(
    "page/link", .error, "A link within the folder leads nowhere.")
  // Records.
  package static let record = Self(
    "record/invalid", .error, "A record cannot be read or contradicts itself.")
  package static let ledger = Self(
    "record/ledger", .error,
    "The parts of a token’s score do not add up to it: own, neighbours and label.")
  package static let rendering = Self(
    "record/page", .error, "A file is not what render makes of the records.")
  package static let assets = Self(
    "assets", .warning, "A shared file is not this tool’s; others may be installed or asked for.")
  // Attributions.
  package static let model = Self(
    "model", .error, "The checkpoint is not the one that the run names.")
  package static let document = Self(
    "document", .error, "A document is missing, or is not the one that was explained.")
  package static let origin = Self(
    "document/origin", .error, "A document’s file says something else where a word stands in it.")
  package static let attribution = Self(
    "attribution", .error, "A number is not what the model gives when it is asked again.")
  // Differences.
  package static let differsParameter = Self(
    "diff/parameter", .note, "The runs differ in the model or an option.")
  package static let differsMissing = Self(
    "diff/missing", .warning, "A document of the first run is not in the second.")
  package static let differsAdded = Self(
    "diff/added", .note, "A document of the second run is not in the first.")
  package static let differsText = Self(
    "diff/text", .note, "A document has another text in the second run.")
  package static let differsFlip = Self(
    "diff/flip", .warning, "The second run predicts something else.")
  package static let differsCondition = Self(
    "diff/condition", .error, "A condition of --fail-on holds, or cannot be decided.")

  /// All rules, in the order in which lists name them.
  package static let all = [
    marker, fileMissing, fileChanged, fileUnlisted, page, link, record, ledger, rendering, assets,
    model, document, origin, attribution, differsParameter, differsMissing, differsAdded,
    differsText,
    differsFlip, differsCondition,
  ]
}

/// One thing found.
package struct Finding: Sendable, Equatable {
  /// What kind of thing.
  package var rule: FindingRule
  /// The file below the folder; nil if it is not about one.
  package var path: String?
  /// The line, counted from 1; nil if it is not about one.
  package var line: Int?
  /// What is wrong, in a sentence without the place.
  package var message: String

  /// Makes a finding from its parts.
  package init(_ rule: FindingRule, _ path: String? = nil, line: Int? = nil, _ message: String) {
    self.rule = rule
    self.path = path
    self.line = line
    self.message = message
  }

  /// The finding as a line for people: place, then what is wrong.
  package var text: String {
    let place = [path, line.map { "line \($0)" }].compactMap(\.self).joined(separator: ", ")
    return place.isEmpty ? message : "\(place): \(message)"
  }
}
