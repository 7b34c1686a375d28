import AttributionRecords
import Markup
import ReportSite
import Testing

struct HostileTextTests {
  /// Swift takes no such characters in literals.
  static let noncharacters = String(
    String.UnicodeScalarView(
      ([0xFFFE, 0xFFFF, 0xFDD0, 0x1FFFE] as [UInt32]).compactMap { Unicode.Scalar($0) }))

  static let hostile = [
    "<script>alert(1)</script>",
    "</span></p></div><iframe src=\"x\"></iframe>",
    "\" onmouseover=\"alert(1)",
    "' autofocus onfocus='alert(1)",
    "\"\u{301} onload=alert(1) <\u{301}b>",
    "{{x}} {{{x}}} {{#sections}} {{> partials/head}}",
    "]]> <![CDATA[ <!-- --> <?php ?>",
    "&amp; &lt; &#0; &#x202E; &nosuch;",
    "NUL \0 bell \u{7} escape \u{1B} DEL \u{7F}",
    "C1 \u{80} \u{85} \u{9F}",
    "override \u{202E}evil\u{202C} isolate \u{2066}x\u{2069}",
    "noncharacters " + noncharacters,
    "מחשב נייד חדש عربى",
    "👩‍👩‍👧‍👦 🏳️‍🌈 e\u{301}\u{302}",
    "javascript:alert(1) data:text/html,x",
    "| pipe | \\ back `code` **bold** [link](http://x)",
    "../../etc/passwd",
    "\u{FEFF}byte order mark \u{2028} separators \u{2029}",
    String(repeating: "x", count: 5000),
  ]

  /// What no page may hold, whatever the documents say.
  static let forbidden = [
    "<script>", "<iframe", " onmouseover=\"", " onfocus='", "<!--", "<?php", "href=\"javascript:",
    "\0", "\u{85}", "\u{202E}", noncharacters,
  ]

  @Test(arguments: hostile)
  func keepsPagesValidWithHostileText(_ text: String) throws {
    let sample = SampleRecord(
      id: text, title: text, text: "before \(text) after\n\n\(text)", labels: [text, "other"],
      neighbourID: text + "2", neighbourTitle: text, excerpt: text)
    let regression = SampleRecord(id: "r", title: text, text: text, task: .regression)
    let fault = RunSummary.Fault(source: text, message: text, isSkipped: false)
    let validator = try SampleSite.validator()
    for records in [[sample.record], [regression.record]] {
      let site = try SampleSite.written(records, title: text, faults: [fault])
      for (path, page) in site where path.hasSuffix(".html") {
        #expect(validator.faults(in: page) == [], "\(path)")
        for part in Self.forbidden {
          #expect(!page.utf8.contains(part.utf8), "\(path) holds \(part.debugDescription)")
        }
      }
    }
  }

  @Test(arguments: ["", " ", "\t\n", "\u{A0}", "\u{200B}"])
  func keepsPagesValidWithoutNames(_ name: String) throws {
    let sample = SampleRecord(
      id: name, title: name, labels: [name, name], neighbourID: name, neighbourTitle: name,
      excerpt: name)
    let other = SampleRecord(id: "b", neighbourID: name)
    let fault = RunSummary.Fault(source: name, message: name, isSkipped: true)
    let site = try SampleSite.written([sample.record, other.record], title: name, faults: [fault])
    #expect(site.keys.contains("index.html"))
  }

  @Test(arguments: hostile)
  func showsWhatAPageMayHold(_ text: String) throws {
    let page = try SampleSite.page(SampleRecord(text: text))
    let shown = try #require(PageText.text(ofElement: "heat-1", in: page))
    // A reader of pages sees each forbidden character as one sign; all others are unchanged.
    #expect(shown.unicodeScalars.count == text.unicodeScalars.count)
    for (sign, scalar) in zip(shown.unicodeScalars, text.unicodeScalars) where sign != scalar {
      #expect(sign == "\u{FFFD}" || (0x2400...0x2421).contains(sign.value), "\(scalar)")
    }
  }

  @Test func survivesNumbersAtTheEdge() throws {
    var record = SampleRecord().record
    for index in record.explanations.indices {
      let last = record.tokens.count - 1
      record.explanations[index].own[last] = -1e60
      record.explanations[index].scores[last] = 1e-60
      record.explanations[index].quality.agreeing = .max
      for number in record.explanations[index].neighbours.indices {
        record.explanations[index].neighbours[number].excerpt.words[0].percent = .max
      }
    }
    #expect(try SampleSite.written([record]).keys.contains("documents/a.html"))
  }
}
