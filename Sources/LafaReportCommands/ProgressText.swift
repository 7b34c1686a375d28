internal import Foundation
internal import Synchronization

/// Says how far a run is in lines: nothing for a run of a few documents.
final class ProgressLines: Sendable {
  private let write: @Sendable (String) -> Void
  private let said = Mutex<(verb: String, done: Int)>(("", 0))

  /// Documents between two lines; smaller runs say nothing.
  private static let interval = 1000

  init(_ write: @escaping @Sendable (String) -> Void) {
    self.write = write
  }

  func take(_ report: ProgressReport) {
    said.withLock { said in
      if said.verb != report.verb { said = (report.verb, 0) }
      if report.isLast {
        if said.done > 0 {
          write("\(report.done) documents \(report.verb) in \(Int(report.seconds.rounded())) s")
        }
        said.done = 0
      } else if report.done >= said.done + Self.interval {
        said.done = report.done
        write(([report.count + " documents \(report.verb)"] + report.times).joined(separator: ", "))
      }
    }
  }
}

/// Draws how far a run is at the foot of a terminal, below all other lines.
final class ProgressBar: Sendable {
  private let write: @Sendable (String) -> Void
  private let state = Mutex<(line: String, drawn: ContinuousClock.Instant?)>(("", nil))

  /// The time between two drawings.
  private static let interval = Duration.milliseconds(100)
  private static let width = 24
  private static let clear = "\r\u{1B}[K"

  /// Makes a bar.
  ///
  /// - Parameter write: Writes to the terminal, without adding a line end.
  init(_ write: @escaping @Sendable (String) -> Void) {
    self.write = write
  }

  func take(_ report: ProgressReport) {
    state.withLock { state in
      if report.isLast {
        write(Self.clear)
        state = ("", nil)
        return
      }
      let now = ContinuousClock.now
      if let drawn = state.drawn, now - drawn < Self.interval { return }
      state = (Self.line(report), now)
      write(Self.clear + state.line)
    }
  }

  /// Writes a line above the bar.
  func note(_ line: String) {
    state.withLock { state in
      write((state.line.isEmpty ? "" : Self.clear) + line + "\n" + state.line)
    }
  }

  static func line(_ report: ProgressReport) -> String {
    var parts = [report.verb]
    if let total = report.total, total > 0 {
      let share = min(Double(report.done) / Double(total), 1)
      let full = Int(share * Double(width))
      parts.append(
        String(repeating: "█", count: full) + String(repeating: "░", count: width - full))
      parts.append("\(Int(share * 100)) %")
    }
    return (parts + [report.count] + report.times).joined(separator: "  ")
  }
}

extension ProgressReport {
  /// How many of how many.
  fileprivate var count: String { total.map { "\(done) of \($0)" } ?? "\(done)" }

  /// Rate and time left, where they are known.
  fileprivate var times: [String] {
    var times: [String] = []
    if let rate { times.append(rate < 10 ? String(format: "%.1f/s", rate) : "\(Int(rate))/s") }
    if let left { times.append(Self.time(left) + " left") }
    return times
  }

  private static func time(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
