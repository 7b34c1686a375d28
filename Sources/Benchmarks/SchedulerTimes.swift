internal import Foundation

/// How long each thread of a process has waited for a core, as Linux counts it.
package struct SchedulerTimes: Equatable, Sendable {
  /// Nanoseconds in the run queue by thread.
  package var waiting: [String: UInt64]

  /// Makes times from their parts.
  package init(waiting: [String: UInt64]) {
    self.waiting = waiting
  }

  /// Reads the times of this process; nil where there is no `/proc`.
  package static func own() -> SchedulerTimes? {
    let tasks = "/proc/self/task"
    guard let threads = try? FileManager.default.contentsOfDirectory(atPath: tasks) else {
      return nil
    }
    var waiting: [String: UInt64] = [:]
    for thread in threads {
      // A thread may have ended since the folder was listed.
      guard let line = try? String(contentsOfFile: "\(tasks)/\(thread)/schedstat", encoding: .utf8)
      else { continue }
      waiting[thread] = Self.waiting(schedstat: line)
    }
    return waiting.isEmpty ? nil : SchedulerTimes(waiting: waiting)
  }

  /// Returns the second number of a `schedstat` line: nanoseconds in the run queue.
  package static func waiting(schedstat line: String) -> UInt64? {
    let fields = line.split(whereSeparator: \.isWhitespace)
    return fields.count == 3 ? UInt64(fields[1]) : nil
  }

  /// Returns the seconds that threads waited since an earlier reading, new threads included.
  package func seconds(since before: SchedulerTimes) -> Double {
    let nanoseconds = waiting.reduce(UInt64(0)) { sum, thread in
      sum + thread.value - min(before.waiting[thread.key] ?? 0, thread.value)
    }
    return Double(nanoseconds) / 1e9
  }
}

/// What the machine's cores did, from the first line of Linux's `/proc/stat`.
package struct CoreTimes: Equatable, Sendable {
  /// Ticks of all kinds.
  package var total: UInt64
  /// Ticks that the host gave to other machines.
  package var stolen: UInt64

  /// Reads the times of this machine; nil where there is no `/proc`.
  package static func now() -> CoreTimes? {
    (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)).flatMap(CoreTimes.init(stat:))
  }

  /// Parses `/proc/stat`; nil if the first line is not that of all cores.
  package init?(stat text: String) {
    let fields = text.prefix { $0 != "\n" }.split(separator: " ")
    guard fields.count >= 9, fields[0] == "cpu" else { return nil }
    // Guests' time, the ninth and tenth number, is within the first two.
    let ticks = fields[1...8].compactMap { UInt64($0) }
    guard ticks.count == 8 else { return nil }
    total = ticks.reduce(0, +)
    stolen = ticks[7]
  }

  /// Returns the stolen share of the time since an earlier reading.
  package func stolenShare(since before: CoreTimes) -> Double {
    guard total > before.total, stolen >= before.stolen else { return 0 }
    return Double(stolen - before.stolen) / Double(total - before.total)
  }
}
