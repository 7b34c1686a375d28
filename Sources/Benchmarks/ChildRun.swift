internal import CBench
internal import Foundation

/// Commands that are timed from start to end.
package enum ChildRun {
  /// Runs a command without output and waits for it.
  ///
  /// - Parameters:
  ///   - command: The program's path and its arguments.
  ///   - environment: Variables to set, for this and all later commands.
  /// - Returns: The timing and the peak memory. Of the waiting time, the first thread's.
  /// - Throws: ``BenchmarkError/commandFailed(command:status:)``.
  package static func sample(
    _ command: [String], environment: [String: String] = [:]
  ) throws -> Sample {
    for (name, value) in environment { setenv(name, value, 1) }
    let machine = MachineMeter()
    var arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child = bench_child()
    let error = bench_run(&arguments, &child)
    guard error == 0, child.status == 0 else {
      throw BenchmarkError.commandFailed(
        command: command.joined(separator: " "), status: Int(error == 0 ? child.status : error))
    }
    return Sample(
      seconds: child.seconds, processorSeconds: child.processor_seconds,
      waitingSeconds: child.waiting_seconds < 0 ? nil : child.waiting_seconds,
      stolenShare: machine.stolenShare(), peakBytes: Int(child.peak_bytes))
  }
}
