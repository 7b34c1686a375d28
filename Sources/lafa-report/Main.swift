internal import ArgumentParser
import LafaReportCommands

/// The door: parsing and work live in `LafaReportCommands`.
@main
enum Main {
  static func main() async {
    await LafaReport.main()
  }
}
