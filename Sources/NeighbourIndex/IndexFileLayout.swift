internal import Foundation

/// The structure of FAISS's file of an inverted file of whole vectors, checked before FAISS
/// reads it: its reader takes room for whatever number a file names.
///
/// As FAISS 1.7 writes it: marks of four bytes, little-endian numbers, and lists that each begin
/// with their length.
struct IndexFileLayout {
  private let data: Data
  private var position = 0

  /// What does not fit.
  private struct Fault: Error {
    let detail: String
  }

  /// Looks for what is wrong with a file.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - count: The number of vectors that it must hold.
  ///   - dimension: Their length.
  /// - Returns: What is wrong; nil if its structure is that of an index.
  static func fault(of url: URL, count: Int, dimension: Int) -> String? {
    guard let data = try? Data(contentsOf: url, options: .alwaysMapped) else {
      return "it cannot be read"
    }
    var layout = IndexFileLayout(data: data)
    do {
      try layout.check(count: count, dimension: dimension)
      return nil
    } catch {
      return (error as? Fault)?.detail
    }
  }

  private init(data: Data) {
    self.data = data
  }

  private mutating func check(count: Int, dimension: Int) throws {
    try mark("IwFl")
    try header(count: count, dimension: dimension)
    let lists = try number()
    guard lists > 0, lists <= count else { throw Fault(detail: "it has \(lists) lists") }
    _ = try number()
    try mark("IxF2")
    try header(count: lists, dimension: dimension)
    // A flat index counts its floats.
    try expect(lists * dimension, "centres")
    try skip(lists * dimension * 4)
    // No direct map: its kind, and no entries.
    try skip(1)
    try expect(0, "entries of a map")
    try mark("ilar")
    try expect(lists, "lists")
    try expect(dimension * 4, "bytes a vector")
    try lengths(lists, count: count)
    try skip(count * (dimension * 4 + 8))
    guard position == data.count else { throw Fault(detail: "it goes on behind its end") }
  }

  /// The lists' lengths: of all of them, or pairs of a list and its length.
  private mutating func lengths(_ lists: Int, count: Int) throws {
    let kind = try text()
    guard kind == "full" || kind == "sprs" else { throw Fault(detail: "its lists are unknown") }
    let numbers = try number()
    guard kind == "full" ? numbers == lists : numbers <= 2 * lists && numbers.isMultiple(of: 2)
    else { throw Fault(detail: "it has another number of lists") }
    var total = 0
    for place in 0..<numbers {
      let value = try number()
      if kind == "full" || !place.isMultiple(of: 2) {
        guard value <= count - total else { throw Fault(detail: "its lists are too long") }
        total += value
      } else {
        guard value < lists else { throw Fault(detail: "it names a list that it lacks") }
      }
    }
    guard total == count else { throw Fault(detail: "its lists do not hold all vectors") }
  }

  /// What every index begins with behind its mark.
  private mutating func header(count: Int, dimension: Int) throws {
    let found = Int(try load(UInt32.self))
    guard found == dimension else {
      throw Fault(detail: "its vectors have \(found) numbers, not \(dimension)")
    }
    try expect(count, "vectors")
    // Two numbers without meaning, whether it is trained, and the metric: 1 for L2.
    try skip(17)
    guard try load(UInt32.self) == 1 else { throw Fault(detail: "its distance is not L2") }
  }

  private mutating func mark(_ expected: String) throws {
    guard try text() == expected else { throw Fault(detail: "it is of another kind") }
  }

  private mutating func expect(_ expected: Int, _ what: String) throws {
    let found = try number()
    guard found == expected else {
      throw Fault(detail: "it has \(found) \(what), not \(expected)")
    }
  }

  private mutating func text() throws -> String {
    let start = position
    try skip(4)
    return String(decoding: data[start..<position], as: UTF8.self)
  }

  private mutating func number() throws -> Int {
    guard let value = Int(exactly: try load(UInt64.self)) else {
      throw Fault(detail: "a number is too large")
    }
    return value
  }

  private mutating func load<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type
  ) throws -> Number {
    let start = position
    try skip(MemoryLayout<Number>.size)
    return data.withUnsafeBytes {
      Number(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: Number.self))
    }
  }

  private mutating func skip(_ bytes: Int) throws {
    guard bytes <= data.count - position else { throw Fault(detail: "it is cut short") }
    position += bytes
  }
}
