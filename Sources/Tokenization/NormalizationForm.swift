/// A Unicode normalization form.
enum NormalizationForm: String, Sendable {
  case nfc = "NFC"
  case nfd = "NFD"
  case nfkc = "NFKC"
  case nfkd = "NFKD"

  private var isCompatible: Bool { self == .nfkc || self == .nfkd }
  private var isComposed: Bool { self == .nfc || self == .nfkc }

  private typealias Change = (scalar: UInt32, change: Int)

  /// Brings a text to this form.
  func apply(to text: inout AlignedText) {
    let tables = UnicodeTables.shared
    let changes = text.elements.contains { element in
      tables.combiningClass(of: element.scalar) != 0
        || tables.decomposition(of: element.scalar, compatible: isCompatible) != nil
        || (isComposed && element.scalar >= 0x300)
    }
    guard changes else { return }
    var scalars: [Change] = []
    scalars.reserveCapacity(text.elements.count)
    for element in text.elements {
      guard let form = tables.decomposition(of: element.scalar, compatible: isCompatible) else {
        scalars.append((element.scalar, 0))
        continue
      }
      for (index, scalar) in form.enumerated() { scalars.append((scalar, index == 0 ? 0 : 1)) }
    }
    Self.order(&scalars)
    text.transform(isComposed ? Self.compose(scalars) : scalars)
  }

  /// Puts each run of combining marks into canonical order, equal classes as they came.
  private static func order(_ scalars: inout [Change]) {
    let tables = UnicodeTables.shared
    var start = 0
    while start < scalars.count {
      guard tables.combiningClass(of: scalars[start].scalar) != 0 else {
        start += 1
        continue
      }
      var end = start + 1
      while end < scalars.count, tables.combiningClass(of: scalars[end].scalar) != 0 { end += 1 }
      if end - start > 1 {
        let run = scalars[start..<end].enumerated().sorted { left, right in
          let (a, b) = (
            tables.combiningClass(of: left.element.scalar),
            tables.combiningClass(of: right.element.scalar)
          )
          return a != b ? a < b : left.offset < right.offset
        }
        scalars.replaceSubrange(start..<end, with: run.map(\.element))
      }
      start = end
    }
  }

  /// Composes what composes; a composite adds up the changes of its two parts.
  private static func compose(_ scalars: [Change]) -> [Change] {
    let tables = UnicodeTables.shared
    var output: [Change] = []
    output.reserveCapacity(scalars.count)
    var starter: Int?
    var lastClass: UInt8?
    for item in scalars {
      let itemClass = tables.combiningClass(of: item.scalar)
      if let starter, lastClass.map({ $0 < itemClass }) ?? true,
        let composite = tables.composition(of: output[starter].scalar, item.scalar)
      {
        output[starter] = (composite, output[starter].change + item.change - 1)
        continue
      }
      if itemClass == 0 {
        starter = output.count
        lastClass = nil
      } else {
        lastClass = itemClass
      }
      output.append(item)
    }
    return output
  }
}
