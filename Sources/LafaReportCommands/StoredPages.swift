internal import Foundation
internal import ReportSite
internal import RunStores

extension EarlierPages {
  /// What a run store knows of the files of documents.
  ///
  /// - Parameter store: The store.
  init(_ store: RunStore) {
    @Sendable func key(_ text: String) -> StoreKey {
      var maker = StoreKey.Maker("pages")
      maker.add(text)
      return maker.key
    }
    self.init(
      find: { text in
        guard let data = store.values([key(text)])[0] else { return nil }
        var reader = ByteReader(data)
        var files: [StagedFile] = []
        while !reader.isAtEnd {
          guard let path = try? reader.text(), let bytes = try? reader.integer(),
            let sha256 = try? reader.text()
          else { return nil }
          files.append(StagedFile(path: path, bytes: bytes, sha256: sha256))
        }
        return files.isEmpty ? nil : files
      },
      keep: { pages in
        store.keep(
          pages.map { page in
            var writer = ByteWriter()
            for file in page.files {
              writer.add(file.path)
              writer.add(file.bytes)
              writer.add(file.sha256)
            }
            return (key(page.key), writer.data)
          })
      })
  }
}
