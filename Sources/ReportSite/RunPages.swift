internal import AttributionRecords

/// The pages about the whole run beside the index.
struct RunPages {
  let summary: RunSummary
  let digest: RunDigest

  /// A page as the index links to it.
  struct Link {
    let name: String
    /// The path without an ending.
    let path: String
  }

  /// Words of a label's page.
  private static let wordLimit = 200
  /// Labels that have pages.
  private static let labelLimit = 1000

  private var labels: [(name: String, file: String, label: RunDigest.Label)] {
    let names = digest.labels.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .prefix(Self.labelLimit)
    let files = FileNames(Array(names))
    return names.compactMap { name in
      guard let file = files[name], let label = digest.labels[name] else { return nil }
      return (name, file, label)
    }
  }

  /// The pages of labels as the index links to them.
  var labelLinks: [Link] { labels.map { Link(name: $0.name, path: "labels/\($0.file)") } }

  /// The other pages as the index links to them.
  var links: [Link] {
    let work = digest.doubts.values.reduce(0) { $0 + $1.count }
    var links: [Link] = []
    if work > 0 { links.append(Link(name: "Worklist", path: "worklist")) }
    if !digest.fields.isEmpty { links.append(Link(name: "Fields", path: "fields")) }
    return links
  }

  /// All pages, one after the other.
  func forEach(_ body: (ListingPage) throws -> Void) rethrows {
    for label in labels { try body(page(label.name, "labels/\(label.file)", label.label)) }
    for link in links { try body(link.path == "fields" ? fields : worklist) }
  }

  private func page(
    _ name: String, _ path: String, _ label: RunDigest.Label
  ) -> ListingPage {
    let words = label.words.sorted {
      (-$0.value.sum, $0.key) < (-$1.value.sum, $1.key)
    }.prefix(Self.wordLimit)
    let isNumber = name == RunDigest.allValues
    return ListingPage(
      path: path, run: summary.title,
      kicker: isNumber ? "Words of all documents" : "Words of a label",
      title: name,
      subtitle:
        "\(NumberText.count(label.count, "explanation")) of \(isNumber ? "the value" : "this label")",
      sections: [
        .init(
          title: "Words that carry it", count: NumberText.count(words.count, "word"),
          note: """
            The words that are among the strongest \(ReportPage.strongestLimit) of most documents \
            and count most there, whatever their case.\
            \(label.isCut ? " There were so many words that rare ones were not counted." : "")
            """,
          columns: [
            ("Word", false), ("Documents", true), ("of all", true), ("Mean share there", true),
            ("Where it counts most", false),
          ],
          rows: words.map { word, found in
            [
              .text(word), .text(NumberText.grouped(Double(found.documents))),
              .text(NumberText.percent(Double(found.documents) / Double(max(label.count, 1)))),
              .text(NumberText.percent(found.sum / Double(max(found.documents, 1)))),
              .documents(found.examples.map { ($0.id, $0.file) }),
            ]
          })
      ], provenance: summary.provenance)
  }

  private var fields: ListingPage {
    ListingPage(
      path: "fields", run: summary.title, kicker: "All documents", title: "Fields",
      subtitle: "How much of the scores lies in each field",
      sections: [
        .init(
          title: "Share of the scores by field",
          count: NumberText.count(digest.fields.count, "field"),
          note: """
            Means over all documents. A ratio above 1: the model relies on the field's words more \
            than on others.
            """,
          columns: [
            ("Field", false), ("Documents with text", true), ("Mean share of scores", true),
            ("Mean share of words", true), ("Ratio", true),
          ],
          rows: digest.fields.map { name, field in
            let count = Double(max(field.documents, 1))
            return [
              .text(name), .text(NumberText.grouped(Double(field.documents - field.empty))),
              .text(NumberText.percent(field.share / count)),
              .text(NumberText.percent(field.wordShare / count)),
              .text(
                field.wordShare > 0 ? NumberText.fixed(field.share / field.wordShare, 2) : "–"),
            ]
          })
      ], provenance: summary.provenance)
  }

  private var worklist: ListingPage {
    ListingPage(
      path: "worklist", run: summary.title, kicker: "All documents", title: "Worklist",
      subtitle: "Documents that a person should look at, the most urgent first",
      sections: PageDigest.Reason.allCases.compactMap { reason in
        digest.doubts[reason].map { count, worst in
          .init(
            title: reason.title(isNumber: isNumber),
            count: count > worst.count
              ? "the first \(worst.count) of \(NumberText.count(count, "document"))"
              : NumberText.count(count, "document"),
            note: reason.note(isNumber: isNumber),
            columns: [("Document", false), ("Why", false)],
            rows: worst.map { [.documents([($0.title, $0.file)]), .text($0.why)] })
        }
      }, provenance: summary.provenance)
  }

  private var isNumber: Bool { digest.labels[RunDigest.allValues] != nil }
}

extension PageDigest.Reason {
  /// The heading of a list of documents.
  func title(isNumber: Bool) -> String {
    switch self {
    case .differs: isNumber ? "Furthest from the data" : "Prediction and data disagree"
    case .unsure: "Unsure predictions"
    case .neighbours: "Unreliable neighbours"
    case .unfaithful: "Scores no better than chance"
    }
  }

  /// What the filter of the index calls such documents.
  var filter: String {
    switch self {
    case .differs: "disagree"
    case .unsure: "unsure"
    case .neighbours: "unreliable neighbours"
    case .unfaithful: "no better than chance"
    }
  }

  /// What a list of such documents means.
  fileprivate func note(isNumber: Bool) -> String {
    switch self {
    case .differs:
      isNumber
        ? "By the distance as a share of the prediction." : "The surest wrong predictions first."
    case .unsure: "Probability below \(NumberText.percent(IndexTotals.unsureLimit))."
    case .neighbours:
      "Less than half of the neighbours have the same prediction, or they are no nearer than chance."
    case .unfaithful:
      "Hiding the strongest words moves the prediction less than most random choices do."
    }
  }
}
