import AttributionRecords
import Checkpoints
import Foundation
import TestSupport
import Testing

struct ConfigurationTests {
  private func configuration(_ name: String) throws -> ModelConfiguration {
    try CheckpointFolder(url: Fixtures.package.appending(path: name)).configuration
  }

  @Test func readsASentimentClassifier() throws {
    let model = try configuration("samples/models/reviews")
    #expect(model.family == .bert)
    #expect(model.task == .singleLabel)
    #expect(model.labels == ["NEGATIVE", "POSITIVE"])
    let sizes: [Int] = [model.layers, model.hiddenSize, model.heads, model.intermediateSize]
    #expect(sizes == [4, 128, 4, 512])
  }

  @Test func undoesAStandardisedLogPrice() throws {
    let model = try configuration("samples/models/laptops")
    #expect(model.task == .regression)
    #expect(model.transform.unit == "USD")
    // exp(0 · std + mean) is the geometric mean price of the training listings.
    #expect(abs(model.transform.value(0) - exp(6.615153240525471)) < 1e-9)
    #expect(model.transform.value(1) > model.transform.value(0))
  }

  @Test func readsTheNamesOfDistilBERT() throws {
    let model = try configuration("Tests/Fixtures/encoders/distilbert-large")
    #expect(model.family == .distilBert)
    #expect(model.labels == ["LABEL_0", "LABEL_1", "LABEL_2"])
    let sizes: [Int] = [model.layers, model.hiddenSize, model.heads, model.intermediateSize]
    #expect(sizes == [3, 40, 5, 72])
  }

  @Test func readsAMultiLabelTask() throws {
    let model = try configuration("Tests/Fixtures/encoders/bert-small")
    #expect(model.task == .multiLabel)
  }

  @Test func takesASingleOutputForARegression() throws {
    try CheckpointTestFolder.with { folder in
      try folder.configure(["id2label": ["0": "score"], "problem_type": nil])
      let checkpoint = try CheckpointFolder(url: folder.url)
      #expect(checkpoint.configuration.task == .regression)
    }
  }
}
