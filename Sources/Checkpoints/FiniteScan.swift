internal import Tensors

/// The search for weights that are no numbers.
enum FiniteScan {
  /// Returns the index of the first NaN or infinity.
  ///
  /// The largest magnitude is taken over the bit patterns, which the compiler makes vectors of.
  static func firstNotFinite(_ buffer: FloatBuffer) -> Int? {
    let infinity = Float.infinity.bitPattern
    return buffer.withElements { values in
      var largest: UInt32 = 0
      for value in values { largest = max(largest, value.bitPattern & 0x7FFF_FFFF) }
      guard largest >= infinity else { return nil }
      return values.firstIndex { !$0.isFinite }
    }
  }
}
