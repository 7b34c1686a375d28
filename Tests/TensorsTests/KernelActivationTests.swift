import CKernels
import Foundation
import Testing

struct KernelActivationTests {
  /// The fit of the kernels' GELU (4e-7) with a little room for the rounding of its last steps.
  static let tolerance = 6e-7
  /// In the left tail, where only relative error counts; without FMA the rounding of x^2 / 2 shows.
  static let tailTolerance = 1e-5

  /// One activation: the kernel's operation and the same function in double precision.
  enum Activation: String, CaseIterable, Codable, Sendable {
    case gelu, geluTanh, relu

    var operation: lafa_operation {
      switch self {
      case .gelu: LAFA_GELU
      case .geluTanh: LAFA_GELU_TANH
      case .relu: LAFA_RELU
      }
    }

    func callAsFunction(_ x: Double) -> Double {
      switch self {
      case .gelu: x / 2 * erfc(-x / 2.0.squareRoot())
      // x s(2u): with a logistic function, the left tail keeps its precision.
      case .geluTanh: x / (1 + exp(-2 * (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
      case .relu: max(x, 0)
      }
    }
  }

  /// What the kernel makes of single values: a product with the 1 x 1 matrix 1.
  static func apply(_ activation: Activation, to values: [Float], auxiliary: Bool = true) -> Grid {
    var result = Grid(rows: values.count, columns: 2) { _, _ in 0 }
    var packed = [Float](repeating: 0, count: lafa_packed_count(1, 1))
    lafa_pack(1, 1, [1], 1, 0, &packed)
    _ = result.withMutablePointer { y in
      var epilogue = lafa_epilogue(
        bias: nil, operation: activation.operation, auxiliary: auxiliary ? y + 1 : nil,
        auxiliary_stride: 2)
      lafa_product(values.count, 1, 1, values, 1, packed, y, 2, &epilogue)
    }
    return result
  }

  static let values = (-1200...1200).map { Float($0) / 100 }

  @Test(arguments: InstructionSet.available, Activation.allCases)
  func isAccurate(_ set: InstructionSet, _ activation: Activation) async {
    await #expect(processExitsWith: .success) { [set, activation] in
      set.select()
      let result = Self.apply(activation, to: Self.values)
      for (row, x) in Self.values.enumerated() {
        let wanted = activation(Double(x))
        let error = abs(Double(result[row, 0]) - wanted)
        #expect(error <= Self.tolerance * max(1, abs(wanted)), "\(activation)(\(x))")
        #expect(error <= Self.tailTolerance * abs(wanted) + 1e-30, "\(activation)(\(x))")
      }
    }
  }

  @Test(arguments: InstructionSet.available, Activation.allCases)
  func keepsTheDerivative(_ set: InstructionSet, _ activation: Activation) async {
    await #expect(processExitsWith: .success) { [set, activation] in
      set.select()
      let result = Self.apply(activation, to: Self.values)
      for (row, x) in Self.values.enumerated() {
        // At 0 the central difference of ReLU is 1/2; its derivative is defined as 0.
        let wanted =
          activation == .relu && x == 0
          ? 0 : slope(of: { activation($0[0]) }, at: [Double(x)], along: 0)
        #expect(abs(Double(result[row, 1]) - wanted) <= slopeTolerance, "\(activation)'(\(x))")
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func givesValuesKnownByHand(_ set: InstructionSet) async {
    await #expect(processExitsWith: .success) { [set] in
      set.select()
      let gelu = Self.apply(.gelu, to: [0, 1, -1])
      let wanted = [(0.0, 0.5), (0.84134475, 1.08331547), (-0.15865525, -0.08331547)]
      for (row, (value, derivative)) in wanted.enumerated() {
        #expect(abs(Double(gelu[row, 0]) - value) <= Self.tolerance)
        #expect(abs(Double(gelu[row, 1]) - derivative) <= Self.tolerance)
      }
      let relu = Self.apply(.relu, to: [0, 2, -3])
      #expect((0..<3).map { relu[$0, 0] } == [0, 2, 0])
      #expect((0..<3).map { relu[$0, 1] } == [0, 1, 0])
    }
  }

  @Test(arguments: InstructionSet.available, Activation.allCases)
  func staysFiniteFarOutAndKeepsNaN(_ set: InstructionSet, _ activation: Activation) async {
    await #expect(processExitsWith: .success) { [set, activation] in
      set.select()
      let far: [Float] = [1e10, 3e38, -1e10, -3e38]
      let result = Self.apply(activation, to: far)
      #expect((0..<4).map { result[$0, 1] }.map { $0.rounded() } == [1, 1, 0, 0])
      #expect(result[0, 0] == 1e10 && result[1, 0] == 3e38)
      #expect(abs(result[2, 0]) < 1e-30 && abs(result[3, 0]) < 1e-30)
      #expect(Self.apply(activation, to: [.nan])[0, 0].isNaN)
    }
  }

  @Test(arguments: InstructionSet.available, Activation.allCases)
  func worksWithoutKeepingTheDerivative(_ set: InstructionSet, _ activation: Activation) async {
    await #expect(processExitsWith: .success) { [set, activation] in
      set.select()
      let kept = Self.apply(activation, to: Self.values)
      let result = Self.apply(activation, to: Self.values, auxiliary: false)
      #expect(Self.values.indices.allSatisfy { result[$0, 0] == kept[$0, 0] })
      #expect(Self.values.indices.allSatisfy { result[$0, 1] == 0 })
    }
  }
}
