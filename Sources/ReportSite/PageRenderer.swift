internal import AttributionRecords
package import Foundation
package import Markup

/// Renders pages and checks them; for any number of threads.
public struct PageRenderer: Sendable {
  private let templates: TemplateLibrary
  private let validator: PageValidator
  /// The files that every site gets as they are, by name.
  package let shared: [String: Data]

  private let assets: URL
  private let files: SiteFiles

  /// The assets that pages refer to.
  private static let sharedNames = ["report.js", "style.css"]

  /// Loads templates, assets and the page schema.
  ///
  /// - Parameter files: Where they lie.
  /// - Throws: ``SiteError``.
  public init(files: SiteFiles) throws(SiteError) {
    templates = try TemplateLibrary(folder: files.templates)
    var shared: [String: Data] = [:]
    for name in Self.sharedNames { shared[name] = try Self.read(files.assets, name) }
    assets = files.assets
    self.files = files
    let schema = String(decoding: try Self.read(files.assets, "page.rng"), as: UTF8.self)
    let style = String(decoding: shared["style.css"] ?? Data(), as: UTF8.self)
    do {
      validator = try PageValidator(
        schema: schema, rules: PageRules.all, classes: PageRules.classes(of: style))
    } catch {
      throw .badSchema(
        path: files.assets.appending(path: "page.rng").path(percentEncoded: false),
        detail: error.description)
    }
    self.shared = shared
  }

  /// Returns the script of the search page, which only published sites have.
  package func searchScript() throws(SiteError) -> Data { try Self.read(assets, "search.js") }

  /// Returns SHA-256 of all that pages are made with.
  func fingerprint() -> String { files.fingerprint() }

  private static func read(_ folder: URL, _ name: String) throws(SiteError) -> Data {
    let path = folder.appending(path: name).path(percentEncoded: false)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .fileMissing(path: path)
    }
    return data
  }

  /// Renders the page of a document without checking it.
  func unchecked(_ page: ReportPage) -> String { templates.render(page.view, with: "document") }

  /// Renders the page of a document.
  func html(_ page: ReportPage, file: String) throws(SiteError) -> String {
    try checked(templates.render(page.view, with: "document"), name: "documents/\(file).html")
  }

  /// Renders the page with all words of a long document.
  func words(_ page: ReportPage, file: String) throws(SiteError) -> String {
    try checked(
      templates.render(page.wordsView(file: file), with: "words"), name: "words/\(file).html")
  }

  /// Renders the index.
  func html(_ page: IndexPage) throws(SiteError) -> String {
    try checked(templates.render(page.view, with: "index"), name: "\(page.part.file).html")
  }

  /// Renders a page of lists.
  func html(_ page: ListingPage) throws(SiteError) -> String {
    try checked(templates.render(page.view, with: "listing"), name: "\(page.path).html")
  }

  /// Renders the page of an evaluation.
  func html(_ page: EvaluationPage) throws(SiteError) -> String {
    try checked(templates.render(page.view, with: "evaluation"), name: "index.html")
  }

  /// Renders the page of a difference between two runs.
  package func html(_ page: DiffPage, name: String) throws(SiteError) -> String {
    try checked(templates.render(page.view, with: "diff"), name: name)
  }

  /// Renders a page of a published site.
  package func html(_ page: PublishedPage, name: String) throws(SiteError) -> String {
    try checked(templates.render(page.view, with: page.template), name: name)
  }

  /// Returns what is wrong with a page; nothing if it could be written.
  package func faults(in page: String) -> [MarkupFault] { validator.faults(in: page) }

  private func checked(_ page: String, name: String) throws(SiteError) -> String {
    if let fault = validator.faults(in: page).first {
      throw .invalidPage(name: name, fault: fault)
    }
    return page
  }
}
