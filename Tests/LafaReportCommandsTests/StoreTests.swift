import Foundation
import TestSupport
import Testing

/// `generate` with what earlier runs kept: the same bytes in less work.
struct StoreTests {
  private let model = Fixtures.samples.appending(path: "models/reviews").path(percentEncoded: false)

  /// Twenty reviews by id.
  private static let texts: [String: String] = {
    let folder = Fixtures.samples.appending(path: "reviews")
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.path(percentEncoded: false))
    var texts: [String: String] = [:]
    for name in (names ?? []).filter({ $0.hasSuffix(".txt") }).sorted().prefix(20) {
      let id = "review-" + String(texts.count)
      texts[id] = try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }
    return texts
  }()

  private func write(_ texts: [String: String], to folder: URL) throws -> String {
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in texts {
      try Data(text.utf8).write(to: folder.appending(path: name + ".txt"))
    }
    return folder.path(percentEncoded: false)
  }

  private func generate(
    _ input: String, to output: URL, _ options: [String] = [], code: Int32 = 0
  ) throws -> String {
    let result = try CommandRunner.run(
      ["generate", input, "--model", model, "--output", output.path(percentEncoded: false)]
        + options)
    try #require(result.code == code, "\(result.errors)")
    return result.errors
  }

  private func contents(_ folder: URL) throws -> [String: Data] {
    var files: [String: Data] = [:]
    let top = folder.path(percentEncoded: false)
    for path in try FileManager.default.subpathsOfDirectory(atPath: top) {
      files[path] = FileManager.default.contents(atPath: top + "/" + path)
    }
    return files
  }

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted()
  }

  /// A document that changes moves the centre and the labels' means, and with them all scores.
  @Test(arguments: [
    ["--faithfulness"], ["--method", "lafa-paper"], ["--methods", "smoothGradient,shapGradient"],
    ["--reference", "neighbours", "--method", "lafa:integratedGradient"],
  ])
  func computesOnlyWhatChanged(options: [String]) throws {
    try Fixtures.withTemporaryFolder { top in
      let texts = top.appending(path: "texts")
      let (site, fresh) = (top.appending(path: "site"), top.appending(path: "fresh"))
      let store = ["--store", top.appending(path: "store").path(percentEncoded: false)]
      _ = try generate(try write(Self.texts, to: texts), to: site, options + store)
      var changed = Self.texts
      changed["review-3"]? += " The dessert was dull."
      changed["review-4"] = nil
      changed["new"] = "A wonderful evening, and the waiter knew every wine."
      let input = try write(changed, to: texts)
      let said = try generate(input, to: site, options + store)
      _ = try generate(input, to: fresh, options)
      #expect(try contents(site) == contents(fresh))
      // Of neighbours as references every text depends on others.
      if !options.contains("neighbours") && !options.contains("smoothGradient,shapGradient") {
        #expect(said.contains("18 documents were computed before"))
      }
      #expect(try names(top) == ["fresh", "site", "store", "texts"])
    }
  }

  @Test func leavesFilesAloneThatDoNotChange() throws {
    try Fixtures.withTemporaryFolder { top in
      let input = try write(Self.texts, to: top.appending(path: "texts"))
      let site = top.appending(path: "site")
      func numbers() throws -> [String: Int] {
        var numbers: [String: Int] = [:]
        for name in try names(site.appending(path: "documents")) where name.hasSuffix("html") {
          let path = site.appending(path: "documents/\(name)").path(percentEncoded: false)
          let attributes = try FileManager.default.attributesOfItem(atPath: path)
          numbers[name] = attributes[.systemFileNumber] as? Int
        }
        return numbers
      }
      _ = try generate(input, to: site)
      let before = try numbers()
      #expect(before.count == 20)
      _ = try generate(input, to: site)
      #expect(try numbers() == before)
      _ = try generate(input, to: site, ["--title", "Another"])
      #expect(try Set(numbers().values).isDisjoint(with: before.values))
    }
  }

  @Test func usesWhatIsKeptOnlyForTheSameNumbers() throws {
    try Fixtures.withTemporaryFolder { top in
      let input = try write(Self.texts, to: top.appending(path: "texts"))
      let site = top.appending(path: "site")
      let store = ["--store", top.appending(path: "store").path(percentEncoded: false)]
      _ = try generate(input, to: site, store)
      let known = "20 documents were computed before"
      for options in [["--lambda", "5"], ["--neighbours", "3"], ["--kernel", "indicator"]] {
        #expect(try generate(input, to: site, options + store).contains(known), "\(options)")
      }
      for options in [
        ["--scalar", "margin"], ["--encoder-layer", "1"],
        ["--method", "lafa:integratedGradient@pad@3"],
        ["--method", "gradient"],
        ["--explain", "NEGATIVE"], ["--no-resume"],
      ] {
        #expect(try !generate(input, to: site, options + store).contains(known), "\(options)")
      }
    }
  }

  @Test func goesOnAfterAFault() throws {
    try Fixtures.withTemporaryFolder { top in
      let input = try write(Self.texts, to: top.appending(path: "texts"))
      let (site, fresh) = (top.appending(path: "site"), top.appending(path: "fresh"))
      // Templates that make no valid page end the run when everything is computed.
      let templates = top.appending(path: "templates")
      try FileManager.default.copyItem(
        at: Fixtures.package.appending(path: "templates"), to: templates)
      let page = templates.appending(path: "document.mustache")
      let whole = try Data(contentsOf: page)
      try (whole + Data("<p>".utf8)).write(to: page)
      let options = ["--templates", templates.path(percentEncoded: false)]
      let said = try generate(input, to: site, options, code: 1)
      #expect(said.contains("What was computed is kept"))
      #expect(try names(top) == [".site.lafa-store", "templates", "texts"])
      try whole.write(to: page)
      #expect(try generate(input, to: site, options).contains("20 documents were computed before"))
      _ = try generate(input, to: fresh)
      #expect(try contents(site) == contents(fresh))
      #expect(try names(top) == ["fresh", "site", "templates", "texts"])
    }
  }

  /// A table without a text, and an empty standard input: there is nothing to go on with.
  @Test(arguments: ["t.csv", "-"])
  func keepsNothingOfARunWithoutDocuments(_ name: String) throws {
    try Fixtures.withTemporaryFolder { top in
      let table = top.appending(path: "t.csv")
      try Data("name\na\n".utf8).write(to: table)
      let input = name == "-" ? name : table.path(percentEncoded: false)
      let said = try generate(input, to: top.appending(path: "site"), code: 1)
      #expect(said.contains("can be explained") && !said.contains("is kept"))
      #expect(try names(top) == ["t.csv"])
    }
  }

  @Test func refusesAStoreInTheOutput() throws {
    try Fixtures.withTemporaryFolder { top in
      let input = try write(Self.texts, to: top.appending(path: "texts"))
      let site = top.appending(path: "site")
      let inside = ["--store", site.appending(path: "store").path(percentEncoded: false)]
      #expect(try generate(input, to: site, inside, code: 2).contains("store"))
      #expect(try names(top) == ["texts"])
    }
  }
}
