internal import Mustache
internal import Synchronization

/// The columns of a list's rows, and the templates that were read for them.
final class RowShape: Sendable {
  let texts: [String]
  let flags: [String]
  let lists: [String]
  private let templates = Mutex<[String: RowTemplate?]>([:])

  /// Names the columns.
  ///
  /// - Parameters:
  ///   - texts: Texts.
  ///   - flags: Whether a section is written.
  ///   - lists: Lists of texts; a section is written for each, with the text as `{{.}}`.
  init(texts: [String], flags: [String] = [], lists: [String] = []) {
    self.lists = lists
    self.texts = texts
    self.flags = flags
  }

  /// Returns the template of a text, or nil if it needs the template library.
  func template(_ text: String) -> RowTemplate? {
    templates.withLock { known in
      if let template = known[text] { return template }
      let template = RowTemplate(text, shape: self)
      known[text] = .some(template)
      return template
    }
  }
}

/// A list with a row for each word, which a template writes as `{{#name}} … {{/name}}`.
struct RowList {
  struct Row {
    var texts: [String]
    var flags: [Bool] = []
    var lists: [[String]] = []
  }

  let shape: RowShape
  let rows: [Row]

  /// The rows one by one, for the template library.
  private struct Slow: MustacheCustomRepresentation {
    let list: RowList

    var representation: Any? {
      list.rows.map { row in
        var values: [String: Any] = [:]
        for (name, text) in zip(list.shape.texts, row.texts) { values[name] = text }
        for (name, flag) in zip(list.shape.flags, row.flags) { values[name] = flag }
        for (name, texts) in zip(list.shape.lists, row.lists) { values[name] = texts }
        return values
      }
    }
  }

  /// Adds the list to a template's values.
  func add(to view: inout [String: Any], as name: String) {
    // What has no rows has an inverted section.
    guard !rows.isEmpty else { return view[name] = [] as [String] }
    let slow = name + "Rows"
    view[slow] = Slow(list: self)
    view[name] = MustacheLambda { [self] text -> Any? in
      guard let template = shape.template(text) else {
        return "{{#\(slow)}}\(text){{/\(slow)}}"
      }
      var page: [UInt8] = []
      page.reserveCapacity(rows.count * 128)
      for row in rows { template.write(row, to: &page) }
      return WrittenMarkup(description: String(decoding: page, as: UTF8.self))
    }
  }
}
