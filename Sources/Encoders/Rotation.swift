internal import Foundation
internal import Tensors

/// Rotary positions: each pair of a head's columns is turned by an angle that grows with the
/// position (Su et al., RoFormer, 2021), halves paired as in Transformers.
struct Rotation: Sendable {
  /// The angle of one position for each pair.
  private let frequencies: [Float]
  private var half: Int { frequencies.count }

  /// Makes the rotation of heads.
  ///
  /// - Parameters:
  ///   - base: θ.
  ///   - size: The even size of a head.
  init(base: Double, size: Int) {
    // In single precision throughout, as Transformers does whatever the model's type.
    frequencies = (0..<size / 2).map { 1 / powf(Float(base), Float(2 * $0) / Float(size)) }
  }

  /// Rotates heads that lie side by side in every row.
  func apply(
    to x: UnsafeMutablePointer<Float>, heads: Int, stride: Int, batch: PackedBatch, arena: Arena
  ) {
    turn(x, heads: heads, stride: stride, batch: batch, direction: 1, arena: arena)
  }

  /// Rotates back: the inverse, and the backward pass, of ``apply(to:heads:stride:batch:arena:)``.
  func undo(
    on x: UnsafeMutablePointer<Float>, heads: Int, stride: Int, batch: PackedBatch, arena: Arena
  ) {
    turn(x, heads: heads, stride: stride, batch: batch, direction: -1, arena: arena)
  }

  private func turn(
    _ x: UnsafeMutablePointer<Float>, heads: Int, stride: Int, batch: PackedBatch,
    direction: Float, arena: Arena
  ) {
    let longest = (0..<batch.count).map { batch.rows(of: $0).count }.max() ?? 0
    let cosines = arena.floats(longest * half)
    let sines = arena.floats(longest * half)
    for position in 0..<longest {
      for pair in 0..<half {
        let angle = Float(position) * frequencies[pair]
        cosines[position * half + pair] = cosf(angle)
        sines[position * half + pair] = direction * sinf(angle)
      }
    }
    for sequence in 0..<batch.count {
      for (position, row) in batch.rows(of: sequence).enumerated() {
        let (cosine, sine) = (cosines + position * half, sines + position * half)
        for head in 0..<heads {
          let first = x + row * stride + head * 2 * half
          let second = first + half
          for pair in 0..<half {
            let (a, b) = (first[pair], second[pair])
            first[pair] = a * cosine[pair] - b * sine[pair]
            second[pair] = b * cosine[pair] + a * sine[pair]
          }
        }
      }
    }
  }
}
