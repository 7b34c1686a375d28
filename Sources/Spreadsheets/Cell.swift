/// What a cell of a table holds.
public enum Cell: Equatable, Sendable {
  /// Text; none if it is empty.
  case text(String)
  /// A number as it is written.
  case number(String)
  /// A truth value.
  case bool(Bool)

  /// What a reader sees.
  public var text: String {
    switch self {
    case .text(let text), .number(let text): text
    case .bool(let isTrue): isTrue ? "true" : "false"
    }
  }
}
