import Checkpoints
import Encoders
import Foundation
import Lafa
import TestSupport
import Tensors
import Testing

/// Integrated and smooth gradients.
struct PathTests {
  /// Squares of a mean of 25 float32 gradients, each within 1e-5 of the largest element.
  static let tolerance: Float = 5e-5

  private static func file(_ name: String) throws -> SafetensorsFile {
    try SafetensorsFile(url: Fixtures.folder.appending(path: "encoders/\(name).safetensors"))
  }

  private static func documents() throws -> [EncodedDocument] {
    let file = try file("reviews")
    return try (0..<file.names.count { $0.hasSuffix(".ids") }).map { index in
      let shape = try file.shape(of: "\(index).ids")
      let ids = try file.tensor("\(index).ids", shape: shape).withElements { $0.map { Int($0) } }
      return EncodedDocument(ids: ids, isSpecial: ids.map { _ in false })
    }
  }

  private static func model(_ path: String = "samples/models/reviews") throws -> EncoderModel {
    try EncoderModel(CheckpointFolder(url: Fixtures.package.appending(path: path)))
  }

  private static func scores(
    _ model: EncoderModel, _ documents: [EncodedDocument], _ base: BaseMethod,
    scalar: ExplainedScalar = .logit, workers: Int = 1
  ) -> [[Double]] {
    let options = LafaOptions(
      methods: [AttributionMethod(name: "base", base: base)], scalar: scalar)
    return GradientPass(model: model, options: options, workers: workers).run(documents)
      .map { $0?.scores[0].tokens ?? [] }
  }

  @Test(arguments: [5, 25])
  func integratedGradientEqualsCaptum(steps: Int) throws {
    let expected = try Self.file("paths")
    let found = Self.scores(
      try Self.model(), try Self.documents(), .integratedGradient(steps: steps))
    for (index, scores) in found.enumerated() {
      let name = "\(index).integrated.\(steps)"
      expectClose(
        scores.map { Float($0) },
        try expected.tensor(name, shape: expected.shape(of: name)).withElements(Array.init),
        tolerance: Self.tolerance, name)
    }
  }

  /// Documents whose references are the next two, cut or padded.
  private static func referring() throws -> [EncodedDocument] {
    let documents = try documents()
    return documents.enumerated().map { index, document in
      var result = document
      let count = document.ids.count
      result.references = [1, 2].map { step in
        let ids = documents[(index + step) % documents.count].ids.prefix(count)
        return ids + Array(repeating: 0, count: count - ids.count)
      }
      result.isSpecial = document.ids.indices.map { $0 == 0 || $0 == count - 1 }
      return result
    }
  }

  @Test(arguments: [
    ("input", BaseMethod.inputGradient),
    ("padded", .integratedGradient(steps: 5, from: .token(0))),
    ("shap.zero", .shapGradient(samples: 6, from: .zero, seed: 9)),
    ("shap.texts", .shapGradient(samples: 6, from: .texts, seed: 9)),
    ("deep", .shapDeep(from: .texts)),
  ])
  func baseMethodsEqualCaptumAndTheDefinitions(_ name: String, _ base: BaseMethod) throws {
    let expected = try Self.file("paths")
    let found = Self.scores(try Self.model(), try Self.referring(), base)
    for (index, scores) in found.enumerated() {
      let name = "\(index).\(name)"
      expectClose(
        scores.map { Float($0) },
        try expected.tensor(name, shape: expected.shape(of: name)).withElements(Array.init),
        tolerance: Self.tolerance, name)
    }
  }

  @Test func theCompletenessGapEqualsCaptums() throws {
    let expected = try Self.file("paths")
    let options = LafaOptions(methods: [
      AttributionMethod(name: "base", base: .integratedGradient(steps: 5, from: .token(0)))
    ])
    let found = GradientPass(model: try Self.model(), options: options, workers: 2)
      .run(try Self.referring())
    for (index, result) in found.enumerated() {
      let gap = try #require(result?.scores[0].gaps[0])
      let wanted = try expected.tensor("\(index).padded.gap", shape: [1]).withElements { $0[0] }
      // A difference of logits of about 1 in single precision.
      #expect(abs(gap - Double(wanted)) < 2e-5, "\(gap) for \(wanted)")
    }
  }

  @Test func severalMethodsAtOnceEqualEachAlone() throws {
    let bases: [BaseMethod] = [
      .gradient, .inputGradient, .random(seed: 4), .integratedGradient(steps: 3),
      .smoothGradient(samples: 3, deviation: 0.1, seed: 2), .shapDeep(from: .texts),
    ]
    let (model, documents) = (try Self.model(), try Self.referring())
    let options = LafaOptions(methods: bases.map { AttributionMethod(name: $0.name, base: $0) })
    let together = GradientPass(model: model, options: options, workers: 2).run(documents)
    for (place, base) in bases.enumerated() {
      let alone = Self.scores(model, documents, base)
      #expect(together.map { $0?.scores[0].bases[place] ?? [] } == alone)
    }
  }

