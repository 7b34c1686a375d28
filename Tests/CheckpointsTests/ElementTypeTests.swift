import Checkpoints
import Foundation
import Testing

struct ElementTypeTests {
  private func converted(_ bits: [UInt16], _ type: ElementType) -> [Float] {
    var output = [Float](repeating: 0, count: bits.count)
    // One byte in front: tensors of a file lie at any address.
    var bytes: [UInt8] = [0]
    for value in bits { bytes += [UInt8(value & 255), UInt8(value >> 8)] }
    bytes.withUnsafeBytes { source in
      output.withUnsafeMutableBufferPointer { target in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        type.convert(source + 1, count: bits.count * 2 / type.size, into: target)
      }
    }
    return output
  }

  @Test func convertsEveryHalfFloatExactly() {
    let bits = Array(UInt16.min...UInt16.max)
    for (half, found) in zip(bits, converted(bits, .float16)) {
      let exponent = Int(half >> 10) & 31
      let fraction = Float(half & 1023)
      let magnitude: Float =
        switch exponent {
        case 0: fraction * 0x1p-24
        case 31: fraction == 0 ? .infinity : .nan
        default: (1 + fraction / 1024) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
        }
      let expected = half & 0x8000 == 0 ? magnitude : -magnitude
      guard found != expected || found.sign != expected.sign else { continue }
      #expect(found.isNaN && expected.isNaN, "half \(half): \(found), expected \(expected)")
    }
  }

  @Test func convertsBrainFloats() {
    #expect(
      converted([0x3F80, 0xC000, 0x7F80, 0x0001], .bfloat16) == [1, -2, .infinity, 0x1p-133])
  }

  @Test func roundsDoublesToTheNearestFloat() {
    let values: [Double] = [
      -2.5, 0.1, 1e-300, 1 + 0x1p-24, 1 + 0x3p-24, 0x1.fffffefp127, 1e300, -0.0,
    ]
    // Ties go to the even neighbour, and what is too large to infinity, as in PyTorch.
    let expected: [Float] = [
      -2.5, 0.1, 0, 1, 1 + 0x1p-22, .greatestFiniteMagnitude, .infinity, -0.0,
    ]
    let bits = values.flatMap { value in
      (0..<4).map { UInt16(truncatingIfNeeded: value.bitPattern >> UInt64(16 * $0)) }
    }
    #expect(Array(converted(bits, .float64).prefix(values.count)) == expected)
  }
}
