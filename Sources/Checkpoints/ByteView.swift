/// Little-endian numbers of a file; nil for whatever does not lie inside it.
struct ByteView {
  let bytes: UnsafeRawBufferPointer

  /// The number of bytes.
  var count: Int { bytes.count }

  /// Returns a byte.
  func uint8(at offset: Int) -> UInt8? {
    0 <= offset && offset < bytes.count ? bytes[offset] : nil
  }

  /// Returns a 16-bit number.
  func uint16(at offset: Int) -> Int? { load(UInt16.self, at: offset).map(Int.init) }

  /// Returns a 32-bit number.
  func uint32(at offset: Int) -> Int? { load(UInt32.self, at: offset).map(Int.init) }

  /// Returns a 64-bit number, nil also if it is no possible place in a file.
  func uint64(at offset: Int) -> Int? {
    load(UInt64.self, at: offset).flatMap { Int(exactly: $0) }
  }

  /// Returns a number of any width.
  func load<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type, at offset: Int
  ) -> Number? {
    guard holds(offset, MemoryLayout<Number>.size) else { return nil }
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  /// Returns a range's bytes.
  func slice(at offset: Int, count: Int) -> Slice<UnsafeRawBufferPointer>? {
    holds(offset, count) ? bytes[offset..<offset + count] : nil
  }

  /// Returns whether a range lies inside the file.
  func holds(_ offset: Int, _ count: Int) -> Bool {
    offset >= 0 && count >= 0 && offset <= bytes.count && count <= bytes.count - offset
  }
}
