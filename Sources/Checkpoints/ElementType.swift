/// The element types of a safetensors file that weights may have.
public enum ElementType: String, Sendable, CaseIterable {
  /// 32-bit IEEE 754.
  case float32 = "F32"
  /// 16-bit IEEE 754.
  case float16 = "F16"
  /// The upper half of a 32-bit float.
  case bfloat16 = "BF16"

  /// Bytes of one element.
  public var size: Int { self == .float32 ? 4 : 2 }

  /// Converts elements to 32-bit floats; exact for all three types.
  ///
  /// - Parameters:
  ///   - source: The bytes, little-endian, at any alignment; at least `count · size`.
  ///   - count: The number of elements.
  ///   - output: Where the floats go.
  package func convert(
    _ source: UnsafeRawPointer, count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .float32:
      UnsafeMutableRawPointer(output).copyMemory(from: source, byteCount: count * 4)
    case .float16:
      for index in 0..<count {
        output[index] = Self.float(
          half: source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
      }
    case .bfloat16:
      for index in 0..<count {
        let bits = source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
        output[index] = Float(bitPattern: UInt32(bits) << 16)
      }
    }
  }

  /// Returns the value of a half float.
  ///
  /// In integers and one exact multiplication, since `Float16` is not everywhere and is slow
  /// where the processor lacks it; the compiler makes vectors of it.
  private static func float(half: UInt16) -> Float {
    let sign = UInt32(half & 0x8000) << 16
    let magnitude = UInt32(half & 0x7FFF)
    // The exponent's bias grows from 15 to 127; subnormals come out right, infinities do not.
    let scaled = Float(bitPattern: magnitude << 13) * 0x1p112
    let isSpecial = magnitude >= 0x7C00
    let bits = isSpecial ? (magnitude << 13) | 0x7F80_0000 : scaled.bitPattern
    return Float(bitPattern: bits | sign)
  }
}
