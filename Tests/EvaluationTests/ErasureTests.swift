import Evaluation
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
  @Test func writesCellsThatNoSpreadsheetTakesForAFormula() {
    let text = DelimitedText.csv([
      ["=1+1", "-0.5", "a,b", "say \"hi\"\n"], ["@x", "+", "\tx", ""],
    ])
    #expect(text == "'=1+1,-0.5,\"a,b\",\"say \"\"hi\"\"\n\"\n'@x,'+,'\tx,\n")
  }
}
