/// A rule that a grammar cannot express: an XPath selects the nodes that break it.
public struct MarkupRule: Sendable {
  /// The name that starts the messages, such as `heading.one`.
  public var id: String
  /// XPath 1.0 that selects the offenders; `h:` is XHTML and `s:` is SVG.
  public var offenders: String
  /// What is wrong with an offender.
  public var message: String

  /// Creates a rule.
  ///
  /// - Parameters:
  ///   - id: The name that starts the messages.
  ///   - offenders: XPath 1.0 that selects the nodes that break the rule.
  ///   - message: What is wrong with an offender.
  public init(id: String, offenders: String, message: String) {
    self.id = id
    self.offenders = offenders
    self.message = message
  }
}
