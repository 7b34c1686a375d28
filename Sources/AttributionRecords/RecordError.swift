/// What can be wrong with a record on disk.
public enum RecordError: Error, Equatable, CustomStringConvertible {
  /// The file is not JSON of the record's form.
  case notARecord(file: String, detail: String)
  /// The file is of a format version that this tool does not read.
  case formatVersion(file: String, found: Int)
  /// The parts of the record contradict each other.
  case inconsistent(file: String, detail: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .notARecord(let file, let detail):
      "\(file) is not a record of lafa-report: \(detail). Make it again with “lafa-report generate”."
    case .formatVersion(let file, let found):
      found < AttributionRecord.currentFormatVersion
        ? """
        \(file) has format version \(found), which an earlier lafa-report wrote, and this one reads \
        version \(AttributionRecord.currentFormatVersion). Make it again with “lafa-report generate”.
        """
        : """
        \(file) has format version \(found), which a later lafa-report writes, and this one reads \
        version \(AttributionRecord.currentFormatVersion). Use that one.
        """
    case .inconsistent(let file, let detail):
      "\(file) contradicts itself: \(detail). Make it again with “lafa-report generate”."
    }
  }
}
