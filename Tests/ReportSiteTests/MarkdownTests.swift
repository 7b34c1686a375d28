import AttributionRecords
import Testing

struct MarkdownTests {
  private func page(_ sample: SampleRecord) throws -> String {
    let site = try SampleSite.written([sample.record])
    return try #require(site.first { $0.key.hasPrefix("documents/") && $0.key.hasSuffix(".md") })
      .value
  }

  private func lines(_ text: String) -> [Substring] { text.split(separator: "\n") }

  @Test func writesHeadingsAndTables() throws {
    let page = try page(SampleRecord())
    #expect(page.hasPrefix("# A laptop\n"))
    #expect(page.contains("\n## Which words carried the prediction\n"))
    #expect(lines(page).contains("a · 11 words, 12 tokens"))
    #expect(lines(page).contains("**positive** 75.0\u{A0}%, negative 25.0\u{A0}%"))
    #expect(lines(page).contains("| Word | Share % | ± % | own % | neighbours % |"))
    #expect(lines(page).contains("| laptop | 16.7 | 0.0 | 8.3 | 8.3 |"))
    // The run's method stands in the index, once.
    #expect(!page.contains("## Method"))
    #expect(page.contains("[How these numbers are made: the run’s method](../index.md)"))
  }

  @Test func writesCommandsAsTheyAreTyped() throws {
    let site = try SampleSite.written([SampleRecord().record])
    for name in ["index.md", "documents/a.md"] {
      let row = try #require(
        lines(site[name] ?? "").first { $0.hasPrefix("| Reproduce ") }, "\(name)")
      #expect(row.hasPrefix("| Reproduce | `lafa-report generate FOLDER --model "), "\(row)")
      #expect(row.hasSuffix("` |") && !row.contains("&#58;"), "\(row)")
    }
  }

  @Test func saysOnceWhatIsPredicted() throws {
    let named = try page(SampleRecord(id: "a", title: "a"))
    #expect(lines(named).contains("11 words, 12 tokens"))
    #expect(!named.contains("a · 11"))
    // What no list of labels says stands in a table.
    let number = try page(SampleRecord(task: .regression, labels: ["price"]))
    #expect(lines(number).contains { $0.hasPrefix("| 1,299\u{A0}USD |") })
    #expect(!named.contains("| Prediction |"))
  }

  @Test func makesStrongWordsBold() throws {
    let page = try page(SampleRecord(text: "one two three none"))
    #expect(lines(page).contains("one **two** **three** none"))
  }

  @Test func givesEveryRowTheCellsOfItsHead() throws {
    let hostile = "a|b \\| c\n| --- |\r\n`d|e`"
    let sample = SampleRecord(
      id: hostile, title: hostile, text: hostile, labels: [hostile, "x"], neighbourID: hostile,
      excerpt: hostile)
    let site = try SampleSite.written([sample.record], title: hostile)
    for (path, page) in site where path.hasSuffix(".md") {
      var cells: Int?
      for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
        guard line.hasPrefix("|") else {
          cells = nil
          continue
        }
        let found = line.replacing("\\\\", with: "").replacing("\\|", with: "").count { $0 == "|" }
        #expect(found == cells ?? found, "\(path): \(line)")
        cells = found
      }
    }
  }

  @Test func keepsATitleOnOneLine() throws {
    let page = try page(SampleRecord(title: "one\n# two\r\n- three"))
    #expect(lines(page).first == "# one ⏎ \\# two ⏎ - three")
  }

  @Test func linksToMarkdownPages() throws {
    let site = try SampleSite.written(["a", "b"].map { SampleRecord(id: $0).record })
    #expect(site["index.md"]?.contains("[a](documents/a.md)") == true)
    let page = try #require(site["documents/a.md"])
    #expect(page.contains("[b](b.md)"))
    #expect(page.contains("[← A run](../index.md)"))
  }

  @Test(arguments: HostileTextTests.hostile)
  func letsNoTextBecomeMarkup(_ text: String) throws {
    let sample = SampleRecord(id: "a", title: text, text: text, neighbourID: text, excerpt: text)
    let site = try SampleSite.written([sample.record], title: text)
    for (path, page) in site where path.hasSuffix(".md") {
      for part in ["<script", "<iframe", "<!--", "<?php", "](http:", "\u{202E}", "\0"] {
        #expect(!page.utf8.contains(part.utf8), "\(path) holds \(part.debugDescription)")
      }
    }
  }
}

extension String.UTF8View {
  /// Whether the bytes hold those of a text, where `String` would compare whole characters.
  func contains(_ part: String.UTF8View) -> Bool {
    let part = Array(part)
    let bytes = Array(self)
    guard let first = part.first, bytes.count >= part.count else { return part.isEmpty }
    return bytes.indices.dropLast(part.count - 1).contains { index in
      bytes[index] == first && bytes[index..<index + part.count].elementsEqual(part)
    }
  }
}
