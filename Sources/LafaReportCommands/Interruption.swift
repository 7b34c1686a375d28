internal import Foundation

/// What is said when a person stops a run that can go on later.
enum Interruption {
  /// Says it from now on, and then stops as any program does; a program that was started so that it
  /// is not stopped goes on.
  static func announce() {
    let earlier = signal(SIGINT) { number in
      // Nothing but what a signal's handler may call.
      let message: StaticString =
        "\nStopped. The same command goes on with what was computed, unless it says --no-resume.\n"
      _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
      signal(number, SIG_DFL)
      raise(number)
    }
    if unsafeBitCast(earlier, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
      signal(SIGINT, SIG_IGN)
    }
  }
}
