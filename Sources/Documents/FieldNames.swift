/// Which keys of a row, or columns of a table, hold what.
public struct FieldNames: Sendable, Equatable {
  /// The key of the id; a row may lack it.
  public var id: String
  /// The key of the text, or of a pair's first text.
  public var text: String
  /// The key of a pair's second text; nil if rows are single texts.
  public var pair: String?
  /// The keys whose texts are joined to one, in this order; empty if ``text`` alone is read.
  public var joined: [String]
  /// The key of the gold labels; a row may lack it.
  public var label: String

  /// The key of the category, which a row may lack; nil if none is read.
  public var category: String?

  /// The key of the title, which a row may lack; a title of another type is not one.
  static let title = "title"

  /// The keys of texts, in the order of the document's text.
  var texts: [String] { joined.isEmpty ? [text] + [pair].compactMap(\.self) : joined }

  /// Whether the document's text is made of several.
  var isJoined: Bool { pair != nil || !joined.isEmpty }

  /// The keys that differ from the defaults, by what they hold.
  public var changed: [String: String] {
    let defaults = FieldNames()
    var changed: [String: String] = [:]
    if id != defaults.id { changed["id"] = id }
    if text != defaults.text { changed["text"] = text }
    if label != defaults.label { changed["label"] = label }
    changed["pair"] = pair
    if !joined.isEmpty { changed["fields"] = joined.joined(separator: ",") }
    changed["category"] = category
    return changed
  }

  /// Names the keys.
  public init(
    id: String = "id", text: String = "text", pair: String? = nil, joined: [String] = [],
    label: String = "label", category: String? = nil
  ) {
    self.id = id
    self.text = text
    self.pair = pair
    self.joined = joined
    self.label = label
    self.category = category
  }
}
