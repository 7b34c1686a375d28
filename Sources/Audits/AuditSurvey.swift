/// What only all rows of an audit together tell.
struct AuditSurvey: Sendable {
  /// How many rows have an id.
  private(set) var counts: [String: Int] = [:]

  /// Looks at every row.
  ///
  /// - Parameter table: The audit.
  /// - Throws: An error of the file.
  init(_ table: AuditTable) throws {
    try table.forEachRow { counts[table.id(of: $0), default: 0] += 1 }
  }
}
