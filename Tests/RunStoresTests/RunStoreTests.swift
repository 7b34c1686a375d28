import Foundation
import TestSupport
import Testing

import RunStores

/// What a store gives back, and what it does with files that are not as it wrote them.
struct RunStoreTests {
  private func key(_ text: String) -> StoreKey {
    var maker = StoreKey.Maker("test")
    maker.add(text)
    return maker.key
  }

  private func file(_ folder: URL) -> URL { folder.appending(path: RunStore.fileName) }

  @Test func keepsValuesForLaterRuns() throws {
    try Fixtures.withTemporaryFolder { top in
      let folder = top.appending(path: "store")
      let values = [Data("one".utf8), Data(), Data(repeating: 7, count: 100_000)]
      let keys = ["a", "b", "c"].map(key)
      do {
        let store = try RunStore(folder, isNew: false)
        #expect(store.isEmpty)
        #expect(store.values(keys) == [nil, nil, nil])
        store.keep(zip(keys, values).map { ($0, $1) })
        store.keep([(keys[0], Data("other".utf8)), (keys[0], values[0])])
        store.finish()
        #expect(store.trouble == nil)
      }
      let store = try RunStore(folder, isNew: false)
      #expect(
        store.values([keys[2], key("d"), keys[0], keys[1]]) == [
          values[2], nil, values[0], values[1],
        ])
      store.remove()
      #expect(!FileManager.default.fileExists(atPath: folder.path(percentEncoded: false)))
    }
  }

  @Test func keysTellListsApart() {
    func key(_ body: (inout StoreKey.Maker) -> Void, kind: String = "k") -> StoreKey {
      var maker = StoreKey.Maker(kind)
      body(&maker)
      return maker.key
    }
    let keys = [
      key {
        $0.add([1, 2]); $0.add([3])
      },
      key {
        $0.add([1]); $0.add([2, 3])
      },
      key { $0.add([1, 2, 3]) }, key({ $0.add([1, 2, 3]) }, kind: "l"),
      key {
        $0.add("12"); $0.add("3")
      },
      key {
        $0.add("1"); $0.add("23")
      },
    ]
    #expect(Set(keys).count == keys.count)
    #expect(key { $0.add([1, 2]) } == key { $0.add([1, 2]) })
  }

  @Test func refusesASecondProcess() throws {
    try Fixtures.withTemporaryFolder { folder in
      let first = try RunStore(folder, isNew: false)
      let error = #expect(throws: RunStoreError.self) { try RunStore(folder, isNew: true) }
      #expect(
        error?.description.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
      first.keep([(key("a"), Data("one".utf8))])
      #expect(first.trouble == nil)
    }
  }

  @Test func refusesFoldersAndFilesOfOthers() throws {
    try Fixtures.withTemporaryFolder { folder in
      let notes = folder.appending(path: "notes.txt")
      try Data("mine".utf8).write(to: notes)
      for isNew in [false, true] {
        #expect(
          throws: RunStoreError.notOurs(
            path: folder.path(percentEncoded: false), foreign: "notes.txt")
        ) {
          try RunStore(folder, isNew: isNew)
        }
      }
      #expect(try Data(contentsOf: notes) == Data("mine".utf8))
    }
  }

  @Test func saysThatAFileIsDamagedAndMakesItAnew() throws {
    try Fixtures.withTemporaryFolder { folder in
      do {
        let store = try RunStore(folder, isNew: false)
        store.keep((0..<500).map { (key("\($0)"), Data(repeating: 9, count: 3000)) })
        store.finish()
      }
      let whole = try Data(contentsOf: file(folder))
      let garbage = [Data("not a database, whatever its name says".utf8), whole.prefix(20_000)]
      for data in garbage {
        try data.write(to: file(folder))
        let error = #expect(throws: RunStoreError.self) { try RunStore(folder, isNew: false) }
        guard case .damaged(_, let detail)? = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
        #expect(!detail.isEmpty)
      }
      let store = try RunStore(folder, isNew: true)
      #expect(store.isEmpty && store.trouble == nil)
    }
  }

  @Test func takesADamagedValueForMissing() throws {
    try Fixtures.withTemporaryFolder { folder in
      let value = Data("a value that stands in the file as it is".utf8)
      do {
        let store = try RunStore(folder, isNew: false)
        store.keep([(key("a"), value), (key("b"), Data("another".utf8))])
        store.finish()
      }
      var data = try Data(contentsOf: file(folder))
      let place = try #require(data.range(of: value))
      data[place.lowerBound] ^= 1
      try data.write(to: file(folder))
      let store = try RunStore(folder, isNew: false)
      #expect(store.values([key("a"), key("b")]) == [nil, Data("another".utf8)])
      #expect(store.damaged == 1)
      store.keep([(key("a"), value)])
      #expect(store.values([key("a")]) == [value])
    }
  }

  @Test func dropsWhatTheLastTenRunsDidNotUse() throws {
    try Fixtures.withTemporaryFolder { folder in
      for run in 0...10 {
        let store = try RunStore(folder, isNew: false)
        if run == 0 { store.keep([(key("a"), Data([1])), (key("b"), Data([2]))]) }
        if run == 5 { #expect(store.values([key("b")]) == [Data([2])]) }
        store.finish()
      }
      let store = try RunStore(folder, isNew: false)
      #expect(store.values([key("a"), key("b")]) == [nil, Data([2])])
    }
  }
}
