/// The last stage of a tokenizer: the tokens it puts around a text, or around two.
struct Template: Sendable {
  /// A place of a template.
  enum Item: Sendable, Equatable {
    /// A token of the template's own.
    case special(id: Int, typeID: Int)
    /// The tokens of the first text.
    case first(typeID: Int)
    /// The tokens of the second text.
    case second(typeID: Int)

    /// Whether it is a token of the template's own.
    var isSpecial: Bool { if case .special = self { true } else { false } }

    /// The segment of its tokens.
    var typeID: Int {
      switch self {
      case .special(_, let typeID), .first(let typeID), .second(let typeID): typeID
      }
    }
  }

  /// What is put around one text, which it holds once.
  var single: [Item] = [.first(typeID: 0)]
  /// What is put around two texts, both of which it holds once.
  var pair: [Item] = [.first(typeID: 0), .second(typeID: 1)]

  /// Makes the template of BERT: a token in front, one behind every text.
  static func bert(cls: Int, sep: Int) -> Template {
    let single: [Item] = [
      .special(id: cls, typeID: 0), .first(typeID: 0), .special(id: sep, typeID: 0),
    ]
    return Template(
      single: single, pair: single + [.second(typeID: 1), .special(id: sep, typeID: 1)])
  }

  /// Makes the template of RoBERTa: BERT's with two tokens between the texts and one segment.
  static func roberta(cls: Int, sep: Int) -> Template {
    let single: [Item] = [
      .special(id: cls, typeID: 0), .first(typeID: 0), .special(id: sep, typeID: 0),
    ]
    return Template(
      single: single,
      pair: single + [
        .special(id: sep, typeID: 0), .second(typeID: 0), .special(id: sep, typeID: 0),
      ])
  }

  /// The ids before a single text.
  var front: [Int] { Self.ids(single.prefix(while: \.isSpecial)) }

  private static func ids(_ items: some Sequence<Item>) -> [Int] {
    items.compactMap { if case .special(let id, _) = $0 { id } else { nil } }
  }

  /// Puts the tokens around one text or two.
  func assemble(_ first: ArraySlice<Token>, _ second: ArraySlice<Token>?) -> AssembledTokens {
    var result = AssembledTokens()
    for item in second == nil ? single : pair {
      switch item {
      case .special(let id, let typeID): result.append(id, typeID, .special)
      case .first(let typeID):
        for index in first.indices { result.append(first[index].id, typeID, .first(index)) }
      case .second(let typeID):
        guard let second else { continue }
        for index in second.indices { result.append(second[index].id, typeID, .second(index)) }
      }
    }
    return result
  }
}
