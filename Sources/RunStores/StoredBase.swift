public import AttributionRecords
public import Foundation
public import Lafa

/// A document's base attributions as bytes, without what the run knows anyway: the document, the
/// names of labels, and the directions, which depend on the centre of all documents.
public enum StoredBase {
  /// What all documents of a model share.
  public struct Shape: Sendable {
    let labels: [String]
    let task: AttributionRecords.Task
    let unit: String?
    let bases: Int

    /// Makes a shape.
    ///
    /// - Parameters:
    ///   - labels: The model's labels.
    ///   - task: What it answers.
    ///   - unit: The unit of a number.
    ///   - bases: How many base methods are computed.
    public init(labels: [String], task: AttributionRecords.Task, unit: String?, bases: Int) {
      self.labels = labels
      self.task = task
      self.unit = unit
      self.bases = bases
    }
  }

  /// Returns base attributions as bytes.
  public static func data(_ base: BaseAttribution) -> Data {
    var writer = ByteWriter()
    for output in base.prediction.outputs {
      writer.add(output.logit)
      writer.add(output.probability)
    }
    writer.add(base.prediction.value?.value)
    writer.add(base.prediction.predicted)
    writer.add(base.omitted)
    writer.add(base.entities.count)
    for entity in base.entities {
      writer.add(entity.type)
      writer.add([entity.output, entity.words.lowerBound, entity.words.upperBound])
      writer.add(entity.outputs)
      writer.add(entity.probability)
    }
    writer.addList(base.vector)
    writer.add(base.scores.count)
    for scores in base.scores {
      writer.add([scores.output, scores.entity ?? -1])
      for (tokens, gap) in zip(scores.bases, scores.gaps) {
        writer.addList(tokens)
        writer.add(gap)
      }
    }
    return writer.data
  }

  /// Reads base attributions.
  ///
  /// - Parameters:
  ///   - data: What ``data(_:)`` returned.
  ///   - document: The document.
  ///   - shape: The model's.
  /// - Returns: The same, without directions; nil if the bytes are something else.
  public static func base(
    _ data: Data, of document: EncodedDocument, shape: Shape
  ) -> BaseAttribution? {
    var reader = ByteReader(data)
    guard let base = try? base(from: &reader, document, shape), reader.isAtEnd else { return nil }
    return base
  }

  private static func base(
    from reader: inout ByteReader, _ document: EncodedDocument, _ shape: Shape
  ) throws(ByteReader.Broken) -> BaseAttribution {
    var outputs: [Prediction.Output] = []
    for label in shape.labels {
      outputs.append(
        .init(label: label, logit: try reader.number(), probability: try reader.optional()))
    }
    let value = try reader.optional().map { Prediction.Quantity(value: $0, unit: shape.unit) }
    let predicted = try reader.integers()
    try check(predicted.allSatisfy(outputs.indices.contains))
    let omitted = try reader.integer()
    let entities = try list(&reader) { reader throws(ByteReader.Broken) in
      let type = try reader.text()
      let places = try reader.integers()
      let found = try reader.integers()
      try check(
        places.count == 3 && outputs.indices.contains(places[0]) && 0 <= places[1]
          && places[1] < places[2] && places[2] <= document.words.count
          && found.allSatisfy(outputs.indices.contains))
      return FoundEntity(
        type: type, output: places[0], words: places[1]..<places[2], outputs: found,
        probability: try reader.number())
    }
    let vector = try reader.list(of: Float(0))
    let scores = try list(&reader) { reader throws(ByteReader.Broken) in
      let places = try reader.integers()
      try check(
        places.count == 2 && outputs.indices.contains(places[0])
          && (places[1] == -1 || entities.indices.contains(places[1])))
      var bases: [[Double]] = []
      var gaps: [Double?] = []
      for _ in 0..<shape.bases {
        bases.append(try reader.list(of: 0.0))
        gaps.append(try reader.optional())
      }
      try check(bases.allSatisfy { $0.count == document.ids.count })
      return BaseAttribution.Scores(
        output: places[0], entity: places[1] < 0 ? nil : places[1], bases: bases, gaps: gaps)
    }
    return BaseAttribution(
      document: document,
      prediction: Prediction(
        task: shape.task, outputs: outputs, predicted: predicted, value: value),
      entities: entities, vector: vector, scores: scores, omitted: omitted)
  }

  /// Returns the directions of base attributions as bytes.
  public static func directions(_ base: BaseAttribution) -> Data {
    var writer = ByteWriter()
    for scores in base.scores {
      for direction in scores.directions { writer.addList(direction) }
    }
    return writer.data
  }

  /// Fills in directions.
  ///
  /// - Parameters:
  ///   - data: What ``directions(_:)`` returned.
  ///   - count: How many each explanation has.
  ///   - length: The length of one.
  ///   - base: The base attributions.
  /// - Returns: Whether the bytes were such directions.
  public static func add(
    directions data: Data, count: Int, length: Int, to base: inout BaseAttribution
  ) -> Bool {
    var reader = ByteReader(data)
    for place in base.scores.indices {
      base.scores[place].directions = []
      for _ in 0..<count {
        guard let direction = try? reader.list(of: Float(0)), direction.count == length else {
          return false
        }
        base.scores[place].directions.append(direction)
      }
    }
    return reader.isAtEnd
  }

  private static func list<Value>(
    _ reader: inout ByteReader, _ body: (inout ByteReader) throws(ByteReader.Broken) -> Value
  ) throws(ByteReader.Broken) -> [Value] {
    var values: [Value] = []
    let count = try reader.integer()
    // Every value takes bytes, so that a count that lies ends at the end of the data.
    for _ in 0..<max(count, 0) { values.append(try body(&reader)) }
    return values
  }

  private static func check(_ holds: Bool) throws(ByteReader.Broken) {
    guard holds else { throw ByteReader.Broken() }
  }
}
