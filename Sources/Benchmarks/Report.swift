internal import Foundation

/// What a benchmark prints: a table to read, or one JSON object a line.
package struct Report: Sendable {
  /// The benchmark's name.
  package var benchmark: String
  /// What is worked on, such as `minilm-sst2, 600 documents`.
  package var subject: String
  /// The unit of work, such as `documents`.
  package var unit: String
  /// What our side is called.
  package static let ours = "lafa-report"

  /// Makes a report from its parts.
  package init(benchmark: String, subject: String, unit: String) {
    self.benchmark = benchmark
    self.subject = subject
    self.unit = unit
  }

  /// One contender in JSON.
  private struct Line: Encodable {
    var benchmark: String
    var subject: String
    var contender: String
    var unit: String
    var unitsPerSecond: Double?
    var units: Double
    var seconds: Double?
    var processorSeconds: Double?
    var threads: Int
    var clock: String
    var runs: Int
    var spoilt: Int?
    var repeated: Int
    var lostShare: Double?
    var peakBytes: Double?
    var oursToThis: PairedRatio?
    var peakThisToOurs: Double?
  }

  /// Returns the lines of a report; the first entry is our side.
  ///
  /// - Parameters:
  ///   - entries: Ours, then the others'.
  ///   - isJSON: Whether each line is a JSON object.
  /// - Returns: The lines.
  /// - Throws: Never but for a fault of the encoder.
  package func lines(_ entries: [Contest.Entry], isJSON: Bool) throws -> [String] {
    try isJSON ? jsonLines(entries) : tableLines(entries)
  }

  private func ratio(_ entries: [Contest.Entry], _ index: Int) -> PairedRatio? {
    index == 0 ? nil : PairedRatio(ours: entries[0].rates, theirs: entries[index].rates)
  }

  private func peakRatio(_ entries: [Contest.Entry], _ index: Int) -> Double? {
    guard index > 0, let peak = entries[index].peakBytes, let ours = entries[0].peakBytes else {
      return nil
    }
    return peak / ours
  }

  private func jsonLines(_ entries: [Contest.Entry]) throws -> [String] {
    try entries.enumerated().map { index, entry in
      let lost = entry.samples.compactMap { $0.lostShare(threads: entry.threads) }
      return try Self.json(
        Line(
          benchmark: benchmark, subject: subject, contender: entry.name, unit: unit,
          unitsPerSecond: Statistics.median(entry.rates), units: entry.units,
          seconds: Statistics.median(entry.samples.map(\.seconds)),
          processorSeconds: Statistics.median(entry.samples.map(\.processorSeconds)),
          threads: entry.threads, clock: entry.clock.rawValue, runs: entry.samples.count,
          spoilt: entry.isWatched ? entry.spoilt : nil, repeated: entry.repeated,
          lostShare: Statistics.median(lost), peakBytes: entry.peakBytes,
          oursToThis: ratio(entries, index), peakThisToOurs: peakRatio(entries, index)))
    }
  }

  private func tableLines(_ entries: [Contest.Entry]) -> [String] {
    guard let first = entries.first else { return [] }
    let hasPeaks = first.peakBytes != nil
    var table = TextTable(
      head: ["", "\(unit)/s", "seconds", "processor", "spoilt", "repeated", "ours : this"]
        + (hasPeaks ? ["peak MB", "this : ours"] : []))
    for (index, entry) in entries.enumerated() {
      let ratio = ratio(entries, index).map {
        "\(Self.figures($0.median)) (\(Self.figures($0.low)) to \(Self.figures($0.high)))"
      }
      let peak = [entry.peakBytes.map { $0 / 1e6 }, peakRatio(entries, index)].map {
        $0 == nil ? "" : Self.figures($0)
      }
      let row = [
        entry.name, Self.figures(Statistics.median(entry.rates)),
        Self.figures(Statistics.median(entry.samples.map(\.seconds))),
        Self.figures(Statistics.median(entry.samples.map(\.processorSeconds))),
        entry.isWatched ? String(entry.spoilt) : "not measured", String(entry.repeated),
        ratio ?? "",
      ]
      table.add(row + (hasPeaks ? peak : []))
    }
    let title = """
      \(benchmark): \(subject); \(Self.count(first.threads, "thread")), \(first.clock.rawValue) time, \
      medians of \(Self.count(first.samples.count, "run"))
      """
    return [title] + table.lines
  }

  /// Returns a number with its noun, as in `1 thread` and `2 threads`.
  package static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// Returns a number with three figures, or all of a large one; a dash for none.
  package static func figures(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    let size = abs(value)
    let decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4
    return String(format: "%.\(decimals)f", value)
  }

  /// Returns a value as one line of JSON, its keys in snake case and sorted.
  ///
  /// - Parameter value: The value.
  /// - Returns: The line.
  /// - Throws: Never but for a fault of the encoder.
  package static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
