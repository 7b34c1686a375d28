import AttributionRecords
import Foundation
import Markup
import ReportSite
import TestSupport
import Testing

struct SinglePageTests {
  private func written(_ sample: SampleRecord, isChinese: Bool = false) throws -> String {
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "site")
      let renderer = try SampleSite.renderer(isChinese: isChinese).adding(.single)
      try SiteWriter(output: output, renderer: renderer)
        .write(SampleRecord.summary([sample.record])) { Array([sample.record][$0]) }
      let site = try SampleSite.contents(of: output)
      return try #require(site.first { $0.key.hasPrefix("single/") }).value
    }
  }

  @Test func needNoOtherFile() throws {
    let page = try written(SampleRecord())
    #expect(try SampleSite.validator().faults(in: page).isEmpty)
    #expect(!page.contains("<script"))
    #expect(!page.contains("<link"))
    #expect(!page.contains(" src="))
    #expect(!page.contains("'self'"))
    for link in page.matches(of: /href="([^"]*)"/) {
      #expect(link.output.1.hasPrefix("#"), "\(link.output.0)")
    }
    let style = try #require(SampleSite.renderer().shared["style.css"])
    #expect(page.contains("<style>\(String(decoding: style, as: UTF8.self))</style>"))
  }

  @Test func showWhatThePageShows() throws {
    let sample = SampleRecord()
    let single = try written(sample)
    let page = try SampleSite.page(sample)
    func sections(_ page: String) -> [Substring] {
      page.matches(of: /<h2[^>]*>.*?<\/h2>/).map(\.output)
    }
    // The page of a site leaves the method to the run's.
    let method = #"<h2 id="h-method">Method</h2>"#
    #expect(sections(single).contains { $0 == method })
    #expect(sections(single).filter { $0 != method } == sections(page))
    #expect(page.contains("<a href=\"../index.html#h-method\">"))
  }

  @Test func haveTheHashesThatASiteSaysOnce() throws {
    let sample = SampleRecord()
    let site = try SampleSite.written([sample.record])
    let model = SampleRecord.provenance.model
    for hash in [model.tokenizerSHA256, model.configSHA256] {
      #expect(try written(sample).contains(hash))
      #expect(site["index.html"]?.contains(hash) == true)
      #expect(site["documents/a.html"]?.contains(hash) == false)
    }
    for hash in [model.weightsSHA256, sample.record.sha256] {
      #expect(site["documents/a.html"]?.contains(hash) == true)
    }
  }

  @Test func mayHoldNoOtherStyleSheet() throws {
    let page = try written(SampleRecord()).replacing(
      "<style>", with: "<style>body{background:url(https://example.org/)}")
    let faults = try SampleSite.validator().faults(in: page)
    #expect(faults.contains { $0.message.hasPrefix("style.own") })
  }

  @Test func areKnownByTheirFolder() {
    #expect(PageForms(in: ["index.html", "single/a.html"]) == .single)
    #expect(PageForms(in: ["index.html", "documents/single/a.html"]) == [])
  }

  @Test func areWrittenOnlyIfAsked() throws {
    let site = try SampleSite.written([SampleRecord().record])
    #expect(!site.keys.contains { $0.hasPrefix("single/") })
  }
}
