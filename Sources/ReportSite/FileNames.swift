internal import AttributionRecords
internal import Foundation

/// Safe, unique file names for documents, on any file system.
package struct FileNames: Sendable {
  private let ids: [String]
  /// The names of ``ids``.
  private let names: [String]
  /// The places of the ids, each once, in the order of their bytes: Swift takes composed and
  /// decomposed letters for equal, and folders do not.
  private let order: [Int32]

  /// The longest name without its ending; file systems take 255 bytes.
  private static let lengthLimit = 80
  private static let hashLength = 8
  /// Names that Windows keeps for devices.
  private static let reserved: Set<String> = Set(
    ["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })

  /// Makes names.
  ///
  /// - Parameter ids: The documents' ids, without repetitions.
  package init(_ ids: [String]) {
    var counts: [String: Int] = [:]
    for id in ids { counts[Self.slug(id).lowercased(), default: 0] += 1 }
    order = Self.order(of: ids)
    var isFirst = [Bool](repeating: false, count: ids.count)
    for index in order { isFirst[Int(index)] = true }
    var taken: Set<String> = []
    names = zip(ids, isFirst).map { id, isFirst in
      guard isFirst else { return "" }
      let slug = Self.slug(id)
      let isPlain = slug == id && counts[slug.lowercased()] == 1
      // Most names are the id itself, which takes no memory of its own.
      if isPlain, taken.insert(slug.lowercased()).inserted { return id }
      var digest = Fingerprint.sha256(Data(id.utf8))
      var name = isPlain ? slug : "\(slug)-\(digest.prefix(Self.hashLength))"
      // An id may look like another's name with its hash.
      while !taken.insert(name.lowercased()).inserted {
        name = "\(slug)-\(digest)"
        digest = Fingerprint.sha256(Data(digest.utf8))
      }
      return name
    }
    self.ids = ids
  }

  private static func order(of ids: [String]) -> [Int32] {
    let sorted = ids.indices.map { Int32($0) }.sorted { a, b in
      let (first, second) = (ids[Int(a)].utf8, ids[Int(b)].utf8)
      if first.lexicographicallyPrecedes(second) { return true }
      return a < b && first.elementsEqual(second)
    }
    // Of equal ids the first stands for all.
    var order: [Int32] = []
    order.reserveCapacity(sorted.count)
    for index in sorted {
      if let last = order.last, ids[Int(last)].utf8.elementsEqual(ids[Int(index)].utf8) { continue }
      order.append(index)
    }
    return order
  }

  /// Returns a document's place in the run, or nil if it is not one of it.
  package func position(of id: String) -> Int? {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if ids[Int(order[middle])].utf8.lexicographicallyPrecedes(id.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < order.count, ids[Int(order[low])].utf8.elementsEqual(id.utf8) else { return nil }
    return Int(order[low])
  }

  /// Returns a document's file name without an ending, or nil if it is not one of the run.
  package subscript(id: String) -> String? { position(of: id).map { names[$0] } }

  /// Returns the id with everything but ASCII letters, digits, dots, dashes and underscores
  /// replaced; never empty, never a hidden or reserved name.
  package static func slug(_ id: String) -> String {
    var slug = ""
    for byte in id.utf8.prefix(lengthLimit) {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F:
        slug.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        if slug.last != "-" { slug.append("-") }
      }
    }
    while let first = slug.first, first == "." || first == "-" { slug.removeFirst() }
    while let last = slug.last, last == "." || last == "-" { slug.removeLast() }
    let stem = slug.split(separator: ".").first.map { $0.lowercased() } ?? ""
    if slug.isEmpty { return "document" }
    return reserved.contains(stem) || stem == "index" || stem == "run" ? "document-\(slug)" : slug
  }
}
