internal import AttributionRecords
internal import Markup

/// A page of lists about a whole run: the words of a label, the fields, the work that is left.
struct ListingPage {
  /// The path below the site's folder, without an ending.
  let path: String
  let run: String
  let kicker: String
  let title: String
  let subtitle: String
  let sections: [Section]
  let provenance: Provenance
  let strings: Strings

  /// A list with its columns.
  struct Section {
    let title: String
    /// What the list has, as in “12 words”.
    let count: String
    /// What the list means.
    let note: String
    let columns: [(name: String, isNumber: Bool)]
    let rows: [[Cell]]
  }

  /// A cell of a list.
  enum Cell {
    case text(String)
    /// Links to pages of documents, by their names without an ending.
    case documents([(text: String, file: String)])
  }

  /// The way from the page's folder to the site's.
  private var root: String { path.contains("/") ? "../" : "" }

  /// The values of the template `listing`.
  var view: [String: Any] {
    [
      "root": root, "version": Tool.version, "run": ReportPage.name(run, orElse: strings[.reports]),
      "kicker": kicker, "title": ReportPage.name(title, orElse: strings[.blank]),
      "subtitle": subtitle,
      "pageTitle": "\(ReportPage.name(title, orElse: strings[.blank])) – \(run)",
      "sections": sections.enumerated().map { number, section in
        [
          "id": "h-\(number + 1)", "title": section.title, "count": section.count,
          "note": section.note, "hasRows": !section.rows.isEmpty,
          "columns": section.columns.map { ["name": $0.name, "isNumber": $0.isNumber] },
          "rows": section.rows.map { row in
            [
              "cells": row.enumerated().map { place, cell in
                view(cell, isHead: place == 0, isNumber: section.columns[place].isNumber)
              }
            ]
          },
        ] as [String: Any]
      },
      "provenance": provenance.view(of: nil, strings),
    ]
  }

  private func view(_ cell: Cell, isHead: Bool, isNumber: Bool) -> [String: Any] {
    var view: [String: Any] = ["isHead": isHead, "isNumber": isNumber, "text": "", "links": false]
    switch cell {
    case .text(let text): view["text"] = text
    case .documents(let documents):
      view["links"] =
        documents.map {
          [
            "text": ReportPage.name($0.text, orElse: strings[.nameless]),
            "file": "\(root)documents/\($0.file).html",
          ]
        } as Any
    }
    return view
  }

  /// The page's Markdown twin.
  var markdown: String {
    let document = MarkdownDocument()
    document.heading(1, ReportPage.name(title, orElse: strings[.blank]))
    document.linked("← \(ReportPage.name(run, orElse: strings[.reports]))", to: "\(root)index.md")
    document.paragraph(subtitle)
    for section in sections {
      document.heading(2, section.title)
      document.paragraph(
        strings(.countedNote, ["count": section.count, "note": section.note]))
      guard !section.rows.isEmpty else { continue }
      document.table(
        section.columns.map(\.name),
        alignments: section.columns.map { $0.isNumber ? .trailing : .leading },
        rows: section.rows.map { $0.map(markdown) })
    }
    return document.rendered()
  }

  private func markdown(_ cell: Cell) -> MarkdownDocument.Cell {
    switch cell {
    case .text(let text): return .text(text)
    case .documents(let documents):
      // A cell has one link.
      guard let first = documents.first else { return .text("") }
      return .link(
        ReportPage.name(first.text, orElse: strings[.nameless]),
        to: "\(root)documents/\(first.file).md")
    }
  }
}
