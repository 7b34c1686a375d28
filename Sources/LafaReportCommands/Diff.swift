internal import ArgumentParser
internal import Foundation
internal import Publishing

/// `lafa-report diff`: how two runs over the same documents differ.
struct Diff: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare two runs over the same documents, or partly the same.",
    discussion: """
      Reads the records of two report folders. Names documents that only one run has, other texts \
      and flipped predictions; measures changes of probability or value, the rank correlation of \
      word scores, shared strongest words and the churn of neighbours; lists what differs in model \
      and options. Exits with 1 if a condition of --fail-on holds or a record cannot be read.
      """)

  @Argument(help: "The report folder of the first run.", completion: .directory)
  var before: String

  @Argument(help: "The report folder of the second run.", completion: .directory)
  var after: String

  @Option(
    help: """
      When the runs differ too much: conditions joined by commas, such as \
      flips>0,correlation<0.9. Measures: \
      \(DifferenceMeasure.allCases.map(\.rawValue).joined(separator: ", ")); with <, >, <= or >=.
      """, transform: Conditions.init(argument:))
  var failOn = Conditions(all: [])

  @Option(
    help: "A folder for a page of the difference with its data; new, empty or lafa-report's.",
    completion: .directory)
  var output: String?

  @Option(
    help: "Also write the difference as SARIF 2.1.0 to this file, or to standard output: -.",
    completion: .file())
  var sarif: String?

  @OptionGroup(title: "Site") var site: SiteOptions

  /// What `--fail-on` takes.
  struct Conditions {
    let all: [DifferenceCondition]

    init(all: [DifferenceCondition]) { self.all = all }

    init(argument: String) throws {
      all = try argument.split(separator: ",", omittingEmptySubsequences: false).map { text in
        guard let condition = DifferenceCondition(String(text)) else {
          let names = DifferenceMeasure.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError(
            """
            --fail-on “\(text)”: take a measure (\(names)), then <, >, <= or >=, then a number, as \
            in flips>0.
            """)
        }
        return condition
      }
    }
  }

  func run() async throws {
    let action = DiffAction(
      before: URL(filePath: before), after: URL(filePath: after), conditions: failOn.all,
      output: output.map { URL(filePath: $0) }, sarif: sarif, site: site)
    guard try action.perform(console: .standard) else { throw ExitCode(1) }
  }
}
