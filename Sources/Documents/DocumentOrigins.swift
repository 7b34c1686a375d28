public import AttributionRecords
internal import Markup

extension Document {
  /// Takes over where a text that a file says stands in it.
  ///
  /// - Parameters:
  ///   - found: What the file says, with places behind its front matter.
  ///   - front: The code points of the front matter.
  ///   - keys: The fields that may hold the text, where this text is made of several.
  mutating func takeOrigins(of found: ReadableText, behind front: Int, fields keys: [String]) {
    // What a row's text loses, too.
    let mark = found.text.unicodeScalars.first == "\u{FEFF}" ? 1 : 0
    let said = found.text.unicodeScalars.dropFirst(mark)
    var place = text.unicodeScalars.startIndex
    var offset = 0
    if !fields.isEmpty {
      guard let field = fields.first(where: { keys.contains($0.name) }) else { return }
      place = text.utf8.index(place, offsetBy: field.range.lowerBound)
      offset = text.unicodeScalars.distance(from: text.startIndex, to: place)
    }
    guard text.unicodeScalars[place...].starts(with: said) else { return }
    let stretches = found.origins.compactMap { origin -> TextOrigins.Stretch? in
      let cut = max(mark - origin.text.lowerBound, 0)
      guard cut == 0 || origin.isUnchanged && cut < origin.text.count else { return nil }
      let start = origin.text.lowerBound + cut - mark + offset
      return TextOrigins.Stretch(
        text: start..<start + origin.text.count - cut,
        file: origin.source.lowerBound + cut + front..<origin.source.upperBound + front,
        isRun: origin.isUnchanged)
    }
    if !stretches.isEmpty { origins = TextOrigins(stretches) }
  }
}

extension DocumentFolder {
  /// Returns whether a document may have ``Document/origins``.
  ///
  /// - Parameter place: Where ``forEachPlace(_:)`` found it.
  /// - Returns: Whether its file is Markdown or a page.
  public func isMarkedUp(at place: DocumentPlace) -> Bool {
    Self.isMarkedUp(source: files[Int(place.file)].name)
  }

  /// Returns whether a document says something else than its file.
  ///
  /// - Parameter source: Its path; of a row with the line.
  /// - Returns: Whether its file is Markdown or a page.
  package static func isMarkedUp(source: String) -> Bool {
    SourceKind.of(source)?.kind.isMarkedUp == true
  }

  /// Checks that a document's file says at the places that a record names what the record says.
  ///
  /// - Parameters:
  ///   - origins: The places.
  ///   - text: The record's text.
  ///   - place: Where ``forEachPlace(_:)`` found the document.
  /// - Returns: The first contradiction, in a sentence; nil if there is none.
  public func contradiction(
    of origins: TextOrigins, in text: String, at place: DocumentPlace
  ) -> String? {
    let source = files[Int(place.file)]
    let isPage = SourceKind.of(source.name)?.kind == .html
    guard
      let file = try? WholeFile(names: fieldNames, encoding: opened.named)
        .decoded(source.url, source: source.name).text
    else { return "its file cannot be read" }
    let scalars = (text: Array(text.unicodeScalars), file: Array(file.unicodeScalars))
    var meanings: [String: [String]] = [:]
    func isMeant(_ text: String, by reference: String) -> Bool {
      if meanings[reference] == nil {
        meanings[reference] = Self.meanings(of: reference, isPage: isPage)
      }
      return meanings[reference]?.contains { $0.utf8.elementsEqual(text.utf8) } ?? false
    }
    guard let stretches = origins.stretches() else {
      return "the places that it names contradict each other"
    }
    for stretch in stretches {
      let isTrue =
        stretch.text.upperBound <= scalars.text.count
        && stretch.file.upperBound <= scalars.file.count
        && (stretch.isRun
          ? scalars.text[stretch.text] == scalars.file[stretch.file]
          : isMeant(
            String(scalars.text[stretch.text]), by: String(scalars.file[stretch.file])))
      if !isTrue {
        return """
          its file has something else at code points \(stretch.file.lowerBound) to \
          \(stretch.file.upperBound) than the text at \(stretch.text.lowerBound) to \
          \(stretch.text.upperBound)
          """
      }
    }
    return nil
  }

  /// Returns what a reference can say on its own: a Markdown document may hold those of pages.
  private static func meanings(of reference: String, isPage: Bool) -> [String] {
    let meanings = [
      try? HTMLReader.read(reference).text, isPage ? nil : try? MarkdownReader.read(reference).text,
    ]
    return meanings.compactMap(\.self)
  }
}

extension String {
  fileprivate init(_ scalars: ArraySlice<Unicode.Scalar>) {
    var view = UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}
