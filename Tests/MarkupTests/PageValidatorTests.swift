import Markup
import Testing

struct PageValidatorTests {
  @Test func acceptsASoundPage() throws {
    let page = TinySite.page(
      """
      <p class="lead t" aria-labelledby="top">a &amp; b<br /><a href="#top">up</a>
      <a href="other.html">other</a></p>
      """)
    #expect(try TinySite.validator().faults(in: page) == [])
  }

  @Test(arguments: [
    ("<p>a\rb</p>", "carriage return"), ("<p>\u{7F}</p>", "U+007F"), ("<p>\u{85}</p>", "U+0085"),
    ("<p>\u{202E}</p>", "U+202E"), ("<p>\(TinySite.noncharacters)</p>", "U+FDD0"),
    ("<p>\u{1FFFF}</p>", "noncharacter U+1FFFF"), ("<p>&#x41;</p>", "reference"),
    ("<p>&nbsp;</p>", "reference"), ("<!-- x -->", "comment"), ("<p><![CDATA[x]]></p>", "CDATA"),
    ("<?x y?>", "processing instruction"), ("<P>x</P>", "upper-case"),
    ("<h:p xmlns:h=\"x\"></h:p>", "prefixed"), ("<p/>", "closes itself"),
    ("<p title='a>b'/>", "closes itself"), ("<p>&", "reference"), ("<", "StartTag"),
  ])
  func findsBytesThatParsersReadDifferently(body: String, part: String) throws {
    let faults = try TinySite.validator().faults(in: TinySite.page(body))
    let fault = try #require(faults.first { $0.message.contains(part) })
    #expect(fault.line >= 6)
    #expect(fault.layer == .bytes || part == "StartTag")
  }

  @Test(arguments: [
    "<p>x", "<p></h1></p>", "<p title=a></p>", "<p>\0</p>", "<p>\u{1}</p>", "</body>",
  ])
  func findsMarkupThatIsNotWellFormed(body: String) throws {
    let faults = try TinySite.validator().faults(in: TinySite.page(body))
    #expect(faults.contains { $0.layer == .wellFormed && $0.line >= 6 })
    #expect(!faults.contains { $0.layer == .grammar || $0.layer == .rule })
  }

  @Test(arguments: [
    "<script>x</script>", "<p onclick=\"x\">y</p>", "<p style=\"x\">y</p>", "<p><p>x</p></p>",
    "text",
  ])
  func findsMarkupOutsideTheSchema(body: String) throws {
    let faults = try TinySite.validator().faults(in: TinySite.page(body))
    let fault = try #require(faults.first)
    #expect(fault.layer == .grammar)
    #expect(fault.description.hasPrefix("line \(fault.line): [grammar] "))
  }

  @Test(arguments: [
    ("<h1>Two</h1>", 2, "heading.one: a page has exactly one h1"),
    ("<p id=\"top\">x</p>", 6, "id.unique: the id “top” is used twice"),
    ("<p><a href=\"#x\">y</a></p>", 6, "id.reference: href points at the missing id “x”"),
    (
      "<p aria-labelledby=\"top y\">z</p>", 6,
      "id.reference: aria-labelledby points at the missing id “y”"
    ),
    ("<p class=\"t wide\">x</p>", 6, "class.known: “wide” is not a class of the style sheet"),
  ])
  func findsBrokenRules(body: String, line: Int, message: String) throws {
    let faults = try TinySite.validator().faults(in: TinySite.page(body))
    #expect(faults == [MarkupFault(layer: .rule, line: line, message: message)])
  }

  @Test func saysHowManyFaultsItDoesNotList() throws {
    let body = String(repeating: "<p class=\"x\">y</p>\n", count: 250)
    let faults = try TinySite.validator().faults(in: TinySite.page(body))
    #expect(faults.count == 201)
    #expect(faults.last?.message == "50 more faults are not listed")
  }

  @Test func shortensWordsOfThePageInMessages() throws {
    let body = "<p class=\"\(String(repeating: "x", count: 10_000))\">y</p>"
    let fault = try #require(try TinySite.validator().faults(in: TinySite.page(body)).first)
    #expect(fault.message.utf8.count < 200)
  }

  @Test func judgesPagesAlikeOnManyTasks() async throws {
    let validator = try TinySite.validator()
    await withTaskGroup(of: Bool.self) { group in
      for index in 0..<200 {
        let isSound = index.isMultiple(of: 2)
        let page = TinySite.page(isSound ? "<p>\(index)</p>" : "<p class=\"no\">\(index)</p>")
        group.addTask { validator.faults(in: page).isEmpty == isSound }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test(
    arguments: [
      ("", .wellFormed), ("<grammar", .wellFormed), ("<grammar/>", .grammar),
      (
        "<grammar xmlns=\"http://relaxng.org/ns/structure/1.0\"><start><ref name=\"x\"/></start></grammar>",
        .grammar
      ),
    ] as [(String, MarkupFault.Layer)])
  func refusesAnUnusableSchema(schema: String, layer: MarkupFault.Layer) {
    let fault = #expect(throws: MarkupFault.self) {
      try PageValidator(schema: schema, rules: [], classes: [])
    }
    #expect(fault?.layer == layer)
  }
}
