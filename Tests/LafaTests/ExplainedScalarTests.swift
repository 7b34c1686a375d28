import Foundation
import Lafa
import Testing

struct ExplainedScalarTests {
  /// Central differences in double precision with a step of 1e-5: 1e-10 of truncation and about
  /// 1e-11 of rounding.
  static let tolerance = 1e-8
  static let step = 1e-5
  static let logits = [0.3, -1.2, 2.5, 2.4]

  @Test(arguments: ExplainedScalar.allCases, [false, true])
  func gradientEqualsDifferences(_ scalar: ExplainedScalar, _ isIndependent: Bool) {
    for output in Self.logits.indices {
      let gradient = scalar.gradient(of: output, Self.logits, isIndependent: isIndependent)
      for index in Self.logits.indices {
        var (high, low) = (Self.logits, Self.logits)
        high[index] += Self.step
        low[index] -= Self.step
        let difference =
          (scalar.value(of: output, high, isIndependent: isIndependent)
            - scalar.value(of: output, low, isIndependent: isIndependent)) / (2 * Self.step)
        #expect(abs(gradient[index] - difference) <= Self.tolerance)
      }
    }
  }

  @Test func computesAToyByHand() {
    // Softmax of (ln 1, ln 3): a quarter and three quarters.
    let three = Foundation.log(3.0)
    let logits = [0, three]
    func value(_ scalar: ExplainedScalar) -> Double {
      scalar.value(of: 1, logits, isIndependent: false)
    }
    #expect(abs(value(.probability) - 0.75) < Self.tolerance)
    #expect(abs(value(.logOdds) - three) < Self.tolerance)
    #expect(abs(value(.margin) - three) < Self.tolerance)
    #expect(value(.logit) == three)
    // p (1 − p) for the label itself, −p q for the other.
    let gradient = ExplainedScalar.probability.gradient(of: 1, logits, isIndependent: false)
    #expect(abs(gradient[1] - 0.1875) < Self.tolerance)
    #expect(abs(gradient[0] + 0.1875) < Self.tolerance)
  }

  @Test func staysFiniteForExtremeLogits() {
    for scalar in ExplainedScalar.allCases {
      let gradient = scalar.gradient(of: 0, [1000, -1000, 990], isIndependent: false)
      let isFinite = gradient.allSatisfy(\.isFinite)
      #expect(isFinite)
      #expect(scalar.value(of: 0, [1000, -1000, 990], isIndependent: false).isFinite)
      #expect(scalar.value(of: 0, [3], isIndependent: true).isFinite)
    }
  }
}
