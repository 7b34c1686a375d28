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
        type.convert(source + 1, count: bits.count, into: target)
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
}
