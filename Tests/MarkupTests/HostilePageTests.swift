import Markup
import Testing

struct HostilePageTests {
  @Test(arguments: [
    "<!DOCTYPE html [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>",
    "<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>",
    "<!DOCTYPE html [<!ENTITY % x SYSTEM \"http://localhost/x.dtd\"> %x;]>",
    "<!DOCTYPE html SYSTEM \"about:legacy-compat\">",
    "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"xhtml1-strict.dtd\">",
    "<!doctype html>", "<?xml version=\"1.0\"?><!DOCTYPE html>", "\u{FEFF}<!DOCTYPE html>",
    "<!DOCTYPE html><!DOCTYPE html [<!ENTITY b \"x\">]>", "",
  ])
  func refusesEveryOtherDocumentType(declaration: String) throws {
    let page = TinySite.page("<p id=\"words\">&b;&x;</p>")
      .replacing("<!DOCTYPE html>", with: declaration)
    let faults = try TinySite.validator().faults(in: page)
    #expect(faults.contains { $0.layer == .bytes && $0.line == 1 })
    #expect(faults.contains { $0.layer == .wellFormed })
    #expect(PageText.text(ofElement: "words", in: page) == nil)
  }

  @Test func refusesABillionLaughs() throws {
    let entities = (1...9).map { level in
      let reference = "&l\(level - 1);"
      return "<!ENTITY l\(level) \"\(String(repeating: reference, count: 10))\">"
    }
    let page = TinySite.page("<p>&l9;</p>").replacing(
      "<!DOCTYPE html>",
      with: "<!DOCTYPE html [<!ENTITY l0 \"ha\">\(entities.joined())]>")
    #expect(try TinySite.validator().faults(in: page).contains { $0.layer == .wellFormed })
  }

  @Test(arguments: ["<p>", "<a<", "<p title=\"", "&", "</p>", "<p \"'", "\u{202E}", "<!"])
  func survivesTheSameMarkupManyTimes(piece: String) throws {
    let page = TinySite.page(String(repeating: piece, count: 20_000))
    #expect(try !TinySite.validator().faults(in: page).isEmpty)
  }

  @Test func survivesPagesThatEndAnywhere() throws {
    let validator = try TinySite.validator()
    let page = TinySite.page("<p title=\"é😀&lt;\">\u{FFFD}&#39;<br /></p>")
    for count in 0..<(page.unicodeScalars.count - 1) {
      let start = String(String.UnicodeScalarView(page.unicodeScalars.prefix(count)))
      #expect(!validator.faults(in: start).isEmpty)
    }
  }
}