  @Test func aRandomNumberIsDrawnForEachWord() throws {
    let words = [1..<2, 2..<5, 5..<6]
    let document = EncodedDocument(
      ids: [101, 7, 8, 9, 10, 11, 102],
      isSpecial: [true, false, false, false, false, false, true], words: words)
    let scores = Self.scores(try Self.model(), [document], .random(seed: 3))[0]
    #expect(scores.indices.filter { scores[$0] > 0 } == [1, 2, 5])
    #expect(scores != Self.scores(try Self.model(), [document], .random(seed: 4))[0])
  }

  @Test func theRuleIsExactForPolynomials() {
    // Two points by hand: 1/2 ± 1/√12.
    let two = GaussLegendre(points: 2)
    #expect(abs(two.nodes[0] - (0.5 - 1 / 12.0.squareRoot())) < 1e-15)
    #expect(abs(two.nodes[1] - (0.5 + 1 / 12.0.squareRoot())) < 1e-15)
    for points in [1, 2, 3, 10, 25, 50, 300] {
      let rule = GaussLegendre(points: points)
      for degree in [0, 1, min(2 * points - 1, 40)] {
        let sum = zip(rule.nodes, rule.weights).reduce(0) { $0 + $1.1 * pow($1.0, Double(degree)) }
        // Rounding of as many terms as points.
        #expect(abs(sum - 1 / Double(degree + 1)) < 1e-13, "\(points) points, degree \(degree)")
      }
    }
  }

  @Test func noNoiseIsTheGradient() throws {
    let (model, documents) = (try Self.model(), try Self.documents())
    let plain = Self.scores(model, documents, .gradient)
    let smooth = Self.scores(
      model, documents, .smoothGradient(samples: 4, deviation: 0, seed: 1))
    for (one, other) in zip(smooth, plain) {
      expectClose(
        one.map { Float($0) }, other.map { Float($0) }, tolerance: Self.tolerance, "no noise")
    }
  }

  @Test func smoothGradientIsTheMeanOverItsNoise() throws {
    let model = try Self.model()
    let document = try #require(try Self.documents().first)
    let (samples, deviation, seed) = (6, 0.2, UInt64(9))
    let found = Self.scores(
      model, [document], .smoothGradient(samples: samples, deviation: deviation, seed: seed))[0]
    // One pass a sample, each with the noise as documented.
    let e = model.configuration.embeddingSize
    let text = document.ids.reduce(seed) { SplitMix64.mixed($0 &+ UInt64($1)) }
    let pass = EncoderPass(model: model)
    pass.forward(PackedBatch([document.ids]))
    let logits = pass.logits(of: 0)
    var seeds = [Float](repeating: 0, count: logits.count)
    seeds[try #require(logits.indices.max { logits[$0] < logits[$1] })] = 1
    var mean = [Double](repeating: 0, count: document.ids.count * e)
    for sample in 0..<samples {
      pass.forward(PackedBatch([document.ids])) { rows in
        for token in document.ids.indices {
          var noise = NormalNoise(
            seed: text, stream: UInt64(sample) << 32 | UInt64(token), deviation: deviation)
          for column in 0..<e { rows[token * e + column] += noise.next() }
        }
      }
      pass.withGradient(of: seeds) { gradient in
        for index in mean.indices { mean[index] += Double(gradient[index]) / Double(samples) }
      }
    }
    let expected = document.ids.indices.map { token in
      mean[token * e..<(token + 1) * e].reduce(0) { $0 + $1 * $1 }
    }
    expectClose(
      found.map { Float($0) }, expected.map { Float($0) }, tolerance: Self.tolerance, "smooth")
  }

  @Test func theNoiseIsNormal() {
    var noise = NormalNoise(seed: 3, stream: 4, deviation: 2)
    let count = 40_000
    let values = (0..<count).map { _ in Double(noise.next()) / 2 }
    func moment(_ power: Int) -> Double {
      values.reduce(0) { $0 + pow($1, Double(power)) } / Double(count)
    }
    // Six standard errors of each moment at this count: √(1, 2, 15, 96) / 200.
    #expect(abs(moment(1)) < 0.03)
    #expect(abs(moment(2) - 1) < 0.043)
    #expect(abs(moment(3)) < 0.12)
    #expect(abs(moment(4) - 3) < 0.3)
  }

  @Test(arguments: [
    BaseMethod.integratedGradient(steps: 7), .smoothGradient(samples: 7, deviation: 0.3, seed: 2),
  ])
  func companyAndWorkersDoNotMatter(_ base: BaseMethod) throws {
    let (model, documents) = (try Self.model(), try Self.documents())
    let many = (0..<20).flatMap { _ in documents }
    let alone = documents.map { Self.scores(model, [$0], base, scalar: .probability)[0] }
    let together = Self.scores(model, many, base, scalar: .probability, workers: 3)
    for (index, scores) in together.enumerated() {
      #expect(scores == alone[index % documents.count])
    }
  }

  @Test func seedsDiffer() throws {
    let (model, documents) = (try Self.model(), try Self.documents())
    func scores(_ seed: UInt64) -> [[Double]] {
      Self.scores(model, documents, .smoothGradient(samples: 3, deviation: 0.3, seed: seed))
    }
    #expect(scores(1) == scores(1))
    #expect(scores(1) != scores(2))
  }
}
