import Foundation
import Markup
import ReportSite
import TestSupport
import Testing

struct StringsTests {
  private static let assets = Fixtures.package.appending(path: "assets").resolvingSymlinksInPath()

  private func texts(_ language: String) throws -> [String: String] {
    let url = Self.assets.appending(path: "strings/\(language).json")
    return try JSONDecoder().decode([String: String].self, from: Data(contentsOf: url))
  }

  private func values(_ text: String) -> Set<Substring> {
    Set(text.matches(of: /{([a-zA-Z]+)/).map(\.output.1))
  }

  /// Loads pages with texts that were changed.
  private func load(_ change: (inout [String: String]) throws -> Void) throws {
    var texts = try texts("en")
    try change(&texts)
    try load(JSONEncoder().encode(texts))
  }

  private func load(_ data: Data, language: String = "en") throws {
    try Fixtures.withTemporaryFolder { folder in
      let assets = folder.appending(path: "assets")
      try FileManager.default.copyItem(at: Self.assets, to: assets)
      try data.write(to: assets.appending(path: "strings/en.json"))
      _ = try PageRenderer(
        files: SiteFiles.locate(
          templates: Fixtures.package.appending(path: "templates"), assets: assets,
          executable: nil), language: language)
    }
  }

  @Test func haveTheSameKeysAndValuesInBothLanguages() throws {
    let (english, chinese) = (try texts("en"), try texts("zh"))
    #expect(Set(english.keys) == Set(chinese.keys))
    for (key, text) in english {
      #expect(try values(text) == values(#require(chinese[key])), "\(key)")
    }
  }

  @Test func haveNoTextThatNothingUses() throws {
    var used = Set(TextKey.allCases.map(\.rawValue))
    for file in try PageSources.templates() + PageSources.assets() {
      used.formUnion(file.text.matches(of: /{{t:([^}]*)}}/).map { String($0.output.1) })
    }
    #expect(try Set(texts("en").keys) == used)
  }

  @Test func chooseWordsThatGoWithANumber() throws {
    let strings = try SampleSite.renderer().strings
    #expect(strings(.wordCount, ["count": 1]) == "1 word")
    #expect(strings(.wordCount, ["count": 1200]) == "1,200 words")
    #expect(try SampleSite.renderer(isChinese: true).strings(.wordCount, ["count": 1]) == "1 个词")
  }

  @Test(arguments: ["strongest", "document.skip", "script.shown", "style.others"])
  func reportsAMissingText(_ key: String) throws {
    let error = #expect(throws: SiteError.self) { try load { $0[key] = nil } }
    let sentence = try #require(error?.description)
    #expect(sentence.contains("strings/en.json"))
    #expect(sentence.contains("“\(key)”: the text is missing"))
  }

  @Test(arguments: [
    ("nosuch", "anything", "no page uses this key"),
    ("wordCount", "words", "it has no values, not {count}"),
    ("wordCount", "{count} {other}", "it has {count}, {other}, not {count}"),
    ("strongest", "{name}", "it has {name}, not no values"),
    ("strongest", "{{title}}", "braces may only hold a name"),
    ("strongest", "{", "braces may only hold a name"),
    ("strongest", "}", "braces may only hold a name"),
    ("wordCount", "{count:one}", "braces may only hold a name"),
    ("wordCount", "{count:a|b|c}", "braces may only hold a name"),
    ("document.skip", "{count:a|b}", "a template cannot choose"),
    ("script.shown", "\"+alert(1)+\"", "a text of a script or style sheet may have no"),
    ("style.others", "\\", "a text of a script or style sheet may have no"),
    ("script.shown", "</script>", "a text of a script or style sheet may have no"),
    ("script.shown", "a\nb", "a text of a script or style sheet may have no"),
  ])
  func refusesATextThatPagesCannotUse(key: String, text: String, detail: String) throws {
    let error = #expect(throws: SiteError.self) { try load { $0[key] = text } }
    let sentence = try #require(error?.description)
    #expect(sentence.contains("strings/en.json"))
    #expect(sentence.contains("“\(key)”: \(detail)"))
  }

  @Test func escapesMarkupInATemplatesText() throws {
    try load { $0["document.skip"] = "<script>&\"" }
  }

