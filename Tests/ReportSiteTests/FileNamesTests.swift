import ReportSite
import Testing

struct FileNamesTests {
  @Test(arguments: ["a", "report-1", "Review_2.final", "0"])
  func keepsPlainNames(_ id: String) {
    #expect(FileNames([id])[id] == id)
  }

  @Test(arguments: [
    ("folder/b c", "folder-b-c"), ("../../etc", "etc"), (".hidden", "hidden"), ("--x--", "x"),
    ("", "document"), ("…", "document"), ("é", "document"), ("CON", "document-CON"),
    ("nul.txt", "document-nul.txt"), ("index", "document-index"), ("run", "document-run"),
    ("a\0b", "a-b"), ("a?b*c:d", "a-b-c-d"),
  ])
  func makesSafeNamesOfOthers(_ id: String, _ slug: String) throws {
    #expect(FileNames.slug(id) == slug)
    let name = try #require(FileNames([id])[id])
    #expect(name.hasPrefix("\(slug)-"))
    #expect(name.utf8.count == slug.utf8.count + 9)
  }

  @Test func keepsLongNamesShort() throws {
    let id = String(repeating: "x", count: 5000)
    let name = try #require(FileNames([id])[id])
    #expect(name.utf8.count == 89)
  }

  @Test(arguments: [
    ["A", "a"], ["a b", "a-b", "a/b"], ["é", "e\u{301}"], ["", "-", "document"],
    [String(repeating: "x", count: 90), String(repeating: "x", count: 91)],
  ])
  func givesEachDocumentANameOfItsOwn(_ ids: [String]) {
    let names = FileNames(ids)
    #expect(Set(ids.map { names[$0]?.lowercased() }).count == ids.count)
  }

  @Test func tellsAnIdFromAnothersNameWithItsHash() throws {
    // The second id is the first one's name with its hash, and so is the third the second's.
    let first = "a b"
    let second = try #require(FileNames([first])[first])
    let third = try #require(FileNames([second, first, second.uppercased()])[second])
    let names = FileNames([first, second, third])
    #expect(Set([first, second, third].map { names[$0] }).count == 3)
  }

  @Test func knowsOnlyDocumentsOfTheRun() {
    #expect(FileNames(["a"])["b"] == nil)
  }
}
