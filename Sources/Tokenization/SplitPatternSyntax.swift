/// Checks that a pattern has only constructs on which ICU and Oniguruma agree, and none that runs away.
///
/// A group may not be repeated without limit: that alone rules out nested repetition, and ICU would
/// keep every round on a stack of its own, whose end it reports as no match.
struct SplitPatternSyntax {
  private static let escapes = Set<Unicode.Scalar>(["s", "S", "d", "D", "r", "n", "t", "f"])
  private static let bareClasses: [Unicode.Scalar] = ["s", "S", "d", "D"]
  private static let properties: Set<String> = [
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
    "Pd",
    "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "Han",
    "Hiragana", "Katakana", "Hangul", "Latin", "Greek", "Cyrillic", "Arabic", "Hebrew", "Thai",
  ]
  private static let openings = ["?:", "?i:", "?!", "?=", "?<!", "?<="]
  private static let quantifiers: [Unicode.Scalar] = ["+", "?", "*", "{"]
  /// The most a counted repetition may count to.
  private static let countLimit = 1000

  /// The most repetitions of a branch: k of them can cost the k-th power of a text's length.
  private static let repetitionLimit = 6

  /// What is known of a group while it is read.
  private struct Group {
    /// Whether it only looks ahead or back.
    let isLook: Bool
    /// Whether every branch before this one matches at least one character.
    var areBranchesFilled = true
    /// Whether this branch does.
    var isFilled = false

    /// Whether the group, as read so far, matches at least one character.
    var consumes: Bool { !isLook && areBranchesFilled && isFilled }
  }

  private let pattern: [Unicode.Scalar]
  private var at = 0
  /// The open groups, the pattern itself first.
  private var groups = [Group(isLook: false)]
  private var repetitions = 0

  private init(_ pattern: String) { self.pattern = Array(pattern.unicodeScalars) }

  /// Checks a pattern.
  ///
  /// - Parameter pattern: The pattern.
  /// - Returns: The same pattern with `\s` as `[\s]`: only classes ICU repeats without a stack.
  /// - Throws: The first construct that is not supported.
  static func check(_ pattern: String) throws(SplitPatternError) -> String {
    var syntax = SplitPatternSyntax(pattern)
    var checked = String.UnicodeScalarView()
    while syntax.at < syntax.pattern.count {
      let start = syntax.at
      let item = syntax.pattern[start...].prefix(2)
      try syntax.item()
      if item.first == "\\", let letter = item.last, bareClasses.contains(letter) {
        checked.append(contentsOf: ["[", "\\", letter, "]"])
        checked.append(contentsOf: syntax.pattern[(start + 2)..<syntax.at])
      } else {
        checked.append(contentsOf: syntax.pattern[start..<syntax.at])
      }
    }
    guard syntax.groups.count == 1 else { throw .malformed }
    // The library cuts where nothing is matched; what it does there is not copied.
    guard syntax.groups[0].consumes else {
      throw .unsupported(construct: "a branch that can match nothing")
    }
    return String(checked)
  }

  private mutating func next() -> Unicode.Scalar? {
    guard at < pattern.count else { return nil }
    at += 1
    return pattern[at - 1]
  }

  private mutating func item() throws(SplitPatternError) {
    guard let character = next() else { return }
    switch character {
    case "\\":
      try escape()
      try fill(quantifier(afterGroup: false))
    case "[":
      try characterClass()
      try fill(quantifier(afterGroup: false))
    case "(": try opening()
    case ")":
      guard groups.count > 1, let group = groups.popLast() else { throw .malformed }
      let least = try quantifier(afterGroup: true)
      if group.consumes { fill(least) }
    case "|":
      if groups.count == 1 { repetitions = 0 }
      let last = groups.count - 1
      groups[last].areBranchesFilled = groups[last].areBranchesFilled && groups[last].isFilled
      groups[last].isFilled = false
    case ".", "^", "$": throw .unsupported(construct: "“\(character)”")
    case "*", "+", "?", "{", "}", "]": throw .malformed
    default: try fill(quantifier(afterGroup: false))
    }
  }

