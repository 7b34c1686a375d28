package import Foundation

/// The texts of the interface in one language.
///
/// Texts have values in braces, `{name}`, and words that go with a number, `{count:word|words}`:
/// the first for 1, the second for others.
package struct Strings: Sendable {
  /// A part of a text.
  enum Part: Sendable, Equatable {
    case text(String)
    case value(String)
    case form(of: String, one: String, other: String)
  }

  /// What may stand for a value.
  package protocol Value: Sendable {
    /// The value as pages show it.
    var textOfValue: String { get }
    /// The number whose words are chosen; nil for a text.
    var numberOfValue: Int? { get }
  }

  private let texts: [String: [Part]]
  /// The name of the language's file without its ending.
  let language: String
  /// The file, for messages.
  let path: String

  /// Reads the texts of a language.
  ///
  /// - Parameters:
  ///   - folder: The assets, with `strings/LANGUAGE.json`: an object of keys and texts.
  ///   - language: The name of the file without its ending.
  /// - Throws: ``SiteError`` if a text is missing, unknown or has other values than pages give.
  package init(folder: URL, language: String) throws(SiteError) {
    self.language = language
    let strings = folder.appending(path: "strings")
    let file = strings.appending(path: "\(language).json")
    path = file.path(percentEncoded: false)
    guard Self.isName(language), let data = FileManager.default.contents(atPath: path) else {
      throw .noLanguage(
        name: language, known: Self.languages(in: strings),
        folder: strings.path(percentEncoded: false))
    }
    guard let raw = try? JSONDecoder().decode([String: String].self, from: data) else {
      throw .badStrings(
        path: path, key: nil, detail: "it is not a JSON object of keys and texts")
    }
    var texts: [String: [Part]] = [:]
    for (key, text) in raw.sorted(by: { $0.key < $1.key }) {
      guard let parts = Self.parts(text) else {
        throw .badStrings(
          path: path, key: key,
          detail: "braces may only hold a name, as in {count}, or {count:word|words}")
      }
      // Keys with a point are the templates' own.
      guard key.contains(".") || TextKey(rawValue: key) != nil else {
        throw .badStrings(path: path, key: key, detail: "no page uses this key; remove it")
      }
      texts[key] = parts
    }
    for key in TextKey.allCases {
      guard let parts = texts[key.rawValue] else {
        throw .badStrings(path: path, key: key.rawValue, detail: "the text is missing")
      }
      let names = Self.names(in: parts)
      guard names == key.values else {
        let wanted = key.values.isEmpty ? "no values" : Self.list(key.values)
        throw .badStrings(
          path: path, key: key.rawValue,
          detail: "it has \(names.isEmpty ? "no values" : Self.list(names)), not \(wanted)")
      }
    }
    self.texts = texts
  }

  /// Finds the language with a tag (BCP 47).
  ///
  /// - Parameters:
  ///   - tag: What pages in the language have as `lang`.
  ///   - folder: The assets.
  /// - Returns: The name of its file without the ending; nil if there is none.
  static func language(tagged tag: String, in folder: URL) -> String? {
    let strings = folder.appending(path: "strings")
    return languages(in: strings).first { name in
      let data = FileManager.default.contents(
        atPath: strings.appending(path: "\(name).json").path(percentEncoded: false))
      let texts = data.flatMap { try? JSONDecoder().decode([String: String].self, from: $0) }
      return texts?["lang"] == tag
    }
  }

  /// Returns a text without values.
  package subscript(key: TextKey) -> String { self(key, [:]) }

  /// Returns a text with its values.
  package func callAsFunction(
    _ key: TextKey, _ values: KeyValuePairs<String, any Value>
  ) -> String {
    var result = ""
    for part in texts[key.rawValue] ?? [] {
      switch part {
      case .text(let text): result += text
      case .value(let name): result += values.first { $0.key == name }?.value.textOfValue ?? ""
      case .form(let name, let one, let other):
        result += values.first { $0.key == name }?.value.numberOfValue == 1 ? one : other
      }
    }
    return result
  }

  /// Returns the parts of a text, for those who put values into it many times.
  func parts(of key: TextKey) -> [Part] { texts[key.rawValue] ?? [] }

  /// Returns a text as a template has it, its values as tags; nil if there is none.
  func template(_ key: String) throws(SiteError) -> [Part] {
    guard let parts = texts[key] else {
      throw .badStrings(path: path, key: key, detail: "the text is missing")
    }
    for case .form in parts {
      throw .badStrings(
        path: path, key: key, detail: "a template cannot choose words that go with a number")
    }
    return parts
  }

  /// Returns a text for a string of a script or style sheet.
  func quoted(_ key: String) throws(SiteError) -> String {
    let text = try template(key).map { part in
      if case .value(let name) = part { return "{\(name)}" }
      if case .text(let text) = part { return text }
      return ""
    }.joined()
    let banned = "\"\\<\u{2028}\u{2029}".unicodeScalars
    guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !banned.contains($0) }) else {
      throw .badStrings(
        path: path, key: key,
        detail:
          "a text of a script or style sheet may have no quotation mark \", \\, < or line break")
    }
    return text
  }

  /// Reads a text; nil if its braces are not in order.
  static func parts(_ text: String) -> [Part]? {
    var parts: [Part] = []
    var rest = Substring(text)
    while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else { return nil }
      if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
      let inner = rest[rest.index(after: open)..<close]
      let pieces = inner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pieces[0])
      guard !name.isEmpty, name.utf8.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) }) else {
        return nil
      }
      if pieces.count == 1 {
        parts.append(.value(name))
      } else {
        let forms = pieces[1].split(separator: "|", omittingEmptySubsequences: false)
        guard forms.count == 2, !inner.contains("{") else { return nil }
        parts.append(.form(of: name, one: String(forms[0]), other: String(forms[1])))
      }
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    return parts
  }

  /// The names of a text's values; words that go with a number need not be there.
  static func names(in parts: [Part]) -> Set<String> {
    Set(
      parts.compactMap {
        switch $0 {
        case .text: nil
        case .value(let name), .form(let name, _, _): name
        }
      })
  }

  private static func list(_ names: Set<String>) -> String {
    names.sorted().map { "{\($0)}" }.joined(separator: ", ")
  }

  /// Whether a text can be the name of a language's file: letters, digits and hyphens.
  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 35
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D
      }
  }

  private static func languages(in folder: URL) -> [String] {
    let files =
      (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)))
      ?? []
    return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }
}

extension Int: Strings.Value {
  package var textOfValue: String { NumberText.grouped(Double(self)) }
  package var numberOfValue: Int? { self }
}

extension String: Strings.Value {
  package var textOfValue: String { self }
  package var numberOfValue: Int? { nil }
}
