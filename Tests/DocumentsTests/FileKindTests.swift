import Documents
import Foundation
import TestSupport
import Testing

struct FileKindTests {
  private func read(
    _ files: [String: String], names: FieldNames = FieldNames()
  ) throws -> (documents: [Document], faults: [DocumentFault]) {
    var found: (documents: [Document], faults: [DocumentFault]) = ([], [])
    try withFolder(files.mapValues { Array($0.utf8) }) { url in
      let folder = try DocumentFolder(url: url, fieldNames: names)
      found = folder.read()
      // Whatever is read can be read again from its place.
      folder.forEachPlace { result, place in
        guard case .success(let document) = result else { return }
        #expect((try? folder.document(at: place)) == document)
      }
    }
    return found
  }

  @Test func readsMarkdownWithFrontMatter() throws {
    let markdown = """
      ---
      title: "A caf\\u00e9: two words" # a comment
      label: [POSITIVE, 'NEG''S']
      tags:
        - one
        - "two"
      brand: Acme & Sons
      note: |
        first
        second
      nested:
        key: value
      ---
      # Heading with *emphasis*

      A [link](http://x.y) and `code`, and
      a soft break. &copy; ![a picture](p.png)

      - one
      - two

      ```
      let x = 1
      ```

      <div>Some <b>HTML</b><script>bad()</script></div>
      """
    let (documents, faults) = try read(
      ["a.md": markdown], names: FieldNames(joined: ["title", "brand", "note", "text"]))
    #expect(faults.isEmpty)
    let document = try #require(documents.first)
    #expect(document.title == "A café: two words")
    #expect(document.gold == ["POSITIVE", "NEG'S"])
    #expect(document.fields.map(\.name) == ["title", "brand", "note", "text"])
    #expect(
      document.text == """
        A café: two words

        Acme & Sons

        first
        second

        Heading with emphasis

        A link and code, and
        a soft break. © a picture

        one
        two

        let x = 1

        Some HTML
        """)
    for field in document.fields {
      let bytes = Array(document.text.utf8)[field.range]
      #expect(!String(decoding: bytes, as: UTF8.self).hasPrefix("\n"))
    }
  }

  @Test func takesTheFirstHeadingForATitle() throws {
    let (documents, _) = try read(["a.md": "Before.\n\n## The *title*\n\nMore.\n\n# Another"])
    #expect(documents.map(\.title) == ["The title"])
    #expect(documents.map(\.text) == ["Before.\n\nThe title\n\nMore.\n\nAnother"])
  }

  @Test func readsWhatAPageShows() throws {
    let page = """
      <!DOCTYPE html><html><head><title>A  page</title><style>p{}</style>
      <meta name="brand" content="Acme"><script>var x = "<p>no</p>";</script></head>
      <body><h1>Head</h1><p>One <b>bo</b>ld&nbsp;&amp; two
      lines<br>here</p><p hidden>unseen</p><ul><li>a<li>b</ul>
      <table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>
      <pre>  kept
        so</pre><noscript>no</noscript><img alt="a cat" src="x"></body></html>
      """
    let (documents, faults) = try read(["p.html": page], names: FieldNames(category: "brand"))
    #expect(faults.isEmpty)
    let document = try #require(documents.first)
    #expect(document.title == "A page" && document.category == "Acme" && document.id == "p")
    #expect(
      document.text
        == "Head\n\nOne bold\u{A0}& two lines\nhere\n\na\nb\n\n1\t2\n3\n\n  kept\n  so\n\na cat")
  }

  @Test func readsAPagesDeclaredEncoding() throws {
    let page = Array("<meta charset=iso-8859-1><p>caf".utf8) + [0xE9] + Array("</p>".utf8)
    try withFolder(["p.htm": page]) { url in
      let (documents, faults) = try DocumentFolder(url: url).read()
      #expect(faults.isEmpty)
      #expect(documents.map(\.text) == ["café"])
      #expect(documents.map(\.encoding) == ["WINDOWS-1252"])
    }
  }

  @Test func refusesAPageThatWouldBeCut() throws {
    let page = String(repeating: "<div>", count: 5000) + "deep"
    let (documents, faults) = try read(["p.html": page, "q.html": "<p>fine</p>"])
    #expect(documents.map(\.id) == ["q"])
    guard case .badHTML("p.html", _)? = faults.first else {
      Issue.record("\(faults)")
      return
    }
  }

  @Test func readsListsOfObjects() throws {
    let rows = #"{"id": 1, "text": "one [,] \"}\""}, {"text": "two", "x": {"y": [1, {}]}}"#
    for file in ["[\(rows)]", "\u{FEFF} [ \(rows)\n ] \n", rows.replacing("}, {", with: "}\n{")] {
      let (documents, faults) = try read(["f.json": file])
      #expect(faults.isEmpty)
      #expect(documents.map(\.text) == ["one [,] \"}\"", "two"])
      #expect(documents.map(\.id) == ["1", "f-000002"])
      #expect(documents.map(\.source) == ["f.json:1", "f.json:2"])
    }
  }

  @Test func namesWhatIsWrongWithALists() throws {
    let (documents, faults) = try read([
      "a.json": #"[{"text": "ok"}, {"text": 3}, 4, {"text": "late"}"#,
      "b.json": #"[{"text": "x"} {"text": "y"}]"#, "c.json": "[]", "d.json": "nonsense",
    ])
    #expect(documents.map(\.text) == ["ok", "late", "x"])
    #expect(
      faults.map(\.description) == [
        "a.json:2 has a “text” that is not a string. Correct it or name another field with --text-field.",
        "a.json:3 is not a JSON object. Write one JSON object on each line.",
        "a.json:5 is missing: the list ends without its bracket. Check whether the file was cut.",
        "b.json:2 is not JSON at byte 1. Write one JSON object on each line.",
        "c.json has no text. Remove it or fill it.",
        "d.json:1 is not JSON at byte 2. Write one JSON object on each line.",
      ])
  }

  @Test func joinsFieldsOfRows() throws {
    let names = FieldNames(joined: ["title", "bullets", "price"])
    let (documents, faults) = try read(
      [
        "a.jsonl": """
        {"title": "Lamp", "bullets": ["bright", "small"], "price": 9.50}
        {"title": "", "bullets": null, "price": 3}
        {"title": " ", "bullets": []}
        {"title": {"a": 1}}
        """,
        "b.csv": "title,price\nChair,20\n",
      ], names: names)
    #expect(documents.map(\.text) == ["Lamp\n\nbright\nsmall\n\n9.50", "3", "Chair\n\n20"])
    #expect(
      documents.map { $0.fields.map(\.range) } == [
        [0..<4, 6..<18, 20..<24], [0..<0, 0..<0, 0..<1], [0..<5, 5..<5, 7..<9],
      ])
    #expect(
      faults.map(\.description) == [
        "a.jsonl:3 has no text in any of “title”, “bullets”, “price”. Remove the row or fill it.",
        "a.jsonl:4 has a “title” that is not a string. Correct it or name another field with --fields.",
        """
        b.csv: no column is called “bullets”, but “title”, “price”. Correct --fields, or leave it out.
        """,
      ])
  }

  @Test func readsPackedFilesOfEveryKind() throws {
    let rows = (1...300).map { "{\"text\": \"row \($0)\"}\n" }.joined()
    for (name, content, texts) in [
      ("a.txt", "hello", ["hello"]), ("a.md", "# hi", ["hi"]),
      ("a.jsonl", rows, (1...300).map { "row \($0)" }), ("a.csv", "text\nx\ny\n", ["x", "y"]),
    ] {
      try withFolder([name: Array(content.utf8)]) { url in
        let gzip = Process()
        gzip.executableURL = URL(filePath: "/usr/bin/env")
        gzip.arguments = ["gzip", url.appending(path: name).path(percentEncoded: false)]
        try gzip.run()
        gzip.waitUntilExit()
        let folder = try DocumentFolder(url: url)
        let (documents, faults) = folder.read()
        #expect(faults.isEmpty && folder.sources == [name + ".gz"])
        #expect(documents.map(\.text) == texts)
        #expect(documents.first?.id.hasPrefix("a") == true)
        folder.forEachPlace { result, place in
          guard case .success(let document) = result else { return }
          #expect((try? folder.document(at: place)) == document)
        }
        let packed = url.appending(path: name + ".gz")
        let data = try Data(contentsOf: packed)
        // A tape's padding is no damage, other bytes behind a member are.
        try (data + Data(count: 1000)).write(to: packed)
        #expect(try DocumentFolder(url: url).read().documents.map(\.text) == texts)
        for behind in [data.dropFirst(), Data("x".utf8), Data([0, 0, 1])] {
          try (data + behind).write(to: packed)
          #expect(
            try DocumentFolder(url: url).read().faults == [.damagedGzip(source: name + ".gz")])
        }
        if name == "a.jsonl" {
          try (data + data).write(to: packed)
          #expect(try DocumentFolder(url: url).read().documents.map(\.text) == texts + texts)
        }
        // Cut, it is named and not read in part.
        try data.prefix(data.count - 9).write(to: packed)
        let cut = try DocumentFolder(url: url).read()
        #expect(cut.documents.isEmpty && cut.faults == [.damagedGzip(source: name + ".gz")])
      }
    }
  }

  @Test func readsTablesInOtherEncodings() throws {
    let table = "text;label\r\nGröße für Füße, täglich schön;gut\r\nzweite Zeile;schlecht\r\n"
    let wide: [UInt8] =
      [0xFF, 0xFE] + table.utf16.map { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }.joined()
    let latin = table.unicodeScalars.map { UInt8($0.value) }
    for (bytes, encoding) in [(wide, "UTF-16LE"), (latin, "WINDOWS-1252")] {
      try withFolder(["t.csv": bytes]) { url in
        let folder = try DocumentFolder(url: url)
        let (documents, faults) = folder.read()
        #expect(documents.map(\.text) == ["Größe für Füße, täglich schön", "zweite Zeile"])
        #expect(documents.map(\.encoding) == [encoding, encoding])
        #expect(
          faults
            == (encoding == "UTF-16LE" ? [] : [.guessed(source: "t.csv", encoding: encoding)]))
      }
    }
  }

  @Test func namesWhatItLeavesAlone() throws {
    try withFolder([
      "a.txt": [0x61], ".h/x.txt": [0x61], "p.png": [0x61], "s/b.txt": [0x62],
      "out/.lafa-report.json": [0x7B], "out/documents/a.html": [0x61],
      // What a run at work keeps beside its output.
      ".out.lafa-partial/a.html": [0x61], ".out.lafa-store/process": [0x31],
    ]) { url in
      try FileManager.default.createSymbolicLink(
        at: url.appending(path: "s/loop"), withDestinationURL: url)
      #expect(mkfifo(url.appending(path: "pipe.txt").path(percentEncoded: false), 0o600) == 0)
      let folder = try DocumentFolder(url: url)
      #expect(folder.leftAlone.map(\.source) == [".h", "out", "p.png", "s/loop"])
      #expect(folder.leftAlone.map(\.reason) == [.hidden, .reports, .otherKind, .folderLink])
      let (documents, faults) = folder.read()
      #expect(documents.map(\.id) == ["a", "s/b"])
      #expect(faults == [.special(source: "pipe.txt")])
    }
  }

  @Test func takesSeveralFoldersAndFiles() throws {
    try withFolder(["x/a.txt": [0x61], "y/a.txt": [0x62], "c.txt": [0x63]]) { url in
      let folder = try DocumentFolder(
        urls: ["x", "y", "c.txt"].map { url.appending(path: $0) }, encoding: nil)
      #expect(folder.read().documents.map(\.id) == ["c", "x/a", "y/a"])
    }
    #expect(throws: DocumentFolderError.unknownEncoding(name: "klingon")) {
      try DocumentFolder(urls: [URL(filePath: "/")], encoding: "klingon")
    }
  }

  @Test func readsAPipe() throws {
    let pipe = Pipe()
    pipe.fileHandleForWriting.write(Data("{\"text\": \"one\"}\n{\"text\": \"two\"}".utf8))
    try pipe.fileHandleForWriting.close()
    let folder = try DocumentFolder(reading: pipe.fileHandleForReading, as: "jsonl")
    #expect(folder.read().documents.map(\.id) == ["stdin-000001", "stdin-000002"])
    #expect(throws: DocumentFolderError.unknownKind(ending: "exe")) {
      try DocumentFolder(reading: Pipe().fileHandleForReading, as: "exe")
    }
  }
}
