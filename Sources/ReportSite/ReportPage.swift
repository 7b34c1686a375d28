internal import AttributionRecords

/// What the page of one document needs besides its record.
struct ReportPage {
  /// A document of the run as other pages link to it.
  struct Link {
    /// The document's id.
    var id: String
    /// Its file name without an ending.
    var file: String
  }

  let record: AttributionRecord
  /// The run's title.
  let title: String
  /// The document before this one in the run.
  let previous: Link?
  /// The document after this one.
  let next: Link?
  /// The file names of the run's documents.
  let names: FileNames
  /// The texts of the interface.
  let strings: Strings
  /// The words of the text as labels show them.
  let words: [String]
  /// The words' scores of each explanation.
  let scores: [ScoreView]
  /// What headings call each entity.
  let phrases: [EntityPlace: String]
  /// The texts of the document with their words.
  let fields: [Field]

  init(
    record: AttributionRecord, title: String, previous: Link?, next: Link?, names: FileNames,
    strings: Strings
  ) {
    self.strings = strings
    self.record = record
    self.title = title
    self.previous = previous
    self.next = next
    self.names = names
    words = Self.words(of: record)
    phrases = Self.phrases(of: record, strings)
    fields = Self.fields(of: record, strings)
    scores = record.explanations.map { ScoreView($0, words: record.words) }
  }

  /// The same page without links to others.
  var alone: ReportPage {
    ReportPage(
      record: record, title: title, previous: nil, next: nil, names: FileNames([]),
      strings: strings)
  }

  /// What links and headings call the document: they may not be blank.
  var name: String { Self.name(record.title, orElse: id) }

  /// Whether the document has a title beside its id.
  var isNamed: Bool { name != id }

  /// Returns a page's title, with the id behind it if the document's title is another.
  func named(_ title: String) -> String { isNamed ? "\(title) – \(record.id)" : title }

  /// Returns the `lang` of words of the document; false if it need not be said.
  func spoken(_ text: String) -> Any { TextLanguage.tag(of: text, on: strings[.lang]) ?? false }

  /// The document's id; it may not be blank either.
  var id: String { Self.name(record.id, orElse: strings[.nameless]) }

  /// Returns a text, or another if there is nothing in it to see.
  static func name(_ text: String, orElse other: String) -> String {
    text.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? other : text
  }

  /// Words beyond which the table of all words is left to the record.
  static let wordTableLimit = 1000
  /// Words up to which one table has all words with bars and the ledger; longer texts have the
  /// strongest with bars, a ledger of these, and a table of all.
  static let shortLimit = 30
  /// Words up to which a text is so low that what explains it stands below, not beside it.
  static let briefLimit = 90
  /// Labels that the page lists.
  static let labelLimit = 8
  /// Words that the chart of the strongest lists.
  static let strongestLimit = 10

  /// The words that the chart of the strongest lists, strongest first.
  func strongestWords(_ scores: ScoreView) -> [Int] {
    scores.ranking.prefix(Self.strongestLimit).filter { scores.shares[$0] > 0 }
  }

  /// The labels as the page lists them: strongest first.
  var labels: [(label: String, probability: Double, isPredicted: Bool)] {
    // Of token labels, the entities say more.
    let outputs = isTagged ? [] : record.prediction.outputs
    return outputs.indices.sorted { (-outputs[$0].logit, $0) < (-outputs[$1].logit, $1) }
      .prefix(max(Self.labelLimit, record.prediction.predicted.count))
      .compactMap { index in
        outputs[index].probability.map {
          (outputs[index].label, $0, record.prediction.predicted.contains(index))
        }
      }
  }

  /// Returns the words of a record's text, the longest cut: they are for labels and tables, the
  /// text itself stands whole in the heatmap.
  private static func words(of record: AttributionRecord) -> [String] {
    let scalars = Array(record.text.unicodeScalars)
    return record.words.map { word in
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[word.start..<min(word.end, word.start + wordLimit)])
      return String(view) + (word.end - word.start > wordLimit ? "…" : "")
    }
  }

  /// Code points of a word that a label shows.
  private static let wordLimit = 40
}
