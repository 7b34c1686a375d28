/// What the documents of a run add up to, in memory that the corpus does not set.
struct RunDigest: Sendable {
  /// A document that shows something.
  struct Example: Sendable {
    let id: String
    let title: String
    let file: String
    let weight: Double
    var why = ""
  }

  /// A word of one label.
  struct Word: Sendable {
    /// Documents in which it is among the strongest.
    var documents = 0
    /// The sum of its shares in them.
    var sum = 0.0
    /// Those in which it counts most.
    var examples: [Example] = []
  }

  /// The words of one label.
  struct Label: Sendable {
    /// Explanations of the label.
    var count = 0
    var words: [String: Word] = [:]
    /// Whether rare words were let go.
    var isCut = false
  }

  /// A field of the documents.
  struct Field: Sendable {
    var documents = 0
    var empty = 0
    var share = 0.0
    var wordShare = 0.0
  }

  private(set) var labels: [String: Label] = [:]
  private(set) var fields: [(name: String, field: Field)] = []
  /// How many documents have a doubt of each kind, and the worst of them.
  private(set) var doubts: [PageDigest.Reason: (count: Int, worst: [Example])] = [:]

  /// The label of numbers.
  static let allValues = "Predicted value"
  /// Words of all labels that are counted at once; rare ones are let go beyond.
  private static let wordLimit = 50_000
  private static let exampleLimit = 3
  private static let doubtLimit = 100
  private var words = 0

  /// Takes a document.
  mutating func add(_ digest: PageDigest, of row: IndexPage.Row) {
    for explained in digest.explained {
      var label = labels.removeValue(forKey: explained.label) ?? Label()
      label.count += 1
      for word in explained.words {
        let known = label.words.count
        label.words[word.text, default: Word()].add(
          word.share, Example(id: row.id, title: row.title, file: row.file, weight: word.share),
          limit: Self.exampleLimit)
        words += label.words.count - known
      }
      labels[explained.label] = label
    }
    if words > Self.wordLimit { letGo() }
    for field in digest.fields {
      let place = fields.firstIndex { $0.name == field.name } ?? fields.count
      if place == fields.count { fields.append((field.name, Field())) }
      fields[place].field.documents += 1
      fields[place].field.empty += field.isEmpty ? 1 : 0
      fields[place].field.share += field.share
      fields[place].field.wordShare += field.wordShare
    }
    for doubt in digest.doubts {
      var known = doubts[doubt.reason] ?? (0, [])
      known.count += 1
      known.worst.insert(
        Example(
          id: row.id, title: row.title, file: row.file, weight: doubt.weight, why: doubt.why),
        limit: Self.doubtLimit)
      doubts[doubt.reason] = known
    }
  }

  /// Lets the weaker half of each label's words go.
  private mutating func letGo() {
    words = 0
    for (name, label) in labels {
      var label = label
      let kept = label.words.sorted { ($1.value.sum, $0.key) < ($0.value.sum, $1.key) }
        .prefix(label.words.count / 2)
      label.words = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
      label.isCut = true
      words += label.words.count
      labels[name] = label
    }
  }
}

extension RunDigest.Word {
  fileprivate mutating func add(_ share: Double, _ example: RunDigest.Example, limit: Int) {
    documents += 1
    sum += share
    examples.insert(example, limit: limit)
  }
}

extension [RunDigest.Example] {
  /// Puts an example into a short list of the weightiest; of equal ones the first stays first.
  fileprivate mutating func insert(_ example: RunDigest.Example, limit: Int) {
    guard count < limit || example.weight > self[count - 1].weight else { return }
    insert(example, at: firstIndex { $0.weight < example.weight } ?? count)
    if count > limit { removeLast() }
  }
}
