import AttributionRecords
import Foundation
import Markup
import ReportSite
import Testing

/// What pages show of pairs, gold labels, entities, windows and scalars.
struct TaskPageTests {
  static let pair = SampleRecord(fieldNames: ["premise", "hypothesis"])
  static let tagged = SampleRecord(
    text: "Barack Obama met Angela Merkel in Berlin.", task: .tokenLabels,
    labels: ["B-PER", "B-LOC"], entityWords: [0..<2, 6..<7], omitted: 1)
  static let untagged = SampleRecord(
    text: "Nobody was there.\n\nNobody at all.", task: .tokenLabels, labels: ["B-PER", "B-LOC"])
  static let kinds = [
    pair, tagged, untagged, SampleRecord(gold: ["negative"]), SampleRecord(gold: ["positive"]),
    SampleRecord(task: .regression, labels: ["price"], gold: ["1200"]),
    SampleRecord(task: .multiLabel, gold: ["positive"], omitted: 3), SampleRecord(windows: 3),
    SampleRecord(text: "Only one.\n\n", fieldNames: ["a <b>", ""], scalar: "margin"),
  ]

  @Test(arguments: kinds)
  func writesValidPages(_ sample: SampleRecord) throws {
    let record = sample.record
    try record.validate(file: "a.json")
    let validator = try SampleSite.validator()
    for (path, page) in try SampleSite.written([record]) where path.hasSuffix(".html") {
      #expect(validator.faults(in: page) == [], "\(path)")
    }
  }

  @Test func showsEachFieldApartWithItsShare() throws {
    // Scores 1, 2, 3, 0, 1, 2, 3 and 0, 1, 2, 3: two thirds and one third of 18.
    let page = try SampleSite.page(Self.pair)
    #expect(page.contains(">premise <span class=\"part\">66.7\u{A0}% of all scores</span></h3>"))
    #expect(page.contains(">hypothesis <span class=\"part\">33.3\u{A0}% of all scores</span></h3>"))
    let markdown = try markdown(Self.pair)
    #expect(markdown.contains("### premise – 66.7\u{A0}% of all scores"))
  }

  @Test func keepsTheTextBetweenFieldsOut() throws {
    var record = Self.pair.record
    record.fields[0].end -= 1
    record.words[6].end -= 1
    let page = try #require(try SampleSite.written([record])["documents/a.html"])
    let shown = try #require(PageText.text(ofElement: "heat-1", in: page))
    #expect(shown.contains("bright screenhypothesis"))
  }

  @Test func saysThatAFieldIsEmpty() throws {
    let sample = SampleRecord(text: "Only one.\n\n", fieldNames: ["first", "second"])
    #expect(try SampleSite.page(sample).contains("second <span class=\"part\">empty</span>"))
    #expect(try markdown(sample).contains("### second – empty"))
  }

  @Test(arguments: [
    (["positive"], "Agrees with the data: positive", "positive (agrees)", "0"),
    (
      ["negative"], "Disagrees with the data, which says: negative", "negative (disagrees)", "1"
    ),
  ])
  func saysWhetherTheDataAgrees(
    _ gold: [String], _ sentence: String, _ cell: String, _ count: String
  ) throws {
    let site = try SampleSite.written([SampleRecord(gold: gold).record])
    #expect(site["documents/a.html"]?.contains(sentence) == true)
    #expect(site["documents/a.md"]?.contains(sentence) == true)
    let index = try #require(site["index.html"])
    #expect(index.contains("<dt><bdi>Disagree</bdi></dt><dd>\(count)</dd>"))
    #expect(index.contains("data-sort=\"order\""))
    #expect(site["index.md"]?.contains(cell) == true)
  }

  @Test func saysNothingOfUnknownLabels() throws {
    for page in try SampleSite.written([SampleRecord().record]).values {
      #expect(!page.contains("the data"))
    }
  }

  @Test func comparesLabelsAsASet() throws {
    let same = SampleRecord(task: .multiLabel, gold: ["negative", "positive"])
    #expect(try SampleSite.page(same).contains("Agrees with the data"))
    let other = SampleRecord(task: .multiLabel, gold: ["positive"])
    #expect(try SampleSite.page(other).contains("Disagrees with the data"))
  }

