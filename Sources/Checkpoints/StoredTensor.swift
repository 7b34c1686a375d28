internal import Tensors

/// Where a tensor lies in a weights file, and how.
struct StoredTensor: Equatable, Sendable {
  /// The element type as safetensors files name it.
  var type: String
  /// The sizes of the dimensions.
  var shape: [Int]
  /// How many elements lie between neighbours along each dimension; nil for row-major.
  var strides: [Int]?
  /// The first element's byte in the file.
  var start: Int

  /// The number of elements; nil if it is no possible number.
  var count: Int? { Self.count(shape) }

  /// Returns the number of elements of a shape; nil if it is no possible number.
  static func count(_ shape: [Int]) -> Int? {
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow else { return nil }
      count = product
    }
    return count
  }

  /// Returns the strides of a row-major tensor.
  static func rowMajorStrides(_ shape: [Int]) -> [Int] {
    var strides: [Int] = []
    var step = 1
    for size in shape.reversed() {
      strides.append(step)
      step = step.multipliedReportingOverflow(by: max(size, 1)).partialValue
    }
    return strides.reversed()
  }

  /// Gathers the elements in row-major order; the tensor has strides and is not empty.
  func gather(
    _ base: UnsafeRawPointer, type: ElementType, strides: [Int],
    into output: UnsafeMutablePointer<Float>
  ) {
    let columns = shape.last ?? 1
    let columnStride = strides.last ?? 1
    let outer = Array(zip(shape, strides).dropLast())
    var index = [Int](repeating: 0, count: outer.count)
    var element = 0
    var target = output
    while true {
      type.convert(
        base + element * type.size, stride: columnStride, count: columns, into: target)
      target += columns
      // The odometer: the last dimension but one turns fastest.
      var dimension = outer.count - 1
      while dimension >= 0 {
        index[dimension] += 1
        element += outer[dimension].1
        if index[dimension] < outer[dimension].0 { break }
        element -= outer[dimension].0 * outer[dimension].1
        index[dimension] = 0
        dimension -= 1
      }
      if dimension < 0 { return }
    }
  }
}
