import AttributionRecords
import Checkpoints
import Encoders
import Foundation
import Lafa
import TestSupport
import Tensors
import Testing

struct GradientPassTests {
  /// A squared gradient has twice the relative error of the gradient, whose bound is 1e-5.
  static let tolerance: Float = 2e-5

  private func fixture(_ name: String) throws -> SafetensorsFile {
    try SafetensorsFile(url: Fixtures.folder.appending(path: "encoders/\(name).safetensors"))
  }

  private func documents(_ file: SafetensorsFile) throws -> [EncodedDocument] {
    try (0..<file.names.count { $0.hasSuffix(".ids") }).map { index in
      let shape = try file.shape(of: "\(index).ids")
      let ids = try file.tensor("\(index).ids", shape: shape).withElements { $0.map { Int($0) } }
      var isSpecial = ids.map { _ in false }
      isSpecial[0] = true
      isSpecial[ids.count - 1] = true
      return EncodedDocument(ids: ids, isSpecial: isSpecial)
    }
  }

  private func model(_ path: String) throws -> EncoderModel {
    try EncoderModel(CheckpointFolder(url: Fixtures.package.appending(path: path)))
  }

  @Test func sumsSquaredGradientsOverTheEmbedding() throws {
    let file = try fixture("reviews")
    let results = GradientPass(
      model: try model("samples/models/reviews"), options: LafaOptions(), workers: 2
    ).run(try documents(file))
    for (index, result) in results.enumerated() {
      let scores = try #require(result?.scores.first?.tokens)
      let shape = try file.shape(of: "\(index).gradient")
      // Equation 3, from PyTorch's gradient.
      let expected = try file.tensor("\(index).gradient", shape: shape).withElements { gradient in
        (0..<shape[0]).map { row in
          gradient[row * shape[1]..<(row + 1) * shape[1]].reduce(0) { $0 + $1 * $1 }
        }
      }
      expectClose(
        scores.map { Float($0) }, expected, tolerance: Self.tolerance, "scores \(index)")
    }
  }

  @Test func poolsTheMeanOfTheMiddleLayerOverWords() throws {
    let file = try fixture("reviews")
    let results = GradientPass(
      model: try model("samples/models/reviews"), options: LafaOptions(), workers: 1
    ).run(try documents(file))
    let shape = try file.shape(of: "0.hidden")
    let (tokens, d) = (shape[1], shape[2])
    let expected = try file.tensor("0.hidden", shape: shape).withElements { hidden in
      (0..<d).map { column in
        // Layer 2 of 4, without [CLS] and [SEP].
        (1..<tokens - 1).reduce(Float(0)) { $0 + hidden[(2 * tokens + $1) * d + column] }
          / Float(tokens - 2)
      }
    }
    expectClose(try #require(results[0]).vector, expected, tolerance: 1e-4, "vector")
  }

  @Test func explainsEachPredictedLabelOrTheStrongest() throws {
    let documents = try documents(fixture("bert-small/expected"))
    let model = try model("Tests/Fixtures/encoders/bert-small")
    var options = LafaOptions()
    options.threshold = 0
    let all = GradientPass(model: model, options: options, workers: 1).run(documents)
    #expect(all.allSatisfy { $0?.scores.map(\.output).sorted() == [0, 1, 2, 3] })
    options.threshold = 1
    let strongest = GradientPass(model: model, options: options, workers: 1).run(documents)
    for (one, every) in zip(strongest, all) {
      #expect(one?.prediction.predicted == [])
      // Alone or with others, a label's scores have the same bytes.
      #expect(one?.scores == every.map { [$0.scores[0]] })
    }
  }

  @Test func givesTheSameBytesForAnyNumberOfWorkers() throws {
    let documents = try documents(fixture("reviews"))
    let many = Array(repeating: documents, count: 30).flatMap(\.self)
    let model = try model("samples/models/reviews")
    let one = GradientPass(model: model, options: LafaOptions(), workers: 1).run(many)
    let four = GradientPass(model: model, options: LafaOptions(), workers: 4).run(many)
    #expect(one == four)
    #expect(one[0] == one[many.count - documents.count])
  }
}
