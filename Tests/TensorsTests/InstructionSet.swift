import CKernels
import Testing

/// An instruction set the kernels are compiled for.
///
/// The set in use is global, so a test of another set than the best one runs in a process of its
/// own (`#expect(processExitsWith:)`), where it disturbs nobody.
enum InstructionSet: String, CaseIterable, Codable, Sendable {
  case baseline, avx2, avx512

  /// The sets this machine has.
  static let available = allCases.filter { $0.code.rawValue <= lafa_selected_isa().rawValue }

  var code: lafa_isa {
    switch self {
    case .baseline: LAFA_ISA_BASELINE
    case .avx2: LAFA_ISA_AVX2
    case .avx512: LAFA_ISA_AVX512
    }
  }

  /// Makes this set the one in use, for the rest of this process.
  func select() {
    #expect(lafa_select_isa(code) == code)
  }
}
