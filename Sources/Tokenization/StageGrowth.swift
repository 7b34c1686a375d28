/// How much longer the stages of a tokenizer may make a text.
///
/// A file can chain stages of which each doubles a text; honest ones together stay far below 100.
struct StageGrowth {
  static let stageLimit = 64
  static let factorLimit = 10_000.0

  private(set) var stages = 0
  private(set) var factor = 1.0

  /// Whether the bounds are kept.
  var isBounded: Bool { stages <= Self.stageLimit && factor <= Self.factorLimit }

  /// Adds the stages of a normalizer.
  mutating func add(_ normalizer: Normalizer) {
    switch normalizer {
    case .sequence(let parts): for part in parts { add(part) }
    // No pattern matches nothing, so that a match is at least one character.
    case .replace(_, let scalars): add(factor: scalars.count)
    case .prepend(let scalars): add(factor: scalars.count + 1)
    case .byteLevel: add(factor: 4)
    // What these make longer, they make longer once.
    default: add(factor: 1)
    }
  }

  /// Adds the stages of a pre-tokenizer.
  mutating func add(_ preTokenizer: PreTokenizer) {
    switch preTokenizer {
    case .sequence(let parts): for part in parts { add(part) }
    case .byteLevel(let addsSpace, _): add(factor: addsSpace ? 8 : 4)
    case .metaspace(let metaspace): add(factor: metaspace.prefix == .never ? 1 : 2)
    default: add(factor: 1)
    }
  }

  private mutating func add(factor: Int) {
    stages += 1
    self.factor *= Double(max(factor, 1))
  }
}
