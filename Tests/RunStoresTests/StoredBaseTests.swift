import AttributionRecords
import Foundation
import Lafa
import RunStores
import Testing

/// Base attributions as bytes, and bytes that are none.
struct StoredBaseTests {
  private let document = EncodedDocument(
    ids: [2, 7, 9, 3], isSpecial: [true, false, false, true], words: [1..<2, 2..<3])
  private let shape = StoredBase.Shape(
    labels: ["O", "B-PER", "I-PER"], task: .tokenLabels, unit: nil, bases: 2)

  private var base: BaseAttribution {
    BaseAttribution(
      document: document,
      prediction: Prediction(
        task: .tokenLabels,
        outputs: [
          .init(label: "O", logit: 0.1, probability: 1.0 / 3),
          .init(label: "B-PER", logit: -.pi, probability: nil),
          .init(label: "I-PER", logit: 1e-300, probability: 0),
        ], predicted: [1]),
      entities: [
        FoundEntity(type: "PER", output: 1, words: 0..<2, outputs: [1, 2], probability: 0.7)
      ], vector: [1.5, -0.0, .leastNonzeroMagnitude],
      scores: [
        .init(
          output: 1, entity: 0, bases: [[0, 0.1, 0.2, 0], [4, 3, 2, 1]], gaps: [nil, -0.25],
          directions: [[1, 2, 3]])
      ], omitted: 4)
  }

  private var plain: BaseAttribution {
    var plain = base
    plain.scores[0].directions = []
    return plain
  }

  @Test func givesBackEveryBit() throws {
    #expect(StoredBase.base(StoredBase.data(base), of: document, shape: shape) == plain)
    var found = plain
    let added = StoredBase.add(
      directions: StoredBase.directions(base), count: 1, length: 3, to: &found)
    #expect(added && found == base)
    let number = BaseAttribution(
      document: document,
      prediction: Prediction(
        task: .regression, outputs: [.init(label: "price", logit: 2, probability: nil)],
        predicted: [0], value: .init(value: 7.5, unit: "USD")), vector: [],
      scores: [.init(output: 0, bases: [[1, 2, 3, 4]], gaps: [nil])])
    let price = StoredBase.Shape(labels: ["price"], task: .regression, unit: "USD", bases: 1)
    #expect(StoredBase.base(StoredBase.data(number), of: document, shape: price) == number)
  }

  @Test func takesNothingOnTrust() {
    let data = StoredBase.data(base)
    for count in 0..<data.count {
      #expect(StoredBase.base(data.prefix(count), of: document, shape: shape) == nil)
    }
    #expect(StoredBase.base(data + [0], of: document, shape: shape) == nil)
    // No byte makes the reader crash, whatever it then says.
    for place in data.indices {
      for bit in [0x01, 0x80, 0xFF] as [UInt8] {
        var broken = data
        broken[place] ^= bit
        _ = StoredBase.base(broken, of: document, shape: shape)
      }
    }
    var shorter = document
    shorter.ids.removeLast()
    shorter.isSpecial.removeLast()
    #expect(StoredBase.base(data, of: shorter, shape: shape) == nil)
    var found = plain
    let directions = StoredBase.directions(base)
    for (count, length) in [(2, 3), (1, 2), (0, 3)] {
      #expect(!StoredBase.add(directions: directions, count: count, length: length, to: &found))
    }
  }
}