  @Test(arguments: ["1200", "1.2e3"])
  func saysHowFarAValueIsAway(_ gold: String) throws {
    let sample = SampleRecord(task: .regression, labels: ["price"], gold: [gold])
    let site = try SampleSite.written([sample.record])
    #expect(
      site["documents/a.html"]?.contains(
        "The data says 1,200\u{A0}USD, which is 99\u{A0}USD away.") == true)
    #expect(site["index.html"]?.contains("<dt><bdi>Mean error</bdi></dt><dd>99\u{A0}USD") == true)
  }

  /// Twelve prices from 100 on, all of which the data calls 100: two of them are furthest away.
  @Test func sumsNumbersUpAndListsTheFurthestFromTheData() throws {
    let records = (0..<12).map { number in
      var record = SampleRecord(
        id: "p\(number + 10)", task: .regression, labels: ["price"], gold: ["100"]
      ).record
      record.prediction.value = .init(value: Double(100 + 10 * number), unit: "USD")
      return record
    }
    let site = try SampleSite.written(records)
    let index = try #require(site["index.html"])
    #expect(index.contains("<dt><bdi>Median</bdi></dt><dd>155\u{A0}USD</dd>"))
    let markdown = try #require(site["index.md"])
    #expect(markdown.contains("100\u{A0}USD – 210\u{A0}USD"))
    #expect(!markdown.contains("Confidence"))
    let work = try #require(site["worklist.html"])
    #expect(work.contains("first 2 of 12"))
    #expect(work.contains("documents/p21.html") && work.contains("documents/p20.html"))
    #expect(!work.contains("documents/p19.html"))
  }

  @Test(arguments: ["", "nan", "1e999", "cheap"])
  func showsAValueThatIsNoNumber(_ gold: String) throws {
    let sample = SampleRecord(task: .regression, labels: ["price"], gold: [gold])
    #expect(try SampleSite.page(sample).contains("The data says \(gold)."))
  }

  @Test func listsEntitiesWithLinksToTheirSections() throws {
    let site = try SampleSite.written([Self.tagged.record])
    let page = try #require(site["documents/a.html"])
    #expect(page.contains("<a href=\"#h-heat-1\"><bdi>Barack Obama</bdi></a>"))
    #expect(page.contains("<a href=\"#h-heat-2\"><bdi>Berlin.</bdi></a>"))
    #expect(page.contains("<h2 id=\"h-heat-1\">PER: Barack Obama</h2>"))
    #expect(page.contains("2 entities"))
    #expect(
      page.contains("1 more entity is not explained: the run explains at most 2 for each document.")
    )
    let markdown = try #require(site["documents/a.md"])
    #expect(markdown.contains("| PER | Barack Obama | 87.5\u{A0}% |"))
    #expect(markdown.contains("## PER: Barack Obama\n"))
  }

  @Test func numbersEntitiesOfTheSameText() throws {
    var sample = Self.tagged
    sample.text = "Berlin is not Berlin and not Paris but BERLIN"
    sample.entityWords = [0..<1, 3..<4, 6..<7, 8..<9]
    let page = try SampleSite.page(sample)
    #expect(page.contains(": Berlin</h2>"))
    #expect(page.contains(": Berlin (2)</h2>"))
    #expect(page.contains(": Paris</h2>"))
    #expect(page.contains(": BERLIN (3)</h2>"))
    let headings = page.matches(of: /<h2[^>]*>.*?<\/h2>/).map { $0.output.drop { $0 != ">" } }
    #expect(Set(headings).count == headings.count)
  }

  @Test func showsOfALongTextTheWordsAroundEachEntity() throws {
    var sample = Self.tagged
    sample.text = (1...1200).map { "word\($0)" }.joined(separator: " ")
    sample.entityWords = [599..<601, 0..<1]
    let site = try SampleSite.written([sample.record])
    let page = try #require(site["documents/a.html"])
    let shown = try #require(PageText.text(ofElement: "heat-1", in: page))
    #expect(shown.hasPrefix("… word525 word526 ") && shown.hasSuffix(" word675 word676 …"))
    let second = try #require(PageText.text(ofElement: "heat-2", in: page))
    #expect(second.hasPrefix("word1 ") && second.hasSuffix(" word76 …"))
    let rest = "This section shows the words 525 to 676 of 1,200, around the entity; the others "
    #expect(page.contains(rest))
    #expect(site["documents/a.md"]?.contains(rest) == true)
    #expect(page.contains("Words 525 to 676 of 1,200"))
    #expect(page.contains("id=\"w1-525\"") && page.contains("id=\"w1-676\""))
    #expect(!page.contains("id=\"w1-524\"") && !page.contains("id=\"w1-677\""))
    #expect(!site.keys.contains { $0.hasPrefix("words/") })
    // As long a text of another task stands whole.
    let whole = try SampleSite.page(SampleRecord(text: sample.text))
    #expect(PageText.text(ofElement: "heat-1", in: whole) == sample.text)
  }

  @Test func outlinesTheExplainedEntity() throws {
    let page = try SampleSite.page(Self.tagged)
    let outlined = page.components(separatedBy: "<span class=\"ent\">")
    // Each section has one in its legend and one in its text.
    #expect(outlined.count == 5)
    #expect(outlined[2].hasPrefix("<i class=\""))
    #expect(outlined[2].contains(">Barack</i> <i"))
    #expect(outlined[2].contains(">Obama</i></span> <i"))
    let shown = try #require(PageText.text(ofElement: "heat-1", in: page))
    #expect(shown == Self.tagged.text)
  }

  @Test func saysThatThereIsNoEntity() throws {
    let page = try SampleSite.page(Self.untagged)
    #expect(page.contains("<p>The model finds no entity in this text.</p>"))
    #expect(
      PageText.text(ofElement: "text", in: page) == "Nobody was there.Nobody at all.")
    #expect(try markdown(Self.untagged).contains("The model finds no entity in this text"))
  }

  @Test func countsEntitiesAndLabelsOnTheIndex() throws {
    let tagged = try SampleSite.written([Self.tagged.record])
    #expect(tagged["index.html"]?.contains("data-type=\"n\">Entities</th>") == true)
    #expect(tagged["index.html"]?.contains("data-count=\"2\"") == true)
    #expect(tagged["index.md"]?.contains("| Document | Title | Entities | Predicted |") == true)
    let labels = try SampleSite.written([SampleRecord(task: .multiLabel).record])
    #expect(labels["index.html"]?.contains("data-type=\"n\">Labels</th>") == true)
  }

  @Test func saysHowALongTextWasRead() throws {
    let sample = SampleRecord(windows: 3)
    let words = "read in 3 windows of \(sample.record.tokens.count) tokens, 64 tokens shared"
    let site = try SampleSite.written([sample.record])
    for name in ["documents/a.html", "documents/a.md"] {
      let page = try #require(site[name])
      #expect(page.contains(words), "\(name)")
    }
    for name in ["index.md", "index.html"] {
      #expect(
        site[name]?.contains("the document’s logits are the mean of theirs") == true, "\(name)")
      #expect(site[name]?.contains("the sum over the windows that contain it.") == true)
    }
    #expect(try !SampleSite.page(SampleRecord()).contains("the mean of theirs"))
  }

  @Test(arguments: [
    ("logit", "the squared gradient of the logit of “positive”"),
    ("probability", "the squared gradient of the probability of “positive”"),
    ("log-odds", "the squared gradient of the log-odds of “positive”"),
    ("margin", "the squared gradient of the margin of “positive” to the runner-up"),
  ])
  func namesTheExplainedScalar(_ scalar: String, _ words: String) throws {
    let page = try SampleSite.page(SampleRecord(scalar: scalar, explain: "gold"))
    #expect(page.contains(words))
    #expect(page.contains("--explain gold"))
    #expect(scalar == "logit" || page.contains("--scalar \(scalar)"))
    #expect(try markdown(SampleRecord(scalar: scalar)).contains(words))
  }

  @Test func writesTheCommandWithItsOptions() throws {
    let sample = SampleRecord(scalar: "margin", explain: "it's, b")
    let markdown = try markdown(sample)
    #expect(markdown.contains("--scalar margin --explain"))
    #expect(markdown.contains("--window-overlap 64"))
    #expect(try SampleSite.page(sample).contains("&#39;it&#39;\\&#39;&#39;s, b&#39;"))
  }

  @Test func writesTheFieldsOfTheCommand() throws {
    var record = SampleRecord().record
    record.provenance.parameters.fieldNames = ["text": "premise", "pair": "the $hypothesis"]
    record.provenance.parameters.maxExplanations = 7
    let page = try #require(try SampleSite.written([record])["documents/a.html"])
    #expect(page.contains("--max-explanations 7"))
    #expect(page.contains("--pair-field &#39;the $hypothesis&#39; --text-field premise"))
  }

  @Test func namesALabelThatIsNotPredicted() throws {
    var record = SampleRecord().record
    record.explanations[0].output = 1
    let page = try #require(try SampleSite.written([record])["documents/a.html"])
    #expect(page.contains("Which words carried “negative”"))
  }

  @Test(arguments: HostileTextTests.hostile)
  func letsNoNameBecomeMarkup(_ text: String) throws {
    let validator = try SampleSite.validator()
    let samples = [
      SampleRecord(labels: [text, "x"], fieldNames: [text, text], gold: [text], explain: text),
      SampleRecord(
        text: "one two three", task: .tokenLabels, labels: ["B-" + text, text], gold: [text],
        entityWords: [0..<2, 2..<3]),
    ]
    for sample in samples {
      let site = try SampleSite.written([sample.record])
      for (path, page) in site where path.hasSuffix(".html") {
        #expect(validator.faults(in: page) == [], "\(path)")
      }
      for (path, page) in site where path.hasSuffix(".md") {
        #expect(!page.utf8.contains("<script".utf8), "\(path)")
      }
    }
  }

  @Test func writesAnIndexOfSeveralTasks() throws {
    var records = Self.kinds.map(\.record)
    for index in records.indices { records[index].id = "r\(index)" }
    let index = try #require(try SampleSite.written(records)["index.html"])
    #expect(try SampleSite.validator().faults(in: index) == [])
  }

  private func markdown(_ sample: SampleRecord) throws -> String {
    try #require(try SampleSite.written([sample.record])["documents/a.md"])
  }
}
