internal import AttributionRecords

/// The pages about the whole run beside the index.
struct RunPages {
  let summary: RunSummary
  let digest: RunDigest
  let strings: Strings

  /// A page as the index links to it.
  struct Link {
    let name: String
    /// The path without an ending.
    let path: String
  }

  /// Words of a label's page.
  private static let wordLimit = 200
  /// Of this many numbers one is among those furthest from the data.
  private static let part = 10
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
  var labelLinks: [Link] {
    labels.map { Link(name: title($0.name), path: "labels/\($0.file)") }
  }

  /// What pages call a label, or that numbers are predicted.
  private func title(_ name: String) -> String {
    name == RunDigest.allValues ? strings[.predictedValue] : name
  }

  /// The other pages as the index links to them.
  var links: [Link] {
    let work = digest.doubts.values.reduce(0) { $0 + $1.count }
    var links: [Link] = []
    if work > 0 { links.append(Link(name: strings[.worklist], path: "worklist")) }
    if !digest.fields.isEmpty { links.append(Link(name: strings[.fields], path: "fields")) }
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
      kicker: strings[isNumber ? .wordsOfAll : .wordsOfLabel],
      title: title(name),
      subtitle: strings(
        isNumber ? .explanationCountOfValue : .explanationCount, ["count": label.count]),
      sections: [
        .init(
          title: strings[.wordsThatCarry], count: strings(.wordCount, ["count": words.count]),
          note: strings(
            label.isCut ? .wordsNoteCut : .wordsNote, ["limit": ReportPage.strongestLimit]),
          columns: [
            (strings[.word], false), (strings[.documents], true), (strings[.ofAll], true),
            (strings[.meanShareThere], true), (strings[.whereMost], false),
          ],
          rows: words.map { word, found in
            [
              .text(word), .text(NumberText.grouped(Double(found.documents))),
              .text(NumberText.percent(Double(found.documents) / Double(max(label.count, 1)))),
              .text(NumberText.percent(found.sum / Double(max(found.documents, 1)))),
              .documents(found.examples.map { ($0.id, $0.file) }),
            ]
          })
      ], provenance: summary.provenance, strings: strings)
  }

  private var fields: ListingPage {
    ListingPage(
      path: "fields", run: summary.title, kicker: strings[.ofAllDocuments],
      title: strings[.fields], subtitle: strings[.fieldsSubtitle],
      sections: [
        .init(
          title: strings[.fieldsHeading],
          count: strings(.fieldCount, ["count": digest.fields.count]),
          note: strings[.fieldsNote],
          columns: [
            (strings[.field], false), (strings[.withText], true), (strings[.shareOfScores], true),
            (strings[.shareOfWords], true), (strings[.ratio], true),
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
      ], provenance: summary.provenance, strings: strings)
  }

  private var worklist: ListingPage {
    ListingPage(
      path: "worklist", run: summary.title, kicker: strings[.ofAllDocuments],
      title: strings[.worklist], subtitle: strings[.worklistSubtitle],
      sections: PageDigest.Reason.allCases.compactMap { reason in
        digest.doubts[reason].map { count, found in
          // Every number differs from the data's: only the largest differences are work.
          let isDistance = reason == .differs && isNumber
          let worst = isDistance ? found.prefix((count + Self.part - 1) / Self.part) : found[...]
          return .init(
            title: strings[reason.title(isNumber: isNumber)],
            count: count > worst.count
              ? strings(.firstOf, ["shown": worst.count, "count": count])
              : strings(.documentCount, ["count": count]),
            note: strings(
              reason.note(isNumber: isNumber),
              ["percent": NumberText.percent(IndexTotals.unsureLimit)]),
            columns: [(strings[.document], false), (strings[.why], false)],
            rows: worst.map { [.documents([($0.title, $0.file)]), .text($0.why)] })
        }
      }, provenance: summary.provenance, strings: strings)
  }

  private var isNumber: Bool { digest.labels[RunDigest.allValues] != nil }
}

extension PageDigest.Reason {
  /// The heading of a list of documents.
  func title(isNumber: Bool) -> TextKey {
    switch self {
    case .differs: isNumber ? .doubtNumber : .doubtDiffers
    case .unsure: .doubtUnsure
    case .neighbours: .doubtNeighbours
    case .unfaithful: .doubtUnfaithful
    case .empty: .doubtEmpty
    }
  }

  /// What the filter of the index calls such documents.
  var filter: TextKey {
    switch self {
    case .differs: .filterDiffers
    case .unsure: .filterUnsure
    case .neighbours: .filterNeighbours
    case .unfaithful: .filterUnfaithful
    case .empty: .filterEmpty
    }
  }

  /// What a list of such documents means.
  fileprivate func note(isNumber: Bool) -> TextKey {
    switch self {
    case .differs: isNumber ? .doubtNumberNote : .doubtDiffersNote
    case .unsure: .doubtUnsureNote
    case .neighbours: .doubtNeighboursNote
    case .unfaithful: .doubtUnfaithfulNote
    case .empty: .doubtEmptyNote
    }
  }
}
