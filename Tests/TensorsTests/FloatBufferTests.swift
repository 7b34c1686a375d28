import Tensors
import Testing

struct FloatBufferTests {
  /// Around a large page of memory, which larger buffers are laid on.
  @Test(arguments: [1, 17, (1 << 19) - 1, 1 << 19, (1 << 19) + 1, (3 << 19) + 1000])
  func holdsEveryFloatOfBuffersOfAnySize(_ count: Int) {
    let buffers = (0..<3).map { number in
      let buffer = FloatBuffer(zeros: count)
      #expect(Int(bitPattern: buffer.pointer).isMultiple(of: 64))
      for index in 0..<count { buffer.pointer[index] += Float(index % 1000 + number) }
      return buffer
    }
    for (number, buffer) in buffers.enumerated() {
      buffer.withElements { floats in
        #expect(floats.count == count)
        #expect(floats.indices.allSatisfy { floats[$0] == Float($0 % 1000 + number) })
      }
    }
  }
}
