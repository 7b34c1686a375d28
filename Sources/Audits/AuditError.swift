internal import Documents

/// Why reports cannot be attached to an audit.
package enum AuditError: Error, Equatable, CustomStringConvertible {
  /// There is no such file.
  case missing(path: String)
  /// The audit is no table that is read.
  case otherKind(path: String)
  /// The audit has a column that attaching adds.
  case columnTaken(path: String, column: String)
  /// The audit, or the sheet of a workbook that was read, has no column of a name.
  case noColumn(path: String, sheet: String?, column: String, found: [String], option: String)
  /// The audit has two columns with the name of that with ids.
  case columnTwice(path: String, column: String)
  /// The folder of reports has no marker that can be read.
  case noMarker(path: String)
  /// A file of the reports is not what the marker says.
  case reportChanged(path: String, file: String)
  /// Reviewers wrote different things into two of the results.
  case reviewsDiffer(path: String, id: String, column: String, files: [String])
  /// Results that reviewers edited lack a column.
  case columnGone(column: String)
  /// Results that reviewers edited have a row that cannot be read.
  case rowUnreadable(number: Int, fault: String)
  /// Results that reviewers edited have a row without its number among those of its id.
  case noOccurrence(number: Int, text: String)
  /// Results that reviewers edited have two rows with one key and different reviews.
  case reviewedTwice(id: String, number: Int)
  /// The results in the output cannot be read.
  case resultsUnreadable(path: String, detail: String)

  /// The sentence for the user.
  package var description: String {
    switch self {
    case .missing(let path): "There is no file \(path). Name the audit."
    case .otherKind(let path): "\(path) is not a table. Name a .csv, .tsv, .jsonl or .xlsx file."
    case .columnTaken(let path, let column):
      """
      \(path) has the column “\(column)”, which attach adds. Name the audit without results, or \
      rename the column.
      """
    case .noColumn(let path, let sheet, let column, let found, let option):
      """
      \(sheet.map { "The sheet \(RowFault.list([$0])) of " } ?? "")\(path) has no column \
      “\(column)”\(found.isEmpty ? "" : ", but \(RowFault.list(found))"). Name another with \
      \(option)\(sheet == nil ? "" : ", or another sheet with --sheet").
      """
    case .columnTwice(let path, let column):
      "\(path) has two columns “\(column)”. Rename one of them."
    case .noMarker(let path):
      "\(path) is not a folder that lafa-report generate wrote: it has no .lafa-report.json."
    case .reportChanged(let path, let file):
      """
      \(path)/\(file) is not what lafa-report wrote. Find out with lafa-report verify, or make the \
      reports again.
      """
    case .reviewsDiffer(let path, let id, let column, let files):
      """
      \(path): the row “\(id)” has one \(column) in \(files[0]) and another in \(files[1]). Keep the \
      reviews in one of them, and remove or restore the other.
      """
    case .columnGone(let column): "the column “\(column)” is gone."
    case .rowUnreadable(let number, let fault): "row \(number) \(fault)"
    case .noOccurrence(let number, let text):
      "row \(number) has “\(text)” for lafa_occurrence, which is a number."
    case .reviewedTwice(let id, let number):
      "row \(number) is the second of the row “\(id)”, and has another review."
    case .resultsUnreadable(let path, let detail):
      "The reviews in \(path) cannot be read: \(detail) Mend the file, or move it away."
    }
  }
}
