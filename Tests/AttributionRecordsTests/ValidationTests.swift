import AttributionRecords
import Testing

struct ValidationTests {
  /// One contradiction put into a sound record.
  struct Contradiction: CustomTestStringConvertible {
    let detail: String
    let seed: @Sendable (inout AttributionRecord) -> Void
    var testDescription: String { detail }

    init(_ detail: String, _ seed: @escaping @Sendable (inout AttributionRecord) -> Void) {
      self.detail = detail
      self.seed = seed
    }
  }

  static let contradictions = [
    Contradiction("token 2 lies outside the text") { $0.tokens[2].end = 9 },
    Contradiction("token 1 lies outside the text") { $0.tokens[1].start = -1 },
    Contradiction("token 1 lies outside the text") { $0.tokens[1].start = 5 },
    Contradiction("token 1 lies outside the text") { $0.tokens[1].end = .max },
    Contradiction("word 1 lies outside the text or overlaps the word before it") {
      $0.words[1].start = 3
    },
    Contradiction("word 1 lies outside the text or overlaps the word before it") {
      $0.words[1].end = 9
    },
    Contradiction("word 0 lies outside the text or overlaps the word before it") {
      $0.words[0].end = 0
    },
    Contradiction("word 0 lies outside the text or overlaps the word before it") {
      $0.words[0].start = .min
    },
    Contradiction("word 1 has tokens that do not exist") { $0.words[1].endToken = 4 },
    Contradiction("word 0 has tokens that do not exist") { $0.words[0].firstToken = 3 },
    Contradiction("word 0 has tokens that do not exist") { $0.words[0].firstToken = -1 },
    Contradiction("the prediction has no outputs") { $0.prediction.outputs = [] },
    Contradiction("a predicted label does not exist") { $0.prediction.predicted = [2] },
    Contradiction("a predicted label does not exist") { $0.prediction.predicted = [-1] },
    Contradiction("a probability is not between 0 and 1") {
      $0.prediction.outputs[0].probability = 1.5
    },
    Contradiction("a probability is not between 0 and 1") {
      $0.explanations[0].neighbours[0].probability = -0.5
    },
    Contradiction("a regression has a value, and other tasks have none") {
      $0.prediction.task = .regression
    },
    Contradiction("a regression has a value, and other tasks have none") {
      $0.prediction.value = .init(value: 1, unit: nil)
    },
    Contradiction("it explains nothing") { $0.explanations = [] },
    Contradiction("an explained label does not exist") { $0.explanations[0].output = 2 },
    Contradiction("scores and tokens differ in number") { $0.explanations[0].scores.append(0) },
    Contradiction("scores and tokens differ in number") { $0.explanations[0].own.removeLast() },
    Contradiction("a score is too large") { $0.explanations[0].scores[1] = 1e308 },
    Contradiction("a score is too large") { $0.explanations[0].own[1] = .nan },
    Contradiction("the shares of neighbour “b” and the tokens differ in number") {
      $0.explanations[0].neighbours[0].shares = []
    },
    Contradiction("a word of an excerpt lies outside it") {
      $0.explanations[0].neighbours[0].excerpt.words[1].end = 9
    },
    Contradiction("a word of an excerpt lies outside it") {
      $0.explanations[0].neighbours[0].excerpt.words[1].start = 3
    },
    Contradiction("a word of an excerpt is not between 0 and 100 %") {
      $0.explanations[0].neighbours[0].excerpt.words[1].percent = 101
    },
    Contradiction("a word of an excerpt is not between 0 and 100 %") {
      $0.explanations[0].neighbours[0].excerpt.words[0].percent = -1
    },
    Contradiction("a source names a neighbour or a word that is not there") {
      $0.explanations[0].sources?[1][0].neighbour = 1
    },
    Contradiction("a source names a neighbour or a word that is not there") {
      $0.explanations[0].sources?[1][0].end = 0
    },
    Contradiction("a score is too large") {
      $0.explanations[0].sources?[1][0].value = .infinity
    },
    Contradiction("sources and words differ in number") {
      $0.explanations[0].sources?.removeLast()
    },
    Contradiction("an explained scalar is unknown") { $0.explanations[0].scalar = "x" },
    Contradiction("a count is negative, or there is no window") { $0.omittedExplanations = -1 },
    Contradiction("a count is negative, or there is no window") { $0.coverage.windows = 0 },
    Contradiction("a count is negative, or there is no window") { $0.coverage.overlap = .min },
    Contradiction("a count is negative, or there is no window") {
      $0.provenance.parameters.windowOverlap = -1
    },
    Contradiction("only a task of token labels has entities") {
      $0.prediction.entities = [SmallRecord.entity]
    },
    Contradiction("an explanation of token labels has an entity, and others have none") {
      $0.explanations[0].target = SmallRecord.entity
    },
  ]

