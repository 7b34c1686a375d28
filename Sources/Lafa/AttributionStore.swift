internal import AttributionRecords

/// The base attributions of a corpus in little memory: numbers in flat arrays, texts shared,
/// directions in a file that goes with the store.
///
/// What a document gives back lacks its windows, words and gold labels, which nothing needs once
/// the base attributions are known, and its vector, which ``vectors`` holds.
public struct AttributionStore: Sendable {
  /// Documents whose numbers share arrays: few allocations, and none that grows large.
  private static let blockCount = 512
  /// Marks a token that was added around the text.
  fileprivate static let special: UInt32 = 1 << 31

  /// Returns a kept token's id.
  static func id(_ token: UInt32) -> UInt32 { token & ~special }

  /// Where a document's numbers begin in its block.
  fileprivate struct Start {
    var tokens: UInt32
    var integers: UInt32
    var numbers: UInt32
    var directions: UInt32
  }

  fileprivate struct Block {
    var starts: [Start] = []
    var tokens: [UInt32] = []
    var integers: [Int32] = []
    var numbers: [Double] = []
    /// Empty once they are put aside.
    var directions: [Float] = []
    /// Where the directions were put.
    var aside: (file: FloatFile, place: Int)?

    var end: Start {
      Start(
        tokens: UInt32(tokens.count), integers: UInt32(integers.count),
        numbers: UInt32(numbers.count), directions: UInt32(directions.count))
    }
  }

  /// The pooled hidden states.
  public private(set) var vectors = VectorStore()
  /// The number of documents.
  public private(set) var count = 0
  private var blocks: [Block] = []
  /// Made when a block is full; copies of the store write into the same.
  private var file: FloatFile?
  fileprivate var shape = Shape()

  /// What all documents of a run share.
  fileprivate struct Shape {
    /// The prediction of the first document, for the labels.
    var prediction = Prediction(task: .singleLabel, outputs: [], predicted: [])
    /// The types of entities.
    var types: [String] = []
    /// The number of base methods.
    var bases = 0
    /// How many of them have directions.
    var directions = 0
    /// The length of a direction.
    var d = 0
  }

  /// Makes an empty store.
  public init() {}

  /// Makes a store of these documents.
  ///
  /// - Parameter documents: Base attributions of one model.
  public init(_ documents: [BaseAttribution]) {
    for document in documents { append(document) }
  }

  /// The types of the documents' entities.
  public var entityTypes: [String] { shape.types }

  /// What the model answers.
  var task: Task { shape.prediction.task }

  /// Adds a document.
  ///
  /// - Parameter base: The base attribution; its labels are those of the documents before.
  public mutating func append(_ base: BaseAttribution) {
    if count == 0 { shape.prediction = base.prediction }
    precondition(
      base.prediction.outputs.count == shape.prediction.outputs.count,
      "the documents have one model")
    if shape.bases == 0, let first = base.scores.first {
      shape.bases = first.bases.count
      shape.directions = first.directions.count
      shape.d = first.directions.first?.count ?? 0
    }
    precondition(
      base.scores.allSatisfy {
        $0.bases.count == shape.bases && $0.directions.count == shape.directions
      }, "the documents have the same base methods")
    vectors.append(base.vector)
    if count % Self.blockCount == 0 { blocks.append(Block()) }
    let types = base.entities.map { number(of: $0.type) }
    blocks[blocks.count - 1].append(base, types: types)
    count += 1
    if count % Self.blockCount == 0 { closeBlock() }
  }

  /// Gives back what a full block does not need in memory.
  private mutating func closeBlock() {
    let last = blocks.count - 1
    blocks[last].shrink()
    guard !blocks[last].directions.isEmpty else { return }
    file = file ?? FloatFile()
    // What no file takes stays in memory.
    if let file { blocks[last].putAside(file) }
  }

  private mutating func number(of type: String) -> Int {
    if let found = shape.types.firstIndex(of: type) { return found }
    shape.types.append(type)
    return shape.types.count - 1
  }

  /// Returns a document without windows, words, gold labels and vector.
  ///
  /// - Parameter index: Its number.
  /// - Returns: The base attribution.
  public subscript(index: Int) -> BaseAttribution {
    blocks[index / Self.blockCount].document(index % Self.blockCount, shape: shape)
  }

  /// Returns the outputs that are explained for a document.
  func explained(_ index: Int) -> ArraySlice<Int32> {
    blocks[index / Self.blockCount].explained(index % Self.blockCount)
  }

  /// Returns the outputs that are predicted for a document.
  func predicted(_ index: Int) -> ArraySlice<Int32> {
    blocks[index / Self.blockCount].predicted(index % Self.blockCount)
  }

  /// Returns the category of a document.
  func category(_ index: Int) -> Int? {
    blocks[index / Self.blockCount].category(index % Self.blockCount)
  }

  /// Calls a closure with a document's token ids.
  func withTokens<Result>(_ index: Int, _ body: (ArraySlice<UInt32>) -> Result) -> Result {
    let block = blocks[index / Self.blockCount]
    return body(block.tokens[block.tokenRange(of: index % Self.blockCount)])
  }
}

