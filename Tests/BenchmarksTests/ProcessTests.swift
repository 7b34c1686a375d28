import Benchmarks
import Foundation
import Testing

/// The peer's and a measured command's processes, with the shell in their place.
struct ProcessTests {
  private static let shell = "/bin/sh"

  private func withPeer<Result>(
    _ script: String, _ body: (PeerProcess) throws -> Result
  ) throws -> Result {
    try TemporaryFolder.with { folder in
      let file = folder.appending(path: "peer.sh")
      try script.write(to: file, atomically: true, encoding: .utf8)
      return try body(PeerProcess(python: Self.shell, script: file, threads: 3))
    }
  }

  @Test func readsAnAnswerAJob() throws {
    let script = """
      while read -r line; do
        echo "{\\"count\\": $2, \\"seconds\\": 1.5, \\"processor_seconds\\": 2.5}"
      done
      """
    try withPeer(script) { peer in
      let answer = try peer.run(.init(method: "load"))
      #expect(answer.count == 3)
      #expect(answer.waitingSeconds == nil)
      let sample = try peer.sample(.init(method: "gradient", style: "tuned"))
      #expect(sample.seconds == 1.5)
      #expect(sample.processorSeconds == 2.5)
    }
  }

  @Test func sendsAJobAsOneLineWithoutWhatIsNotSet() throws {
    let script = """
      read -r line
      printf '{"error": "%s"}\\n' "$(printf '%s' "$line" | sed 's/"/\\x27/g')"
      """
    #expect(
      throws: BenchmarkError.peerFailed(message: "{'limit':5,'method':'lafa','style':'tuned'}")
    ) {
      try withPeer(script) { try $0.run(.init(method: "lafa", style: "tuned", limit: 5)) }
    }
  }

  @Test func saysThatThePeerEnded() throws {
    #expect(throws: BenchmarkError.peerEnded(python: Self.shell)) {
      try withPeer("exit 0") { try $0.run(.init(method: "load")) }
    }
  }

  @Test func timesACommandAndItsMemory() throws {
    let sample = try ChildRun.sample([Self.shell, "-c", "sleep 0.05"])
    #expect(sample.seconds >= 0.05)
    #expect(try #require(sample.peakBytes) > 100_000)
  }

  @Test func reportsACommandThatFails() throws {
    #expect(throws: BenchmarkError.commandFailed(command: "/bin/sh -c exit 3", status: 3)) {
      _ = try ChildRun.sample([Self.shell, "-c", "exit 3"])
    }
  }
}
