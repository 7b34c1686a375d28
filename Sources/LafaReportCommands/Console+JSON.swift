internal import AttributionRecords
internal import Foundation
internal import Synchronization

extension Console {
  /// What `--json` writes: one object a line.
  private struct Event: Encodable {
    /// `progress`, `note`, `warning` or `result`.
    var event: String
    var text: String?
    var stage: String?
    var done: Int?
    var total: Int?
    var seconds: Double?
    var perSecond: Double?
    var secondsLeft: Double?
    var finished: Bool?
  }

  /// Seconds between two events of a stage.
  private static let interval = 0.5

  /// Makes a console that says everything as JSON.
  ///
  /// - Parameter write: Takes lines.
  /// - Returns: The console.
  static func json(_ write: @escaping @Sendable (String) -> Void) -> Console {
    let last = Mutex<(stage: String, seconds: Double)>(("", 0))
    @Sendable func say(_ event: Event) {
      guard let data = try? RecordFile.data(encoding: event) else { return }
      write(String(decoding: data.dropLast(), as: UTF8.self))
    }
    return Console(
      result: { say(Event(event: "result", text: $0)) },
      note: { say(Event(event: "note", text: $0)) },
      warning: { say(Event(event: "warning", text: $0)) },
      progress: { report in
        let isDue = last.withLock { last in
          guard
            report.isLast || last.stage != report.verb
              || report.seconds >= last.seconds + interval
          else { return false }
          last = (report.verb, report.seconds)
          return true
        }
        guard isDue else { return }
        func short(_ value: Double?) -> Double? { value.map { ($0 * 1000).rounded() / 1000 } }
        say(
          Event(
            event: "progress", stage: report.verb, done: report.done, total: report.total,
            seconds: short(report.seconds), perSecond: short(report.rate),
            secondsLeft: short(report.left), finished: report.isLast ? true : nil))
      })
  }
}
