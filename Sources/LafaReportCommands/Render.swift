internal import ArgumentParser
internal import Foundation

/// `lafa-report render`: from records to pages again, without a model.
struct Render: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the pages again from the records of an earlier run, without the model.",
    discussion: """
      The folders single, fragments and cards of an output that has them are made again, too; \
      remove one to be rid of it.
      """)

  @Argument(
    help: "A report folder, or the records folder in it.", completion: .directory)
  var records: String

  @Option(
    help: "The folder for the reports; must be new, empty or made by lafa-report.",
    completion: .directory)
  var output: String

  @OptionGroup(title: "Site") var site: PageOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  func run() async throws {
    let action = RenderAction(
      records: URL(filePath: records), output: URL(filePath: output), site: site)
    let console = messages.console
    try console.finish(action.perform(console: console))
  }
}
