public import ArgumentParser

/// The command `lafa-report`.
public struct LafaReport: AsyncParsableCommand {
  /// How the command introduces itself.
  public static let configuration = CommandConfiguration(commandName: "lafa-report")

  /// Makes the command; ArgumentParser fills it.
  public init() {}
}
