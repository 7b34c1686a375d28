import AttributionRecords
import Checkpoints
import Encoders
import Foundation
import Lafa
import TestSupport
import Testing

/// Documents longer than the model takes.
struct WindowTests {
  /// The engine adds float32 gradients of windows; the literal reading adds the same numbers in
  /// double precision, so both differ by a few roundings of 6e-8.
  static let tolerance: Float = 1e-6

  @Test func cutsWindowsThatShareTokens() {
    #expect(WindowPlan.windows(count: 10, room: 10, overlap: 4) == [0..<10])
    #expect(WindowPlan.windows(count: 11, room: 10, overlap: 4) == [0..<10, 1..<11])
    #expect(WindowPlan.windows(count: 22, room: 10, overlap: 4) == [0..<10, 6..<16, 12..<22])
    #expect(WindowPlan.windows(count: 23, room: 10, overlap: 0) == [0..<10, 10..<20, 13..<23])
    // More than half of the room is not shared.
    #expect(WindowPlan.windows(count: 5, room: 2, overlap: 9) == [0..<2, 1..<3, 2..<4, 3..<5])
    #expect(WindowPlan.windows(count: 0, room: 1, overlap: 0) == [0..<0])
  }

  /// A document of `count` tokens in windows of at most `room` between [CLS] and [SEP].
  private func document(count: Int, room: Int, overlap: Int) -> EncodedDocument {
    let text = (0..<count).map { 5 + $0 * 7 % 90 }
    let windows = WindowPlan.windows(count: count, room: room, overlap: overlap).map { range in
      EncodedDocument.Window(
        sequence: EncodedSequence(ids: [2] + text[range] + [3]),
        tokens: [0] + range.map { $0 + 1 } + [count + 1])
    }
    let words = stride(from: 1, to: count, by: 2).map { $0..<$0 + 2 }
    return EncodedDocument(
      ids: [2] + text + [3],
      isSpecial: [true] + Array(repeating: false, count: count) + [true], windows: windows,
      words: words)
  }

  private func model(_ name: String) throws -> EncoderModel {
    try EncoderModel(CheckpointFolder(url: Fixtures.folder.appending(path: "encoders/\(name)")))
  }

  /// The mean of the windows' logits, its gradient by the chain rule, window by window.
  private func literal(
    _ document: EncodedDocument, _ model: EncoderModel, scalar: ExplainedScalar
  ) -> (logits: [Double], tokens: [Float]) {
    let outputs = model.configuration.labels.count
    let pass = EncoderPass(model: model)
    var logits = [Double](repeating: 0, count: outputs)
    for window in document.windows {
      pass.forward(PackedBatch([window.sequence]))
      for (output, logit) in pass.logits(of: 0).enumerated() {
        logits[output] += Double(logit) / Double(document.windows.count)
      }
    }
    let best = logits.indices.max { logits[$0] < logits[$1] } ?? 0
    let gradient = scalar.gradient(of: best, logits, isIndependent: false)
    let e = model.configuration.embeddingSize
    var sums = [[Double]](
      repeating: Array(repeating: 0, count: e), count: document.ids.count)
    for window in document.windows {
      pass.forward(PackedBatch([window.sequence]))
      let seed = gradient.map { Float($0 / Double(document.windows.count)) }
      let rows = pass.withGradient(of: seed, Array.init)
      for (place, token) in window.tokens.enumerated() {
        for column in 0..<e { sums[token][column] += Double(rows[place * e + column]) }
      }
    }
    return (logits, sums.map { Float($0.reduce(0) { $0 + $1 * $1 }) })
  }

  @Test(
    arguments: [
      (count: 30, room: 62, overlap: 8), (100, 62, 8), (100, 20, 10), (700, 50, 5), (700, 62, 31),
    ], [ExplainedScalar.logit, .probability])
  func addsUpTheGradientsOfAllWindows(
    shape: (count: Int, room: Int, overlap: Int), scalar: ExplainedScalar
  ) throws {
    let model = try model("distilbert-large")
    let document = document(count: shape.count, room: shape.room, overlap: shape.overlap)
    let options = LafaOptions(scalar: scalar)
    let result = try #require(
      GradientPass(model: model, options: options, workers: 1).run([document])[0])
    let expected = literal(document, model, scalar: scalar)
    expectClose(
      result.prediction.outputs.map { Float($0.logit) }, expected.logits.map { Float($0) },
      tolerance: Self.tolerance, "logits")
    expectClose(
      try #require(result.scores.first).tokens.map { Float($0) }, expected.tokens,
      tolerance: Self.tolerance, "scores")
  }

  @Test func givesTheSameBytesAmongOtherDocuments() throws {
    let model = try model("distilbert-large")
    let documents = [12, 700, 3, 90, 61].map { document(count: $0, room: 62, overlap: 8) }
    let pass = GradientPass(model: model, options: LafaOptions(), workers: 1)
    let together = pass.run(documents)
    let four = GradientPass(model: model, options: LafaOptions(), workers: 4).run(documents)
    #expect(together == four)
    for (index, document) in documents.enumerated() {
      #expect(together[index] == pass.run([document])[0])
    }
  }

  @Test func explainsTheEntitiesOfALongText() throws {
    let model = try model("entities")
    let document = document(count: 130, room: 62, overlap: 8)
    let options = LafaOptions(maxExplanations: 1000)
    let result = try #require(
      GradientPass(model: model, options: options, workers: 1).run([document])[0])
    #expect(Set(result.entities.map(\.type)) == ["PER", "LOC"])
    #expect(result.scores.count == result.entities.count)
    // A token that shares no window with an entity has no part in its logits.
    let first = result.scores.first { result.entities[$0.entity ?? 0].words.upperBound < 10 }
    let tokens = try #require(first).tokens
    #expect(tokens[5] > 0 && tokens[130] == 0)
  }

  @Test func explainsAnEntityByTheSumOfItsWords() throws {
    let model = try model("entities")
    let document = document(count: 60, room: 62, overlap: 8)
    let options = LafaOptions(maxExplanations: 3)
    let result = try #require(
      GradientPass(model: model, options: options, workers: 1).run([document])[0])
    #expect(result.omitted == result.entities.count - 3)
    let pass = EncoderPass(model: model)
    pass.forward(PackedBatch([document.windows[0].sequence]))
    let outputs = model.configuration.labels.count
    let e = model.configuration.embeddingSize
    for scores in result.scores {
      let entity = result.entities[try #require(scores.entity)]
      var seed = [Float](repeating: 0, count: document.ids.count * outputs)
      for (word, output) in zip(entity.words, entity.outputs) {
        seed[document.words[word].lowerBound * outputs + output] = 1
      }
      let gradient = pass.withGradient(of: seed, Array.init)
      let expected = document.ids.indices.map { token in
        gradient[token * e..<(token + 1) * e].reduce(0) { $0 + $1 * $1 }
      }
      expectClose(
        scores.tokens.map { Float($0) }, expected, tolerance: Self.tolerance, "scores")
    }
  }

  @Test func explainsOnlyTheNamedTypes() throws {
    let model = try model("entities")
    let document = document(count: 60, room: 62, overlap: 8)
    let output = try #require(EntityLabels(model.configuration.labels).outputs["LOC"])
    let options = LafaOptions(explained: .outputs([output]))
    let result = try #require(
      GradientPass(model: model, options: options, workers: 1).run([document])[0])
    #expect(!result.scores.isEmpty)
    for scores in result.scores {
      #expect(result.entities[try #require(scores.entity)].type == "LOC")
    }
  }
}
