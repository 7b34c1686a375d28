import Foundation
import Publishing
import TestSupport
import Testing

struct GitBranchTests {
  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }

  @discardableResult
  private func git(_ repository: URL, _ arguments: String...) throws -> String {
    try Fixtures.withTemporaryFolder { folder in
      let output = folder.appending(path: "output")
      try Data().write(to: output)
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["git", "-C", path(repository)] + arguments
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return try String(contentsOf: output, encoding: .utf8)
    }
  }

  private func withRepository(_ body: (_ repository: URL, _ scratch: URL) throws -> Void) throws {
    try Fixtures.withTemporaryFolder { top in
      let repository = top.appending(path: "repository")
      let scratch = top.appending(path: "scratch")
      for folder in [repository, scratch] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      }
      try git(repository, "init", "--quiet", "--initial-branch=main")
      try Data("work\n".utf8).write(to: repository.appending(path: "work.txt"))
      try git(repository, "add", "work.txt")
      try body(repository, scratch)
    }
  }

  private func commit(
    _ repository: URL, _ scratch: URL, _ files: [String: String], date: Int? = 1_790_000_000
  ) throws -> String? {
    try? FileManager.default.removeItem(at: scratch)
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    let branch = try GitBranch(repository, name: "gh-pages", scratch: scratch, date: date)
    for (name, text) in files {
      try Data(text.utf8).write(to: branch.folder.appending(path: name))
    }
    return try branch.commit("Publish monday")
  }

  @Test func commitsWithoutTouchingTheWorkingTree() throws {
    try withRepository { repository, scratch in
      let status = try git(repository, "status", "--porcelain", "--untracked-files=all")
      #expect(status == "A  work.txt\n")
      let first = try #require(
        try commit(repository, scratch, ["a.txt": "a\r\n", ".nojekyll": ""]))
      #expect(try git(repository, "show", "gh-pages:a.txt") == "a\r\n")
      #expect(try git(repository, "ls-tree", "--name-only", "gh-pages") == ".nojekyll\na.txt\n")
      #expect(
        try git(repository, "log", "-1", "--format=%at %ct %s", "gh-pages")
          == "1790000000 1790000000 Publish monday\n")
      // The same files are no commit, and others have the first as their parent.
      #expect(try commit(repository, scratch, [:]) == nil)
      let second = try #require(try commit(repository, scratch, ["b.txt": "b"]))
      #expect(try git(repository, "rev-parse", "gh-pages^") == first + "\n")
      #expect(try git(repository, "rev-parse", "gh-pages") == second + "\n")
      #expect(try git(repository, "status", "--porcelain", "--untracked-files=all") == status)
      #expect(try git(repository, "symbolic-ref", "HEAD") == "refs/heads/main\n")
    }
  }

  @Test func makesTheSameCommitOfTheSameFiles() throws {
    var commits: [String?] = []
    for _ in 0..<2 {
      try withRepository { repository, scratch in
        try git(repository, "config", "user.name", "A")
        try git(repository, "config", "user.email", "a@example.org")
        commits.append(try commit(repository, scratch, ["a.txt": "a"]))
      }
    }
    #expect(commits[0] != nil && commits[0] == commits[1])
  }

  @Test func refusesABranchThatIsCheckedOutAndFoldersWithoutARepository() throws {
    try withRepository { repository, scratch in
      try git(repository, "checkout", "--quiet", "--orphan", "gh-pages")
      let place = path(repository.resolvingSymlinksInPath())
      let error = PublishingError.branchCheckedOut(
        name: "gh-pages", path: place.hasSuffix("/") ? String(place.dropLast()) : place)
      #expect(throws: error) { try commit(repository, scratch, [:]) }
      for folder in [scratch, scratch.appending(path: "missing")] {
        #expect(throws: PublishingError.noRepository(path: path(folder))) {
          try GitBranch(folder, name: "gh-pages", scratch: scratch, date: nil)
        }
      }
    }
  }

  @Test(arguments: ["bad branch..", "-x", "@{-1}", "", "a.lock", "a b"])
  func refusesNamesThatNoBranchMayHave(_ name: String) throws {
    try withRepository { repository, scratch in
      #expect(throws: PublishingError.badBranch(name: name)) {
        try GitBranch(repository, name: name, scratch: scratch, date: nil)
      }
    }
  }
}
