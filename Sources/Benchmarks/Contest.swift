internal import Foundation

/// One side of a comparison.
package struct Contender {
  /// What it is called in tables.
  package let name: String
  /// How many units, such as documents, one measurement works through.
  package let units: Double
  /// Does the work once.
  package let measure: () throws -> Sample

  /// Makes a contender from its parts.
  package init(_ name: String, units: Double, measure: @escaping () throws -> Sample) {
    self.name = name
    self.units = units
    self.measure = measure
  }
}

/// Contenders that are measured in turn, A B A B …, so that a slow minute of the machine meets
/// all of them.
package struct Contest: Sendable {
  /// The threads that each side may use.
  package var threads: Int
  /// How often each contender is measured.
  package var runs: Int
  /// How often a spoilt sample is taken again.
  package var repeats: Int
  /// The time that counts.
  package var clock: Sample.Clock

  /// Makes a contest from its parts; of one thread its processor time counts, of several the
  /// wall's, unless a clock is given.
  package init(threads: Int, runs: Int, repeats: Int, clock: Sample.Clock? = nil) {
    self.threads = threads
    self.runs = runs
    self.repeats = repeats
    self.clock = clock ?? (threads == 1 ? .processor : .wall)
  }

  /// What a contender achieved.
  package struct Entry: Sendable {
    /// The contender's name.
    package var name: String
    /// The units of each sample.
    package var units: Double
    /// One a run: the first quiet one, or the quietest of all tries.
    package var samples: [Sample]
    /// How many samples were taken again.
    package var repeated: Int
    /// The threads that it might use.
    package var threads: Int
    /// The time that counts.
    package var clock: Sample.Clock

    /// Makes an entry from its parts.
    package init(
      name: String, units: Double, samples: [Sample], repeated: Int, threads: Int,
      clock: Sample.Clock
    ) {
      self.name = name
      self.units = units
      self.samples = samples
      self.repeated = repeated
      self.threads = threads
      self.clock = clock
    }

    /// Units a second of the time that counts, one a run.
    package var rates: [Double] { samples.map { units / $0.cost(clock) } }
    /// How many samples other programs disturbed for all repeating.
    package var spoilt: Int { samples.count { $0.isSpoilt(threads: threads) } }
    /// Whether the system says how long threads waited.
    package var isWatched: Bool { samples.allSatisfy { $0.waitingSeconds != nil } }
    /// The median of the samples' peak memory, of child processes.
    package var peakBytes: Double? {
      Statistics.median(samples.compactMap(\.peakBytes).map(Double.init))
    }
  }

  /// Threads of one side may still turn for some milliseconds after its work.
  private static let pause = 0.05

  /// Measures all contenders, each once before without counting it.
  ///
  /// - Parameter contenders: The sides.
  /// - Returns: Their results, in their order.
  /// - Throws: What a measurement throws.
  package func run(_ contenders: [Contender]) throws -> [Entry] {
    var entries = contenders.map {
      Entry(
        name: $0.name, units: $0.units, samples: [], repeated: 0, threads: threads,
        clock: clock)
    }
    for contender in contenders { _ = try contender.measure() }
    for _ in 0..<runs {
      for (index, contender) in contenders.enumerated() {
        let (sample, repeated) = try quietSample(contender)
        entries[index].samples.append(sample)
        entries[index].repeated += repeated
      }
    }
    return entries
  }

  private func quietSample(_ contender: Contender) throws -> (Sample, repeated: Int) {
    func next() throws -> Sample {
      Thread.sleep(forTimeInterval: Self.pause)
      return try contender.measure()
    }
    var best = try next()
    var repeated = 0
    while best.isSpoilt(threads: threads), repeated < repeats {
      repeated += 1
      let again = try next()
      let shares = (again.lostShare(threads: threads) ?? 0, best.lostShare(threads: threads) ?? 0)
      if shares.0 < shares.1 { best = again }
    }
    return (best, repeated)
  }
}
