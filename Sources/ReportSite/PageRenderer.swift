internal import AttributionRecords
package import Foundation
package import Markup

/// Renders pages and checks them; for any number of threads.
public struct PageRenderer: Sendable {
  private let templates: TemplateLibrary
  private let validator: PageValidator
  /// The files that every site gets as they are, by name.
  package let shared: [String: Data]
  /// The texts of the interface.
  package let strings: Strings

  /// What is written of a document beside its page.
  package private(set) var forms: PageForms = []
  private let style: StyleBlock
  private let embedded: EmbeddedPages

  private let assets: URL
  private let files: SiteFiles

  /// The assets that pages refer to.
  private static let sharedNames = ["report.js", "style.css"]

  /// Loads templates, assets, texts and the page schema.
  ///
  /// - Parameters:
  ///   - files: Where they lie.
  ///   - language: The language of the interface: the name of a file of texts without its ending.
  /// - Throws: ``SiteError``.
  public init(files: SiteFiles, language: String = "en") throws(SiteError) {
    let strings = try Strings(folder: files.assets, language: language)
    self.strings = strings
    templates = try TemplateLibrary(folder: files.templates, strings: strings)
    var shared: [String: Data] = [:]
    for name in Self.sharedNames { shared[name] = try Self.read(files.assets, name, strings) }
    assets = files.assets
    self.files = files
    let schema = String(decoding: try Self.read(files.assets, "page.rng"), as: UTF8.self)
    let style = String(decoding: shared["style.css"] ?? Data(), as: UTF8.self)
    func badSchema(_ name: String, _ fault: MarkupFault) -> SiteError {
      .badSchema(
        path: files.assets.appending(path: name).path(percentEncoded: false),
        detail: fault.description)
    }
    do {
      validator = try PageValidator(
        schema: schema, rules: PageRules.all(style: style), classes: PageRules.classes(of: style))
    } catch {
      throw badSchema("page.rng", error)
    }
    let shell = String(decoding: try Self.read(files.assets, "embed.rng"), as: UTF8.self)
    do {
      embedded = try EmbeddedPages(schema: shell, style: style)
    } catch {
      throw badSchema("embed.rng", error)
    }
    self.shared = shared
    self.style = StyleBlock(style)
  }

  /// Returns a renderer that writes other forms of documents' pages, too.
  package func adding(_ forms: PageForms) -> PageRenderer {
    var renderer = self
    renderer.forms.formUnion(forms)
    return renderer
  }

  /// Returns the script of the search page, which only published sites have.
  package func searchScript() throws(SiteError) -> Data {
    try Self.read(assets, "search.js", strings)
  }

  /// Reads a script or style sheet and puts its texts in.
  private static func read(
    _ folder: URL, _ name: String, _ strings: Strings
  ) throws(SiteError) -> Data {
    let text = String(decoding: try read(folder, name), as: UTF8.self)
    return Data(
      try TextTags.replaced(in: text) { key throws(SiteError) in try strings.quoted(key) }.utf8)
  }

  /// Returns what tells apart all that pages are made with: a SHA-256, the language, the forms.
  func fingerprint() -> String { "\(files.fingerprint()) \(strings.language) \(forms.rawValue)" }

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

  /// Renders the page of a document so that it needs no other file.
  func single(_ page: ReportPage, file: String) throws(SiteError) -> String {
    var view = page.alone.view
    view["single"] = style.view
    view["provenance"] = page.record.provenance.view(of: page.record, isAlone: true, strings)
    return try checked(templates.render(view, with: "document"), name: "single/\(file).html")
  }

  /// Renders the heatmap of a document to be put into other pages.
  func fragment(_ page: ReportPage, file: String) throws(SiteError) -> String {
    try checked(
      templates.render(page.fragmentView(embedded.colours), with: "fragment"),
      name: "fragments/\(file).html")
  }

  /// Renders the picture of a document's heatmap.
  func card(_ page: ReportPage, file: String) throws(SiteError) -> String {
    try checked(
      templates.render(page.cardView(style: embedded.cardStyle), with: "card"),
      name: "cards/\(file).svg")
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
    try checked(templates.render(page.view(strings), with: "evaluation"), name: "index.html")
  }

  /// Renders the page of a difference between two runs.
  package func html(_ page: DiffPage, name: String) throws(SiteError) -> String {
    try checked(templates.render(page.view(strings), with: "diff"), name: name)
  }

  /// Renders a page of a published site.
  package func html(_ page: PublishedPage, name: String) throws(SiteError) -> String {
    try checked(templates.render(page.view, with: page.template), name: name)
  }

  /// Returns what is wrong with a page, a fragment or a card; nothing if it could be written.
  ///
  /// - Parameters:
  ///   - page: Its text.
  ///   - name: Its path in the site, which says what it is.
  /// - Returns: The faults.
  package func faults(in page: String, name: String) -> [MarkupFault] {
    PageForms.isEmbedded(name) ? embedded.faults(in: page) : validator.faults(in: page)
  }

  private func checked(_ page: String, name: String) throws(SiteError) -> String {
    if let fault = faults(in: page, name: name).first {
      throw .invalidPage(name: name, fault: fault)
    }
    return page
  }
}
