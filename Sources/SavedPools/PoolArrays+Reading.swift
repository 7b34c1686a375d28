internal import AttributionRecords
internal import Checkpoints
internal import Foundation
internal import Lafa
internal import Tensors

extension PoolArrays {
  /// Which of the kept base methods a run takes, and what they must fit.
  struct Selection {
    /// For each base method of the run its place in the manifest; nil for zeros.
    var bases: [Int?]
    /// For each directed one of the run its place among the manifest's.
    var directed: [Int]
    /// The number of token ids that the model has embeddings for.
    var vocabulary: Int
  }

  /// Reads the file.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - manifest: What it holds.
  ///   - selection: What of it is wanted.
  /// - Returns: The documents, and the centre of the contextual kernel.
  /// - Throws: ``PoolError/damaged(path:detail:)``.
  static func read(
    _ url: URL, _ manifest: PoolManifest, _ selection: Selection
  ) throws(PoolError) -> (bases: AttributionStore, centre: TokenCentre?) {
    let path = url.path(percentEncoded: false)
    do {
      let file = try SafetensorsFile(url: url)
      let reader = try DocumentReader(file, manifest, selection)
      let bases = try reader.documents()
      var centre: TokenCentre?
      if let layer = manifest.parameters.kernelLayer {
        let mean = try file.tensor("centre", shape: [manifest.model.hiddenSize])
        centre = TokenCentre(
          layer: layer, mean: Array(UnsafeBufferPointer(start: mean.pointer, count: mean.count)))
      }
      return (bases, centre)
    } catch let error as CheckpointError {
      throw .damaged(path: path, detail: "\(error)")
    } catch {
      throw .damaged(path: path, detail: (error as? ArrayFault)?.detail ?? "it cannot be read")
    }
  }
}

/// What does not fit in the arrays.
private struct ArrayFault: Error {
  let detail: String
}

/// A list of numbers, taken one after the other.
private final class NumberList<Number: BitwiseCopyable> {
  private let name: String
  private let numbers: [Number]
  private var position = 0

  init(_ name: String, _ file: SafetensorsFile, type: String, shape: [Int]? = nil) throws {
    self.name = name
    numbers = try file.withBytes(name, type: type, shape: shape) { bytes in
      let size = MemoryLayout<Number>.size
      return (0..<bytes.count / size).map {
        bytes.loadUnaligned(fromByteOffset: $0 * size, as: Number.self)
      }
    }
  }

  func next(_ count: Int) throws -> ArraySlice<Number> {
    guard count >= 0, count <= numbers.count - position else {
      throw ArrayFault(detail: "“\(name)” ends too early")
    }
    defer { position += count }
    return numbers[position..<position + count]
  }

  func end() throws {
    guard position == numbers.count else {
      throw ArrayFault(detail: "“\(name)” has more than its documents")
    }
  }
}

extension NumberList<Int32> {
  /// Returns numbers that must lie in a range.
  func next(_ count: Int, in range: Range<Int>) throws -> [Int] {
    try next(count).map { number in
      guard range.contains(Int(number)) else {
        throw ArrayFault(detail: "“\(name)” holds \(number)")
      }
      return Int(number)
    }
  }

  /// Returns one number that must lie in a range.
  func one(in range: Range<Int>) throws -> Int { try next(1, in: range)[0] }
}

extension NumberList<Double> {
  /// Returns numbers of which none may be missing.
  func finite(_ count: Int) throws -> [Double] {
    let found = Array(try next(count))
    guard found.allSatisfy(\.isFinite) else {
      throw ArrayFault(detail: "“\(name)” holds what is not a number")
    }
    return found
  }

  /// Returns a number or nil.
  func optional() throws -> Double? { try next(1).first.flatMap { $0.isFinite ? $0 : nil } }
}

/// Puts the documents together from the arrays.
private struct DocumentReader {
  private let manifest: PoolManifest
  private let selection: PoolArrays.Selection
  private let integers: [String: NumberList<Int32>]
  private let doubles: [String: NumberList<Double>]
  private let directions: [MappedRows]
  private let isSpecial: NumberList<UInt8>
  private let vectors: MappedRows

  private static let integerNames = [
    "token_counts", "token_ids", "category", "predicted_counts", "predicted", "omitted",
    "explanation_counts", "explanation_outputs", "explanation_entities", "entity_counts",
    "entity_types", "entity_outputs", "entity_word_outputs",
  ]

  init(
    _ file: SafetensorsFile, _ manifest: PoolManifest, _ selection: PoolArrays.Selection
  ) throws {
    self.manifest = manifest
    self.selection = selection
    let n = manifest.documents
    let d = manifest.model.hiddenSize
    var integers: [String: NumberList<Int32>] = [:]
    for name in Self.integerNames { integers[name] = try NumberList(name, file, type: "I32") }
    let entities = try file.shape(of: "entity_types").first ?? 0
    integers["entity_words"] = try NumberList(
      "entity_words", file, type: "I32", shape: [entities, 2])
    self.integers = integers
    var doubles: [String: NumberList<Double>] = [:]
    for name in ["logits", "probabilities"] {
      doubles[name] = try NumberList(
        name, file, type: "F64", shape: [n, manifest.labels.count])
    }
    for name in ["values", "entity_probabilities"] {
      doubles[name] = try NumberList(name, file, type: "F64")
    }
    for case let base? in selection.bases {
      for name in ["scores.\(base)", "gaps.\(base)"] {
        doubles[name] = try NumberList(name, file, type: "F64")
      }
    }
    self.doubles = doubles
    let explanations = try file.shape(of: "explanation_outputs").first ?? 0
    directions = try selection.directed.map {
      try file.rows(of: "directions.\($0)", rows: explanations, columns: d)
    }
    isSpecial = try NumberList("token_is_special", file, type: "BOOL")
    vectors = try file.rows(of: "vectors", rows: n, columns: d)
  }

