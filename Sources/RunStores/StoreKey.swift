internal import Crypto
internal import Foundation

/// The SHA-256 of all that a stored value depends on.
public struct StoreKey: Hashable, Sendable {
  let bytes: [UInt8]

  /// Takes the parts that a key is made of, one after the other.
  public struct Maker: Sendable {
    private var hash = SHA256()

    /// Starts a key.
    ///
    /// - Parameter kind: What the value is, which keeps kinds of values apart.
    public init(_ kind: String) { add(kind) }

    /// Adds a text.
    public mutating func add(_ text: String) { add(bytes: Array(text.utf8)) }

    /// Adds whole numbers.
    public mutating func add(_ numbers: [Int]) {
      add(bytes: numbers.map { Int64($0).littleEndian })
    }

    /// Adds the bytes of numbers of one type, in the order of this machine.
    public mutating func add<Number: BitwiseCopyable>(bytes numbers: [Number]) {
      numbers.withUnsafeBytes { add($0) }
    }

    /// Adds bytes.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
      // The count before the bytes: two lists are never taken for two others.
      withUnsafeBytes(of: bytes.count) { hash.update(bufferPointer: $0) }
      hash.update(bufferPointer: bytes)
    }

    /// Adds another key.
    public mutating func add(_ key: StoreKey) { add(bytes: key.bytes) }

    /// The key of the parts so far.
    public var key: StoreKey { StoreKey(bytes: Array(hash.finalize())) }
  }
}
