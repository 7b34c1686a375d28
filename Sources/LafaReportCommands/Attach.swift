internal import ArgumentParser
internal import Foundation

/// `lafa-report attach`: an audit and its reports in one folder.
struct Attach: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Attach reports to the rows of an audit.",
    discussion: """
      Joins a table with the reports on its documents by their ids, and writes the table with what \
      the reports say as CSV, JSON lines and a workbook, the table as it was, and the reports. No \
      row is lost: each says whether its report is there. What reviewers write into the results' \
      last columns is kept when the command runs again. Exits with 1 if a row has no report of its \
      own, or a report no row.
      """)

  @Argument(help: "The audit: a .csv, .tsv, .jsonl or .xlsx file.", completion: .file())
  var audit: String

  @Option(help: "The folder of reports.", completion: .directory)
  var reports: String

  @Option(
    help: "The folder to write; must be new, empty or made by this command.",
    completion: .directory)
  var output: String

  @Option(help: "The column with the documents' ids.")
  var idColumn = "id"

  @Option(
    help: "The column with what the audit says of a document (default: label, if there is one).")
  var labelColumn: String?

  @Option(help: "The sheet of a workbook (default: the first).")
  var sheet: String?

  @Option(help: "The encoding of a table (default: found out).")
  var encoding: String?

  @Option(help: "How many words a row names.")
  var topWords = 5

  @Flag(help: "Make the folder a BagIt bag, whose files can be checked by other tools.")
  var bag = false

  @Flag(help: "Write the words of each document as Web Annotations.")
  var annotations = false

  @Option(help: "Who publishes the folder, for its description: NAME, or 'NAME <https://…>'.")
  var organisation: String?

  @Option(help: "Its licence, for its description: one SPDX name such as CC-BY-4.0, or an address.")
  var licence: String?

  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    guard (0...1000).contains(topWords) else {
      throw ValidationError("--top-words takes a number from 0 to 1000.")
    }
    // Both stand where other programs expect a name or an address, which an expression of several
    // licences does not have. Which names SPDX has changes, so
    // that only their form is looked at.
    if let licence, licence.wholeMatch(of: /[A-Za-z0-9.+-]+|https?:\/\/[^\s<>"{}|\\^`]+/) == nil {
      throw ValidationError(
        """
        --licence takes one SPDX name such as CC-BY-4.0, or an address with https://, such as that \
        of a page with several licences.
        """)
    }
    if let organisation,
      organisation.wholeMatch(of: /[^<>]*[^<>\s][^<>]*(<https?:\/\/[^\s<>"]+>\s*)?/) == nil
    {
      throw ValidationError("--organisation takes NAME, or 'NAME <https://…>'.")
    }
  }

  func run() async throws {
    let console = messages.console
    let action = AttachAction(
      audit: URL(filePath: audit), reports: URL(filePath: reports), output: URL(filePath: output),
      idColumn: idColumn, labelColumn: labelColumn, sheet: sheet, encoding: encoding,
      topWords: topWords, isBag: bag, annotates: annotations, organisation: organisation,
      licence: licence)
    guard try action.perform(console: console) else { throw ExitCode(1) }
  }
}
