internal import ArgumentParser

/// The benchmarks: speed is shown here, as figures to set beside others', never by a timed test.
@main
struct LafaBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lafa-bench",
    abstract: "Measures the engine on your checkpoint and documents.",
    subcommands: [
      GradientBenchmark.self, EqualBenchmark.self, PathsBenchmark.self, LafaBenchmark.self,
      StartBenchmark.self, PeakBenchmark.self, TokensBenchmark.self, ScaleBenchmark.self,
      LengthsBenchmark.self, NeighboursBenchmark.self, PagesBenchmark.self,
    ])
}
