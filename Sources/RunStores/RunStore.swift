internal import AttributionRecords
public import Foundation
internal import GRDB
internal import ReportSite
internal import Synchronization

/// What runs have computed, by the SHA-256 of all that it depends on: a run that was stopped goes
/// on, and a run over documents of which few changed computes these alone.
///
/// One SQLite file, for one process at a time. A value that no longer has the digest it was stored
/// with counts as missing. A store that cannot be written any more keeps what it has; the run goes
/// on without it.
public final class RunStore: Sendable {
  /// The store's file in its folder.
  public static let fileName = "store.sqlite"
  /// Says that the file is a run store, in SQLite's header: “LAFA”.
  private static let application = 0x4C41_4641
  private static let version = 1
  /// Values that the last finished runs did not use are dropped.
  private static let keptRuns = 10

  private let folder: URL
  private let queue: DatabaseQueue
  private let lock: FolderLock
  /// The number of this run among the finished ones.
  private let run: Int
  private let state = Mutex<(damaged: Int, trouble: RunStoreError?)>((0, nil))

  private var path: String { folder.path(percentEncoded: false) }

  /// Opens a store, or makes one.
  ///
  /// - Parameters:
  ///   - folder: Its folder: a store's, an empty one, or one that is not there yet.
  ///   - isNew: Whether an earlier store in the folder is dropped.
  /// - Throws: ``RunStoreError``.
  public init(_ folder: URL, isNew: Bool) throws(RunStoreError) {
    self.folder = folder
    let path = folder.path(percentEncoded: false)
    if let file = folder.fileInTheWay { throw .isFile(path: file.path(percentEncoded: false)) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      lock = try FolderLock(folder)
    } catch is FolderLock.Taken {
      throw .inUse(path: path, process: Self.process(of: folder))
    } catch {
      throw .unwritable(path: path, detail: Refusal.detail(error))
    }
    try Self.check(folder)
    if isNew {
      Self.files.forEach { try? FileManager.default.removeItem(at: folder.appending(path: $0)) }
    }
    do {
      try Data("\(ProcessInfo.processInfo.processIdentifier)\n".utf8)
        .write(to: folder.appending(path: Self.processFile))
      queue = try DatabaseQueue(
        path: folder.appending(path: Self.fileName).path(percentEncoded: false),
        configuration: Self.configuration)
      run = try queue.writeWithoutTransaction { try Self.prepare($0, path: path) }
    } catch let error as RunStoreError {
      throw error
    } catch {
      throw Self.error(error, path: path)
    }
  }

  private static let processFile = "process"
  private static let files = [fileName, fileName + "-wal", fileName + "-shm", processFile]

