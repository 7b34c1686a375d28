internal import AttributionRecords
internal import Documents
internal import Foundation
internal import ReportSite

/// The words of a document as a page of Web Annotations (W3C Recommendation of 23 February 2017):
/// of each word with a score its place, its text and its part of all scores.
///
/// Places are those in the document's file, in code points without a byte order mark; of a row,
/// whose SHA-256 is that of its bytes, those in its text. A word that the file writes otherwise,
/// such as `won**der**ful`, has no quote, and one whose place is not known has nothing else.
enum AuditAnnotations {
  private struct Page: Encodable {
    let context = "http://www.w3.org/ns/anno.jsonld"
    let id: String
    let type = "AnnotationPage"
    let items: [Annotation]

    enum CodingKeys: String, CodingKey {
      case context = "@context"
      case id, type, items
    }
  }

  private struct Annotation: Encodable {
    let id: String
    let type = "Annotation"
    let motivation = "assessing"
    let body: Body
    let target: Target
  }

  private struct Body: Encodable {
    let type = "TextualBody"
    let value: String
    let format = "text/plain"
    let purpose = "assessing"
  }

  private struct Target: Encodable {
    let source: String
    let selector: [Selector]
  }

  private struct Selector: Encodable {
    let type: String
    var start: Int?
    var end: Int?
    var exact: String?
  }

  /// Returns the annotations of a document.
  ///
  /// - Parameters:
  ///   - record: The document's record; its first explanation is told.
  ///   - result: The row's result.
  ///   - prefix: Where the payload lies.
  /// - Returns: A file beside the reports.
  /// - Throws: What the encoder throws.
  static func file(
    _ record: AttributionRecord, _ result: AuditResult, prefix: String
  ) throws -> (path: String, data: Data) {
    let name = URL(filePath: result.report).deletingPathExtension().lastPathComponent
    let id = "urn:sha256:\(record.sha256)"
    let sums = record.explanations.first.map {
      WordScores.sums(of: $0.scores, over: record.words).map { max($0, 0) }
    }
    let total = sums?.reduce(0, +) ?? 0
    let scalars = Array(record.text.unicodeScalars)
    let stretches = record.origins?.stretches()
    let isSaid = DocumentFolder.isMarkedUp(source: record.source)
    let items = (sums ?? []).indices.compactMap { index -> Annotation? in
      guard let sum = sums?[index], sum > 0, total > 0 else { return nil }
      let word = record.words[index]
      var exact = String.UnicodeScalarView()
      exact.append(contentsOf: scalars[word.start..<word.end])
      let place =
        isSaid
        ? stretches?.place(of: word.start..<word.end) : (file: word.start..<word.end, isSame: true)
      var selectors: [Selector] = []
      if let file = place?.file {
        // Code points, as the recommendation counts them.
        selectors.append(
          Selector(type: "TextPositionSelector", start: file.lowerBound, end: file.upperBound))
      }
      if place?.isSame ?? true {
        selectors.append(Selector(type: "TextQuoteSelector", exact: String(exact)))
      }
      return Annotation(
        id: "\(id)#word-\(index + 1)", body: Body(value: AuditResult.text(sum / total)),
        target: Target(source: id, selector: selectors))
    }
    return (
      "\(prefix)annotations/\(name).jsonld",
      try RecordFile.data(encoding: Page(id: "\(id)#words", items: items))
    )
  }
}
