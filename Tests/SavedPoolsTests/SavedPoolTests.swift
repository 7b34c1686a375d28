import AttributionRecords
import Foundation
import Lafa
import SavedPools
import TestSupport
import Testing

/// What a saved pool gives back, and what it refuses.
struct SavedPoolTests {
  @Test func givesBackEveryNumber() throws {
    try Fixtures.withTemporaryFolder { folder in
      try SmallPool.write(to: folder)
      #expect(SavedPool.isPool(folder))
      let pool = try SavedPool(folder)
      let read = try pool.read(for: SmallPool.run)
      #expect(read.centre == SmallPool.centre)
      #expect(read.bases.count == 5)
      for number in 0..<5 {
        #expect(read.bases[number] == SmallPool.base(number))
        #expect(read.bases.vectors.floats([number]) == [Float(number), 1, 0.5])
      }
    }
  }

  @Test func givesBackTextsWithNULs() throws {
    try Fixtures.withTemporaryFolder { folder in
      try SmallPool.write(to: folder)
      let pool = try SavedPool(folder)
      let names = try pool.names()
      for (number, document) in SmallPool.documents.enumerated() {
        #expect(names[number].id == document.id)
        #expect(names[number].category == document.category)
        var expected = document
        // The label is for people who read the table.
        expected.label = nil
        expected.excerpts = [:]
        #expect(try pool.document(number) == expected)
        let key = PoolDocument.ExcerptKey(output: 1, base: 0)
        #expect(
          try pool.excerpt(of: number, output: 1, base: SmallPool.base)
            == document.excerpts[key])
        #expect(try pool.excerpt(of: number, output: 0, base: SmallPool.base) == nil)
      }
    }
  }

  @Test func whatNothingSmoothsIsZero() throws {
    try Fixtures.withTemporaryFolder { folder in
      try SmallPool.write(to: folder)
      var run = SmallPool.run
      run.bases = [MethodParameters(name: "random", base: "random", baseNumbers: ["seed": 1])]
      run.smoothed = []
      run.directed = []
      let read = try SavedPool(folder).read(for: run)
      #expect(read.bases[1].scores[0].bases == [[0, 0, 0]])
      #expect(read.bases[1].scores[0].directions.isEmpty)
      #expect(read.centre == nil)
    }
  }

  @Test(arguments: [(1, "an earlier lafa-report wrote"), (3, "a later lafa-report writes")])
  func anotherFormIsNamed(_ version: Int, _ reason: String) throws {
    try Fixtures.withTemporaryFolder { folder in
      try SmallPool.write(to: folder)
      let url = folder.appending(path: PoolManifest.fileName)
      let text = try String(contentsOf: url, encoding: .utf8)
      try Data(text.replacing("\"formatVersion\" : 2", with: "\"formatVersion\" : \(version)").utf8)
        .write(to: url)
      let error = PoolError.otherVersion(
        path: url.path(percentEncoded: false), version: version)
      #expect(throws: error) { _ = try SavedPool(folder) }
      #expect(error.description.contains(reason))
    }
  }

  @Test func aManifestThatDoesNotFitIsRefused() throws {
    try Fixtures.withTemporaryFolder { folder in
      try SmallPool.write(to: folder)
      let url = folder.appending(path: PoolManifest.fileName)
      let whole = try Data(contentsOf: url)
      func refuses(_ change: (inout PoolManifest) -> Void) throws {
        var manifest = try JSONDecoder().decode(PoolManifest.self, from: whole)
        change(&manifest)
        try JSONEncoder().encode(manifest).write(to: url)
        #expect(throws: PoolError.self) {
          let pool = try SavedPool(folder)
          _ = try pool.names()
          _ = try pool.read(for: SmallPool.run)
        }
      }
      try refuses { $0.documents = 4 }
      try refuses { $0.documents = 6 }
      try refuses { $0.documents = 0 }
      try refuses { $0.labels = ["O"] }
      try refuses { $0.directed = [1] }
      try refuses { $0.model.hiddenSize = 2 }
      try refuses { $0.entityTypes = [] }
      try refuses { $0.categories = ["one"] }
      try refuses { $0.bases = [] }
      try refuses { $0.parameters.kernelLayer = nil }
      for length in stride(from: 0, to: whole.count, by: 50) {
        try whole.prefix(length).write(to: url)
        #expect(throws: PoolError.self) { _ = try SavedPool(folder) }
      }
    }
  }

  /// Whoever changes a file may know how to write its SHA-256, too: an error, or numbers that fit.
  @Test func changedArraysNeverCrash() throws {
    try Fixtures.withTemporaryFolder { folder in
      try SmallPool.write(to: folder)
      let name = "pool.safetensors"
      let whole = try Data(contentsOf: folder.appending(path: name))
      var refused = 0
      for place in 0..<whole.count {
        try SmallPool.change(name, of: folder) { data in
          data = whole
          data[place] ^= place.isMultiple(of: 2) ? 0xFF : 0x40
        }
        do {
          let read = try SavedPool(folder).read(for: SmallPool.run)
          #expect(read.bases.count == 5)
          #expect((0..<5).allSatisfy { !read.bases[$0].scores.isEmpty })
        } catch {
          #expect("\(error)".contains("damaged"))
          refused += 1
        }
      }
      #expect(refused > whole.count / 3)
    }
  }

  @Test func changedTablesNeverCrash() throws {
    try Fixtures.withTemporaryFolder { folder in
      try SmallPool.write(to: folder)
      let name = "pool.sqlite"
      let whole = try Data(contentsOf: folder.appending(path: name))
      for place in stride(from: 0, to: whole.count, by: 11) where whole[place] != 0 || place < 200 {
        try SmallPool.change(name, of: folder) { data in
          data = whole
          data[place] ^= 0x5A
        }
        do {
          let pool = try SavedPool(folder)
          _ = try pool.names()
          for number in 0..<5 {
            _ = try pool.document(number)
            _ = try pool.excerpt(of: number, output: 1, base: SmallPool.base)
          }
        } catch {
          #expect("\(error)".contains("damaged"))
        }
      }
    }
  }

  @Test func aLargePoolHasAnIndexThatFindsTheSame() throws {
    try Fixtures.withTemporaryFolder { folder in
      try SmallPool.write(to: folder, indexed: 5)
      let pool = try SavedPool(folder)
      let index = try #require(try pool.index())
      #expect(index.recall == 1)
      let vectors = SmallPool.bases.vectors
      let found = NeighbourSearch(vectors, candidates: index.candidates(threads: 1))
        .nearest(of: [0, 4], count: 2) { place, other in other != [0, 4][place] }
      #expect(found.map { $0.map(\.index) } == [[1, 2], [3, 2]])
    }
  }
}
