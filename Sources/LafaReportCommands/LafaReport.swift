public import ArgumentParser
internal import AttributionRecords
internal import Foundation
internal import ReportSite

/// The command `lafa-report`.
public struct LafaReport: AsyncParsableCommand {
  /// How the command introduces itself.
  public static let configuration = CommandConfiguration(
    commandName: "lafa-report",
    abstract: "Explains what a fine-tuned text model looked at, over a whole folder of documents.",
    discussion: """
      Exit codes: 0 if all is well, 1 if something failed or a document was left out, 2 if the \
      command line as it is written cannot work, so that nothing was begun.
      """,
    version: "\(Tool.name) \(Tool.version)",
    subcommands: [
      Generate.self, Index.self, Evaluate.self, Tune.self, Render.self, Embed.self,
      Verify.self, Diff.self, Attach.self, Publish.self,
    ])

  /// Makes the command; ArgumentParser fills it.
  public init() {}

  /// Runs the command line and exits with its code.
  public static func main() async {
    Foundation.exit(await run(Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs a command line.
  ///
  /// - Parameter arguments: The arguments after the program's name.
  /// - Returns: The exit code: 0, 1 for faults, 2 for wrong usage.
  public static func run(_ arguments: [String]) async -> Int32 {
    do {
      var command = try parseAsRoot(SettingsFile.expanded(arguments))
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return 0
    } catch let code as ExitCode {
      return code.rawValue
    } catch {
      let error: any Error = Refusal.error(error) ?? error
      let code = exitCode(for: error)
      // Of an error that shows itself only in the run the usage of the command says nothing.
      let message = error is ValidationError ? "Error: \(error)" : fullMessage(for: error)
      if code == .success {
        print(message)
        return 0
      }
      Console.standard.note(message)
      return code == .validationFailure || WrongUsage.isMeant(by: error) ? 2 : 1
    }
  }
}