  /// Refuses a folder that holds something else.
  private static func check(_ folder: URL) throws(RunStoreError) {
    let path = folder.path(percentEncoded: false)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw .unwritable(path: path, detail: "the folder cannot be read")
    }
    if let foreign = names.sorted().first(where: { !files.contains($0) }) {
      throw .notOurs(path: path, foreign: foreign)
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      // A foreign file's own functions and triggers stay asleep.
      try database.execute(sql: "PRAGMA trusted_schema = OFF")
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
    }
    return configuration
  }

  /// Checks the file, or makes its table.
  ///
  /// - Returns: The number of this run.
  private static func prepare(_ database: Database, path: String) throws -> Int {
    let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    if tables == 0 {
      try database.execute(
        sql: """
          BEGIN IMMEDIATE;
          PRAGMA application_id = \(Self.application);
          PRAGMA user_version = \(version);
          CREATE TABLE runs (number INTEGER NOT NULL);
          INSERT INTO runs VALUES (0);
          CREATE TABLE items (
            key BLOB NOT NULL UNIQUE, digest BLOB NOT NULL, run INTEGER NOT NULL, value BLOB NOT NULL
          );
          COMMIT;
          """)
      return 1
    }
    guard application == Self.application else {
      throw RunStoreError.damaged(path: path, detail: "\(fileName) is another program's")
    }
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard found <= version else { throw RunStoreError.laterVersion(path: path, version: found) }
    let fault = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "it cannot be read"
    guard fault == "ok" else { throw RunStoreError.damaged(path: path, detail: fault) }
    guard let runs = try Int.fetchOne(database, sql: "SELECT number FROM runs"), runs < Int.max
    else {
      throw RunStoreError.damaged(path: path, detail: "it lacks the number of its runs")
    }
    // Fails here, rather than after hours, if the store may not be written.
    try database.execute(sql: "UPDATE runs SET number = number")
    return runs + 1
  }

  /// Why the store was not written to the end; nil if it was.
  public var trouble: RunStoreError? { state.withLock { $0.trouble } }

  /// How many values were not what was stored, and had to be made again.
  public var damaged: Int { state.withLock { $0.damaged } }

  /// Whether nothing is stored.
  public var isEmpty: Bool {
    let found = try? queue.read {
      try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM items)")
    }
    return found != true
  }

  /// Returns stored values.
  ///
  /// - Parameter keys: Their keys.
  /// - Returns: One for each key; nil where none is stored.
  public func values(_ keys: [StoreKey]) -> [Data?] {
    let rows = try? queue.write { database in
      let statement = try database.cachedStatement(
        sql: "SELECT value, digest, run FROM items WHERE key = ?")
      let use = try database.cachedStatement(sql: "UPDATE items SET run = ? WHERE key = ?")
      return try keys.map { key -> Data? in
        guard let row = try Row.fetchOne(statement, arguments: [Data(key.bytes)]),
          let value = Data.fromDatabaseValue(row[0]), let digest = Data.fromDatabaseValue(row[1])
        else { return nil }
        guard digest == Self.digest(key, value) else {
          state.withLock { $0.damaged += 1 }
          return nil
        }
        if row[2] as Int? != run { try use.execute(arguments: [run, Data(key.bytes)]) }
        return value
      }
    }
    return rows ?? keys.map { _ in nil }
  }

  /// Stores values, all or none; nothing if the store could not be written before.
  ///
  /// - Parameter items: The values with their keys.
  public func keep(_ items: [(key: StoreKey, value: Data)]) {
    guard trouble == nil, !items.isEmpty else { return }
    do {
      try queue.write { database in
        let statement = try database.cachedStatement(
          sql: "INSERT OR REPLACE INTO items (key, digest, run, value) VALUES (?, ?, ?, ?)")
        for (key, value) in items {
          try statement.execute(
            arguments: [Data(key.bytes), Self.digest(key, value), run, value])
        }
      }
    } catch {
      let error = Self.error(error, path: path)
      state.withLock { $0.trouble = $0.trouble ?? error }
    }
  }

  /// Ends a run whose reports are written: what the last runs did not use is dropped.
  public func finish() {
    do {
      try queue.write { database in
        try database.execute(sql: "UPDATE runs SET number = ?", arguments: [run])
        try database.execute(
          sql: "DELETE FROM items WHERE run <= ?", arguments: [run - Self.keptRuns])
      }
      try queue.close()
    } catch {
      let error = Self.error(error, path: path)
      state.withLock { $0.trouble = $0.trouble ?? error }
    }
  }

  /// Removes the store.
  public func remove() {
    try? queue.close()
    for name in Self.files { try? FileManager.default.removeItem(at: folder.appending(path: name)) }
    // Refused if something else is in the folder.
    _ = rmdir(path)
  }

  /// A value is found only under the key that it was stored with.
  private static func digest(_ key: StoreKey, _ value: Data) -> Data {
    var maker = StoreKey.Maker("value")
    maker.add(key)
    value.withUnsafeBytes { maker.add($0) }
    return Data(maker.key.bytes.prefix(16))
  }

  private static func process(of folder: URL) -> String? {
    guard let data = try? Data(contentsOf: folder.appending(path: processFile)), data.count < 20
    else { return nil }
    return Int(String(decoding: data, as: UTF8.self).dropLast()).map { "\($0)" }
  }

  private static func error(_ error: any Error, path: String) -> RunStoreError {
    guard let error = error as? DatabaseError else {
      return .unwritable(path: path, detail: Refusal.detail(error))
    }
    switch error.resultCode.primaryResultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return .damaged(path: path, detail: error.message ?? "it is not a database")
    case .SQLITE_FULL: return .unwritable(path: path, detail: "the disk is full")
    default: return .unwritable(path: path, detail: error.message ?? "SQLite refuses it")
    }
  }
}
