/// One thing wrong with a page.
public struct MarkupFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// The check that found a fault.
  public enum Layer: String, Sendable {
    /// The scan for bytes that HTML forbids, or that HTML and XML read differently.
    case bytes
    /// The XML parser.
    case wellFormed
    /// The RELAX NG schema.
    case grammar
    /// The rules, identifiers and classes that a grammar cannot express.
    case rule
  }

  /// The check that found the fault.
  public var layer: Layer
  /// The line of the page, counted from 1; 0 when the fault has no place.
  public var line: Int
  /// The column of the line, counted from 1; 0 when only the line is known.
  public var column: Int
  /// What is wrong, as one sentence.
  public var message: String

  /// Creates a fault.
  ///
  /// - Parameters:
  ///   - layer: The check that found the fault.
  ///   - line: The line of the page, or 0.
  ///   - column: The column of the line, or 0.
  ///   - message: What is wrong.
  public init(layer: Layer, line: Int = 0, column: Int = 0, message: String) {
    self.layer = layer
    self.line = line
    self.column = column
    self.message = message
  }

  /// The fault as one line for a log.
  public var description: String { "line \(line): [\(layer.rawValue)] \(message)" }
}

/// The faults of one layer, up to a limit, so that a hostile page cannot flood the log.
struct FaultList {
  /// A page with this many faults in one layer needs a mended template, not a longer list.
  private static let limit = 200

  let layer: MarkupFault.Layer
  private var shown: [MarkupFault] = []
  private var hiddenCount = 0

  init(_ layer: MarkupFault.Layer) { self.layer = layer }

  var isEmpty: Bool { shown.isEmpty }

  /// The faults, and how many more there are.
  var all: [MarkupFault] {
    guard hiddenCount > 0 else { return shown }
    return shown + [MarkupFault(layer: layer, message: "\(hiddenCount) more faults are not listed")]
  }

  mutating func add(line: Int, column: Int = 0, _ message: @autoclosure () -> String) {
    guard shown.count < Self.limit else {
      hiddenCount += 1
      return
    }
    shown.append(MarkupFault(layer: layer, line: line, column: column, message: message()))
  }
}

/// Quotes text of a page in a message, shortened when a page has made it long.
func quoted(_ text: some StringProtocol) -> String {
  let longest = 80
  let start = text.unicodeScalars.prefix(longest)
  let isWhole = start.endIndex == text.unicodeScalars.endIndex
  return "“\(String(String.UnicodeScalarView(start)))\(isWhole ? "" : "…")”"
}
