/// What this program calls itself, in pages, records and marker files.
public enum Tool {
  /// The command's name.
  public static let name = "lafa-report"
  /// The version, as `major.minor.patch`.
  public static let version = "0.1.0"
  /// The file by which a folder of reports is known as this tool's.
  public static let marker = ".lafa-report.json"
}
