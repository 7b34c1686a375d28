import Benchmarks
import Testing

struct ReportTests {
  private static func entry(
    _ name: String, seconds: [Double], waiting: Double? = 0, peak: Int? = nil
  ) -> Contest.Entry {
    Contest.Entry(
      name: name, units: 100,
      samples: seconds.map {
        Sample(
          seconds: $0, processorSeconds: $0 + 1, waitingSeconds: waiting, peakBytes: peak)
      }, repeated: 1, threads: 2, clock: .wall)
  }

  private let report = Report(benchmark: "gradient", subject: "reviews", unit: "documents")

  @Test func showsBothSidesInOneTable() throws {
    let lines = try report.lines(
      [
        Self.entry("lafa-report", seconds: [1, 1, 2]),
        Self.entry("PyTorch", seconds: [2, 3, 4], waiting: 1),
      ], isJSON: false)
    #expect(
      lines == [
        "gradient: reviews; 2 threads, wall time, medians of 3 runs",
        "             documents/s  seconds  processor  spoilt  repeated          ours : this",
        "lafa-report          100     1.00       2.00       0         1",
        "PyTorch             33.3     3.00       4.00       3         1  2.00 (2.00 to 3.00)",
      ])
  }

  @Test func saysWhereNothingIsKnownOfOtherPrograms() throws {
    let lines = try report.lines(
      [Self.entry("lafa-report", seconds: [1], waiting: nil)], isJSON: false)
    #expect(lines[2].contains("not measured"))
  }

  @Test func comparesThePeaksOfProcesses() throws {
    let lines = try report.lines(
      [
        Self.entry("lafa-report", seconds: [1], peak: 200_000_000),
        Self.entry("Python", seconds: [1], peak: 900_000_000),
      ], isJSON: false)
    #expect(lines[1].hasSuffix("peak MB  this : ours"))
    #expect(lines[3].hasSuffix("900         4.50"))
  }

  @Test func printsOneObjectAContender() throws {
    let lines = try report.lines([Self.entry("lafa-report", seconds: [2])], isJSON: true)
    #expect(
      lines == [
        """
        {"benchmark":"gradient","clock":"wall","contender":"lafa-report","lost_share":0,\
        "processor_seconds":3,"repeated":1,"runs":1,"seconds":2,"spoilt":0,"subject":"reviews",\
        "threads":2,"unit":"documents","units":100,"units_per_second":50}
        """
      ])
  }

  @Test(arguments: [(1234.56, "1235"), (12.34, "12.3"), (1.234, "1.23"), (0.01234, "0.0123")])
  func roundsToThreeFigures(value: Double, expected: String) {
    #expect(Report.figures(value) == expected)
  }
}
