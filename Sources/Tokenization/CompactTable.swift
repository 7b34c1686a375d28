/// Reads a generated table: words `gap`, `gap+length`, `gap:target,target` in base 36.
struct CompactTable: Sequence, IteratorProtocol {
  /// A run of scalars and what the first of them goes to.
  struct Entry {
    var scalars: Range<UInt32>
    var targets: [UInt32]
  }

  private var words: ArraySlice<Substring>
  private var end: UInt32 = 0

  /// Makes a reader of one table.
  init(_ text: String) { words = text.split(separator: " ")[...] }

  /// Returns the next run.
  mutating func next() -> Entry? {
    guard let word = words.popFirst() else { return nil }
    let halves = word.split(separator: ":")
    let key = halves[0].split(separator: "+")
    let first = end + Self.number(key[0])
    end = first + (key.count > 1 ? Self.number(key[1]) : 1)
    let targets = halves.count > 1 ? halves[1].split(separator: ",").map(Self.number) : []
    return Entry(scalars: first..<end, targets: targets)
  }

  /// Returns the table as a dictionary; runs move together with their single target.
  func mapping() -> [UInt32: [UInt32]] {
    var forms: [UInt32: [UInt32]] = [:]
    for entry in self {
      for scalar in entry.scalars {
        let step = scalar - entry.scalars.lowerBound
        forms[scalar] = entry.targets.map { $0 + step }
      }
    }
    return forms
  }

  private static func number(_ digits: Substring) -> UInt32 {
    guard let number = UInt32(digits, radix: 36) else {
      preconditionFailure("a generated table holds “\(digits)”")
    }
    return number
  }
}
