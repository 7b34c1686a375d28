public import Foundation

/// Puts numbers one after the other, exactly as they are.
public struct ByteWriter {
  /// The bytes so far.
  public private(set) var data = Data()

  /// Starts without bytes.
  public init() {}

  /// Adds a whole number.
  public mutating func add(_ number: Int) { add([Int64(number)]) }

  /// Adds a number.
  public mutating func add(_ number: Double) { add([number]) }

  /// Adds a number that may be missing.
  public mutating func add(_ number: Double?) {
    add(number == nil ? 0 : 1)
    if let number { add(number) }
  }

  /// Adds a text with its length.
  public mutating func add(_ text: String) { addList(Array(text.utf8)) }

  /// Adds whole numbers with their count.
  public mutating func add(_ numbers: [Int]) { addList(numbers.map { Int64($0) }) }

  /// Adds numbers with their count.
  public mutating func addList<Number: BitwiseCopyable>(_ numbers: [Number]) {
    add(numbers.count)
    add(numbers)
  }

  private mutating func add<Number: BitwiseCopyable>(_ numbers: [Number]) {
    numbers.withUnsafeBytes { data.append(contentsOf: $0) }
  }
}

/// Reads what a ``ByteWriter`` wrote; nothing in the bytes is taken on trust.
public struct ByteReader {
  private let data: Data
  private var place: Data.Index

  /// The bytes are not what was written.
  public struct Broken: Error {}

  /// Starts at the first byte.
  public init(_ data: Data) {
    self.data = data
    place = data.startIndex
  }

  /// Whether all bytes were read.
  public var isAtEnd: Bool { place == data.endIndex }

  /// Reads a whole number.
  public mutating func integer() throws(Broken) -> Int { Int(try numbers(1, of: Int64(0))[0]) }

  /// Reads a number.
  public mutating func number() throws(Broken) -> Double { try numbers(1, of: 0.0)[0] }

  /// Reads a number that may be missing.
  public mutating func optional() throws(Broken) -> Double? {
    try integer() == 0 ? nil : try number()
  }

  /// Reads a text.
  public mutating func text() throws(Broken) -> String {
    guard let text = String(validating: try list(of: UInt8(0)), as: UTF8.self) else {
      throw Broken()
    }
    return text
  }

  /// Reads whole numbers.
  public mutating func integers() throws(Broken) -> [Int] { try list(of: Int64(0)).map { Int($0) } }

  /// Reads numbers of the example's type.
  public mutating func list<Number: BitwiseCopyable>(
    of example: Number
  ) throws(Broken) -> [Number] {
    try numbers(try integer(), of: example)
  }

  private mutating func numbers<Number: BitwiseCopyable>(
    _ count: Int, of example: Number
  ) throws(Broken) -> [Number] {
    let size = MemoryLayout<Number>.size
    guard count >= 0, count <= (data.endIndex - place) / size else { throw Broken() }
    let end = place + count * size
    defer { place = end }
    return Array(unsafeUninitializedCapacity: count) { buffer, filled in
      filled = data[place..<end].copyBytes(to: buffer) / size
    }
  }
}
