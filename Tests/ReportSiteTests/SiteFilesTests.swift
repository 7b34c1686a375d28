import Foundation
import ReportSite
import TestSupport
import Testing

struct SiteFilesTests {
  private func makeFolders(_ names: [String], in folder: URL) throws {
    for name in names {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
  }

  @Test(arguments: [
    "share/lafa-report", "bin/lafa-report_ReportSite.resources",
    "bin/lafa-report_ReportSite.bundle",
  ])
  func findsFoldersBesideTheProgram(_ place: String) throws {
    try Fixtures.withTemporaryFolder { folder in
      try makeFolders(["\(place)/templates", "\(place)/assets"], in: folder)
      let files = try SiteFiles.locate(
        templates: nil, assets: nil, executable: folder.appending(path: "bin/lafa-report"))
      let found = files.templates.resolvingSymlinksInPath().path(percentEncoded: false)
      #expect(found.contains("\(place)/templates"))
    }
  }

  @Test func prefersWhatTheUserNames() throws {
    try Fixtures.withTemporaryFolder { folder in
      let share = "share/lafa-report"
      try makeFolders(["\(share)/templates", "\(share)/assets", "mine"], in: folder)
      let mine = folder.appending(path: "mine")
      let files = try SiteFiles.locate(
        templates: mine, assets: nil, executable: folder.appending(path: "bin/lafa-report"))
      #expect(files.templates == mine)
      #expect(files.assets.lastPathComponent == "assets")
    }
  }

  @Test func namesAllPlacesThatItLookedAt() throws {
    try Fixtures.withTemporaryFolder { folder in
      let error = #expect(throws: SiteFilesNotFound.self) {
        try SiteFiles.locate(
          templates: nil, assets: nil, executable: folder.appending(path: "bin/lafa-report"))
      }
      let places = try #require(error?.places)
      #expect(places.count == 3)
      for place in places { #expect(error?.description.contains(place) == true) }
      #expect(error?.description.contains("--templates") == true)
    }
  }

  @Test func doesNotLookElsewhereThanTheUserSays() throws {
    let wrong = URL(filePath: "/nonexistent/templates")
    let error = #expect(throws: SiteFilesNotFound.self) {
      try SiteFiles.locate(templates: wrong, assets: nil, executable: nil)
    }
    #expect(error?.places == ["/nonexistent/templates"])
  }

  private func copyStrings(to folder: URL) throws {
    try FileManager.default.copyItem(
      at: Fixtures.package.appending(path: "assets/strings").resolvingSymlinksInPath(),
      to: folder.appending(path: "strings"))
  }

  @Test func reportsAssetsThatAreMissing() throws {
    try Fixtures.withTemporaryFolder { folder in
      try copyStrings(to: folder)
      let files = try SiteFiles.locate(
        templates: Fixtures.package.appending(path: "templates"), assets: folder, executable: nil)
      let error = #expect(throws: SiteError.self) { try PageRenderer(files: files) }
      #expect(error?.description.contains("report.js is missing or cannot be read") == true)
    }
  }

  @Test func reportsASchemaThatDoesNotCompile() throws {
    try Fixtures.withTemporaryFolder { folder in
      try copyStrings(to: folder)
      for name in ["report.js", "style.css", "page.rng"] {
        try Data("<grammar".utf8).write(to: folder.appending(path: name))
      }
      let files = try SiteFiles.locate(
        templates: Fixtures.package.appending(path: "templates"), assets: folder, executable: nil)
      let error = #expect(throws: SiteError.self) { try PageRenderer(files: files) }
      #expect(error?.description.hasPrefix("The page schema ") == true)
    }
  }
}
