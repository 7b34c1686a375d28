import Evaluation
import Foundation
import Testing

struct ErasureTests {
  @Test func agreesWithErasersDefinitions() throws {
    for one in try MetricsFixture.read().erasure {
      #expect(one.shares.map { Erasure.count(share: $0, of: one.scores.count) } == one.sizes)
      #expect(isClose(Erasure.aopc(full: one.full, one.removed), one.comprehensiveness))
      #expect(isClose(Erasure.aopc(full: one.full, one.kept), one.sufficiency))
      #expect(isClose(Erasure.logOdds(full: one.full, one.removed), one.logOdds))
      let all = [0] + one.shares + [1]
      #expect(isClose(Erasure.area(all, [one.full] + one.removed + [one.empty]), one.deletion))
      #expect(isClose(Erasure.area(all, [one.empty] + one.kept + [one.full]), one.insertion))
      #expect(isClose(Erasure.percentageError(target: 0.4, one.removed), one.maskedError))
    }
  }

  @Test func agreesWithFerretsDefinitions() throws {
    let shares = (0..<10).map { 0.1 + 0.1 * Double($0) }
    for one in try MetricsFixture.read().erasure {
      let words = one.scores.count
      #expect(
        shares.map { Erasure.count(share: $0, of: words, rule: .ferret) } == one.ferretSizes)
      let counted = Erasure.counted(shares, of: words, rule: .ferret)
      // The fixture's model: a squashed sum of the weights of the words that are left.
      func output(_ isHidden: (Int) -> Bool) -> Double {
        let sum = one.weights.indices.reduce(0) { isHidden($1) ? $0 : $0 + one.weights[$1] }
        return 1 / (1 + exp(-sum))
      }
      let tops = counted.map {
        Set(Erasure.strongest(one.scores, share: shares[$0], rule: .ferret))
      }
      let removed = tops.map { top in output { top.contains($0) } }
      let kept = tops.map { top in output { !top.contains($0) } }
      #expect(isClose(Erasure.aopc(full: one.full, removed), one.ferretComprehensiveness))
      #expect(isClose(Erasure.aopc(full: one.full, kept), one.ferretSufficiency))
    }
  }

  @Test func eraserCountsEveryShare() {
    #expect(Erasure.counted([0.1, 0.2], of: 3, rule: .eraser) == [0, 1])
    #expect(Erasure.counted([0.1, 0.2, 0.4, 0.5], of: 3, rule: .ferret) == [2])
  }

  @Test func takesTheStrongestFirstAndEqualOnesByPosition() {
    #expect(Erasure.strongest([1, 3, 3, 2], share: 0.5) == [1, 2])
    #expect(Erasure.strongest([1, 3, 3, 2], share: 0.01) == [1])
    #expect(Erasure.strongest([], share: 0.5) == [])
    // 0.1 · 30 is a little more than 3 in binary.
    #expect(Erasure.count(share: 0.1, of: 30) == 3)
    #expect(Erasure.count(share: 0, of: 30) == 0)
  }

  @Test func normalisesBetweenTheLeastAndTheMost() {
    #expect(isClose(Erasure.normalised(0.3, least: 0.1, most: 0.5), 0.5))
    #expect(Erasure.normalised(0.3, least: 0.3, most: 0.3) == nil)
    #expect(Erasure.area([0.5], [1]) == nil)
    #expect(Erasure.logOdds(full: 1, [0]).isFinite)
  }
}

struct DelimitedTextTests {
  /// Swift takes a quote and the mark behind it for one letter, which is not the quote.
  @Test func doublesQuotesWithMarksBehindThem() {
    #expect(DelimitedText.csv([["\"\u{301},a", "b"]]) == "\"\"\"\u{301},a\",b\n")
    #expect(DelimitedText.csv([["＝1", "＋a", "-2"]]) == "'＝1,'＋a,-2\n")
    #expect(DelimitedText.csv([["'=1", "'a", "-inf", "+1e6"]]) == "''=1,'a,'-inf,+1e6\n")
    for text in ["=1", "'=1", "''-a", "'a", "'", "-2", "", "a", "\t", "'\u{301}=1"] {
      let cell = DelimitedText.csv([[text]]).dropLast()
      #expect(DelimitedText.unguarded(String(cell)) == text)
    }
  }

  @Test func writesCellsThatNoSpreadsheetTakesForAFormula() {
    let text = DelimitedText.csv([
      ["=1+1", "-0.5", "a,b", "say \"hi\"\n"], ["@x", "+", "\tx", ""],
    ])
    #expect(text == "'=1+1,-0.5,\"a,b\",\"say \"\"hi\"\"\n\"\n'@x,'+,'\tx,\n")
  }
}
