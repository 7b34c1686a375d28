/// A rule that a grammar cannot express.
public struct MarkupRule: Sendable {
  /// The name that starts the messages, such as `heading.one`.
  public var id: String
  /// The name of the elements that are asked; nil for the page's root, when all others were.
  public var element: String?
  /// What is wrong with an element that breaks it.
  public var message: String
  /// Whether an element breaks the rule; takes how many elements of a name stand before it.
  public var isBroken: @Sendable (MarkupElement, _ before: (String) -> Int) -> Bool

  /// Creates a rule.
  ///
  /// - Parameters:
  ///   - id: The name that starts the messages.
  ///   - element: The name of the elements that are asked; nil for the root, at the end.
  ///   - message: What is wrong with an element that breaks the rule.
  ///   - isBroken: Whether an element breaks it.
  public init(
    id: String, element: String?, message: String,
    isBroken: @escaping @Sendable (MarkupElement, _ before: (String) -> Int) -> Bool
  ) {
    self.id = id
    self.element = element
    self.message = message
    self.isBroken = isBroken
  }
}
