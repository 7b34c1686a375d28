import Foundation
import Markup
import ReportSite
import Testing

/// Faults put into a sound page one at a time: the checks before writing must see each.
struct SeededDefectTests {
  struct Defect: CustomTestStringConvertible {
    let name: String
    let from: String
    let to: String
    var testDescription: String { name }
  }

  static let defects = [
    Defect(name: "inline script", from: "</main>", to: "<script>alert(1)</script></main>"),
    Defect(name: "remote script", from: "../report.js", to: "https://x.example/report.js"),
    Defect(name: "event handler", from: "<h1>", to: "<h1 onmouseover=\"alert(1)\">"),
    Defect(name: "style attribute", from: "<h1>", to: "<h1 style=\"color:red\">"),
    Defect(name: "style element", from: "</head>", to: "<style>h1{}</style></head>"),
    Defect(name: "script link", from: "href=\"../index.html\"", to: "href=\"javascript:alert(1)\""),
    Defect(name: "http link", from: "href=\"../index.html\"", to: "href=\"http://x.example/\""),
    Defect(
      name: "link without a scheme", from: "href=\"../index.html\"", to: "href=\"//x.example\""),
    Defect(name: "iframe", from: "</main>", to: "<iframe src=\"x.html\"></iframe></main>"),
    Defect(
      name: "remote image", from: "</main>", to: "<img src=\"https://x/y.png\" alt=\"\"/></main>"),
    Defect(name: "form", from: "</main>", to: "<form action=\"x\"></form></main>"),
    Defect(name: "missing policy", from: "<meta http-equiv", to: "<meta data-http-equiv"),
    Defect(name: "weaker policy", from: "script-src 'self'", to: "script-src *"),
    Defect(
      name: "refresh", from: "</head>", to: "<meta http-equiv=\"refresh\" content=\"0\"/></head>"),
    Defect(name: "duplicate id", from: "id=\"h-prov\"", to: "id=\"h-verdict\""),
    Defect(name: "broken fragment", from: "href=\"#main\"", to: "href=\"#nowhere\""),
    Defect(
      name: "broken reference", from: "aria-labelledby=\"h-prov\"", to: "aria-labelledby=\"no\""),
    Defect(name: "unescaped ampersand", from: "Skip to the report", to: "Skip & report"),
    Defect(name: "unescaped bracket", from: "Skip to the report", to: "Skip < report"),
    Defect(name: "unknown entity", from: "Skip to the report", to: "Skip&nbsp;it"),
    Defect(name: "empty div closed at once", from: "</main>", to: "<div/></main>"),
    Defect(name: "comment", from: "</main>", to: "<!-- hidden --></main>"),
    Defect(name: "processing instruction", from: "</main>", to: "<?php x ?></main>"),
    Defect(name: "carriage return", from: "</main>", to: "\r\n</main>"),
    Defect(name: "NUL", from: "Skip to the report", to: "Skip\0"),
    Defect(name: "bidirectional override", from: "Skip to the report", to: "\u{202E}Skip"),
    Defect(name: "upper-case tag", from: "<h1>", to: "<H1>"),
    Defect(name: "unclosed paragraph", from: "</p>", to: ""),
    Defect(name: "unquoted attribute", from: "lang=\"en\"", to: "lang=en"),
    Defect(name: "other language in XML", from: "xml:lang=\"en\"", to: "xml:lang=\"de\""),
    Defect(name: "missing cell", from: "<tr><td>1</td>", to: "<tr>"),
    Defect(name: "second h1", from: "</h1>", to: "</h1><h1>x</h1>"),
    Defect(name: "unknown class", from: "class=\"kicker\"", to: "class=\"nosuch\""),
    Defect(name: "bar beyond its chart", from: "class=\"w75", to: "class=\"w175"),
    Defect(name: "bar of no number", from: "class=\"w75", to: "class=\"wnan"),
    Defect(
      name: "internal subset", from: "<!DOCTYPE html>", to: "<!DOCTYPE html [<!ENTITY x \"y\">]>"),
    Defect(name: "missing DOCTYPE", from: "<!DOCTYPE html>\n", to: ""),
    Defect(name: "unknown attribute", from: "<h1>", to: "<h1 data-x=\"y\">"),
    Defect(name: "missing title", from: "<title>", to: "<title></title><p>"),
    Defect(name: "other generator", from: "content=\"lafa-report ", to: "content=\"other "),
    Defect(name: "missing character set", from: "<meta charset=\"utf-8\"/>", to: ""),
    Defect(name: "link without a name", from: ">Skip to the report<", to: "><"),
    Defect(
      name: "foreign object", from: "<i class=\"ramp",
      to: "<foreignObject/><i class=\"ramp"),
    Defect(name: "word without its numbers", from: " data-tip=", to: " title="),
    Defect(name: "text after the end", from: "</html>", to: "</html>x"),
  ]

  @Test(arguments: defects)
  func reportsASeededDefect(_ defect: Defect) throws {
    let page = try SampleSite.page(SampleRecord())
    let place = try #require(page.range(of: defect.from, options: .literal))
    let broken = page.replacingCharacters(in: place, with: defect.to)
    #expect(broken.utf8.count != page.utf8.count || broken != page)
    #expect(try !SampleSite.validator().faults(in: broken).isEmpty)
  }

  @Test func namesTheLineOfADefect() throws {
    let page = try SampleSite.page(SampleRecord())
      .replacing("<h1>", with: "<h1 onmouseover=\"alert(1)\">")
    let line = try #require(page.split(separator: "\n").firstIndex { $0.contains("<h1 ") })
    let faults = try SampleSite.validator().faults(in: page)
    #expect(faults.contains { $0.layer == .grammar && $0.line == line + 1 })
  }
}
