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
  /// The key of the gold labels; a row may lack it, and ``noLabel`` says that none is read.
  public var label: String

  /// The key of the category, which a row may lack; nil if none is read.
  public var category: String?

  /// The keys of what people marked, which ``DocumentFolder/annotation(at:of:names:)`` reads.
  public var marks = Annotation.Names()
  /// Whether the documents are neighbours alone, which need neither labels nor marks.
  public var isOfNeighbours = false

  /// Says that no label is read.
  public static let noLabel = "none"

  /// The key of the title, which a row may lack; a title of another type is not one.
  static let title = "title"

  /// The keys of texts, in the order of the document's text.
  var texts: [String] { joined.isEmpty ? [text] + [pair].compactMap(\.self) : joined }

  /// Whether the document's text is made of several.
  var isJoined: Bool { pair != nil || !joined.isEmpty }

  /// Keys that an option names.
  struct Asked: Equatable {
    let option: String
    let names: [String]
  }

  /// What options name that a row may lack, but not a whole file.
  var asked: [Asked] {
    var asked = joined.isEmpty ? [] : [Asked(option: "--fields", names: joined)]
    func add(_ option: String, _ name: String?) {
      if let name { asked.append(Asked(option: option, names: [name])) }
    }
    add("--id-field", id == FieldNames().id ? nil : id)
    add("--category-field", category)
    guard !isOfNeighbours else { return asked }
    add("--label-field", [FieldNames().label, Self.noLabel].contains(label) ? nil : label)
    add("--rationale-field", marks.spans)
    add("--tokens-field", marks.tokens)
    add("--weights-field", marks.weights)
    return asked
  }

  /// The texts that every row must have, by option; of a table the first line names them.
  var needed: [Asked] {
    guard joined.isEmpty else { return [] }
    return [Asked(option: "--text-field", names: [text])]
      + [pair].compactMap { $0.map { Asked(option: "--pair-field", names: [$0]) } }
  }

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