  /// Notes an item that matches at least so many characters.
  private mutating func fill(_ least: Int) {
    if least > 0 { groups[groups.count - 1].isFilled = true }
  }

  private mutating func escape() throws(SplitPatternError) {
    guard let character = next() else { throw .malformed }
    if character == "p" || character == "P" {
      guard next() == "{" else { throw .unsupported(construct: "“\\\(character)” without braces") }
      var name = ""
      while let letter = next(), letter != "}" { name.unicodeScalars.append(letter) }
      guard Self.properties.contains(name) else {
        throw .unsupported(construct: "the property “\(name.shortened)”")
      }
    } else if !Self.escapes.contains(character) {
      guard character.isASCII, !character.properties.isAlphabetic, !("0"..."9").contains(character)
      else {
        throw .unsupported(construct: "“\\\(character)”")
      }
    }
  }

  private mutating func characterClass() throws(SplitPatternError) {
    if at < pattern.count, pattern[at] == "^" { at += 1 }
    var previous: Unicode.Scalar?
    while let character = next() {
      switch character {
      case "]":
        guard previous != nil else { throw .unsupported(construct: "an empty class") }
        return
      case "[": throw .unsupported(construct: "a class in a class")
      case "&" where previous == "&", "-" where previous == "-":
        throw .unsupported(construct: "“\(character)\(character)” in a class")
      case "\\": try escape()
      default: break
      }
      previous = character
    }
    throw .malformed
  }

  private mutating func opening() throws(SplitPatternError) {
    guard at < pattern.count, pattern[at] == "?" else {
      groups.append(Group(isLook: false))
      return
    }
    let rest = String(String.UnicodeScalarView(pattern[at...].prefix(3)))
    guard let opening = Self.openings.first(where: rest.hasPrefix) else {
      throw .unsupported(construct: "“(\(rest)”")
    }
    at += opening.unicodeScalars.count
    groups.append(Group(isLook: !opening.hasSuffix(":")))
  }

  /// Reads a quantifier, if there is one.
  ///
  /// - Returns: How often what stands before it matches at least.
  private mutating func quantifier(afterGroup: Bool) throws(SplitPatternError) -> Int {
    guard at < pattern.count, Self.quantifiers.contains(pattern[at]) else { return 1 }
    var fewest = 0
    repetitions += 1
    guard repetitions <= Self.repetitionLimit else {
      throw .unsupported(construct: "more than \(Self.repetitionLimit) repetitions in a branch")
    }
    switch pattern[at] {
    case "*", "+":
      if afterGroup { throw .unsupported(construct: "a group repeated without limit") }
      fewest = pattern[at] == "+" ? 1 : 0
      at += 1
    case "?": at += 1
    case "{":
      if afterGroup { throw .unsupported(construct: "a counted group") }
      at += 1
      var counts = ""
      while let character = next(), character != "}" { counts.unicodeScalars.append(character) }
      let parts = counts.split(separator: ",", omittingEmptySubsequences: false)
      guard (1...2).contains(parts.count), let least = Int(parts[0]), least >= 0 else {
        throw .malformed
      }
      if let last = parts.last, !(parts.count == 2 && last.isEmpty),
        Int(last).map({ $0 >= least }) != true
      {
        throw .malformed
      }
      guard parts.allSatisfy({ (Int($0) ?? 0) <= Self.countLimit }) else {
        throw .unsupported(construct: "a count above \(Self.countLimit)")
      }
      // What stands here next Oniguruma reads as a second quantifier, ICU as the first one's kind.
      if at < pattern.count, Self.quantifiers.contains(pattern[at]) {
        throw .unsupported(construct: "a quantifier after a count")
      }
      return least
    default: break
    }
    if at < pattern.count, pattern[at] == "+" || pattern[at] == "?" { at += 1 }
    if at < pattern.count, Self.quantifiers.contains(pattern[at]) {
      throw .unsupported(construct: "a quantifier of a quantifier")
    }
    return fewest
  }
}
