/// Names of tensors for a reader: those that differ in a layer's number only are told once.
public enum TensorList {
  /// No honest name is longer.
  private static let nameLimit = 200

  /// Returns all names, such as “encoder.layer.0…11.output.dense.bias”.
  ///
  /// - Parameter names: The names.
  /// - Returns: The list, in the order of first occurrence.
  public static func text(_ names: [String]) -> String {
    var patterns: [[Substring]] = []
    var numbers: [[Substring]: [Int]] = [:]
    for name in names {
      var parts = name.split(separator: ".", omittingEmptySubsequences: false)
      let place = parts.firstIndex { !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }
      let number = place.flatMap { Int(parts[$0]) }
      if let place, number != nil { parts[place] = "#" }
      if numbers[parts] == nil { patterns.append(parts) }
      numbers[parts, default: []] += number.map { [$0] } ?? []
    }
    return patterns.map { parts in
      let range = text(numbers[parts] ?? [])
      let name = parts.map { $0 == "#" ? range : String($0) }.joined(separator: ".")
      return name.count > nameLimit ? "“\(name.prefix(nameLimit))…”" : "“\(name)”"
    }.joined(separator: ", ")
  }

  /// Returns numbers as ranges: 0…3, 5.
  private static func text(_ numbers: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in Set(numbers).sorted() {
      if let last = ranges.last, last.upperBound == number - 1 {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)…\($0.upperBound)"
    }.joined(separator: ", ")
  }
}
