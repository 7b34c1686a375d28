internal import AttributionRecords
package import Foundation

/// A branch of a repository as a folder of files: read, and written as one commit, without the
/// working tree and the user's index ever being touched.
package struct GitBranch {
  private let repository: URL
  private let name: String
  private let scratch: URL
  private let date: Int?
  /// The commit that the branch is at; nil if there is no such branch yet.
  private let parent: String?

  /// Where the branch's files lie while they are changed.
  package var folder: URL { scratch.appending(path: "tree") }

  /// Reads a branch into a folder.
  ///
  /// - Parameters:
  ///   - repository: The repository, or a working tree of it.
  ///   - name: The branch.
  ///   - scratch: An empty folder.
  ///   - date: Seconds since 1970 that commits carry; nil for the time of day.
  /// - Throws: ``PublishingError``.
  package init(_ repository: URL, name: String, scratch: URL, date: Int?) throws {
    self.repository = repository
    self.name = name
    self.scratch = scratch
    self.date = date
    let git = Git(repository: repository, scratch: scratch)
    guard repository.isFolder, try git.isRepository() else {
      throw PublishingError.noRepository(path: repository.path(percentEncoded: false))
    }
    // Shorthands such as @{-1} are read as the branch they mean.
    guard try git.isName(name) else { throw PublishingError.badBranch(name: name) }
    var tree = ""
    for line in try git.run(["worktree", "list", "--porcelain"]).split(separator: "\n") {
      if line.hasPrefix("worktree ") { tree = String(line.dropFirst(9)) }
      guard line != "branch refs/heads/\(name)" else {
        throw PublishingError.branchCheckedOut(name: name, path: tree)
      }
    }
    let parent = try? git.run(["rev-parse", "--verify", "--quiet", "refs/heads/\(name)^{commit}"])
    self.parent = parent
    let folder = scratch.appending(path: "tree")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    if let parent {
      _ = try git.run(["read-tree", parent])
      _ = try git.run(["checkout-index", "--all", "--force"])
    }
  }

  /// Makes the folder the branch's next commit.
  ///
  /// - Parameter message: What the commit says.
  /// - Returns: The commit; nil if the files are those that the branch has.
  /// - Throws: ``PublishingError/git(command:detail:)``.
  package func commit(_ message: String) throws -> String? {
    let git = Git(repository: repository, scratch: scratch)
    _ = try git.run(["add", "--all", "--force", "."])
    let tree = try git.run(["write-tree"])
    if let parent, try git.run(["rev-parse", "\(parent)^{tree}"]) == tree { return nil }
    var environment: [String: String] = [:]
    if let date {
      environment["GIT_AUTHOR_DATE"] = "\(date) +0000"
      environment["GIT_COMMITTER_DATE"] = "\(date) +0000"
    }
    // A machine that publishes may have no name of its own.
    if (try? git.run(["config", "user.email"])) == nil {
      for role in ["AUTHOR", "COMMITTER"] {
        environment["GIT_\(role)_NAME"] = "lafa-report"
        environment["GIT_\(role)_EMAIL"] = "lafa-report@localhost"
      }
    }
    let commit = try git.run(
      ["commit-tree", tree, "-m", message] + (parent.map { ["-p", $0] } ?? []),
      environment: environment)
    // Refused if someone else has moved the branch in the meantime.
    let old = parent ?? String(repeating: "0", count: commit.count)
    _ = try git.run(["update-ref", "-m", message, "refs/heads/\(name)", commit, old])
    return commit
  }
}

/// Runs git with an index and a working tree of our own, and without the user's filters and hooks.
private struct Git {
  let repository: URL
  let scratch: URL

  private static let settings = [
    "core.autocrlf=false", "core.safecrlf=false", "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null", "core.excludesFile=/dev/null", "core.fileMode=false",
    "core.quotePath=false",
  ]

  /// Whether there is a repository.
  func isRepository() throws -> Bool {
    do {
      _ = try run(["rev-parse", "--git-dir"])
      return true
    } catch PublishingError.git(_, let detail) where detail.contains("not a git repository") {
      return false
    }
  }

  /// Whether a branch may be called so.
  func isName(_ name: String) throws -> Bool {
    do {
      return try run(["check-ref-format", "--branch", name]) == name
    } catch PublishingError.git {
      return false
    }
  }

  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git"] + Self.settings.flatMap { ["-c", $0] } + arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(try places(), uniquingKeysWith: { $1 })
      .merging(environment, uniquingKeysWith: { $1 })
      .merging(["LC_ALL": "C"], uniquingKeysWith: { $1 })
    let tree = scratch.appending(path: "tree")
    let hasTree = FileManager.default.fileExists(atPath: tree.path(percentEncoded: false))
    process.currentDirectoryURL = hasTree ? tree : repository
    let output = scratch.appending(path: "output")
    let errors = scratch.appending(path: "errors")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = FileHandle.nullDevice
    let command = arguments.prefix(2).joined(separator: " ")
    do {
      try process.run()
    } catch {
      throw PublishingError.gitMissing
    }
    process.waitUntilExit()
    // What env says of a program that it does not find.
    guard process.terminationStatus != 127 else { throw PublishingError.gitMissing }
    guard process.terminationStatus == 0 else {
      let text = try String(decoding: Data(contentsOf: errors), as: UTF8.self)
      let detail = text.split(separator: "\n").first.map(String.init) ?? "it says nothing"
      throw PublishingError.git(command: command, detail: detail)
    }
    let text = try String(decoding: Data(contentsOf: output), as: UTF8.self)
    return text.trimmingCharacters(in: .newlines)
  }

  /// The repository, and an index and a working tree beside it.
  private func places() throws -> [String: String] {
    let path = repository.standardizedFileURL.resolvingSymlinksInPath()
    let own = path.appending(path: ".git")
    // A bare repository is the folder itself; that of a linked working tree is named by a file.
    let isOwn = FileManager.default.fileExists(atPath: own.path(percentEncoded: false))
    var folder = isOwn ? own : path
    if let data = FileManager.default.contents(atPath: own.path(percentEncoded: false)),
      let line = String(data: data, encoding: .utf8)?.split(separator: "\n").first,
      line.hasPrefix("gitdir: ")
    {
      folder = URL(filePath: String(line.dropFirst(8)), relativeTo: path)
    }
    return [
      "GIT_DIR": folder.path(percentEncoded: false),
      "GIT_WORK_TREE": scratch.appending(path: "tree").path(percentEncoded: false),
      "GIT_INDEX_FILE": scratch.appending(path: "index").path(percentEncoded: false),
      "GIT_ATTR_NOSYSTEM": "1",
    ]
  }
}
