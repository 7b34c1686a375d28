/// What this program calls itself, in pages, records and marker files.
public enum Tool {
  /// The command's name.
  public static let name = "lafa-report"
  /// The version, as `major.minor.patch`.
  public static let version = "0.1.0"
  /// The file by which a folder of reports is known as this tool's.
  public static let marker = ".lafa-report.json"
  /// How the hidden folder ends in which a site grows beside its place.
  package static let partialEnding = ".lafa-partial"
  /// How the hidden folder ends that keeps what a run computes until its reports are written.
  package static let storeEnding = ".lafa-store"

  /// Returns whether a name is that of a hidden folder of this tool beside an output.
  package static func isHiddenFolder(_ name: String) -> Bool {
    name.hasPrefix(".") && (name.hasSuffix(partialEnding) || name.hasSuffix(storeEnding))
  }
}