  func documents() throws -> AttributionStore {
    var store = AttributionStore()
    var explained = 0
    for index in 0..<manifest.documents {
      let document = try document(index, firstExplanation: explained)
      explained += document.scores.count
      store.append(document)
    }
    for list in integers.values { try list.end() }
    for list in doubles.values { try list.end() }
    try isSpecial.end()
    return store
  }

  private func integer(_ name: String) throws -> NumberList<Int32> {
    guard let list = integers[name] else { throw ArrayFault(detail: "“\(name)” is missing") }
    return list
  }

  private func double(_ name: String) throws -> NumberList<Double> {
    guard let list = doubles[name] else { throw ArrayFault(detail: "“\(name)” is missing") }
    return list
  }

  private static let anyCount = 0..<Int(Int32.max)

  private func document(_ index: Int, firstExplanation: Int) throws -> BaseAttribution {
    let outputs = 0..<manifest.labels.count
    let count = try integer("token_counts").one(in: 1..<Int(Int32.max))
    let ids = try integer("token_ids").next(count, in: 0..<selection.vocabulary)
    let flags = try isSpecial.next(count).map { $0 != 0 }
    let category = try integer("category").one(in: -1..<manifest.categories.count)
    var prediction = Prediction(
      task: manifest.task,
      outputs: try manifest.labels.map { label in
        .init(
          label: label, logit: try double("logits").finite(1)[0],
          probability: try double("probabilities").optional())
      },
      predicted: try integer("predicted").next(
        integer("predicted_counts").one(in: Self.anyCount), in: outputs))
    prediction.value = try double("values").optional().map {
      .init(value: $0, unit: manifest.unit)
    }
    let entities = try entities(outputs)
    let explained = try integer("explanation_counts").one(in: Self.anyCount)
    var scores: [BaseAttribution.Scores] = []
    // A damaged count must not ask for room: what is missing ends the loop.
    for place in 0..<explained {
      scores.append(
        try oneScores(
          outputs, entities: entities.count, tokens: count, number: firstExplanation + place))
    }
    return BaseAttribution(
      document: EncodedDocument(
        ids: ids, isSpecial: flags, windows: [], category: category < 0 ? nil : category),
      prediction: prediction, entities: entities, vector: try Self.row(index, of: vectors),
      scores: scores,
      omitted: try integer("omitted").one(in: Self.anyCount))
  }

  private func entities(_ outputs: Range<Int>) throws -> [FoundEntity] {
    let count = try integer("entity_counts").one(in: Self.anyCount)
    var entities: [FoundEntity] = []
    for _ in 0..<count {
      let type = try integer("entity_types").one(in: 0..<manifest.entityTypes.count)
      let words = try integer("entity_words").next(2, in: Self.anyCount)
      guard words[0] < words[1] else { throw ArrayFault(detail: "an entity has no words") }
      entities.append(
        FoundEntity(
          type: manifest.entityTypes[type],
          output: try integer("entity_outputs").one(in: outputs), words: words[0]..<words[1],
          outputs: try integer("entity_word_outputs").next(words[1] - words[0], in: outputs),
          probability: try double("entity_probabilities").finite(1)[0]))
    }
    return entities
  }

  private func oneScores(
    _ outputs: Range<Int>, entities: Int, tokens: Int, number: Int
  ) throws -> BaseAttribution.Scores {
    let output = try integer("explanation_outputs").one(in: outputs)
    let entity = try integer("explanation_entities").one(in: -1..<max(entities, 0))
    var bases: [[Double]] = []
    var gaps: [Double?] = []
    for base in selection.bases {
      guard let base else {
        bases.append(Array(repeating: 0, count: tokens))
        gaps.append(nil)
        continue
      }
      bases.append(try double("scores.\(base)").finite(tokens))
      gaps.append(try double("gaps.\(base)").optional())
    }
    return BaseAttribution.Scores(
      output: output, entity: entity < 0 ? nil : entity, bases: bases, gaps: gaps,
      directions: try directions.map { try Self.row(number, of: $0) })
  }

  private static func row(_ index: Int, of rows: MappedRows) throws -> [Float] {
    guard index < rows.rows else { throw ArrayFault(detail: "a matrix has too few rows") }
    var row = [Float](repeating: 0, count: rows.columns)
    rows.read([index], into: &row)
    guard row.allSatisfy(\.isFinite) else {
      throw ArrayFault(detail: "a matrix holds what is not a number")
    }
    return row
  }
}
