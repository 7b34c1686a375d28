import Foundation
import ReportSite
import TestSupport
import Testing

struct TemplateLibraryTests {
  /// Loads the templates after a change to a copy of them.
  private func load(_ change: (URL) throws -> Void) throws {
    try Fixtures.withTemporaryFolder { folder in
      let templates = folder.appending(path: "templates")
      try FileManager.default.copyItem(
        at: Fixtures.package.appending(path: "templates").resolvingSymlinksInPath(), to: templates)
      try change(templates)
      let files = try SiteFiles.locate(
        templates: templates, assets: Fixtures.package.appending(path: "assets"), executable: nil)
      _ = try PageRenderer(files: files)
    }
  }

  private func append(_ text: String, to name: String, in folder: URL) throws {
    let url = folder.appending(path: name)
    try (String(contentsOf: url, encoding: .utf8) + text)
      .write(to: url, atomically: false, encoding: .utf8)
  }

  @Test func loadsTheTemplatesOfThePackage() throws {
    try load { _ in }
  }

  @Test(arguments: ["index.mustache", "document.mustache", "partials/head.mustache"])
  func reportsAMissingTemplate(_ name: String) throws {
    let error = #expect(throws: SiteError.self) {
      try load { try FileManager.default.removeItem(at: $0.appending(path: name)) }
    }
    guard case .fileMissing(let path) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(path.hasSuffix("templates/\(name)"))
  }

  @Test(arguments: ["{{> nosuch}}", "{{>nosuch}}", "{{>  nosuch }}", "{{< nosuch}}{{/nosuch}}"])
  func reportsAMissingPartial(_ tag: String) throws {
    let detail = "it uses “nosuch”, which does not exist"
    #expect(throws: SiteError.badTemplate(name: "index", detail: detail)) {
      try load { try append(tag, to: "index.mustache", in: $0) }
    }
  }

  @Test(arguments: [
    "{{{title}}}", "{{&title}}", "{{  &title}}", "{{\n& title}}", "{{ {title}}}",
    "{{=<% %>=}}<%& title %>", "{{% CONTENT_TYPE: TEXT}}",
  ])
  func refusesToSwitchEscapingOff(_ tag: String) throws {
    let error = #expect(throws: SiteError.self) {
      try load { try append(tag, to: "partials/section.mustache", in: $0) }
    }
    #expect(error?.description.contains("switch the escaping off") == true)
    #expect(
      error?.description.contains(
        /“partials\/section” cannot be used: line \d+ has “{{/) == true)
  }

  @Test func namesTheLineOfATagThatIsRefused() throws {
    #expect(
      throws: SiteError.badTemplate(
        name: "own", detail: "line 3 has “{{{x”, which would switch the escaping off")
    ) {
      try load {
        let text = Data("a {{b}}\n\n{{c}} {{{x}}}\n".utf8)
        try text.write(to: $0.appending(path: "own.mustache"))
      }
    }
  }

  @Test(arguments: ["{{#open}}", "{{/close}}", "{{unfinished"])
  func refusesATemplateThatDoesNotParse(_ text: String) throws {
    let error = #expect(throws: SiteError.self) {
      try load { try append(text, to: "index.mustache", in: $0) }
    }
    #expect(
      error?.description.contains(/^The template “index” cannot be used: line \d+: [a-z ]+\.$/)
        == true)
  }

  @Test func refusesATemplateThatIsNotUTF8() throws {
    #expect(throws: SiteError.self) {
      try load { try Data([0xFF, 0xFE]).write(to: $0.appending(path: "index.mustache")) }
    }
  }
}
