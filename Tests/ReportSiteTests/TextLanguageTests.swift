import Testing

/// Texts in another script than the page's say their language to fonts and voices.
struct TextLanguageTests {
  @Test(arguments: [
    ("田中さんにあげて下さい", "ja"), ("这个产品很好。物流也快！", "zh"), ("사회과학원 어학연구소", "ko"),
    ("الخدمة ممتازة", "und-Arab"), ("Обслуживание отличное", "und-Cyrl"), ("Πολύ καλό", "el"),
    ("שירות מצוין", "und-Hebr"), ("सेवा अच्छी है", "und-Deva"),
  ])
  func tellsTheLanguageOfAnotherScript(_ text: String, _ tag: String) throws {
    var sample = SampleRecord()
    sample.text = text
    let page = try SampleSite.page(sample)
    #expect(page.contains("id=\"heat-1\" dir=\"auto\" lang=\"\(tag)\">"))
    #expect(page.contains("<tbody lang=\"\(tag)\">"))
    #expect(page.contains("<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\""))
  }

  @Test(arguments: ["Très bon, naïve café", "1234 !? …", "iPhone 手机", "The 京 hotel by 田中"])
  func leavesWhatThePageSays(_ text: String) throws {
    var sample = SampleRecord()
    sample.text = text
    #expect(!(try SampleSite.page(sample)).contains("id=\"heat-1\" dir=\"auto\" lang="))
  }
}
