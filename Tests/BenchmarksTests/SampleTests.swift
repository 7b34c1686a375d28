import Benchmarks
import Testing

struct SampleTests {
  @Test func countsProcessorTimeOrTheWalls() {
    let sample = Sample(seconds: 3, processorSeconds: 5)
    #expect(sample.cost(.processor) == 5)
    #expect(sample.cost(.wall) == 3)
  }

  @Test(arguments: [(0.05, 1, true), (0.05, 2, false), (0.02, 1, false)])
  func isSpoiltByWaitingOfMoreThanItsShare(waiting: Double, threads: Int, isSpoilt: Bool) {
    let sample = Sample(seconds: 1, processorSeconds: 1, waitingSeconds: waiting)
    #expect(sample.isSpoilt(threads: threads) == isSpoilt)
  }

  @Test func isSpoiltByStolenTime() {
    let sample = Sample(seconds: 1, processorSeconds: 1, waitingSeconds: 0, stolenShare: 0.04)
    #expect(sample.isSpoilt(threads: 2))
  }

  @Test func isNotSpoiltWhereTheSystemSaysNothing() {
    let sample = Sample(seconds: 1, processorSeconds: 1)
    #expect(!sample.isSpoilt(threads: 1))
    #expect(sample.lostShare(threads: 1) == nil)
  }

  @Test func readsTheSecondNumberOfASchedstatLine() {
    #expect(SchedulerTimes.waiting(schedstat: "56332956 25819308 112\n") == 25_819_308)
    #expect(SchedulerTimes.waiting(schedstat: "56332956 112") == nil)
    #expect(SchedulerTimes.waiting(schedstat: "") == nil)
  }

  @Test func addsUpThreadsThatBeganInBetween() {
    let before = SchedulerTimes(waiting: ["1": 1_000_000_000, "2": 5])
    let after = SchedulerTimes(waiting: ["1": 3_000_000_000, "3": 500_000_000])
    #expect(after.seconds(since: before) == 2.5)
  }

  @Test func readsTheStolenShareOfAllCores() throws {
    let before = try #require(
      CoreTimes(stat: "cpu  10 0 0 80 0 0 0 10 7 0\ncpu0 1 0 0 8 0 0 0 1 0 0"))
    let after = try #require(CoreTimes(stat: "cpu  20 0 0 120 0 0 0 60 7 0\n"))
    #expect(before.total == 100)
    #expect(after.stolenShare(since: before) == 0.5)
    #expect(CoreTimes(stat: "intr 1 2 3 4 5 6 7 8 9") == nil)
  }
}