  /// Contradictions of a document of two fields.
  static let contradictionsOfPairs = [
    Contradiction("field “hypothesis” lies outside the text or overlaps the field before it") {
      $0.fields[1].start = 3
    },
    Contradiction("field “hypothesis” lies outside the text or overlaps the field before it") {
      $0.fields[1].end = .max
    },
    Contradiction("field “premise” lies outside the text or overlaps the field before it") {
      $0.fields[0].start = .min
    },
    Contradiction("field “premise” lies outside the text or overlaps the field before it") {
      $0.fields[0].end = -1
    },
    Contradiction("word 1 lies in no field") { $0.fields.removeLast() },
    Contradiction("word 1 lies in no field") { $0.fields[1].start = 6 },
    Contradiction("word 0 lies in no field") { $0.fields[0].end = 3 },
  ]

  /// Contradictions of a document with an entity.
  static let contradictionsOfEntities = [
    Contradiction("entity “PER” lies outside the text") { $0.prediction.entities[0].end = 9 },
    Contradiction("entity “PER” lies outside the text") { $0.prediction.entities[0].start = .min },
    Contradiction("entity “PER” lies outside the text") { $0.prediction.entities[0].end = 0 },
    Contradiction("entity “PER” lies outside the text") { $0.prediction.entities[0].endWord = 3 },
    Contradiction("entity “PER” lies outside the text") { $0.prediction.entities[0].endWord = 0 },
    Contradiction("entity “PER” lies outside the text") {
      $0.explanations[0].target?.firstWord = -1
    },
    Contradiction("entity “PER” has a label that does not exist") {
      $0.prediction.entities[0].output = 2
    },
    Contradiction("entity “PER” has a label that does not exist") {
      $0.explanations[0].target?.output = -1
    },
    Contradiction("a probability is not between 0 and 1") {
      $0.explanations[0].target?.probability = .nan
    },
    Contradiction("an explanation of token labels has an entity, and others have none") {
      $0.explanations[0].target = nil
    },
  ]

  @Test(arguments: contradictionsOfPairs)
  func namesAContradictionOfFields(_ contradiction: Contradiction) throws {
    var record = SmallRecord.pair
    try record.validate(file: "a.json")
    contradiction.seed(&record)
    let expected = RecordError.inconsistent(file: "a.json", detail: contradiction.detail)
    #expect(throws: expected) { try record.validate(file: "a.json") }
  }

  @Test(arguments: contradictionsOfEntities)
  func namesAContradictionOfEntities(_ contradiction: Contradiction) throws {
    var record = SmallRecord.tagged
    try record.validate(file: "a.json")
    contradiction.seed(&record)
    let expected = RecordError.inconsistent(file: "a.json", detail: contradiction.detail)
    #expect(throws: expected) { try record.validate(file: "a.json") }
  }

  @Test func acceptsATextWithoutEntities() throws {
    var record = SmallRecord.tagged
    record.prediction.entities = []
    record.prediction.predicted = []
    record.explanations = []
    try record.validate(file: "a.json")
  }

  @Test(arguments: contradictions)
  func namesAContradiction(_ contradiction: Contradiction) {
    var record = SmallRecord.record
    contradiction.seed(&record)
    let expected = RecordError.inconsistent(file: "a.json", detail: contradiction.detail)
    #expect(throws: expected) { try record.validate(file: "a.json") }
    #expect(expected.description.hasPrefix("a.json contradicts itself: "))
  }

  @Test func acceptsASoundRecord() throws {
    try SmallRecord.record.validate(file: "a.json")
  }

  @Test func countsPositionsInCodePoints() throws {
    var record = SmallRecord.record
    // Three characters, eight code points.
    record.text = "👩‍👩‍👧e\u{301}x"
    try record.validate(file: "a.json")
  }
}