  @Test func takesATextOfTemplatesOfOnesOwn() throws {
    try load { $0["mine.extra"] = "More" }
  }

  @Test(arguments: ["[]", "{\"lang\": 1}", "", "nonsense"])
  func refusesAFileThatIsNoListOfTexts(_ text: String) throws {
    let error = #expect(throws: SiteError.self) { try load(Data(text.utf8)) }
    #expect(error?.description.contains("it is not a JSON object of keys and texts") == true)
  }

  @Test(arguments: ["fr", "", "../strings/en", "en.json", "en\u{0}"])
  func namesTheLanguagesThatThereAre(_ language: String) throws {
    let error = #expect(throws: SiteError.self) {
      try load(Data("{}".utf8), language: language)
    }
    #expect(error?.description.hasSuffix("Name one of these: en, zh.") == true)
  }

  @Test func writesValidPagesInChinese() throws {
    let sample = SampleRecord()
    let site = try SampleSite.written([sample.record], isChinese: true)
    let validator = try SampleSite.validator()
    let english = try SampleSite.written([sample.record])
    #expect(Set(site.keys) == Set(english.keys))
    for (path, page) in site where path.hasSuffix(".html") {
      #expect(validator.faults(in: page).isEmpty, "\(path)")
      #expect(page.contains("<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"zh-Hans\""))
    }
    #expect(site["index.html"]?.contains("归因报告") == true)
    #expect(site["report.js"]?.contains("{{") == false)
    #expect(site["style.css"]?.contains("{{") == false)
    #expect(site["records/run.json"] == english["records/run.json"])
  }

  /// Words of the interface belong into the files of texts.
  @Test func haveNoEnglishLeftInTemplates() throws {
    for file in try PageSources.templates() {
      let text = file.text.replacing(/{{[^}]*}}/, with: "")
      let attributes = text.matches(of: /(?:aria-label|title|placeholder)="([^"]*)"/)
        .map { String($0.output.1) }
      let words = text.replacing(/<[^>]*>/, with: "\n").split(separator: "\n").map(String.init)
      for word in attributes + words where word != "LAFA" {
        #expect(!word.contains(/[A-Za-z]/), "\(file.name): \(word)")
      }
    }
  }

  @Test func haveNoEnglishLeftInPageCode() throws {
    for file in try PageSources.code() {
      for line in file.text.split(separator: "\n") where !line.contains(/^\s*\/\//) {
        for literal in line.matches(of: /"((?:[^"\\]|\\.)*)"/).map(\.output.1) {
          let words = literal.replacing(/\\\([^)]*\)+/, with: "")
          #expect(
            !words.contains(/(?:^|[^A-Za-z])[A-Z][a-z]+|[a-z]{2,} [a-z]{2,}/),
            "\(file.name): \(literal)")
        }
      }
    }
  }
}

/// The files that pages are made of.
private enum PageSources {
  static func templates() throws -> [(name: String, text: String)] {
    try files("templates") { $0.hasSuffix(".mustache") }
  }

  static func assets() throws -> [(name: String, text: String)] {
    try files("assets") { $0.hasSuffix(".js") || $0.hasSuffix(".css") }
  }

  /// The code that puts pages into words; errors and checks are for those who run the tool.
  static func code() throws -> [(name: String, text: String)] {
    let prefixes = [
      "ReportPage", "IndexPage", "ListingPage", "RunPages", "PageDigest", "DiffPage",
      "EvaluationP", "PublishedPage", "Provenance+Method", "MethodText", "GoldText",
      "PredictionText", "NumberText",
    ]
    return try files("Sources/ReportSite") { name in prefixes.contains { name.hasPrefix($0) } }
  }

  private static func files(
    _ folder: String, where isWanted: (String) -> Bool
  ) throws -> [(name: String, text: String)] {
    let root = Fixtures.package.appending(path: folder).resolvingSymlinksInPath()
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: root.path(percentEncoded: false)
    ).filter(isWanted)
    try #require(!names.isEmpty)
    return try names.map {
      ($0, try String(contentsOf: root.appending(path: $0), encoding: .utf8))
    }
  }
}
