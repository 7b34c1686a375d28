import Lafa
import Testing

struct EntityLabelsTests {
  private func entities(_ words: [String], _ labels: [String]) -> [String] {
    let reader = EntityLabels(labels)
    let outputs = words.map { labels.firstIndex(of: $0) ?? 0 }
    return reader.entities(outputs).map { range in
      "\(reader.type(of: outputs[range.lowerBound]) ?? "-")\(range.lowerBound)-\(range.upperBound)"
    }
  }

  @Test func readsIOB2() {
    let labels = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
    #expect(
      entities(["B-PER", "I-PER", "B-PER", "O", "B-LOC", "I-LOC", "I-LOC"], labels)
        == ["PER0-2", "PER2-3", "LOC4-7"])
    // An inner label without a beginning begins one, as does another type.
    #expect(entities(["O", "I-PER", "I-PER", "I-LOC"], labels) == ["PER1-3", "LOC3-4"])
    #expect(entities(["B-PER", "O", "I-PER"], labels) == ["PER0-1", "PER2-3"])
  }

  @Test func readsBILOU() {
    let labels = ["O", "B-X", "I-X", "L-X", "U-X"]
    #expect(
      entities(["B-X", "I-X", "L-X", "U-X", "I-X", "L-X", "L-X"], labels)
        == ["X0-3", "X3-4", "X4-6", "X6-7"])
  }

  @Test func groupsEqualNeighboursWithoutPrefixes() {
    #expect(
      entities(["NOUN", "NOUN", "VERB", "O", "NOUN"], ["O", "NOUN", "VERB"])
        == ["NOUN0-2", "VERB2-3", "NOUN4-5"])
    // S_5 is a type of its own where no label begins with B or I.
    #expect(entities(["S_5", "S_5", "S_6"], ["S_5", "S_6"]) == ["S_50-2", "S_62-3"])
  }

  @Test func letsTheFirstLabelStandForItsType() {
    let labels = EntityLabels(["O", "I-PER", "B-PER", "B-LOC"])
    #expect(labels.outputs == ["PER": 1, "LOC": 3])
    #expect(labels.type(of: 0) == nil)
  }
}
