/// The element types that weights may have, named as in safetensors files.
public enum ElementType: String, Sendable, CaseIterable {
  /// 32-bit IEEE 754.
  case float32 = "F32"
  /// 16-bit IEEE 754.
  case float16 = "F16"
  /// The upper half of a 32-bit float.
  case bfloat16 = "BF16"
  /// 64-bit IEEE 754.
  case float64 = "F64"

  /// Bytes of one element.
  public var size: Int {
    switch self {
    case .float64: 8
    case .float32: 4
    case .float16, .bfloat16: 2
    }
  }

  /// The bits of an element of every type that safetensors files can hold.
  static let bits: [String: Int] = [
    "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6,
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8,
    "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8,
    "I16": 16, "U16": 16, "F16": 16, "BF16": 16,
    "I32": 32, "U32": 32, "F32": 32,
    "I64": 64, "U64": 64, "F64": 64, "C64": 64,
  ]

  /// Converts elements to 32-bit floats.
  ///
  /// Exact for all types but 64-bit ones, which are rounded to the nearest 32-bit float (ties to
  /// even), as PyTorch's `float()` does; what is too large becomes infinite.
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
    case .float64:
      for index in 0..<count {
        output[index] = Float(
          source.loadUnaligned(fromByteOffset: 8 * index, as: Double.self))
      }
    }
  }

  /// Converts elements that do not lie side by side.
  ///
  /// - Parameters:
  ///   - source: The first element, at any alignment.
  ///   - stride: How many elements lie between neighbours.
  ///   - count: The number of elements.
  ///   - output: Where the floats go.
  func convert(
    _ source: UnsafeRawPointer, stride: Int, count: Int,
    into output: UnsafeMutablePointer<Float>
  ) {
    if stride == 1 { return convert(source, count: count, into: output) }
    for index in 0..<count {
      convert(source + index * stride * size, count: 1, into: output + index)
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
