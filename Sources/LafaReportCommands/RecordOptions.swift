internal import ArgumentParser

/// What records and pages say beyond the scores.
struct RecordOptions: ParsableArguments {
  /// How much of a neighbour's text pages show.
  enum NeighbourText: String, ExpressibleByArgument, CaseIterable, Sendable {
    case full, excerpt, none
  }

  @Option(
    help: """
      Name for each word this many words of neighbours that gave it most. With the contextual \
      kernel the neighbours go through the model again: a run takes up to twice as long.
      """)
  var neighbourWords = 0

  @Option(help: "How much of the neighbours' texts and titles pages show: full, excerpt or none.")
  var neighbourText = NeighbourText.excerpt

  @Flag(
    help: """
      Check each explanation: hide the strongest words from the model, and as many at random. \
      A run takes about twice as long.
      """)
  var faithfulness = false

  @Option(
    help: """
      Hide what this regular expression matches from all pages and records; the model sees it, and \
      file and line stand in the place of an id that matches. A text on which the expression takes \
      for ever is hidden whole. May be given several times.
      """)
  var redact: [String] = []

  mutating func validate() throws {
    guard (0...20).contains(neighbourWords) else {
      throw ValidationError("--neighbour-words takes a number from 0 to 20.")
    }
    guard neighbourText != .none || neighbourWords == 0 else {
      throw ValidationError("--neighbour-words shows texts that --neighbour-text none hides.")
    }
    do { _ = try Redaction(redact) } catch { throw ValidationError(error.description) }
  }
}
