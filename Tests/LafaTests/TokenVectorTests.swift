import Checkpoints
import Encoders
import Foundation
import Lafa
import TestSupport
import Testing

/// û, its centre, and the directions that the contextual kernel's sums collapse to.
struct TokenVectorTests {
  /// Single-precision sums of a hundred columns.
  static let tolerance = 1e-5

  private func model() throws -> EncoderModel {
    try EncoderModel(
      CheckpointFolder(url: Fixtures.package.appending(path: "samples/models/reviews")))
  }

  private let documents = (0..<9).map { index in
    let ids = [101] + (0...index).map { 200 + 31 * index + $0 } + [102]
    return EncodedDocument(
      ids: ids, isSpecial: ids.indices.map { $0 == 0 || $0 == ids.count - 1 })
  }

  /// Hidden states by a whole pass, a document at a time.
  private func states(_ model: EncoderModel, _ layer: Int) -> [[[Double]]] {
    let d = model.configuration.hiddenSize
    return documents.map { document in
      let pass = EncoderPass(model: model)
      pass.forward(PackedBatch([document.ids]))
      return pass.withHiddenState(of: 0, layer: layer) { rows in
        document.ids.indices.map { token in rows[token * d..<(token + 1) * d].map { Double($0) } }
      }
    }
  }

  @Test(arguments: [0, 2, 4])
  func areCentredStatesOfLengthOne(_ layer: Int) throws {
    let model = try model()
    let d = model.configuration.hiddenSize
    let pass = TokenVectorPass(model: model, layer: layer, workers: 2)
    let centre = pass.centre(of: documents)
    let states = states(model, layer)
    var mean = [Double](repeating: 0, count: d)
    var count = 0.0
    for (document, rows) in zip(documents, states) {
      for (token, row) in rows.enumerated() where !document.isSpecial[token] {
        for column in 0..<d { mean[column] += row[column] }
        count += 1
      }
    }
    for column in 0..<d {
      #expect(abs(mean[column] / count - Double(centre.mean[column])) < Self.tolerance)
    }
    let vectors = pass.vectors(of: documents, centre: centre)
    for (vectors, rows) in zip(vectors, states) {
      for (token, row) in rows.enumerated() {
        let centred = row.indices.map { row[$0] - mean[$0] / count }
        let length = centred.reduce(0) { $0 + $1 * $1 }.squareRoot()
        // û · g for g a unit vector is û's component.
        for column in stride(from: 0, to: d, by: 17) {
          let g = (0..<d).map { $0 == column ? 1.0 : 0 }
          #expect(abs(vectors.dot(token, g) - centred[column] / length) < Self.tolerance)
        }
      }
    }
  }

  @Test func directionsAreTheWeightedSumsOfTheGradientPass() throws {
    let model = try model()
    let options = LafaOptions(
      methods: [
        AttributionMethod(name: "lafa", smoothing: Smoothing(kernel: .contextual, lambda: 20))
      ], kernelLayer: 2)
    let pass = TokenVectorPass(model: model, layer: 2, workers: 1)
    let centre = pass.centre(of: documents)
    let vectors = pass.vectors(of: documents, centre: centre)
    let found = GradientPass(model: model, options: options, centre: centre, workers: 2)
      .run(documents)
    for (index, result) in found.enumerated() {
      let scores = try #require(result?.scores.first)
      let expected = vectors[index].direction(scores.tokens, of: documents[index])
      #expect(scores.directions == [expected])
      #expect(scores.directions[0].contains { $0 != 0 })
    }
  }
}