extension AttributionStore.Block {
  /// Writes the numbers in the order in which ``document(_:shape:)`` reads them.
  mutating func append(_ base: BaseAttribution, types: [Int]) {
    starts.append(end)
    for (id, isSpecial) in zip(base.document.ids, base.document.isSpecial) {
      tokens.append(UInt32(id) | (isSpecial ? AttributionStore.special : 0))
    }
    add([base.document.category ?? -1, base.scores.count])
    add(base.scores.map(\.output))
    for scores in base.scores {
      add([scores.entity ?? -1])
      for (tokens, gap) in zip(scores.bases, scores.gaps) { numbers += tokens + [gap ?? .nan] }
      for direction in scores.directions { directions += direction }
    }
    // A number that is missing is written as one that is none.
    for output in base.prediction.outputs {
      numbers += [output.logit, output.probability ?? .nan]
    }
    numbers.append(base.prediction.value?.value ?? .nan)
    add([base.omitted, base.prediction.predicted.count] + base.prediction.predicted)
    add([base.entities.count])
    for (entity, type) in zip(base.entities, types) {
      add([type, entity.output, entity.words.lowerBound, entity.words.upperBound])
      add([entity.outputs.count] + entity.outputs)
      numbers.append(entity.probability)
    }
  }

  private mutating func add(_ values: [Int]) {
    for value in values { integers.append(Int32(value)) }
  }

  /// Gives back the room for growth.
  mutating func shrink() {
    starts = starts.withUnsafeBufferPointer { Array($0) }
    tokens = tokens.withUnsafeBufferPointer { Array($0) }
    integers = integers.withUnsafeBufferPointer { Array($0) }
    numbers = numbers.withUnsafeBufferPointer { Array($0) }
    directions = directions.withUnsafeBufferPointer { Array($0) }
  }

  /// Puts the directions into a file.
  mutating func putAside(_ file: FloatFile) {
    guard let place = file.append(directions) else { return }
    aside = (file, place)
    directions = []
  }

  func tokenRange(of index: Int) -> Range<Int> {
    let next = index + 1 < starts.count ? starts[index + 1] : end
    return Int(starts[index].tokens)..<Int(next.tokens)
  }

  func explained(_ index: Int) -> ArraySlice<Int32> {
    let start = Int(starts[index].integers) + 1
    return integers[start + 1..<start + 1 + Int(integers[start])]
  }

  func category(_ index: Int) -> Int? {
    let number = integers[Int(starts[index].integers)]
    return number < 0 ? nil : Int(number)
  }

  func predicted(_ index: Int) -> ArraySlice<Int32> {
    // Behind the category, the number of explanations, the output and the entity of each, and what
    // is omitted.
    let count = Int(starts[index].integers) + 3 + 2 * explained(index).count
    return integers[count + 1..<count + 1 + Int(integers[count])]
  }

  func document(_ index: Int, shape: AttributionStore.Shape) -> BaseAttribution {
    let tokens = tokens[tokenRange(of: index)]
    var integer = Int(starts[index].integers)
    var number = Int(starts[index].numbers)
    func integers(_ count: Int) -> [Int] {
      defer { integer += count }
      return self.integers[integer..<integer + count].map(Int.init)
    }
    func numbers(_ count: Int) -> [Double] {
      defer { number += count }
      return Array(self.numbers[number..<number + count])
    }
    var float = Int(starts[index].directions)
    func directions(_ count: Int) -> [Float] {
      defer { float += count }
      if let aside { return aside.file.floats(at: aside.place + float, count: count) }
      return Array(self.directions[float..<float + count])
    }
    let category = integers(1)[0]
    let outputs = integers(integers(1)[0])
    let scores = outputs.map { output in
      let entity = integers(1)[0]
      var bases: [[Double]] = []
      var gaps: [Double?] = []
      for _ in 0..<shape.bases {
        bases.append(numbers(tokens.count))
        gaps.append(numbers(1).first.flatMap { $0.isNaN ? nil : $0 })
      }
      return BaseAttribution.Scores(
        output: output, entity: entity < 0 ? nil : entity, bases: bases, gaps: gaps,
        directions: (0..<shape.directions).map { _ in directions(shape.d) })
    }
    var prediction = shape.prediction
    for output in prediction.outputs.indices {
      let pair = numbers(2)
      prediction.outputs[output].logit = pair[0]
      prediction.outputs[output].probability = pair[1].isNaN ? nil : pair[1]
    }
    let value = numbers(1)[0]
    prediction.value = value.isNaN ? nil : .init(value: value, unit: shape.prediction.value?.unit)
    let omitted = integers(1)[0]
    prediction.predicted = integers(integers(1)[0])
    let entities = (0..<integers(1)[0]).map { _ in
      let parts = integers(4)
      return FoundEntity(
        type: shape.types[parts[0]], output: parts[1], words: parts[2]..<parts[3],
        outputs: integers(integers(1)[0]), probability: numbers(1)[0])
    }
    return BaseAttribution(
      document: EncodedDocument(
        ids: tokens.map { Int(AttributionStore.id($0)) },
        isSpecial: tokens.map { $0 & AttributionStore.special != 0 }, windows: [],
        category: category < 0 ? nil : category),
      prediction: prediction, entities: entities, vector: [], scores: scores, omitted: omitted)
  }
}
