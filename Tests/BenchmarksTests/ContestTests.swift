import Benchmarks
import Testing

struct ContestTests {
  private final class Log {
    var names: [String] = []
  }

  @Test func measuresInTurnAfterAWarmUp() throws {
    let log = Log()
    func contender(_ name: String) -> Contender {
      Contender(name, units: 10) {
        log.names.append(name)
        return Sample(seconds: 2, processorSeconds: 1, waitingSeconds: 0)
      }
    }
    let entries = try Contest(threads: 1, runs: 2, repeats: 0).run([contender("a"), contender("b")])
    #expect(log.names == ["a", "b", "a", "b", "a", "b"])
    #expect(entries.map(\.rates) == [[10, 10], [10, 10]])
  }

  @Test func takesASpoiltSampleAgainAndKeepsTheQuietest() throws {
    var waiting = [0.0, 0.5, 0.2, 0.4]
    let contender = Contender("a", units: 1) {
      Sample(seconds: 1, processorSeconds: 1, waitingSeconds: waiting.removeFirst())
    }
    let entries = try Contest(threads: 2, runs: 1, repeats: 2).run([contender])
    #expect(entries[0].samples.map(\.waitingSeconds) == [0.2])
    #expect(entries[0].repeated == 2)
    #expect(entries[0].spoilt == 1)
  }

  @Test func stopsAtTheFirstQuietSample() throws {
    var waiting = [0.0, 0.5, 0.001, 0.4]
    let contender = Contender("a", units: 1) {
      Sample(seconds: 1, processorSeconds: 1, waitingSeconds: waiting.removeFirst())
    }
    let entries = try Contest(threads: 2, runs: 1, repeats: 2).run([contender])
    #expect(entries[0].repeated == 1)
    #expect(entries[0].spoilt == 0)
    #expect(waiting == [0.4])
  }
}
