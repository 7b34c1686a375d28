internal import Foundation
internal import Markup
internal import Mustache

/// The parsed templates, all of them with our own escaping.
///
/// The library underneath is silent about much: a missing folder is an empty library, a missing
/// partial renders as nothing. So everything that pages need is checked here, once.
struct TemplateLibrary: Sendable {
  private let library: MustacheLibrary

  /// The templates without which there are no pages.
  static let required = [
    "card", "diff", "document", "evaluation", "fragment", "index", "listing", "notice", "runs",
    "search", "words",
    "partials/curves", "partials/head",
    "partials/legend",
    "partials/section",
    "partials/provenance",
  ]

  /// The escaper that every template is given; the built-in one works on characters and lets
  /// markup followed by a combining mark pass.
  private struct PolyglotContent: MustacheContentType {
    func escapeText(_ text: String) -> String { Polyglot.escape(text) }
  }

  private static let contentType = "LAFA_POLYGLOT"

  /// Loads all templates of a folder.
  ///
  /// - Parameters:
  ///   - folder: The folder with `*.mustache`, also in folders below it.
  ///   - strings: The texts of tags such as `{{t:key}}`, which are put in here, once.
  /// - Throws: ``SiteError`` if one is missing, does not parse or switches the escaping off.
  init(folder: URL, strings: Strings) throws(SiteError) {
    MustacheContentTypes.register(PolyglotContent(), named: Self.contentType)
    var library = MustacheLibrary()
    var names: Set<String> = []
    var partials: [String: [String]] = [:]
    let ending = ".mustache"
    // A folder that is a link lists nothing.
    let path = folder.resolvingSymlinksInPath().path(percentEncoded: false)
    let files = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
    for file in files.sorted() where file.hasSuffix(ending) {
      let name = String(file.dropLast(ending.count))
      let place = folder.appending(path: file).path(percentEncoded: false)
      guard let data = FileManager.default.contents(atPath: place),
        let raw = String(validating: data, as: UTF8.self)
      else { throw .fileMissing(path: place) }
      let text = try TextTags.replaced(in: raw) { key throws(SiteError) in
        try strings.template(key).map { part in
          switch part {
          case .text(let text): Polyglot.escape(text)
          case .value(let name), .form(let name, _, _): "{{\(name)}}"
          }
        }.joined()
      }
      let tags = Self.tags(in: text)
      if let tag = tags.first(where: {
        Self.banned.contains($0.text.prefix(1)) || $0.text.contains("CONTENT_TYPE")
      }) {
        throw .badTemplate(
          name: name,
          detail: "line \(tag.line) has “{{\(tag.text)”, which would switch the escaping off")
      }
      do {
        try library.register("{{% CONTENT_TYPE: \(Self.contentType)}}" + text, named: name)
      } catch {
        throw .badTemplate(name: name, detail: Self.sentence(error))
      }
      names.insert(name)
      partials[name] = tags.map(\.text).filter { [">", "<"].contains($0.prefix(1)) }.map {
        $0.dropFirst().trimmingCharacters(in: .whitespacesAndNewlines)
      }
    }
    for name in Self.required where !names.contains(name) {
      throw .fileMissing(path: folder.appending(path: name + ending).path(percentEncoded: false))
    }
    for (name, used) in partials.sorted(by: { $0.key < $1.key }) {
      for partial in used where !names.contains(partial) {
        throw .badTemplate(name: name, detail: "it uses “\(partial)”, which does not exist")
      }
    }
    self.library = library
  }

  /// Says what the library does not understand: “line 3: unfinished name”.
  private static func sentence(_ error: any Error) -> String {
    guard let error = error as? MustacheTemplate.ParserError else { return "\(error)" }
    let words = "\(error.error)".replacing(/[A-Z]/) { " " + $0.output.lowercased() }
    return "line \(error.context.lineNumber): \(words)"
  }

  /// What a tag may not begin with: unescaped values and other delimiters, which would hide them.
  private static let banned: Set<Substring> = ["{", "&", "="]

  /// Returns what stands in the tags of a template, without white space before and after, and in
  /// which line.
  private static func tags(in text: String) -> [(text: String, line: Int)] {
    var line = 1
    var tags: [(text: String, line: Int)] = []
    for (number, part) in text.components(separatedBy: "{{").enumerated() {
      if number > 0 {
        let tag = part.components(separatedBy: "}}")[0]
        tags.append((tag.trimmingCharacters(in: .whitespacesAndNewlines), line))
      }
      line += part.utf8.count { $0 == UInt8(ascii: "\n") }
    }
    return tags
  }

  /// Renders a page.
  ///
  /// - Parameters:
  ///   - view: The values.
  ///   - template: One of the required templates.
  /// - Returns: The page.
  func render(_ view: [String: Any], with template: String) -> String {
    library.render(view, withTemplate: template) ?? ""
  }
}
